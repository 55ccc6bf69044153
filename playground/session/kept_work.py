"""What of the session the browser keeps, and taking it up again."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import Any, cast

import streamlit as st

from backprop_core import GRANULARITIES, BackpropError
from playground.exercise import saved, saved_place
from playground.exercise.history import History
from playground.exercise.packed import pack, unpack
from playground.exercise.saved import Work
from playground.exercise.workspaces import FIELDS, Workspace
from playground.notation.symbols import NOTATIONS
from playground.session.store import KEY, address, begun, state, writable
from playground.sharing import restrictions
from playground.sharing.link_parameters import MODES
from playground.sharing.on_screen import NAMES
from playground.solve.choices import choices_in
from playground.where import is_count, plain, selection_in

TABLE = "training_table"  # a room's text that may be long: it is kept beside the rest
MOST_TABLE = 1_000_000  # characters of it, packed; a longer one is not kept
MOST_TABLE_TEXT = 20_000_000  # bytes that it may unpack to
# What rooms remember only for the page that is open, and what is kept elsewhere.
PASSING = (
    *("seen", "presses", "presses_taken", "tables", "stage_sizes", "formula_of"),
    *("training_clock", "training_course", "training_charts", "training_fresh"),
    *("training_warned", "training_race_courses"),
    *("handed_in", TABLE, "own_shelf", "gallery_open"),
)
AS_SHOWN = ("page", "embed", "notation", "digits", "present")  # of whatever exercise
ADDRESSES = tuple(name for name in NAMES if name != "embed")


def is_begun() -> bool:
    """Whether this session has its state already."""
    return KEY in st.session_state


def work_text() -> str:
    """All exercises with their histories, as text. Kept while they are the same objects."""
    held = writable()
    now: Workspace = cast(Workspace, {field: held[field] for field in FIELDS})
    if not is_work_written():
        work: Work = {
            "workspace": held["workspace"],
            "workspaces": {**held["workspaces"], held["workspace"]: now},
        }
        if held["restricted"]["hide_answers"]:
            work = saved.without_losses(work)
        held["kept_work"], dropped = saved.work_text(work)
        held["kept_of"] = _histories()
        held["kept_short"] = dropped
    return held["kept_work"]


def is_work_written() -> bool:
    """Whether nothing has changed since `work_text` was last asked for."""
    now, before = _histories(), state()["kept_of"]
    return len(now) == len(before) and all(a is b for a, b in zip(now, before, strict=True))


def _histories() -> list[History]:
    held = state()
    return [held["history"], *(one["history"] for one in held["workspaces"].values())]


def is_apart() -> bool:
    """Whether the browser is to keep this beside what it had, and not in its place."""
    return state()["kept_apart"]


def address_is_old(lesson: str) -> bool:
    """Whether the address names an exercise that is on the screen no longer as it was, or another
    lesson than the open one. What its author has set can always be read in it."""
    history, asked = state()["history"], address()
    if state()["restricted"] != restrictions.none():
        return False
    is_left = asked.get("lesson", lesson) != lesson
    return bool(asked) and (is_left or len(history["runs"]) > 1 or history["at"] > 0)


def place_text() -> str:
    """What is shown, and what the reader has chosen, as text."""
    held = state()
    rooms = {name: value for name, value in held["rooms"].items() if name not in PASSING}
    return saved_place.place_text(
        {
            **{field: held[field] for field in FIELDS if field != "history"},
            **{name: held[name] for name in ("notation", "digits", "mode", "speed", "solving")},
            "rooms": rooms,
            "of_exercise": held["of_exercise"],
            "opened_from": held["opened_from"],
            "restricted": held["restricted"],
        }
    )


def table_text() -> str:
    """Somebody's own table as text, to be kept; "" where there is none, or where it is too long."""
    packed = _packed_table(state()["rooms"].get(TABLE, ""))
    return packed if len(packed) <= MOST_TABLE else ""


def undo_left_out() -> int:
    """How many of the oldest changes a reload could not undo any more: there are too many."""
    return state()["kept_short"]


def is_table_kept() -> bool:
    """Whether a reload brings the table back."""
    return bool(table_text()) or not state()["rooms"].get(TABLE)


@lru_cache(maxsize=2)
def _packed_table(text: str) -> str:
    return pack(text) if text else ""


def take_up(work: str, place: str, table: str = "") -> None:
    """Begin the session with what the browser kept; what cannot be read is left, and said. An
    address that names another exercise than the one kept goes first."""
    shown = saved_place.place_in(place)
    fresh = st.session_state[KEY] = begun()
    if not work:
        return
    fresh["kept_apart"] = True  # until it is taken up: whatever goes wrong, it stays where it is
    kept_from = shown.get("opened_from")
    before = kept_from if isinstance(kept_from, dict) else {}
    asked = address()
    if any(before.get(name) != text for name, text in asked.items() if name not in AS_SHOWN):
        return
    try:
        kept = saved.work_in(work)
    except BackpropError as error:
        fresh["message"] = f"Your earlier work could not be opened. {error}"
        return
    spaces = kept["workspaces"]
    fresh["workspace"] = kept["workspace"]
    fresh["workspaces"] = {one: spaces[one] for one in spaces if one != kept["workspace"]}
    for field in FIELDS:
        fresh[field] = spaces[kept["workspace"]][field]
    new = {name for name in AS_SHOWN if asked.get(name) not in (None, before.get(name))}
    _show_again({name: value for name, value in shown.items() if name not in new})
    with suppress(ValueError):  # without its text, the table is left aside
        if table:
            writable()["rooms"][TABLE] = unpack(table, MOST_TABLE_TEXT)
    fresh["kept_apart"] = False


def _show_again(shown: dict[str, Any]) -> None:
    """Only what fits; everything else stays as at the beginning."""
    held = writable()
    for field in ("step", "sample"):
        if is_count(shown.get(field)):
            held[field] = shown[field]
    for which in ("selected", "selected_too"):
        held[which] = plain(selection_in(shown.get(which)))
    if shown.get("granularity") in GRANULARITIES:
        held["granularity"] = shown["granularity"]
    if shown.get("notation") in NOTATIONS:
        held["notation"] = shown["notation"]
    if shown.get("mode") in MODES:
        held["mode"] = shown["mode"]
    if is_count(shown.get("speed")) and 1 <= shown["speed"] <= 10:
        held["speed"] = shown["speed"]
    if "digits" in shown and (
        shown["digits"] is None or (is_count(shown["digits"]) and shown["digits"] <= 17)
    ):
        held["digits"] = shown["digits"]
    held["solving"] = choices_in(shown.get("solving"))
    held["restricted"] = restrictions.restrictions_in(shown.get("restricted"))
    held["link_lesson"] = None
    for drawer in ("rooms", "of_exercise"):
        if isinstance(shown.get(drawer), dict):
            held[drawer] = shown[drawer]


def forget_rooms() -> None:
    """Let rooms begin anew."""
    held = writable()
    held["rooms"], held["of_exercise"] = {}, {}
