"""Which numbers are asked: those of the walk from some step on, of a part of the pass, of some
layers, quantities or weights. Every step asks for the number that it makes, or, product by
product, for the sum so far."""

from __future__ import annotations

from functools import lru_cache

from backprop_core import Address, Plan
from playground.notation.symbols import Symbols
from playground.solve.choices import QUANTITIES, Choices

OF_WEIGHTS = ("dW", "db", "W", "b")
LOSS_AFTER = Address("loss after the update")  # no step of the walk makes it


@lru_cache(maxsize=8)
def items(plan: Plan) -> tuple[Address, ...]:
    """For each step what it would ask for: a whole number, or a part of one by its `part`."""
    at = list(plan.addresses)
    following = [*at[1:], None]
    return tuple(
        one if one.part is not None and after is not None and after.whole == one.whole
        else one.whole
        for one, after in zip(at, following, strict=True)
    )  # fmt: skip


def item_name(symbols: Symbols, at: Address) -> str:
    """What a number that may be asked is called."""
    if at == LOSS_AFTER:
        return f"{symbols.word('loss')} after the update"
    name = "new " * (at.quantity in ("W", "b")) + symbols.name(at.whole)
    return name if at.part is None else f"{name}, the sum of the first {at.part + 1}"


def quantity_name(symbols: Symbols, quantity: str) -> str:
    """What a quantity that may be asked is called."""
    if quantity == "loss":
        return symbols.word("loss")
    return "new " * (quantity in ("W", "b")) + symbols.label(quantity)


def asked(plan: Plan, choices: Choices) -> tuple[int, ...]:
    """The steps whose numbers are asked, in the order of the work."""
    start = 0 if choices["start"] is None else plan.nearest(choices["start"]) or 0
    weights = frozenset(tuple(one) for one in choices["weights"])
    only = choices["quantities"]
    quantities = tuple(q for q in QUANTITIES[choices["part"]] if not only or q in only)
    return _asked(plan, start, quantities, tuple(choices["layers"]), weights)


@lru_cache(maxsize=16)
def _asked(
    plan: Plan,
    start: int,
    quantities: tuple[str, ...],
    layers: tuple[int, ...],
    weights: frozenset[tuple[int | None, ...]],
) -> tuple[int, ...]:
    def is_asked(at: Address) -> bool:
        here = not layers or at.layer is None or at.layer in layers
        is_other = at.quantity in OF_WEIGHTS and (at.layer, at.neuron, at.source) not in weights
        return at.quantity in quantities and here and not (weights and is_other)

    return tuple(k for k, at in enumerate(items(plan)) if k >= start and is_asked(at))
