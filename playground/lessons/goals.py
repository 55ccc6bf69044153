"""What a lesson asks for, in a form that can be checked: "learning_rate > 2 and loss_after > loss".

A goal is one or more clauses joined by "and": a comparison of facts, numbers and places in braces
(`{a -1 1} > 0.5`), `step is delta 1 2`, the step that completes that number, or `step is last`.
Where one thing is to be done after another, "then" stands between them. It is read by a small
grammar and never run as code.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from backprop_core import BackpropError, Trace
from playground.lessons.pointers import TAKES, Place, address_of, place_of, step_at, value_at

FACTS = (
    "learning_rate",
    "loss",
    "loss_after",
    "first_loss",
    "passes",
    "rise",
    "samples",
    "right",
    "granularity",
    "loss_function",
    "reduction",
    "output_activation",
    "notation",
)
LAST = "last"
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
_OPERAND = r"(\{[^}]+\}|'[^']*'|-?\d+(?:\.\d+)?|[a-z_]+)"
_CLAUSE = re.compile(rf"{_OPERAND} (==|!=|<=|>=|<|>) {_OPERAND}")


@dataclass(frozen=True)
class Clause:
    """left, sign and right of a comparison; for `step is …` the sign is "is"."""

    left: str
    sign: str
    right: str


Stage = tuple[Clause, ...]  # all of it is to hold at once
Goal = tuple[Stage, ...]  # one after the other


def goal_of(text: str) -> Goal:
    """The stages of a goal. Raises BackpropError for what the grammar does not know."""
    stages = text.split(" then ") if text else ()
    return tuple(tuple(_clause(part.strip()) for part in stage.split(" and ")) for stage in stages)


def _clause(text: str) -> Clause:
    if text.startswith("step is "):
        if text[8:] != LAST:
            place_of(text[8:])
        return Clause("step", "is", text[8:])
    match = _CLAUSE.fullmatch(text)
    if match is None:
        raise BackpropError(f"The goal {text!r} is no comparison and no 'step is …'.")
    for operand in (match[1], match[3]):
        if operand[0] == "{":
            place = place_of(operand[1:-1])
            if len(place.counts) < max(TAKES[place.quantity]):
                raise BackpropError(f"The goal {text!r} compares an array, no number.")
        elif operand[0].isalpha() and operand not in FACTS:
            raise BackpropError(
                f"The goal {text!r} names {operand!r}. It takes {', '.join(FACTS)}."
            )
    return Clause(match[1], match[2], match[3])


def places_in(goal: Goal) -> list[Place]:
    """The places that a goal names."""
    texts = [
        operand.strip("{}")
        for clause in chain.from_iterable(goal)
        for operand in (clause.left, clause.right)
        if operand[0] == "{" or (clause.sign == "is" and operand not in ("step", LAST))
    ]
    return [place_of(text) for text in texts]


def reached(stage: Stage, facts: dict[str, Any], trace: Trace, position: int, sample: int) -> bool:
    """Whether every clause holds at this step of the walk."""
    return bool(stage) and all(_holds(c, facts, trace, position, sample) for c in stage)


def without_steps(stage: Stage) -> Stage:
    """The clauses that do not ask for a step."""
    return tuple(clause for clause in stage if clause.sign != "is")


def _holds(clause: Clause, facts: dict[str, Any], trace: Trace, position: int, sample: int) -> bool:
    if clause.right == LAST:
        return position == len(trace) - 1
    if clause.sign == "is":
        place = place_of(clause.right)
        made = trace.plan.step_making(address_of(place, trace, sample))
        return position == (step_at(place, trace, sample) if made is None else made)
    left, right = (_value(o, facts, trace, sample) for o in (clause.left, clause.right))
    if isinstance(left, str) != isinstance(right, str):
        return False
    return _COMPARE[clause.sign](left, right)


def _value(operand: str, facts: dict[str, Any], trace: Trace, sample: int) -> Any:
    if operand[0] == "{":
        return value_at(address_of(place_of(operand[1:-1]), trace, sample), trace)
    if operand[0] == "'":
        return operand[1:-1]
    if operand[0].isalpha():
        return facts[operand]
    return float(operand)
