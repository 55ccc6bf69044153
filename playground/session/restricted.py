"""What the author of the link has hidden and locked; the doors ask here before they open."""

from __future__ import annotations

import streamlit as st

from playground.exercise.document import Document
from playground.exercise.presets import first_preset, presets
from playground.session.store import KEY, begun_with, state, writable
from playground.sharing.restrictions import (
    REFUSALS,
    Lock,
    Restrictions,
    locked_change,
    none,
)

PASSES_LOCKED = "The weights and biases are locked in this exercise, and a pass would change them."
SET_BY_A_LINK = (
    "This exercise was set by a link. To open another one, leave it first with the button "
    "beside its name."
)


def restrictions() -> Restrictions:
    """What the link's author has set."""
    return state()["restricted"]


def is_restricted() -> bool:
    """Whether anything is hidden or locked; a task alone restricts nothing."""
    return {**restrictions(), "task": ""} != none()


def answers_hidden() -> bool:
    """Whether the answers are hidden for good."""
    return restrictions()["hide_answers"]


def shows(control: str) -> bool:
    """Whether that control is shown."""
    return control not in restrictions()["hide"]


def is_locked(what: Lock) -> bool:
    """Whether that cannot be changed."""
    return what in restrictions()["lock"]


def is_fixed() -> bool:
    """Whether no other exercise may take this one's place."""
    return answers_hidden() or bool(restrictions()["lock"])


def why_locked(old: Document, new: Document) -> str | None:
    """Why the exercise may not become `new`; None where it may."""
    broken = locked_change(restrictions()["lock"], old, new)
    return None if broken is None else REFUSALS[broken]


def why_no_pass() -> str | None:
    """Why there is no next pass: it has other weights, and shows what the update made. None where
    there is one."""
    if answers_hidden():
        return "The answers are hidden in this exercise, and the next pass would show some of them."
    return PASSES_LOCKED if is_locked("weights") else None


def leave() -> None:
    """Give up the exercise that the link set, with all that was done in it: the first preset, and
    nothing hidden or locked."""
    if restrictions() != none():
        before = state()
        st.query_params.clear()
        st.session_state[KEY] = begun_with(presets()[first_preset()], {})
        held = writable()
        held["notation"], held["digits"] = before["notation"], before["digits"]
        held["kept_apart"] = True
