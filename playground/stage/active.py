"""What the step is about: which slots it read, which it filled, and what runs along which edge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from playground.stage.outside import Address, Number, Step
from playground.stage.stage_view import Edge, Neuron, StageView


class Slot(NamedTuple):
    """A place for one number at a neuron: x, z, a, da, delta, b or db."""

    quantity: str
    column: int
    neuron: int


@dataclass(frozen=True)
class Active:
    """`phase` names the colour. `filled` and `read` are slots, `targets` the outputs whose target
    was read. `products` has what runs along an edge, where that is one number. `backward` edges are
    run from their end to their start. `slope` is the f′(z) that the step multiplied by.
    """

    phase: str
    filled: frozenset[Slot] = frozenset()
    read: frozenset[Slot] = frozenset()
    edges: tuple[Edge, ...] = ()
    products: dict[Edge, float] | None = None
    backward: bool = False
    moving: bool = False
    targets: frozenset[int] = frozenset()
    at_loss: bool = False
    column: int | None = None
    slope: float | None = None
    biases: frozenset[tuple[int, int | None]] = frozenset()

    @property
    def made(self) -> frozenset[Neuron]:
        return frozenset((column, neuron) for _, column, neuron in self.filled)

    @property
    def used(self) -> frozenset[Neuron]:
        return frozenset((column, neuron) for _, column, neuron in self.read)


def active_of(view: StageView) -> Active:
    """What `view.step` is about; nothing at all in a calm view."""
    step = view.step
    if view.calm:
        return Active(step.phase)
    addresses = [step.address, *(number.address for number in step.inputs)]
    behind = list(_behind(view))
    addresses += [number.address for _, numbers in behind for number in numbers]
    edges = tuple(dict.fromkeys(e for at in addresses for e in _edges(view, at)))
    filled = frozenset(_slots(view, step.address)) if step.quantity in _OF_NEURON else frozenset()
    read = {slot for at in addresses[1:] for slot in _slots(view, at)}
    return Active(
        phase=step.phase,
        filled=filled,
        read=frozenset(read - filled),
        edges=edges,
        products=_products(view, behind),
        backward=step.quantity in ("da", "delta"),
        moving=step.phase != "update",
        targets=frozenset(_targets(view, addresses)),
        at_loss=step.quantity == "loss" or any(at.quantity == "y" for at in addresses),
        column=view.last + 1 if step.layer is None else step.layer + 1,
        slope=_slope(step),
        biases=frozenset(_biases(view, addresses)),
    )


_OF_NEURON = ("z", "a", "da", "delta")


def _behind(view: StageView) -> Iterator[tuple[float, list[Number]]]:
    """A hidden delta's formula also shows the sum behind its ∂loss/∂a: what each edge brought."""
    step, plan = view.step, view.trace.plan
    if step.quantity != "delta" or step.neuron is None or step.layer is None:
        return
    if step.layer == view.last - 1 or plan.shape.softmaxes[step.layer]:
        return
    for term in view.trace.terms(step.address.whole._replace(quantity="da")):
        yield float(term.value), list(term.factors)


def _products(view: StageView, behind: list[tuple[float, list[Number]]]) -> dict[Edge, float]:
    """Of each edge the product that runs along it; for a weight's gradient what it carries."""
    step = view.step
    if step.layer is None or step.neuron is None:
        return {}
    if step.quantity == "dW":
        carried = [f for term in step.terms for f in term.factors if f.quantity in ("a", "x")]
        own = [f for f in carried if f.address.sample == view.sample] or carried
        assert step.source is not None
        return {(step.layer, step.neuron, step.source): float(own[0].value)}
    terms = behind or [(float(term.value), list(term.factors)) for term in step.terms]
    return {
        edge: value
        for value, factors in terms
        for factor in factors
        if factor.quantity == "W" and step.quantity in ("z", "da", "delta")
        for edge in _edges(view, factor.address)
    }


def _slope(step: Step) -> float | None:
    if step.quantity != "delta" or step.neuron is None:
        return None
    slopes = [number.value for number in step.inputs if number.quantity == "slope"]
    return float(slopes[0]) if slopes else None


def _edges(view: StageView, at: Address) -> Iterable[Edge]:
    if at.quantity not in ("W", "dW") or at.layer is None:
        return ()
    if at.neuron is None or at.source is None:
        return view.edges_of(at.layer)
    return ((at.layer, at.neuron, at.source),)


def _slots(view: StageView, at: Address) -> Iterator[Slot]:
    """The slots of the sample shown that the number at `at` stands in."""
    if at.quantity == "x":
        column = 0
    elif at.quantity in _OF_NEURON and at.layer is not None:
        column = at.layer + 1
    else:
        return
    if at.sample not in (None, view.sample):
        return
    neurons = range(view.sizes[column]) if at.neuron is None else (at.neuron,)
    yield from (Slot(at.quantity, column, neuron) for neuron in neurons)


def _targets(view: StageView, addresses: Iterable[Address]) -> Iterator[int]:
    for at in addresses:
        if at.quantity == "y" and at.sample in (None, view.sample):
            yield from range(view.sizes[-1]) if at.neuron is None else (at.neuron,)


def _biases(view: StageView, addresses: Iterable[Address]) -> Iterator[tuple[int, int | None]]:
    """Column and neuron of each bias that the step reads or makes; None for a shared one."""
    for at in addresses:
        if at.quantity not in ("b", "db") or at.layer is None:
            continue
        shared = view.trace.network.layers[at.layer].bias == "shared"
        if shared or at.neuron is not None:
            yield at.layer + 1, None if shared else at.neuron
        else:
            yield from ((at.layer + 1, j) for j in range(view.sizes[at.layer + 1]))
