"""Presses on views: what a browser reports, each taken once.

A message can come twice, when a connection breaks and is made again; all carry an id.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backprop_core import Address
from playground import session
from playground.steps.grid_cell import cell_pressed_in
from playground.views.triggers import reported

REMEMBERED = 20  # ids of a view
_TAKEN: session.Remembered[dict[str, list[str]]] = session.Remembered("presses", dict)


def is_new(key: str, message: Mapping[str, Any] | None) -> bool:
    """Whether there is a message that was not taken before; from now on it was. One without an id
    is always new."""
    if message is None:
        return False
    own, taken = message.get("id"), _TAKEN.get()
    if not isinstance(own, str):
        return True
    before = taken.get(key, [])
    if own in before:
        return False
    _TAKEN.set({**taken, key: [*before[1 - REMEMBERED :], own]})
    return True


def cell_pressed(key: str) -> tuple[Address, bool] | None:
    """Where the number of the grid's cell lives that was pressed just now, and whether it is given;
    only inside `on_cell`. The network as it is now may have no such number."""
    message = reported(key, "cell")
    found = cell_pressed_in(message)
    return found if found is not None and is_new(key, message) else None


def last_taken(key: str) -> str | None:
    """The id of the last message of that view."""
    taken = _TAKEN.get().get(key)
    return taken[-1] if taken else None
