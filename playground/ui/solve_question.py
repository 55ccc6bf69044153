"""Solve: the switch, the question at the step, the field for the answer, and the hints."""

from __future__ import annotations

from html import escape
from typing import TypedDict

import streamlit as st

from backprop_core import Address, BackpropError
from playground import session
from playground.exercise.answers import MOST_RUNGS, key_of
from playground.exercise.view import View
from playground.solve.asked import LOSS_AFTER, item_name
from playground.solve.given import given_for, loss_in_words
from playground.solve.hints import COSTS, hints, without_answers
from playground.solve.sheet import Sheet
from playground.solve.typed import readings, typed
from playground.templates import capital
from playground.ui import controls
from playground.ui.buttons import button, submit_button
from playground.ui.solve_choices import choices_popover
from playground.ui.step_title import SIGNS

FIELD = "answer"
USUAL_PLACEHOLDER = "such as 0.0067, 6.7e-3 or 1/3"


class Refused(TypedDict):
    """A text that was no number, for which number it was meant, and why it was not taken."""

    of: str
    text: str
    why: str


_NOTHING: Refused = {"of": "", "text": "", "why": ""}
_REFUSED: session.Remembered[Refused] = session.Remembered(
    "answer_refused", lambda: _NOTHING, of_exercise=True
)
# What the field was last filled for: while that is the same, what is typed is left alone.
_FILLED: session.Remembered[str] = session.Remembered("answer_filled", str, of_exercise=True)


def question(view: View, sheet: Sheet) -> None:
    """Which number is asked, the field, and the help."""
    session.begin_work()
    controls.sample_choice(view)
    at = sheet.here(view.position)
    st.markdown(_title(view, sheet, at), unsafe_allow_html=True)
    if at is None:
        st.caption("This number is not asked for. Press Next, or click a number on the graph.")
    else:
        _field(view, sheet, at)
        _rungs(view, sheet, at)
    with st.container(key="solve_row", horizontal=True, vertical_alignment="center"):
        if at is not None:
            _hint_button(sheet, at)
        st.space("stretch")
        choices_popover(view)


def name_of(view: View, at: Address) -> str:
    """What the number is called."""
    return item_name(view.symbols, at)


def symbol_of(view: View, at: Address) -> str:
    """Its symbol, as LaTeX."""
    if at == LOSS_AFTER:
        return view.symbols.tex(Address("loss"), new=True)
    return view.symbols.tex(at.whole, new=at.quantity in ("W", "b"))


def _title(view: View, sheet: Sheet, at: Address | None) -> str:
    step = view.step
    phase = "update" if at == LOSS_AFTER else step.phase
    layer = "" if step.layer is None or at == LOSS_AFTER else f" · {view.symbols.layer(step.layer)}"
    word = view.symbols.word("loss") if phase == "loss" else phase
    shown = at or step.address.whole
    place = f"{sheet.asks.index(at) + 1} of {len(sheet.asks)}" if at in sheet.asks else "not asked"
    return (
        f"<div class='eyebrow phase-{phase}'>"
        f"<span class='phase'>{SIGNS[phase]}&ensp;{escape(word.capitalize() + layer)}</span>"
        f"<span class='step-count'>{place}</span></div>\n\n"
        f"<div class='step-heading' role='status'>\n\n"
        f"${symbol_of(view, shown)}$ <span class='step-title'>{escape(name_of(view, shown))}</span>"
        f"<span class='step-given'>{escape(_given(view, at))}</span>\n\n</div>"
    )


def _given(view: View, at: Address | None) -> str:
    if at == LOSS_AFTER:
        return loss_in_words(view.trace)
    return given_for(view.step, view.trace, view.symbols, view.digits)


def _field(view: View, sheet: Sheet, at: Address) -> None:
    """One field for whatever is asked; it keeps what is typed until the question changes."""
    key = key_of(session.run()["at"], at)
    refused = _REFUSED.get() if _REFUSED.get()["of"] == key else _NOTHING
    _fill(key, refused, sheet.answer(at)["text"])
    with (
        st.form("answer_form", border=False),
        st.container(key="answer_line", horizontal=True, vertical_alignment="bottom"),
    ):
        st.text_input(
            name_of(view, at),
            key=FIELD,
            placeholder=_placeholder(sheet),
            autocomplete="off",
            label_visibility="collapsed",
        )
        submit_button(
            "Enter",
            key=f"answer_enter_{view.position}",
            icon=":material/keyboard_return:",
            type="primary",
            on_click=_entered,
            args=(at, name_of(view, at)),
        )
    if refused["why"]:
        _why(at, refused)


def _fill(key: str, refused: Refused, answered: str) -> None:
    text = refused["text"] or answered
    filled = f"{key} {text} {bool(refused['why'])}"
    if _FILLED.get() != filled or FIELD not in st.session_state or session.is_turned():
        st.session_state[FIELD] = text
        _FILLED.set(filled)


def _placeholder(sheet: Sheet) -> str:
    digits = sheet.choices["digits"]
    if digits is None:
        return "such as 0,0067 or 1/3" if session.decimal_comma() else USUAL_PLACEHOLDER
    return f"{digits} {'decimals' if sheet.choices['decimals'] else 'significant digits'}"


def _entered(at: Address, name: str) -> None:
    """The text was typed for `at`, the number that was asked when the field was drawn."""
    text = st.session_state.get(FIELD)
    _take(at, name, text if isinstance(text, str) else "")


def _take(at: Address, name: str, text: str) -> None:
    bare, key = text.strip(), key_of(session.run()["at"], at)
    if not bare:
        _REFUSED.set(_NOTHING)  # nothing is left of what was refused
        return
    try:
        typed(bare, _begun(name), session.decimal_comma())
    except BackpropError as error:
        _REFUSED.set({"of": key, "text": text[:1000], "why": str(error)})
        return
    _REFUSED.set(_NOTHING)
    _FILLED.set("")
    LAST.set(key)
    session.answer(at, bare)


def _begun(name: str) -> str:
    """A name as a sentence begins with it: "Delta of h1", but "z of h1", which is a symbol."""
    first, space, rest = name.partition(" ")
    return f"{capital(first)}{space}{rest}"


# The number that was answered last, as a key.
LAST: session.Remembered[str] = session.Remembered("answered_last", str, of_exercise=True)


def _why(at: Address, refused: Refused) -> None:
    """What is wrong with the text, and what it may mean."""
    with st.container(key="answer_refused", gap="xsmall"):
        st.html(f"<p role='alert'>{escape(refused['why'])}</p>")
        for place, reading in enumerate(readings(refused["text"])):
            with st.container(horizontal=True, gap="xsmall"):
                button(
                    f"Use {reading}",
                    key=f"answer_reading_{place}",
                    on_click=_take,
                    args=(at, "The answer", reading),
                )
                button(
                    "I use decimal commas",
                    key=f"answer_comma_{place}",
                    on_click=_with_commas,
                    args=(at, refused["text"]),
                )


def _with_commas(at: Address, text: str) -> None:
    session.choose(comma=True)
    _take(at, "The answer", text)


def _rungs(view: View, sheet: Sheet, at: Address) -> None:
    """The help that was taken."""
    taken = sheet.answer(at)["hints"]
    rungs = hints(sheet, at, view.digits, view.symbols) if taken else []
    given = rungs[:taken] if taken < MOST_RUNGS else rungs
    if session.answers_hidden():
        given = [one for one in rungs[:taken] if one.name in without_answers(sheet, at)]
    for rung in given:
        said = f"\n\n$$\n{rung.latex}\n$$" if rung.latex else f" {rung.words}"
        with st.container(key=f"rung_{rung.name}"):
            st.markdown(f"**{rung.name}**{said}")


def _hint_button(sheet: Sheet, at: Address) -> None:
    """The next rung; of a number without a formula there are fewer."""
    taken = sheet.answer(at)["hints"]
    if taken >= session.most_hints(sheet, at):
        return
    button(
        "Another hint" if taken else "Give me a hint",
        key="hint",
        icon=":material/lightbulb:",
        type="tertiary",
        on_click=session.take_hint,
        args=(at,),
        help=COSTS[taken] or "The first two hints, in words and as a formula, are free.",
    )


def correct(step: int) -> None:
    """Back to an answer, to mend it."""
    _FILLED.set("")
    session.go_to_step(step)
