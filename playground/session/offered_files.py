"""The files that the open page offers, each made when the browser asks for it.

An offer has an address that stays the same from run to run. A new run replaces it and never takes
it away while the page stands, so a press finds its file at any moment. The offers lie in the
session and nowhere else: when it ends, or another page is open, they are gone.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from weakref import WeakValueDictionary

import streamlit as st

KEY = "offered_files"
Content = str | bytes | Iterator[str] | Iterator[bytes]


@dataclass(frozen=True)
class OfferedFile:
    """What a file is called, what it is, and the function that makes it, at once or in pieces.
    `lines` is how many it will have, where that tells how much is still to come."""

    name: str
    mime: str
    make: Callable[[], Content]
    lines: int | None = None


class _Offers:
    """Those of one session, by the keys of their buttons."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(16)  # nobody else can name them
        self.files: dict[str, OfferedFile] = {}
        self.of_this_run: set[str] = set()


_SESSIONS: WeakValueDictionary[str, _Offers] = WeakValueDictionary()


def offer(key: str, file: OfferedFile) -> str:
    """Offer it under its button's key. The address, below that of the app's offered files."""
    mine = _mine()
    mine.files[key] = file
    mine.of_this_run.add(key)
    return f"{mine.token}/{key}"


def offered(token: str, key: str) -> OfferedFile | None:
    """What some session offers at that address; None where none does, or does no longer."""
    found = _SESSIONS.get(token)
    return None if found is None else found.files.get(key)


def begin_offers() -> None:
    """A page is being drawn; until it is complete, what the last run offered stays."""
    if KEY in st.session_state:
        _mine().of_this_run.clear()


def end_offers() -> None:
    """The page is complete: what it does not offer is gone."""
    if KEY in st.session_state:
        mine = _mine()
        mine.files = {key: mine.files[key] for key in mine.of_this_run}


def _mine() -> _Offers:
    held: _Offers | None = st.session_state.get(KEY)
    if held is None:
        held = st.session_state[KEY] = _Offers()
        _SESSIONS[held.token] = held
    return held
