"""Find the bug: the script with its lines to press, what may be wrong, and what it makes."""

from __future__ import annotations

from typing import Any, TypedDict

import numpy as np
import streamlit as st

from backprop_core import BackpropError
from playground import session
from playground.exercise.view import View
from playground.notation import number_text
from playground.practice.bug_lines import WHAT
from playground.practice.bug_script import Bug, begun, choices_of, planted, worked
from playground.practice.weight_layout import WeightLayout
from playground.ui.buttons import button
from playground.ui.copied_table import copied_table
from playground.ui.page_text import as_typed
from playground.views.html_table import html_table
from playground.views.numpy_text import array_line

MOST_NUMBERS = 8  # of an array that are listed


class Guess(TypedDict):
    """What was pressed for the bug of a seed; `found` counts those that were found."""

    seed: int
    line: int | None
    what: str | None
    shown: bool
    found: int


_GUESS: session.Remembered[Guess] = session.Remembered(
    "bug_guess", lambda: {"seed": 0, "line": None, "what": None, "shown": False, "found": 0}
)


def bug_panel(view: View) -> None:
    """The script; once its line is found, what is wrong with it; then the numbers."""
    guess = _GUESS.get()
    try:
        bug = planted(view.trace, guess["seed"], _layout())
    except BackpropError as error:
        st.info(str(error), icon=":material/info:")
        return
    is_line = guess["line"] == bug.at
    is_found = is_line and guess["what"] == bug.slip.name
    with st.container(key="bug_script", gap=None):
        for k, text in enumerate(bug.texts):
            _line(k, text, _state_of(k, guess, bug))
    if guess["line"] is not None and not is_line and not guess["shown"]:
        st.warning("That line is right. Look again.", icon=":material/close:")
    if is_line and not is_found and not guess["shown"]:
        _what(bug, guess)
    if is_found or guess["shown"]:
        _solution(view, bug, found=is_found)
    _buttons(ended=is_found or guess["shown"])


def _layout() -> WeightLayout:
    """Which way W lies by the exercise's convention, or else by the notation."""
    return WeightLayout(session.symbols().notation.weights == "sending")


def _state_of(k: int, guess: Guess, bug: Bug) -> str:
    if k == bug.at and (guess["shown"] or guess["line"] == k):
        return "bug"
    return "right" if k == guess["line"] else "line"


def _line(k: int, text: str, state: str) -> None:
    icons = {"bug": ":material/bug_report:", "right": ":material/check:", "line": None}
    with st.container(key=f"code_{state}_{k}"):
        button(
            f"`{text}`",
            key=f"bug_line_{k}",
            icon=icons[state],
            type="tertiary",
            on_click=_press_line,
            args=(k,),
        )


def _press_line(k: int) -> None:
    _GUESS.set({**_GUESS.get(), "line": k, "what": None})


def _what(bug: Bug, guess: Guess) -> None:
    """Some slips, one of which is it."""
    st.markdown("**That is the line. What is wrong with it?**")
    if guess["what"] is not None:
        st.warning("That is not it.", icon=":material/close:")
    with st.container(key="bug_choices", gap="xsmall"):
        for name in choices_of(bug, guess["seed"]):
            button(WHAT[name], key=f"bug_{name}", on_click=_say, args=(name, bug.slip.name))


def _say(name: str, right: str) -> None:
    guess = _GUESS.get()
    _GUESS.set({**guess, "what": name, "found": guess["found"] + (name == right)})


def _solution(view: View, bug: Bug, *, found: bool) -> None:
    said = f"{'Found' if found else 'The bug'}: {bug.slip.what}"
    (st.success if found else st.info)(as_typed(said), icon=":material/bug_report:")
    st.markdown("The correct line:")
    st.code(bug.right, language="python")
    numbers = begun(view.trace, _layout())
    right, wrong = worked(bug.lines, numbers), worked(bug.lines, numbers, bug)
    differ = [name for name in right if not np.array_equal(right[name], wrong[name])]
    rows: list[tuple[list[str], list[str]]] = [
        ([name], [_text(wrong[name], view.digits), _text(right[name], view.digits)])
        for name in differ
    ]
    lines = [
        array_line(called, values[name])
        for name in differ
        for called, values in ((f"{name}_with_bug", wrong), (name, right))
    ]
    table = html_table("What the bug produces", ["", "with the bug", "right"], rows, [])
    copied_table(table, "\n".join(lines), key="bug_numbers")


def _text(value: Any, digits: int) -> str:
    numbers = np.ravel(value)
    shown = ", ".join(number_text.on_screen(float(one), digits) for one in numbers[:MOST_NUMBERS])
    return shown + (f" and {numbers.size - MOST_NUMBERS} more" * (numbers.size > MOST_NUMBERS))


def _buttons(*, ended: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        button(
            "Another bug",
            key="another_bug",
            type="primary" if ended else "secondary",
            icon=":material/casino:",
            on_click=_another,
        )
        if not ended:
            button("Show me", key="show_bug", type="tertiary", on_click=_show)
        found = _GUESS.get()["found"]
        if found:
            st.caption(f"{found} found so far")


def _another() -> None:
    guess = _GUESS.get()
    _GUESS.set({**guess, "seed": guess["seed"] + 1, "line": None, "what": None, "shown": False})


def _show() -> None:
    _GUESS.set({**_GUESS.get(), "shown": True})
