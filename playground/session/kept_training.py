"""The training that goes with an exercise, kept with it as text: the data, the hyperparameters, and
how many updates were made. The run itself is made again from these."""

from __future__ import annotations

from contextlib import suppress

from playground.exercise import saved_place
from playground.exercise.packed import pack, unpack
from playground.session.kept_work import MOST_TABLE_TEXT, TABLE
from playground.session.restricted import is_fixed
from playground.session.store import state, writable

SETTINGS = ("training", "training_data")
COURSE = "training_course"  # what was worked out: it is about another exercise now


def training_text(most: int) -> str:
    """What belongs to the training, as text; "" where there is none, or where it is longer than
    `most`, as with a large table of one's own."""
    rooms = state()["rooms"]
    held = {name: rooms[name] for name in (*SETTINGS, TABLE) if rooms.get(name)}
    text = pack(saved_place.place_text(held)) if "training" in held else ""
    return text if len(text) <= most else ""


def take_training(text: str) -> None:
    """The training in such a text takes the place of what was there; with any other text, nothing
    does. The Train page checks it like all that a browser kept."""
    held = {}
    with suppress(ValueError):
        held = saved_place.place_in(unpack(text, MOST_TABLE_TEXT))
    known = {name: held[name] for name in SETTINGS if isinstance(held.get(name), dict)}
    if isinstance(held.get(TABLE), str):
        known[TABLE] = held[TABLE]
    if known and not is_fixed():
        rooms = writable()["rooms"]
        for name in (*SETTINGS, TABLE, COURSE):
            rooms.pop(name, None)
        rooms.update(known)
