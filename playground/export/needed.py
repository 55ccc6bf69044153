"""What a sheet gives: by itself the numbers that those it asks for are computed from, and no other.

A number that comes later could give an answer away: db is δ of the same neuron, and a new weight
says what its gradient was. So could one that an answer is computed from: a is a function of z
alone. Where z is asked as well, a is left out, and whoever works on the sheet computes it on the
way. A teacher may choose otherwise, and is told what that gives away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from playground.exercise.view import View

Place = tuple[str, int]  # a quantity, and its layer; of the loss the last one


def given_places(
    view: View, asked: Collection[str], chosen: Collection[str] | None = None
) -> set[Place]:
    """The quantities of layers that are given: all of the `chosen` quantities, or where none were
    chosen those that the answers need."""
    if chosen is None:
        return _reached(view, asked)[0]
    return {place for place in _made(view) if place[0] in chosen and place[0] not in asked}


def left_open(
    view: View, asked: Collection[str], chosen: Collection[str] | None = None
) -> set[Place]:
    """What is neither given nor asked, and has to be worked out for the answers."""
    return _reached(view, asked, chosen)[1]


def given_away(
    view: View, asked: Collection[str], chosen: Collection[str] | None = None
) -> set[tuple[str, str]]:
    """Pairs of a quantity that is given and one that is asked and follows from it."""
    found = ((place, _told_by(view, *place)) for place in given_places(view, asked, chosen))
    return {(place[0], told[0]) for place, told in found if told and told[0] in asked}


def _made(view: View) -> set[Place]:
    """All that a step makes."""
    last = view.trace.shape.last
    made = (
        (one.quantity, block.layer) for block in view.trace.plan.blocks for one in block.operations
    )
    return {(quantity, last if n is None else n) for quantity, n in made}


def _reached(
    view: View, asked: Collection[str], chosen: Collection[str] | None = None
) -> tuple[set[Place], set[Place]]:
    """Back from the answers: what is given, and what is not and so computed on the way."""
    there = set() if chosen is None else given_places(view, asked, chosen)
    open_places = [place for place in _made(view) if place[0] in asked]
    found, left = set[Place](), set[Place]()
    while open_places:
        for place in _from(view, *open_places.pop()):
            told = _told_by(view, *place)
            if place[0] in asked or place[1] < 0 or place in found | left:
                continue
            if place in there or (chosen is None and not (told and told[0] in asked)):
                found.add(place)
            else:
                left.add(place)
                open_places.append(place)
    return found, left


def _told_by(view: View, quantity: str, n: int) -> Place | None:
    """What follows from each number of it alone, beside what is given anyway."""
    shape, last = view.trace.shape, view.trace.shape.last
    alone = len(view.trace.y) == 1  # else a gradient is a sum over samples
    if quantity == "a" and n >= 0:
        return "z", n
    if quantity == "delta":
        return ("a", n) if shape.fused_at(n) else ("da", n)
    if quantity == "da" and n == last and shape.separable:
        return "a", n
    if quantity in ("dW", "db") and alone:
        return "delta", n
    if quantity in ("W", "b"):
        return f"d{quantity}", n
    return None


def _from(view: View, quantity: str, n: int) -> Iterator[Place]:
    """What that quantity of layer n is computed from; -1 is the inputs."""
    shape, last = view.trace.shape, view.trace.shape.last
    if quantity == "z":
        yield "a", n - 1
    elif quantity == "a":
        yield "z", n
    elif quantity == "loss":
        yield from _output(view)
    elif quantity == "da" and n == last:
        yield from _output(view)
        if not shape.separable:
            yield "loss", last
    elif quantity == "da":
        yield "delta", n + 1
    elif quantity == "delta" and shape.fused_at(n):
        yield from _output(view)
    elif quantity == "delta":
        yield from (("da", n), ("z", n), ("a", n))
    elif quantity in ("dW", "db"):
        yield "delta", n
        if quantity == "dW":
            yield "a", n - 1
    else:  # new weights and biases; a rule may look at all gradients together
        of = range(last + 1) if len(shape.update) > 1 else (n,)
        names = ("dW", "db") if len(shape.update) > 1 else (f"d{quantity}",)
        yield from ((name, k) for name in names for k in of)


def _output(view: View) -> Iterator[Place]:
    """What the loss is computed from."""
    last = view.trace.shape.last
    yield "a", last
    if view.network.loss_function.for_thresholds:
        yield "z", last
