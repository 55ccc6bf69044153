"""Paths from a weight to the loss, as the page shows them: names, formulas, lights, the check."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from backprop_core import Address, Number
from backprop_core.paths import Path, Paths, next_places
from playground import digits as number_text
from playground.notation import Symbols
from playground.scene import Edge, Neuron

MOST_LISTED = 60
EVERY_DIGIT = 17


@dataclass(frozen=True)
class Item:
    """A whole path, or a branch: all paths that begin like `prefix`."""

    prefix: Path
    count: int
    whole: bool


def items(paths: Paths, prefix: Path = ()) -> list[Item]:
    """The paths that begin like `prefix` where they are few enough to list, else its branches."""
    few = paths.count_through(prefix) <= MOST_LISTED
    found = paths.through(prefix) if few else paths.branches(prefix)
    return [Item(path, paths.count_through(path), paths.ends(path)) for path in found]


def valid_prefix(paths: Paths, prefix: Iterable[Address]) -> Path:
    """The prefix, if the network still has it; the empty one otherwise."""
    grown: Path = ()
    for place in prefix:
        if (*grown, place) not in paths.following(grown):
            return ()
        grown = (*grown, place)
    return grown


def before(paths: Paths, prefix: Path) -> Path:
    """The branching that `prefix` was opened from."""
    at: Path = ()
    while at != prefix:
        nearer = next(b for b in paths.branches(at) if b == prefix[: len(b)])
        if nearer == prefix:
            return at
        at = nearer
    return at


def path_name(paths: Paths, prefix: Path, symbols: Symbols) -> str:
    """The neurons on the way: x1 → h2 → o1. A path begins at the weight's source."""
    neurons = []
    layer, source = paths.parameter.layer, paths.parameter.source
    if layer is not None and source is not None:
        neurons.append((layer, source))
    for at in prefix:
        assert at.layer is not None
        assert at.neuron is not None
        here = (at.layer + 1, at.neuron)
        if not neurons or neurons[-1] != here:
            neurons.append(here)
    return " → ".join(symbols.neuron(*neuron) for neuron in neurons)


def lit_by(paths: Paths, prefix: Path = ()) -> tuple[tuple[Edge, ...], tuple[Neuron, ...]]:
    """The edges and neurons of all paths that begin like `prefix`."""
    places = list(prefix) if prefix else [start for (start,) in paths.starts]
    steps = list(pairwise(prefix))
    seen = dict.fromkeys(places)
    edge = [prefix[-1]] if prefix else list(places)
    while edge:
        ahead: dict[Address, None] = {}
        for here in edge:
            for then in next_places(paths.trace.plan.shape, here):
                steps.append((here, then))
                ahead[then] = None
        seen |= ahead
        edge = list(ahead)
    return (*_own_edge(paths), *_edges(steps)), tuple(_neurons(paths, seen))


def _own_edge(paths: Paths) -> list[Edge]:
    layer, to, source = paths.parameter[1:4]
    if layer is None or to is None or source is None or not paths.starts:
        return []
    return [(layer, to, source)]


def _edges(steps: Iterable[tuple[Address, Address]]) -> list[Edge]:
    """The weights among the steps; from z to a no edge is crossed."""
    weights = ((a, b) for a, b in steps if a.quantity == "a")
    return [(b.layer, b.neuron, a.neuron) for a, b in weights]  # type: ignore[misc]


def _neurons(paths: Paths, places: Iterable[Address]) -> list[Neuron]:
    found = {(at.layer + 1, at.neuron): None for at in places}  # type: ignore[operator]
    layer, source = paths.parameter.layer, paths.parameter.source
    if found and layer is not None and source is not None:
        found[(layer, source)] = None
    return list(found)  # type: ignore[arg-type]


def product_tex(factors: Iterable[Number], symbols: Symbols) -> str:
    """The factors in symbols."""
    return r" \cdot ".join(symbols.tex(factor.address) for factor in factors)


def numbers_tex(factors: Iterable[Number], digits: int) -> str:
    """The factors as numbers; those that stop the path in bold."""
    written = []
    for factor in factors:
        number = number_text.factor(float(factor.value), digits)
        written.append(rf"\mathbf{{{number}}}" if factor.value == 0 else number)
    return r" \cdot ".join(written)


def stopped_by(factors: Iterable[Number]) -> Number | None:
    """The first factor that is 0, so that nothing comes through; None where something does."""
    return next((factor for factor in factors if factor.value == 0), None)


def units_apart(one: float, other: float) -> int | None:
    """How many numbers of float64 lie from one to the other; None where one is not finite."""
    if not (math.isfinite(one) and math.isfinite(other)):
        return None
    return abs(_ordinal(one) - _ordinal(other))


def _ordinal(value: float) -> int:
    """The number's place among all of float64, 0 for zero."""
    (bits,) = struct.unpack("<q", struct.pack("<d", value))
    return bits if bits >= 0 else -(bits & 0x7FFF_FFFF_FFFF_FFFF)


@dataclass(frozen=True)
class Check:
    """A sum over paths, its largest part, and beside it the gradient of the backward pass."""

    label: str
    total: float
    gradient: float
    largest: float

    @property
    def difference(self) -> float:
        return self.total - self.gradient

    @property
    def units(self) -> int | None:
        """The difference in units in the last place of the gradient."""
        return units_apart(self.total, self.gradient)

    @property
    def cancels(self) -> bool:
        """Whether the parts are so much larger than their sum that they take digits from it."""
        return self.largest > 16 * max(abs(self.total), abs(self.gradient))

    @property
    def relative(self) -> float:
        """The difference in roundings of the largest part, which is what a sum can keep."""
        return abs(self.difference) / float(np.spacing(self.largest)) if self.largest else 0.0


def checks(paths: Paths) -> list[Check]:
    """For each sample, and in a batch for their sum: all paths' sum and the backward pass."""
    batch = len(paths.trace.y)
    few = paths.count <= MOST_LISTED
    each = []
    for sample in range(batch):
        parts = [paths.part(i.prefix, sample) for i in items(paths)]
        total = sum(parts) if few else float(paths.sum_per_sample[sample])
        largest = max(map(abs, parts), default=0.0)
        gradient = float(paths.gradient_per_sample[sample])
        each.append(Check(f"sample {sample + 1}", total, gradient, largest))
    total = float(sum(check.total for check in each))
    largest = max(max(check.largest, abs(check.total)) for check in each)
    label = "all samples" if batch > 1 else "sum"
    whole = Check(label, total, paths.gradient, largest)
    return [*each, whole] if batch > 1 else [whole]
