"""What a lesson asks for, as an expression that can be checked: `passes >= 1 and samples > 2`.

`at(delta(1, 2))` holds at the step that completes that number, `at(delta(1))` at the step of the
whole layer, and `at_last_step` at the end. Where one thing is to be done after another, a goal has
several stages.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from backprop_core import BackpropError, Trace
from playground.lessons.pointers import TAKES, Place, address_of, place, step_at
from playground.templates import calls_in, names_in, value_of

FACTS = (
    "learning_rate",
    "loss_now",
    "loss_after",
    "first_loss",
    "passes",
    "samples",
    "right",
    "granularity",
    "phase",
    "loss_function",
)
PLACES: Mapping[str, Any] = {
    **{quantity: partial(place, quantity) for quantity in TAKES},
    "loss": Place("loss"),
}
_KNOWN = {*FACTS, "at", "at_last_step"}
Goal = tuple[str, ...]  # stages, one after the other


def check_goal(goal: Goal) -> None:
    """Raises BackpropError for a stage that asks for something unknown."""
    for stage in goal:
        names = names_in(f"<< {stage} >>")
        for name in sorted(names - _KNOWN - set(PLACES)):
            raise BackpropError(
                f"The goal {stage!r} names {name!r}. It takes {', '.join(sorted(_KNOWN))}."
            )
        if not names & _KNOWN:
            raise BackpropError(f"The goal {stage!r} asks for nothing.")
    places_in(goal)


def places_in(goal: Goal) -> list[Place]:
    """The places that a goal names. Raises BackpropError where one is none."""
    calls = [call for stage in goal for call in calls_in(f"<< {stage} >>")]
    return [place(c.name, *c.args, **c.named) for c in calls if c.name != "at"]


def reached(stage: str, facts: Mapping[str, Any], trace: Trace, position: int, sample: int) -> bool:
    """Whether the stage holds at this step of the walk."""

    def at(there: Place) -> bool:
        if size_of(there) not in (None, _size(trace.plan.granularity)):
            return False
        made = trace.plan.step_making(address_of(there, trace, sample))
        return position == (step_at(there, trace, sample) if made is None else made)

    last = position == len(trace) - 1
    return bool(value_of(stage, {**facts, **PLACES, "at": at, "at_last_step": last}))


def size_of(there: Place) -> str | None:
    """The size of steps that makes it: "layer" for a whole layer, "neuron" for one number; None
    where every size does."""
    if not there.counts or there.quantity in ("x", "y"):
        return None
    return "neuron" if there.is_number else "layer"


def _size(granularity: str) -> str:
    return "layer" if granularity == "layer" else "neuron"


def size_asked(goal: Goal, granularity: str) -> str | None:
    """The size of steps to change to before the goal can be reached; None where it can be."""
    if any("granularity" in names_in(f"<< {stage} >>") for stage in goal):
        return None  # the text asks for it
    asked = {size_of(there) for there in places_in(goal)} - {None, _size(granularity)}
    return next(iter(asked), None)
