"""Several exercises side by side: what is put aside on another desk comes back exactly as it was.

The reader's own drawing lies on the desk "own", a copy of it that a lesson has changed on "copy";
each lesson has one for its example. A desk keeps the whole history, so undo on one never reaches
into another. All of it is plain data.
"""

from __future__ import annotations

from typing import Any

from playground.exercise import history
from playground.exercise.document import Document

OWN, COPY = "own", "copy"
_KEPT = ("history", "step", "sample", "granularity", "selected", "selected_too")


def taken(held: dict[str, Any], name: str, document: Document | None = None) -> dict[str, Any]:
    """What of the session's state changes when another desk is taken. A desk that is new begins
    with `document`; one that was left goes on as it was."""
    desks = {**held["desks"], held["desk"]: {field: held[field] for field in _KEPT}}
    kept = desks.get(name)
    if kept is None:
        assert document is not None, f"the desk {name} is new and begins with a document"
        kept = begun(document)
    return {**kept, "desks": desks, "desk": name}


def begun(document: Document) -> dict[str, Any]:
    """A desk on which nothing has been done yet."""
    return {
        "history": history.history_of(history.started(document)),
        "step": 0,
        "sample": 0,
        "granularity": "neuron",
        "selected": None,
        "selected_too": None,
    }
