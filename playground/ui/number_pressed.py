"""Which number a press on the graph is after: one that the walk makes, or a blank to fill in."""

from __future__ import annotations

from backprop_core import Address
from playground import session
from playground.exercise.view import View
from playground.where import Loss, Neuron, Weight


def go_to_number_at(view: View, place: Neuron | Weight | Loss) -> None:
    """Go to the step that makes the first number that a press is after and that is made at all."""
    wanted = [Address("loss")] if isinstance(place, Loss) else _wanted_at(view, place)
    made = (view.trace.plan.step_making(at) for at in wanted)
    found = next((step for step in made if step is not None), None)
    if found is not None:
        session.go_to_step(found)


def _wanted_at(view: View, place: Neuron | Weight) -> list[Address]:
    return _asked_at(view, place) or _numbers_of(view, place)


def _numbers_of(view: View, place: Neuron | Weight) -> list[Address]:
    """Those that a press may be after, the likeliest first. A weight is given, not made, and so is
    an input: in the forward pass a press on either only selects it."""
    if isinstance(place, Weight):
        made = {"backward": "dW", "gradient": "dW", "update": "W"}.get(view.step.phase)
        return [] if made is None else [Address(made, *place)]
    if place.column == 0 and view.step.phase in ("forward", "loss"):
        return []
    layer, neuron = place.column - 1, place.neuron
    quantities = _quantities_of_neuron(view, layer, neuron)
    return [Address(quantity, layer, neuron, sample=view.sample) for quantity in quantities]


def _asked_at(view: View, place: Neuron | Weight) -> list[Address]:
    """While the pass is solved by hand, the blanks at a place; after the last of them all that is
    asked there, from the one behind the present one on."""
    sheet = session.sheet(view)
    if sheet is None:
        return []
    here = [at for at in sheet.asks if at.part is None and _stands_at(view, at, place)]
    blank = [at for at in here if at not in sheet.numbers]
    now = view.step.address.whole
    behind = here[here.index(now) + 1 :] if now in here else []
    return blank or behind or here


def _stands_at(view: View, at: Address, place: Neuron | Weight) -> bool:
    if at.layer is None or at.sample not in (None, view.sample):
        return False
    if isinstance(place, Weight):
        return (at.layer, at.neuron, at.source) == place
    return at.source is None and (at.layer + 1, at.neuron) == place


def _quantities_of_neuron(view: View, layer: int, neuron: int) -> list[str]:
    """z, or a if z is shown already; in the backward pass da and delta."""
    pair = ["z", "a"] if view.step.phase in ("forward", "loss") else ["delta", "da"]
    here = view.step.address
    on_it = here.layer == layer and here.neuron == neuron and here.quantity == pair[0]
    return pair[::-1] if on_it else pair
