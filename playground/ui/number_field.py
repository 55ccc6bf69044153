"""One field for every number that is typed: a text field, since a number field edits what is typed.

It shows the session's number. A text that is no number stays in the field, with what is wrong with
it below and the old number kept, until another is taken or the number changes elsewhere. A field
for a text that may be refused, as a formula, does the same, and a list in which one can type.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypedDict

import streamlit as st

from backprop_core import BackpropError
from playground import session
from playground.exercise.typed_number import Takes, shown
from playground.ui.buttons import button
from playground.ui.fields import been_away, changed, given, text
from playground.ui.refusal import say_why

Take = Callable[[Any], None]
LONGEST_KEPT = 1_000  # characters of a refused text that stay in the field


class Refused(TypedDict):
    """A text that was refused; `kept` is what was kept, None until it has been drawn."""

    of: str
    text: str
    why: str
    readings: tuple[float, ...]
    kept: float | str | None


_REFUSED: session.Remembered[dict[str, Refused]] = session.Remembered("refused_texts", dict)


def number_field(
    label: str,
    key: str,
    value: float,
    takes: Takes,
    take: Take,
    *,
    of: object = None,
    width: int | None = None,
    label_visibility: Any = "visible",
    help: str | None = None,
) -> None:
    """A field that shows `value` and gives `take` each other number that is typed.

    `of` is what the number belongs to, where the same field shows now one and now another.
    """
    refused = _still_refused(key, str(of), value)
    with st.container(key=f"number_{key}", gap=None, width=width or "stretch"):
        st.text_input(
            label,
            key=given(key, _text_of(refused, value), plain=True, of=str(of)),
            on_change=changed(key, _typed, key, str(of), takes, take),
            label_visibility=label_visibility,
            autocomplete="off",
            help=help,
        )
        if refused:
            _why(key, refused, _shown(value), take)


def text_field(label: str, key: str, value: str, take: Take, **options: Any) -> None:
    """A field that shows `value` and gives `take` each other text; what that refuses stays."""
    refused = _still_refused(key, "", value)
    with st.container(key=f"number_{key}", gap=None):
        st.text_input(
            label,
            key=given(key, _text_of(refused, value), plain=True),
            on_change=changed(key, _text_typed, key, take),
            **options,
        )
        if refused:
            _why(key, refused, "the old one", take)


def choice_field(
    label: str,
    key: str,
    value: str,
    names: Mapping[str, str],
    take: Take,
    *,
    typed: bool = False,
    help: str | None = None,
) -> None:
    """A list that shows `value` and gives `take` each other option; where texts can be `typed`,
    those too. What `take` refuses stays. `names` are the options as they are shown."""
    refused = _still_refused(key, "", value)
    text_now = _text_of(refused, value)
    with st.container(key=f"number_{key}", gap=None):
        st.selectbox(
            label,
            [*names, *({text_now} - {*names})],
            key=given(key, text_now, plain=True),
            on_change=changed(key, _text_typed, key, take),
            accept_new_options=typed,
            format_func=lambda option: names.get(option, option),
            help=help,
        )
        if refused:
            _why(key, refused, names[value], take)


def _text_typed(key: str, take: Take) -> None:
    _take_or_refuse(key, "", text(key), text(key), take)


def _take_or_refuse(key: str, of: str, typed: str, value: Any, take: Take) -> None:
    why = session.refusal_of(partial(_taken, key, value, take))
    if why is not None:
        _refuse(key, of, typed, why, ())


def number_of_room(
    numbers: session.Remembered[dict[str, float]], name: str, takes: Takes, width: int = 150
) -> float:
    """A field for one of the numbers that a room remembers, labelled as messages call it; the
    number."""

    def keep(value: float) -> None:
        numbers.set({**numbers.get(), name: value})

    value = numbers.get()[name]
    number_field(takes.field, name, value, takes, keep, width=width)
    return value


def _still_refused(key: str, of: str, value: float | str) -> Refused | None:
    """What was refused, unless the field shows something else now or has been away."""
    refused = _REFUSED.get().get(key)
    if refused is None:
        return None
    is_same = refused["of"] == of and refused["kept"] in (None, value)
    if not is_same or been_away(key):
        _forget(key)
        return None
    refused = {**refused, "kept": value}
    _REFUSED.set({**_REFUSED.get(), key: refused})
    return refused


def _text_of(refused: Refused | None, value: float | str) -> str:
    if refused is None or len(refused["text"]) > LONGEST_KEPT:
        return value if isinstance(value, str) else _shown(value)
    return refused["text"]


def _shown(value: float) -> str:
    return shown(value, decimal_comma=session.decimal_comma())


def _forget(key: str) -> None:
    _REFUSED.set({name: one for name, one in _REFUSED.get().items() if name != key})


def _typed(key: str, of: str, takes: Takes, take: Take) -> None:
    typed = text(key)
    try:
        value = takes.read(
            typed, decimal_comma=session.decimal_comma(), fractions=session.fractions()
        )
    except BackpropError as error:
        _refuse(key, of, typed, str(error), takes.readings(typed))
    else:
        _take_or_refuse(key, of, typed, value, take)


def _refuse(key: str, of: str, typed: str, why: str, readings: tuple[float, ...]) -> None:
    refused: Refused = {
        "of": of,
        "text": typed[: LONGEST_KEPT + 1],
        "why": why,
        "readings": readings,
        "kept": None,
    }
    _REFUSED.set({**_REFUSED.get(), key: refused})


def _taken(key: str, value: float | str, take: Take) -> None:
    _forget(key)
    take(value)


def _why(key: str, refused: Refused, old: str, take: Take) -> None:
    """What is wrong with the text; what may be meant, and what was there, as buttons."""
    with st.container(key=f"refused_{key}", gap="xsmall"):
        say_why(refused["why"])
        with st.container(key=f"answers_{key}", horizontal=True, gap="xsmall"):
            for place, reading in enumerate(refused["readings"]):
                answer = f"{key}_reading_{place}"
                button(
                    f"Use {_shown(reading)}",
                    key=answer,
                    on_click=_chosen,
                    args=(key, reading, take),
                )
            button(f"Keep {old}", key=f"{key}_keep", on_click=_forget, args=(key,))


def _chosen(key: str, reading: float, take: Take) -> None:
    """One of the readings, unless the press comes late and nothing is asked any more."""
    if key in _REFUSED.get():
        _taken(key, reading, take)
