"""The arrays of one pass as grids, laid out as the reader wants them.

The same arithmetic can be laid out in four ways, and books use all of them: samples as columns or
as rows, and a weight matrix with a row for each neuron that it goes to, or for each that it comes
from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from backprop_core import Array, Trace
from playground.steps.array_grids import Grid, Mask
from playground.steps.grid_cell import Axis

MOST_SAMPLES = 8  # of more samples only the chosen one is shown, except where they are summed


class Form(NamedTuple):
    """How the arrays are laid out."""

    samples_as_columns: bool = True
    rows_receive: bool = True  # row j of W holds the weights into neuron j


@dataclass(frozen=True)
class Maker:
    """Makes the grids of one trace in one form; of a large batch only `sample`."""

    trace: Trace
    form: Form
    sample: int

    @property
    def samples(self) -> tuple[int, ...]:
        """Those that are shown."""
        count = len(self.trace.y)
        return tuple(range(count)) if count <= MOST_SAMPLES else (self.sample,)

    @property
    def last(self) -> int:
        return len(self.trace.network.layers) - 1

    def batch(
        self,
        quantity: str,
        layer: int | None,
        array: Array,
        *,
        flipped: bool = False,
        samples: Sequence[int] | None = None,
        given: bool = False,
    ) -> Grid:
        """An array (batch, n) with its samples as columns or rows; `flipped` the other way."""
        shown = self.samples if samples is None else tuple(samples)
        rows = array[list(shown)]
        if self.form.samples_as_columns != flipped:
            axes: tuple[Axis, Axis] = ("neuron", "sample")
            rows = rows.T
        else:
            axes = ("sample", "neuron")
        return Grid(quantity, layer, axes, rows, shown, given=given, flipped=flipped)

    def incoming(
        self, layer: int, *, flipped: bool = False, samples: Sequence[int] | None = None
    ) -> Grid:
        """What the layer receives: the inputs, or the activations of the layer before."""
        how: dict[str, Any] = {"flipped": flipped, "samples": samples}
        array = self.trace.forward.into(layer)
        if layer == 0:
            return self.batch("x", None, array, given=True, **how)
        return self.batch("a", layer - 1, array, **how)

    def forward(self, quantity: str, layer: int) -> Grid:
        made = self.trace.forward.layers[layer]
        return self.batch(quantity, layer, getattr(made, quantity), given=quantity == "slope")

    def slopes(self, layer: int) -> Grid:
        """f′(z), without dropout's mask."""
        return self.batch("slope", layer, self.trace.slopes(layer), given=True)

    def masks(self, layer: int) -> tuple[Grid | str, ...]:
        """What dropout multiplies entry by entry, with the sign for that; () without dropout."""
        mask = self.trace.network.layers[layer].mask
        return () if mask is None else (self.batch("mask", layer, mask, given=True), "⊙")

    def backward(self, quantity: str, layer: int, **how: Any) -> Grid:
        return self.batch(quantity, layer, self.trace.array(quantity, layer), **how)

    def targets(self) -> Grid:
        return self.batch("y", None, self.trace.y, given=True)

    def weights(self, quantity: str, layer: int, array: Array, *, into: bool, given: bool) -> Grid:
        """An array (n_out, n_in); with `into`, row j holds what goes into neuron j."""
        connected = self.trace.network.layers[layer].connected
        cut: Mask | None = None if connected is None else ~connected
        axes: tuple[Axis, Axis] = ("neuron", "source")
        if not into:
            axes, array = ("source", "neuron"), array.T
            cut = None if cut is None else cut.T
        flipped = into != self.form.rows_receive
        return Grid(quantity, layer, axes, array, given=given, flipped=flipped, cut=cut)

    def old_weights(self, layer: int, *, into: bool) -> Grid:
        return self.weights("W", layer, self.trace.network.layers[layer].W, into=into, given=True)

    def biases(self, quantity: str, layer: int, array: Any, *, given: bool = False) -> Grid:
        """An array (n_out,), or () for a shared bias."""
        flat = np.asarray(array, dtype=float)
        if flat.ndim == 0:
            return Grid(quantity, layer, ("all", "all"), flat.reshape(1, 1), given=given)
        if self.form.samples_as_columns:
            return Grid(quantity, layer, ("neuron", "all"), flat[:, None], given=given)
        return Grid(quantity, layer, ("all", "neuron"), flat[None, :], given=given)

    def product(self, weights: Grid, batch: Grid) -> tuple[Grid | str, ...]:
        """W a with samples as columns, a W with samples as rows."""
        pair = (weights, batch) if self.form.samples_as_columns else (batch, weights)
        return (pair[0], "·", pair[1])
