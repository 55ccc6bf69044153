"""What the step is about: which slots it read, which it filled, and what runs along which edge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from playground.stage.outside import Address, display_of
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

    @cached_property
    def made(self) -> frozenset[Neuron]:
        return frozenset((column, neuron) for _, column, neuron in self.filled)

    @cached_property
    def used(self) -> frozenset[Neuron]:
        return frozenset((column, neuron) for _, column, neuron in self.read)


def active_of(view: StageView) -> Active:
    """What `view.step` is about; nothing at all in a calm view."""
    step = view.step
    if view.calm:
        return Active(step.phase)
    marks = display_of(step.operation).marks(view.trace, step, view.sample)
    hidden = view.sheet is not None and view.sheet.hides_working(step.address.whole)
    addresses = [step.address, *(number.address for number in marks.inputs)]
    filled = frozenset(_slots(view, step.address))
    read = {slot for at in addresses[1:] for slot in _slots(view, at)}
    return Active(
        phase=step.phase,
        filled=filled,
        read=frozenset(read - filled),
        edges=tuple(dict.fromkeys(marks.edges)),
        products={}
        if hidden
        else {(w.layer, w.to, w.source): along for w, along in marks.along.items()},
        backward=marks.backward,
        moving=step.phase != "update",
        targets=frozenset(_targets(view, addresses)),
        at_loss=marks.reads_targets,
        column=view.last + 1 if step.layer is None else step.layer + 1,
        slope=None if hidden else marks.slope,
        biases=frozenset(_biases(view, addresses)),
    )


_OF_NEURON = ("z", "a", "da", "delta")


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
