"""What a teacher sets for whoever opens a link: hidden answers, locks, hidden controls, and a task.

All of it is plain data, so that a session and a browser can keep it. What is locked is compared
before and after a change, so that no way of making the change is forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypedDict, get_args

from playground.exercise.document import Document

Lock = Literal["drawing", "weights", "rate"]
LOCKS: tuple[Lock, ...] = get_args(Lock)
CONTROLS = {  # that can be hidden one by one, and what they are called
    "mode": "Edit, Walk and Train",
    "notation": "Notation",
    "undo": "Undo and redo",
    "view": "View",
    "present": "Present",
    "share": "Share",
    "speed": "Playback speed",
    "granularity": "Step size",
    "solve": "Solve it myself",
    "values": "Values",
    "training": "Learning rate and passes",
    "arrays": "The layer's arrays",
}
MOST_TASK = 2000  # characters


class Restrictions(TypedDict):
    """`lock` and `hide` hold names from LOCKS and CONTROLS, in their order."""

    hide_answers: bool
    lock: list[Lock]
    hide: list[str]
    task: str


def none() -> Restrictions:
    """Everything can be seen and changed."""
    return {"hide_answers": False, "lock": [], "hide": [], "task": ""}


def restrictions_in(raw: Any) -> Restrictions:
    """The restrictions that a browser kept; what does not fit is left out."""
    made = none()
    if not isinstance(raw, Mapping):
        return made
    made["hide_answers"] = raw.get("hide_answers") is True
    made["lock"] = [one for one in LOCKS if one in _listed(raw.get("lock"))]
    made["hide"] = [one for one in CONTROLS if one in _listed(raw.get("hide"))]
    task = raw.get("task")
    made["task"] = task if isinstance(task, str) and len(task) <= MOST_TASK else ""
    return made


def _listed(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else []


def locked_change(lock: list[Lock], old: Document, new: Document) -> Lock | None:
    """The first lock that a change from `old` to `new` would break; None where it breaks none."""
    changed: dict[Lock, bool] = {
        "drawing": _drawing_of(old) != _drawing_of(new),
        "weights": _weights_of(old) != _weights_of(new),
        "rate": old["learning_rate"] != new["learning_rate"],
    }
    return next((one for one in lock if changed[one]), None)


def without_hints(document: Document) -> Document:
    """The exercise without its source and note, which may name its answers."""
    return {**document, "source": "", "note": ""}


def _drawing_of(document: Document) -> dict[str, Any]:
    """All but the texts, the rate, and the weights and biases, of which it has the shapes."""
    numbers = {"layers", "learning_rate", "init", "seed", "update", "title", "source", "note"}
    kept = {name: value for name, value in document.items() if name not in numbers}
    layers = [
        {**layer, "W": [len(row) for row in layer["W"]], "b": _shape(layer["b"])}
        for layer in document["layers"]
    ]
    return {**kept, "layers": layers}


def _shape(bias: Any) -> Any:
    return len(bias) if isinstance(bias, list) else bias is not None


def _weights_of(document: Document) -> list[Any]:
    return [(layer["W"], layer["b"]) for layer in document["layers"]]


REFUSALS: dict[Lock, str] = {
    "drawing": "The drawing is locked in this exercise.",
    "weights": "The weights and biases are locked in this exercise.",
    "rate": "The learning rate is locked in this exercise.",
}
