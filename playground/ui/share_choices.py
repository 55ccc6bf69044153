"""What a teacher sets in a link: hidden answers, locks, hidden controls, a task, how it opens."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypedDict

import streamlit as st

from playground import session
from playground.sharing import restrictions
from playground.sharing.on_screen import Shown
from playground.sharing.restrictions import CONTROLS, LOCKS, MOST_TASK, Restrictions
from playground.solve import choices
from playground.solve.choices import Choices
from playground.ui.fields import changed, choice, given

DECIMALS = (None, *range(choices.FEWEST_DIGITS, choices.MOST_DIGITS + 1))
LOCK_NAMES = {"drawing": "Drawing", "weights": "Weights and biases", "rate": "Learning rate"}


class Set(TypedDict):
    """What was chosen, kept while the popover is closed. `decimals` are those of answers, None as
    they are in Solve."""

    restricted: Restrictions
    decimals: int | None
    from_first: bool
    present: bool
    embed: bool


def _begun() -> Set:
    return {
        "restricted": restrictions.none(),
        "decimals": None,
        "from_first": False,
        "present": False,
        "embed": False,
    }


_SET: session.Remembered[Set] = session.Remembered("share_choices", _begun)


def _set() -> Set:
    """What was chosen; an older version may have kept less."""
    return {**_begun(), **_SET.get()}


def chosen(shown: Shown) -> Shown:
    """The choices, drawn; and what a link then shows."""
    with st.expander("Set for a class", icon=":material/school:"):
        _restrictions()
        if shown.solve["on"] or _set()["restricted"]["hide_answers"]:
            _answers()
        _opening(shown.step)
    made = _set()
    asked: Choices = {**shown.solve, "digits": made["decimals"], "decimals": True}
    return replace(
        shown,
        restricted=made["restricted"],
        solve=asked if made["decimals"] else shown.solve,
        step=0 if made["from_first"] else shown.step,
        present=made["present"],
        embed=made["embed"],
    )


def _restrictions() -> None:
    now = _set()["restricted"]
    st.text_area(
        "Task, above the network",
        key=given("share_task", now["task"], plain=True),
        on_change=changed("share_task", _take, "task"),
        max_chars=MOST_TASK,
        height=80,
        placeholder="Markdown and $LaTeX$, without HTML",
    )
    st.toggle(
        "Hide the answers",
        key=given("share_hide_answers", now["hide_answers"]),
        on_change=changed("share_hide_answers", _take, "hide_answers"),
        help="Opens in Solve. Whoever opens the link cannot turn it off.",
    )
    st.pills(
        "Lock",
        list(LOCKS),
        selection_mode="multi",
        key=given("share_lock", list(now["lock"]), plain=True),
        format_func=LOCK_NAMES.__getitem__,
        on_change=changed("share_lock", _take, "lock"),
    )
    st.multiselect(
        "Hide controls",
        list(CONTROLS),
        key=given("share_hide", list(now["hide"]), plain=True),
        format_func=CONTROLS.__getitem__,
        on_change=changed("share_hide", _take, "hide"),
        placeholder="None",
    )


def _answers() -> None:
    st.selectbox(
        "Decimals in answers",
        DECIMALS,
        key=given("share_decimals", _set()["decimals"], plain=True),
        format_func=lambda decimals: str(decimals or "As chosen in Solve"),
        on_change=changed("share_decimals", _decimals_chosen),
    )


def _decimals_chosen() -> None:
    decimals = choice("share_decimals", DECIMALS)
    _SET.set({**_set(), "decimals": decimals})


def _opening(step: int) -> None:
    now = _set()
    first = {
        "from_first": f"Open at step 1, not at step {step + 1}",
        "present": "Open in Present",
        "embed": "For embedding in a course page",
    }
    for name, label in first.items():
        key = f"share_{name}"
        st.toggle(
            label,
            key=given(key, dict(now)[name]),
            on_change=changed(key, _switch, name),
        )


def _take(name: str) -> None:
    value: Any = st.session_state[f"share_{name}"]
    now = _set()
    made = restrictions.restrictions_in({**now["restricted"], name: value})
    _SET.set({**now, "restricted": made})


def _switch(name: str) -> None:
    made: Any = {**_set(), name: st.session_state[f"share_{name}"] is True}
    _SET.set(made)
