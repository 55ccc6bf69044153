"""Candidates for a cause: a slip of the catalogue, in one layer, several, or some neurons only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop_core.explanation.here import Arithmetic, Given, Here, Values
from backprop_core.explanation.operations import Operation
from backprop_core.explanation.passes import DoesNotApplyError, Slipped
from backprop_core.explanation.problem import Place, Problem
from backprop_core.explanation.slips import CATALOGUE
from backprop_core.explanation.slips.slip import Slip

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Placed:
    """A slip and the layers in which it was made; where `masks` has one, only in its entries.

    `partly`: it could have been made in other layers, too.
    """

    by_layer: Mapping[int, Slip]
    masks: Mapping[int, Mask] | None = None
    partly: bool = False

    @property
    def slip(self) -> Slip:
        """The slip, which has the same name in all layers."""
        return next(iter(self.by_layer.values()))

    @property
    def layers(self) -> tuple[int, ...]:
        """The layers, in the order of the work."""
        return tuple(self.by_layer)

    def slipped(self) -> dict[tuple[str, int], list[Arithmetic]]:
        """What is done in place of each operation."""
        made: dict[tuple[str, int], list[Arithmetic]] = {}
        for layer, slip in self.by_layer.items():
            mask = None if self.masks is None else self.masks.get(layer)
            for operation, arithmetic in slip.befalls:
                made.setdefault(_at(operation, layer), []).append(_only(arithmetic, mask))
        return made

    def operations(self) -> Iterator[tuple[str, int]]:
        """The operations that it befalls, and in which layer."""
        for layer, slip in self.by_layer.items():
            yield from (_at(operation, layer) for operation, _ in slip.befalls)


def _at(operation: str, layer: int) -> tuple[str, int]:
    return operation, 0 if operation == "loss" else layer


def _only(arithmetic: Arithmetic, mask: Mask | None) -> Arithmetic:
    if mask is None:
        return arithmetic

    def partly(o: Here) -> Any:
        made = arithmetic(o)
        if made is None or np.shape(made) != np.shape(o.right):
            return None
        if mask.shape != np.shape(made):
            return made
        return np.where(mask, made, o.right)

    return partly


def together(*several: Placed) -> Slipped:
    """The slips of all of them, those that only multiply last."""
    ordered = sorted(several, key=lambda each: each.slip.factor is not None)
    made: dict[tuple[str, int], list[Arithmetic]] = {}
    for each in ordered:
        for at, arithmetic in each.slipped().items():
            made.setdefault(at, []).extend(arithmetic)
    return made


@dataclass(frozen=True, eq=False)
class Sites:
    """The operations at which a slip could show, and the numbers that they see there."""

    problem: Problem
    operations: Sequence[Operation]
    values: Values
    claims: Given

    @cached_property
    def every_slip(self) -> dict[tuple[str, str, str], dict[int, Slip]]:
        """All slips of the catalogue that can be made, by what they are and in which layer."""
        found: dict[tuple[str, str, str], dict[int, Slip]] = {}
        seen = set[tuple[str, int]]()
        for operation in self.operations:
            at = operation.name, operation.layer
            if at in seen or operation.name not in CATALOGUE:
                continue
            seen.add(at)
            for slip in self._slips(operation):
                found.setdefault(slip.key, {})[operation.layer] = slip
        return found

    def _slips(self, operation: Operation) -> Iterator[Slip]:
        here = Here(
            self.problem, self.values, operation.makes[0], operation.layer, claims=self.claims
        )
        here.right = operation.right(here)
        for family in CATALOGUE[operation.name]:
            yield from family(here)

    def placed(self) -> Iterator[Placed]:
        """Each slip in each single layer, in all layers, and in all hidden ones."""
        for by_layer in self.every_slip.values():
            yield from _placements(by_layer, self.problem.last)


def _placements(by_layer: Mapping[int, Slip], last: int) -> Iterator[Placed]:
    layers = sorted(by_layer, reverse=True)
    for layer in layers:
        yield Placed({layer: by_layer[layer]}, partly=len(layers) > 1)
    if len(layers) > 1:
        yield Placed({layer: by_layer[layer] for layer in layers})
    hidden = [layer for layer in layers if layer != last]
    if len(hidden) > 1 and last in by_layer:
        yield Placed({layer: by_layer[layer] for layer in hidden}, partly=True)


def subsets(by_layer: Mapping[int, Slip], last: int) -> Iterator[Placed]:
    """The slip in some layers: two or more, not all, and not just the hidden ones."""
    layers = sorted(by_layer, reverse=True)
    hidden = [layer for layer in layers if layer != last]
    for count in range(2, len(layers)):
        for some in combinations(layers, count):
            if list(some) != hidden:
                yield Placed({layer: by_layer[layer] for layer in some}, partly=True)


def masked(placed: Placed, suspects: Mapping[int, Mask]) -> Placed | None:
    """The slip in suspicious neurons only; None where no layer has any, or all are."""
    masks = {layer: suspects[layer] for layer in placed.layers if layer in suspects}
    if not masks or placed.slip.operation == "loss":
        return None
    return Placed(placed.by_layer, masks, partly=True)


__all__ = ["DoesNotApplyError", "Mask", "Place", "Placed", "Sites", "masked", "subsets", "together"]
