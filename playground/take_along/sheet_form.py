"""The choices of a worksheet: what is asked, what is given, and how it looks."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, TypedDict

import streamlit as st

from playground import session
from playground.exercise.typed_number import Takes
from playground.exercise.view import View
from playground.export.needed import given_away, given_places, left_open
from playground.export.printed_sheet import QUANTITIES, Ordered
from playground.notation.symbols import Symbols
from playground.solve.asked import quantity_name
from playground.solve.choices import quantities_in
from playground.ui.fields import changed, given
from playground.ui.number_field import number_of_room

NEEDED, CHOSEN = "What the answers need", "My choice"
BLANKS = ("Boxes", "Lines")
NUMBERS: session.Remembered[dict[str, float]] = session.Remembered(
    "sheet_numbers",
    lambda: {"sheet_decimals": 4, "sheet_points": 1.0, "sheet_lines": 0, "sheet_seed": 1},
)


class Chosen(TypedDict):
    """What was chosen; `given` is None for what the answers need."""

    asked: list[str]
    given: list[str] | None
    blanks: str
    hidden: bool


def _begun() -> Chosen:
    return {"asked": [*QUANTITIES], "given": None, "blanks": BLANKS[0], "hidden": True}


def _is_sound(raw: Any) -> bool:
    return (
        isinstance(raw, dict)
        and raw.keys() == Chosen.__annotations__.keys()
        and isinstance(raw["asked"], list)
        and isinstance(raw["given"], list | None)
        and raw["blanks"] in BLANKS
        and isinstance(raw["hidden"], bool)
    )


_CHOSEN: session.Remembered[Chosen] = session.Remembered(
    "sheet_choices", _begun, is_sound=_is_sound
)


def ordered_sheet(view: View) -> Ordered:
    """The fields, and what they say."""
    now = _CHOSEN.get()
    asked = quantities_in(now["asked"])
    _quantities("Ask for", "sheet_asked", QUANTITIES, asked, view.symbols)
    chosen = _given(view, asked) if asked else None
    with st.container(horizontal=True, gap="medium"):
        decimals = number_of_room(NUMBERS, "sheet_decimals", Takes("Decimals", 0, 12, whole=True))
        points = number_of_room(NUMBERS, "sheet_points", Takes("Points per number", 0, 100))
        lines = number_of_room(
            NUMBERS, "sheet_lines", Takes("Lines to write on", 0, 12, whole=True)
        )
        key = "sheet_blanks"
        st.segmented_control(
            "Blanks",
            BLANKS,
            key=given(key, now["blanks"]),
            required=True,
            on_change=changed(key, _take, key, "blanks"),
        )
    return Ordered(
        frozenset(asked),
        int(decimals),
        now["blanks"] == BLANKS[0],
        float(points),
        int(lines),
        given=None if chosen is None else frozenset(chosen),
    )


def links_hide_answers() -> bool:
    """The switch for the links."""
    key = "sheet_hidden"
    st.toggle(
        "Links and QR codes hide the answers, so that the work can be handed in",
        key=given(key, _CHOSEN.get()["hidden"]),
        on_change=changed(key, _take, key, "hidden"),
    )
    return _CHOSEN.get()["hidden"]


def _given(view: View, asked: list[str]) -> list[str] | None:
    """What is given besides the exercise, and what that means for the answers."""
    before, options = _CHOSEN.get()["given"], [one for one in QUANTITIES if one not in asked]
    if not options:
        return before
    key = "sheet_gives"
    st.segmented_control(
        "Give, besides the network and the data",
        (NEEDED, CHOSEN),
        key=given(key, NEEDED if before is None else CHOSEN),
        required=True,
        on_change=changed(key, _way_chosen, key, _needed(view, asked)),
    )
    chosen = None if before is None else [one for one in quantities_in(before) if one in options]
    if chosen is not None:
        _quantities("Give", "sheet_given", options, chosen, view.symbols)
    _said(view, asked, chosen)
    return chosen


def _needed(view: View, asked: list[str]) -> list[str]:
    return quantities_in([quantity for quantity, _ in given_places(view, asked)])


def _way_chosen(key: str, needed: list[str]) -> None:
    """A choice of one's own begins with what the answers need."""
    own = st.session_state[key] == CHOSEN
    _CHOSEN.set({**_CHOSEN.get(), "given": needed if own else None})


def _said(view: View, asked: list[str], chosen: list[str] | None) -> None:
    """What is given, what gives an answer away, and what is worked out on the way."""
    names = partial(_names, view.symbols)
    if chosen is None:
        needed = _needed(view, asked)
        given_too = f"{names(needed)} where an answer needs it" if needed else "nothing else"
        st.caption(f"Given: {given_too}.")
    told = sorted(given_away(view, asked, chosen))
    if told:
        pairs = [f"{names([other])} follows from {names([one])}" for one, other in told]
        st.caption(f":orange[:material/warning:] Gives answers away: {', '.join(pairs)}.")
    left = quantities_in([quantity for quantity, _ in left_open(view, asked, chosen)])
    if left:
        st.caption(f"Neither asked nor given, so worked out on the way: {names(left)}.")


def _names(symbols: Symbols, quantities: Iterable[str]) -> str:
    return ", ".join(quantity_name(symbols, one) for one in quantities)


def _quantities(
    label: str, key: str, options: Iterable[str], now: list[str], symbols: Symbols
) -> None:
    st.pills(
        label,
        list(options),
        selection_mode="multi",
        key=given(key, now),
        format_func=partial(quantity_name, symbols),
        on_change=changed(key, _take, key, key.removeprefix("sheet_")),
    )


def _take(key: str, field: str) -> None:
    made: Any = {**_CHOSEN.get(), field: st.session_state[key]}
    _CHOSEN.set(made)
