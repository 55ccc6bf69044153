"""Paths from a weight to the loss, as the page shows them: their names, formulas and lights."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from backprop_core import Address, Number, Path, Paths, Shape, Ways, ways_to_the_loss
from playground.notation import number_text
from playground.notation.symbols import Symbols
from playground.where import Neuron, Weight, neuron_at, weight_at, weights_of

MOST_LISTED = 60


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
    start = weight_at(paths.parameter)
    neurons = [] if start is None else [Neuron(start.layer, start.source)]
    for here in map(_neuron_of, prefix):
        if not neurons or neurons[-1] != here:
            neurons.append(here)
    return " → ".join(symbols.neuron(*neuron) for neuron in neurons)


Lit = tuple[tuple[Weight, ...], tuple[Neuron, ...]]


def lit_by(paths: Paths, prefix: Path = ()) -> Lit:
    """The edges and neurons of all paths that begin like `prefix`."""
    starts = tuple(start for (start,) in paths.starts)
    return _lit(paths.trace.plan.shape, paths.parameter, tuple(prefix), starts)


@lru_cache(maxsize=64)
def _lit(shape: Shape, parameter: Address, prefix: Path, starts: Path) -> Lit:
    ends = prefix[-1:] or starts
    if not ends:
        return (), ()
    edges, neurons = _way_here(parameter, prefix)
    ahead, further = _way_on(shape, ends)
    return (*edges, *ahead), tuple(dict.fromkeys((*neurons, *further)))


def _way_here(parameter: Address, prefix: Path) -> tuple[list[Weight], list[Neuron]]:
    """The weight itself, and what the prefix passes."""
    start = weight_at(parameter)
    edges = [] if start is None else [start]
    neurons = [] if start is None else [Neuron(start.layer, start.source)]
    for here, then in pairwise(prefix):
        neurons.append(_neuron_of(here))
        if here.quantity == "a":
            column, j = _neuron_of(here)
            edges.append(Weight(column, _neuron_of(then).neuron, j))
    return edges, neurons


def _neuron_of(at: Address) -> Neuron:
    """Of a place on a path, which is always one neuron's."""
    found = neuron_at(at, ())
    assert found is not None
    return found


def _way_on(shape: Shape, ends: Path) -> tuple[list[Weight], list[Neuron]]:
    """All that is passed from these places of one layer to the loss, layer by layer."""
    assert ends[0].layer is not None
    layer, active = ends[0].layer, {_neuron_of(at).neuron for at in ends}
    edges: list[Weight] = []
    neurons = [_neuron_of(at) for at in ends]
    sums = ends[0].quantity == "z"
    ways = ways_to_the_loss(shape)
    for number in range(layer, len(shape.biases)):
        last = number == len(shape.biases) - 1
        if sums and shape.softmaxes[number] and not (last and shape.fused):
            active = _alive(ways, shape, "a", number)
            neurons += [Neuron(number + 1, k) for k in active]
        if last:
            break
        alive = _alive(ways, shape, "z", number + 1)
        found = [
            one
            for one in weights_of(shape.sources, number + 1)
            if one.to in alive and one.source in active
        ]
        edges += found
        active = {one.to for one in found}
        neurons += [Neuron(number + 2, k) for k in active]
        sums = True
    return edges, neurons


def _alive(ways: Ways, shape: Shape, quantity: str, layer: int) -> set[int]:
    """The neurons of a layer from which a way leads to the loss."""
    neurons = range(shape.sizes[layer + 1])
    return {k for k in neurons if ways[Address(quantity, layer, k)][1]}


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
