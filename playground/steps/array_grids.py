"""Arrays of numbers as grids: where each number lives, which are known, and which are lit.

A grid is a value. It knows its quantity, its layer, and what its rows and columns count; from that
follow the address of every cell, and the cells of every address.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop_core import Address, Array, Plan
from playground.steps.grid_cell import Axis, address_in

Mask = NDArray[np.bool_]
KNOWN_WITH = {"slope": "z", "jacobian": "a"}  # no step makes these; they follow from another number


@dataclass(frozen=True, eq=False)
class Grid:
    """`values`, (rows, columns), and what they are.

    `given` is what no step makes: inputs, targets, the old weights and biases, slopes. `samples`
    are those along the axis "sample"; `sample` is the one that the whole grid belongs to, if any.
    `flipped` grids are written with a ᵀ. `cut` is where there is no connection.
    """

    quantity: str
    layer: int | None
    axes: tuple[Axis, Axis]
    values: Array
    samples: tuple[int, ...] = ()
    sample: int | None = None
    given: bool = False
    flipped: bool = False
    cut: Mask | None = None

    @property
    def shape(self) -> str:
        """Rows × columns, as it is written."""
        rows, columns = self.values.shape
        return f"{rows}×{columns}"

    @property
    def place(self) -> dict[str, Any]:
        """All that an address needs, as plain data; the browser sends it back with a press."""
        return {
            "quantity": self.quantity,
            "layer": self.layer,
            "axes": list(self.axes),
            "samples": list(self.samples),
            "sample": self.sample,
            "given": self.given,
        }

    def address(self, row: int, column: int) -> Address:
        """Where the number in that cell lives."""
        return address_in(self.place, row, column)

    def cells(self, at: Address) -> Mask | None:
        """The cells that hold the number, or the array, at `at`; None where none does."""
        if (at.quantity, at.layer) != (self.quantity, self.layer):
            return None
        if not self._of_sample(at.sample):
            return None
        picked = [self._along(axis, at) for axis in self.axes]
        if any(along is None for along in picked):
            return None
        mask = np.zeros(self.values.shape, dtype=bool)
        mask[picked[0], picked[1]] = True
        return mask

    def _of_sample(self, sample: int | None) -> bool:
        """A loss of the batch is another number than those of its samples."""
        if "sample" in self.axes:
            return sample is not None or self.quantity != "loss"
        return sample is None or sample == self.sample

    def _along(self, axis: Axis, at: Address) -> Any:
        """Which of the rows, or columns: one, all of them, or None for none."""
        wanted = None if axis == "all" else getattr(at, axis)
        if wanted is None:
            return slice(None)
        if axis != "sample":
            return wanted
        return self.samples.index(wanted) if wanted in self.samples else None

    def known(self, plan: Plan, number: int) -> Mask:
        """Which cells are known after step `number`."""
        if self.given and self.quantity not in KNOWN_WITH:
            return np.ones(self.values.shape, dtype=bool)
        made = _made_at(plan, self.quantity, self.layer, self.axes, self.samples, self.sample)
        known: Mask = made[: self.values.shape[0], : self.values.shape[1]] <= number
        return known


NEVER = np.iinfo(np.int64).max


@lru_cache(maxsize=256)
def _made_at(
    plan: Plan,
    quantity: str,
    layer: int | None,
    axes: tuple[Axis, Axis],
    samples: tuple[int, ...],
    sample: int | None,
) -> NDArray[np.int64]:
    """For each cell the step that makes it."""
    place: dict[str, Any] = {"quantity": KNOWN_WITH.get(quantity, quantity), "layer": layer}
    place |= {"axes": axes, "samples": samples, "sample": sample}
    counts = [_length(plan, quantity, layer, axis, samples) for axis in axes]
    made = np.full(counts, NEVER)
    for row, column in np.ndindex(*counts):
        step = plan.step_making(_without_source(quantity, address_in(place, row, column)))
        made[row, column] = NEVER if step is None else step
    return made


def _without_source(quantity: str, at: Address) -> Address:
    """∂aₖ/∂zⱼ is known with aₖ."""
    return at._replace(source=None) if quantity == "jacobian" else at


def _length(
    plan: Plan, quantity: str, layer: int | None, axis: Axis, samples: tuple[int, ...]
) -> int:
    if axis == "sample":
        return len(samples)
    if axis == "all" or layer is None:
        return 1
    behind = axis == "source" and quantity != "jacobian"
    return plan.shape.sizes[layer if behind else layer + 1]


def lit(grid: Grid, addresses: Iterable[Address]) -> Mask:
    """The cells of all those addresses together."""
    mask = np.zeros(grid.values.shape, dtype=bool)
    for at in addresses:
        found = grid.cells(at)
        if found is not None:
            mask |= found
    return mask
