"""Undo and redo: a list of runs and a place in it. An edit, a pass and an undo each make a new
history, which is plain data."""

from __future__ import annotations

from typing import TypedDict

from playground.exercise.runs import Run

MOST_UNDO = 100
IN_A_ROW = ("learning rate", "going to another pass")  # entries of which the last one counts


class History(TypedDict):
    """`labels` tell what led to each run; the run at `at` is the one that is shown."""

    runs: list[Run]
    labels: list[str]
    at: int


def history_of(run: Run) -> History:
    """A history that begins with this run."""
    return {"runs": [run], "labels": [""], "at": 0}


def recorded(history: History, run: Run, label: str) -> History:
    """The history with one more entry; what had been undone is dropped.

    Two changes of the learning rate in a row count as one, since a slider makes many, unless the
    second drops passes that an undo should bring back; and so do two looks at other passes.
    """
    at = history["at"]
    runs, labels = history["runs"][: at + 1], history["labels"][: at + 1]
    again = label in IN_A_ROW and labels[-1] == label
    if again and len(run["passes"]) == len(runs[-1]["passes"]):
        runs, labels = runs[:-1], labels[:-1]
    runs, labels = [*runs, run][-MOST_UNDO:], [*labels, label][-MOST_UNDO:]
    return {"runs": runs, "labels": labels, "at": len(runs) - 1}


def followed(history: History, saved: History, label: str) -> History:
    """The entries up to the present one, and then all of `saved`, shown where that was left."""
    at = history["at"]
    runs = [*history["runs"][: at + 1], *saved["runs"]]
    labels = [*history["labels"][: at + 1], label, *saved["labels"][1:]]
    dropped = min(max(0, len(runs) - MOST_UNDO), at + 1 + saved["at"])
    place = at + 1 + saved["at"] - dropped
    return {
        "runs": runs[dropped:][:MOST_UNDO],
        "labels": labels[dropped:][:MOST_UNDO],
        "at": place,
    }


def replaced(history: History, run: Run) -> History:
    """The history with this run in place of the present one: what an undo does not take back."""
    at = history["at"]
    return {**history, "runs": [*history["runs"][:at], run, *history["runs"][at + 1 :]]}


def present(history: History) -> Run:
    """The run that is shown."""
    return history["runs"][history["at"]]


def undone(history: History) -> History:
    """One entry back, if there is one."""
    return {**history, "at": max(0, history["at"] - 1)}


def redone(history: History) -> History:
    """One entry forward again, if there is one."""
    return {**history, "at": min(len(history["runs"]) - 1, history["at"] + 1)}


def undoes(history: History) -> str | None:
    """What an undo would take back; None at the beginning."""
    return history["labels"][history["at"]] if history["at"] > 0 else None


def redoes(history: History) -> str | None:
    """What a redo would bring again; None at the end."""
    last = history["at"] == len(history["runs"]) - 1
    return None if last else history["labels"][history["at"] + 1]
