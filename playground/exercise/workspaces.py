"""Several exercises side by side: what is put aside comes back exactly as it was.

The reader's own drawing lies in the workspace "own", a copy of it that a lesson has changed in
"copy"; each lesson has one for its example. A workspace keeps the whole history, so undo in one
never reaches into another. All of it is plain data.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, TypedDict, cast

from backprop_core import Granularity
from playground.exercise.document import Document
from playground.exercise.history import History, history_of
from playground.exercise.runs import started
from playground.where import Plain

OWN, COPY = "own", "copy"
Field = Literal["history", "step", "sample", "granularity", "selected", "selected_too"]
FIELDS: Final[tuple[Field, ...]] = (
    *("history", "step", "sample", "granularity", "selected", "selected_too"),
)


class Workspace(TypedDict):
    """What belongs to one exercise of a session."""

    history: History
    step: int
    sample: int
    granularity: Granularity
    selected: Plain | None
    selected_too: Plain | None


def taken(
    held: Mapping[str, Any], name: str, document: Document | None = None
) -> tuple[Workspace, dict[str, Workspace]]:
    """The workspace of that name, and all that are then put aside, by name; `held` is the session's
    state. A new workspace begins with `document`; one that was left goes on as it was."""
    left = cast(Workspace, {field: held[field] for field in FIELDS})
    aside = {**held["workspaces"], held["workspace"]: left}
    found = aside.get(name)
    if found is None:
        assert document is not None, f"the workspace {name} is new and begins with a document"
        found = begun(document)
    return found, aside


def begun(document: Document) -> Workspace:
    """A workspace in which nothing has been done yet."""
    return {
        "history": history_of(started(document)),
        "step": 0,
        "sample": 0,
        "granularity": "neuron",
        "selected": None,
        "selected_too": None,
    }
