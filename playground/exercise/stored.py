"""A history as JSON can hold it, to be kept outside of the session, and back.

Passes share their vectors, and runs share passes and documents, so each is written once and named
by its place in a list. Every digit comes back.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Hashable
from typing import Generic, TypedDict, TypeVar

from playground.exercise.document import Document
from playground.exercise.history import History
from playground.exercise.runs import Run

T = TypeVar("T")


class StoredRun(TypedDict):
    """A run, whose documents and passes are places in the lists of what is stored."""

    origin: int
    exercise: int
    passes: list[int]
    rates: list[float]
    losses: list[float | None]
    first: int
    at: int


class Stored(TypedDict):
    """A history, and the documents and vectors that its runs name."""

    vectors: list[str]  # float64 in base64
    documents: list[Document]
    runs: list[StoredRun]
    labels: list[str]
    at: int


class _Once(Generic[T]):
    """A list in which each thing stands once."""

    def __init__(self) -> None:
        self.things: list[T] = []
        self.places: dict[Hashable, int] = {}

    def place(self, thing: T, key: Hashable) -> int:
        """Where it stands; `key` tells what is the same thing."""
        if key not in self.places:
            self.places[key] = len(self.things)
            self.things.append(thing)
        return self.places[key]


def stored(history: History) -> Stored:
    """The history as plain data that JSON takes."""
    vectors: _Once[str] = _Once()
    documents: _Once[Document] = _Once()

    def run_of(run: Run) -> StoredRun:
        return {
            "origin": documents.place(run["origin"], id(run["origin"])),
            "exercise": documents.place(run["exercise"], id(run["exercise"])),
            "passes": [vectors.place(b64encode(one).decode(), one) for one in run["passes"]],
            "rates": run["rates"],
            "losses": run["losses"],
            "first": run["first"],
            "at": run["at"],
        }

    return {
        "runs": [run_of(run) for run in history["runs"]],
        "vectors": vectors.things,
        "documents": documents.things,
        "labels": history["labels"],
        "at": history["at"],
    }


def restored(stored: Stored) -> History:
    """The history that was stored."""
    vectors, documents = [b64decode(one) for one in stored["vectors"]], stored["documents"]

    def run_of(run: StoredRun) -> Run:
        return {
            "origin": documents[run["origin"]],
            "exercise": documents[run["exercise"]],
            "passes": [vectors[place] for place in run["passes"]],
            "rates": run["rates"],
            "losses": run["losses"],
            "first": run["first"],
            "at": run["at"],
        }

    runs = [run_of(run) for run in stored["runs"]]
    return {"runs": runs, "labels": stored["labels"], "at": stored["at"]}
