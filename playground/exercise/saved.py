"""The work of a session as text, for a browser's own store: all histories.

It changes with every edit and may be long; what is shown, in saved_place.py, changes with every
step and is short. What comes back from a browser is checked like anything from outside: a text that
does not fit is refused whole. It carries the number of its format, so that later versions can still
read it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from backprop_core import GRANULARITIES, BackpropError, learning_rate_of
from playground.exercise.answers import answers_in
from playground.exercise.document import Document, is_complete, network_of
from playground.exercise.document_reader import parse
from playground.exercise.history import MOST_UNDO, History
from playground.exercise.packed import pack, unpack
from playground.exercise.runs import Run
from playground.exercise.workspaces import Workspace
from playground.where import is_count, plain, selection_in

FORMAT = 1
MOST_TEXT = 3_000_000  # characters of `work`; of longer ones the oldest undo entries are left out
MOST_DATA = 60_000_000  # characters that a packed text may unpack to


class SavedError(BackpropError):
    """A text that is no saved work."""


class Work(TypedDict):
    """The workspaces by name, and the one that is at hand."""

    workspace: str
    workspaces: dict[str, Workspace]


def work_text(work: Work, most: int | None = None) -> tuple[str, int]:
    """The work as text, and how many undo entries had to be left out to make it fit."""
    dropped = 0
    while True:
        text = _packed(work)
        if len(text) <= (most or MOST_TEXT) or dropped >= MOST_UNDO:
            return text, dropped
        work, fewer = _shorter(work, max(1, MOST_UNDO // 8))
        dropped += fewer
        if not fewer:
            return text, dropped


def without_losses(work: Work) -> Work:
    """The work without a number that a pass makes, for an exercise whose answers are hidden."""
    spaces = {
        name: {**space, "history": _lossless(space["history"])}
        for name, space in work["workspaces"].items()
    }
    return {**work, "workspaces": spaces}  # type: ignore[typeddict-item]


def _lossless(history: History) -> History:
    runs: list[Run] = [{**run, "losses": [None] * len(run["losses"])} for run in history["runs"]]
    return {**history, "runs": runs}


def _shorter(work: Work, count: int) -> tuple[Work, int]:
    """Without the oldest entries of the longest history; the one that is shown stays."""
    spaces = work["workspaces"]
    name = max(spaces, key=lambda one: len(spaces[one]["history"]["runs"]))
    history = spaces[name]["history"]
    count = min(count, history["at"])
    new: History = {
        "runs": history["runs"][count:],
        "labels": history["labels"][count:],
        "at": history["at"] - count,
    }
    return {**work, "workspaces": {**spaces, name: {**spaces[name], "history": new}}}, count


def _packed(work: Work) -> str:
    """What many runs share, exercises and passes, stands in a table once."""
    pool: list[Any] = []
    places: dict[int | bytes, int] = {}

    def put(value: Any, key: int | bytes) -> int:
        if key not in places:
            places[key] = len(pool)
            pool.append(value)
        return places[key]

    def run(one: Run) -> dict[str, Any]:
        return {
            **one,
            "origin": put(one["origin"], id(one["origin"])),
            "exercise": put(one["exercise"], id(one["exercise"])),
            "passes": [put(_text(packed), packed) for packed in one["passes"]],
        }

    spaces = {
        name: {
            **space,
            "history": {**space["history"], "runs": [*map(run, space["history"]["runs"])]},
        }
        for name, space in work["workspaces"].items()
    }
    data = {"format": FORMAT, "workspace": work["workspace"], "spaces": spaces, "pool": pool}
    return pack(json.dumps(data, separators=(",", ":"), ensure_ascii=False))


def work_in(text: str) -> Work:
    """The work in such a text. Raises SavedError for anything else."""
    data = _data_in(text)
    try:
        pool = [_pooled(value) for value in data["pool"]]
        spaces = {str(name): _workspace(one, pool) for name, one in data["spaces"].items()}
        if data["workspace"] not in spaces:
            raise SavedError("The saved work has no exercise.")
        return {"workspace": data["workspace"], "workspaces": spaces}
    except (KeyError, TypeError, IndexError, AttributeError, ValueError) as error:
        raise SavedError(f"The saved work is damaged ({type(error).__name__}).") from None


def _data_in(text: str) -> Any:
    try:
        data = json.loads(unpack(text, MOST_DATA))
    except (ValueError, RecursionError) as error:
        raise SavedError(f"The saved work is damaged ({type(error).__name__}).") from None
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise SavedError("The saved work is from a version that this one cannot read.")
    return data


def _pooled(value: Any) -> Document | str:
    return value if isinstance(value, str) else parse(value)


def _workspace(raw: Any, pool: Sequence[Document | str]) -> Workspace:
    history = raw["history"]
    runs = [_run(one, pool) for one in history["runs"]]
    labels, at = list(history["labels"]), history["at"]
    fits = len(labels) == len(runs) <= MOST_UNDO and all(isinstance(one, str) for one in labels)
    if not runs or not fits or not is_count(at) or at >= len(runs):
        raise SavedError("The saved history does not fit together.")
    known = [one for one in GRANULARITIES if one == raw["granularity"]]
    return {
        "history": {"runs": runs, "labels": labels, "at": at},
        "step": raw["step"] if is_count(raw["step"]) else 0,
        "sample": raw["sample"] if is_count(raw["sample"]) else 0,
        "granularity": known[0] if known else "neuron",
        "selected": plain(selection_in(raw["selected"])),
        "selected_too": plain(selection_in(raw["selected_too"])),
    }


def _run(raw: Any, pool: Sequence[Document | str]) -> Run:
    origin, exercise = pool[raw["origin"]], pool[raw["exercise"]]
    passes = [pool[place] for place in raw["passes"]]
    if isinstance(origin, str) or isinstance(exercise, str):
        raise SavedError("A saved run has no exercise.")
    count = 8 * len(network_of(exercise).parameters) if is_complete(exercise) else 0
    read = [base64.b64decode(one, validate=True) for one in passes if isinstance(one, str)]
    packed = [one for one in read if len(one) == count]
    rates = [learning_rate_of(rate) for rate in raw["rates"]]
    losses = [None if loss is None else _number(loss) for loss in raw["losses"]]
    first, at = raw["first"], raw["at"]
    same = len(packed) == len(passes) == len(rates) == len(losses)
    if not (same and packed and is_count(first) and is_count(at)):
        raise SavedError("A saved run does not fit together.")
    if not first <= at < first + len(packed):
        raise SavedError("A saved run is missing the pass that was shown.")
    return {
        "origin": origin,
        "exercise": exercise,
        "passes": packed,
        "rates": rates,
        "losses": losses,
        "first": first,
        "at": at,
        "answers": answers_in(raw.get("answers")),
    }


def _text(packed: bytes) -> str:
    return base64.b64encode(packed).decode("ascii")


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SavedError("A saved loss is not a number.")
    return float(value)
