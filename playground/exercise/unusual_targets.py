"""Targets that the loss is not made for, or that no output can reach.

They are allowed: nothing is wrong with the arithmetic. But they are worth a word, since hardly
anybody means them.
"""

from __future__ import annotations

from backprop_core import activation_named, loss_named
from playground.exercise.document import Document
from playground.functions.typed.typed_functions import is_typed, loss_of

NEAR_ONE = 1e-6  # targets such as 0.3333333 × 3 are meant to add up to 1


def unusual_target(document: Document) -> str | None:
    """What is unusual about the first such target, in a sentence; None if all are usual."""
    for number, row in enumerate(document["y"]):
        said = _unusual(document, row)
        if said:
            where = f"of sample {number + 1} " if len(document["y"]) > 1 else ""
            return said.format(where=where)
    return None


def _unusual(document: Document, row: list[float]) -> str | None:
    loss = loss_named(loss_of(document["loss"]))
    activation = document["layers"][-1]["activation"]
    if is_typed(activation):
        return None
    if not activation_named(activation).elementwise:
        return _of_classes(row, "Cross-entropy takes" if loss.for_classes else "Softmax gives")
    if loss.probabilities:
        return _outside(row, 0.0, 1.0, "; binary cross-entropy takes 0 to 1")
    reach, name = activation_named(activation).range, activation.replace("_", " ")
    return _outside(row, reach.low, reach.high, f", which {name} never outputs")


def _of_classes(row: list[float], takes: str) -> str | None:
    negative = next((value for value in row if value < 0), None)
    if negative is not None:
        return f"A target {{where}}is {negative:.4g}. {takes} probabilities from 0 to 1."
    total = sum(row)
    if abs(total - 1) > NEAR_ONE:
        return f"The targets {{where}}add up to {total:.4g}. {takes} probabilities that sum to 1."
    return None


def _outside(row: list[float], low: float, high: float, why: str) -> str | None:
    found = next((value for value in row if not low <= value <= high), None)
    return None if found is None else f"A target {{where}}is {found:.4g}{why}."
