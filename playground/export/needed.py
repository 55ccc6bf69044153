"""What a sheet must give: the numbers that those it asks for are computed from, and no others.

A number that comes later could give an answer away: db is δ of the same neuron, and a new weight
says what its gradient was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from playground.exercise.view import View

Place = tuple[str, int]  # a quantity, and its layer; of the loss the last one


def needed(view: View, asked: Collection[str]) -> set[Place]:
    """The quantities of layers that the asked ones of all layers are computed from."""
    last = view.trace.shape.last
    blocks = view.trace.plan.blocks
    made = {(one.quantity, block.layer) for block in blocks for one in block.operations}
    places = {(quantity, last if n is None else n) for quantity, n in made if quantity in asked}
    return {place for quantity, n in places for place in _from(view, quantity, n)}


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
