"""The reader's own exercises: saved under a name, with everything that belongs to each.

Each is the text of one workspace (see saved), so it comes back with its place, its answers and its
undo history; and of its training, which is a recipe and a number of updates. What a browser or a
file hands back is checked like anything from outside.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypedDict

from backprop_core import BackpropError
from playground.exercise import history, runs, saved
from playground.exercise.document import Document
from playground.exercise.packed import unpacked_size
from playground.exercise.workspaces import OWN, Workspace
from playground.where import is_count

FORMAT = 1
MOST_NAME = 80  # characters
MOST_EXERCISES = 200
MOST_WORK = 300_000  # characters of one
LARGEST_FILE = 20_000_000  # characters
MOST_UNPACKED = 200_000_000  # bytes that all exercises of a file may unpack to; takes some seconds


class OwnExercise(TypedDict):
    """`at` is when it was saved, in ms since 1970, or 0 for now; `work` is its workspace, and
    `training` what was trained with it, "" for nothing."""

    id: str
    name: str
    at: int
    work: str
    training: str


def new(name: str, work: str, training: str = "") -> OwnExercise:
    """One that is saved now."""
    return {
        "id": secrets.token_hex(8),
        "name": name_in(name),
        "at": 0,
        "work": work,
        "training": training,
    }


def name_in(text: str) -> str:
    """A name as it is kept. Raises BackpropError for one that is empty or too long."""
    name = " ".join(text.split())
    if not name or len(name) > MOST_NAME:
        raise BackpropError(
            f"The name has {len(name)} characters. It takes between 1 and {MOST_NAME}."
        )
    return name


def work_text(workspace: Workspace) -> str:
    """A workspace as text; the oldest undo entries are left out where it would be too long."""
    work: saved.Work = {"workspace": OWN, "workspaces": {OWN: workspace}}
    text, _ = saved.work_text(work, MOST_WORK)
    if len(text) > MOST_WORK:
        raise BackpropError("This exercise is too large to be saved here: save it as a file.")
    return text


@lru_cache(maxsize=MOST_EXERCISES)
def workspace_of(work: str) -> Workspace:
    """The workspace in such a text, which nobody may change. Raises BackpropError for any other."""
    held = saved.work_in(work)
    return held["workspaces"][held["workspace"]]


def document_of(one: OwnExercise) -> Document:
    """The exercise as it was when it was saved."""
    return runs.current(history.present(workspace_of(one["work"])["history"]))


def date_of(one: OwnExercise) -> str:
    """The day on which it was saved, as 2031-05-28."""
    return datetime.fromtimestamp(one["at"] / 1000, UTC).date().isoformat()


def read(raw: Any) -> list[OwnExercise]:
    """Those of a list from outside that can be read, the last saved one first."""
    found = [one for one in map(_read_one, raw if isinstance(raw, list) else ()) if one is not None]
    return sorted(found, key=lambda one: -one["at"])[:MOST_EXERCISES]


def _read_one(raw: Any) -> OwnExercise | None:
    if not isinstance(raw, dict) or not is_count(at := raw.get("at")) or at > 10**14:
        return None
    texts = [raw.get(name) for name in ("id", "name", "work")]
    if not all(isinstance(text, str) for text in texts) or len(str(raw["work"])) > MOST_WORK:
        return None
    training = raw.get("training", "")  # earlier versions kept none
    if not isinstance(training, str) or len(training) > MOST_WORK:
        training = ""
    try:
        workspace_of(raw["work"])
        name = name_in(raw["name"])
    except BackpropError:
        return None
    work = raw["work"]
    return {"id": raw["id"][:40], "name": name, "at": at, "work": work, "training": training}


def free_name(name: str, taken: Sequence[str]) -> str:
    """The name, or the name with the first number that is not taken."""
    if name not in taken:
        return name
    stem = name[: MOST_NAME - 6]
    return next(one for k in range(2, 10**6) if (one := f"{stem} ({k})") not in taken)


def exported(exercises: Sequence[OwnExercise]) -> str:
    """All of them as a file; each also as a plain exercise, for people and other programs."""
    listed = [{**one, "exercise": document_of(one)} for one in exercises]
    return json.dumps({"own_exercises": FORMAT, "exercises": listed}, ensure_ascii=False, indent=1)


def imported(text: str | bytes, taken: Sequence[str]) -> tuple[list[OwnExercise], int]:
    """The exercises in such a file that can be read, as new ones beside those whose names are
    `taken`; and how many cannot. Raises BackpropError for any other file."""
    if len(text) > LARGEST_FILE:
        raise BackpropError(f"The file has {len(text)} bytes. It takes at most {LARGEST_FILE}.")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise BackpropError("The file is not JSON. Choose a file made by Export all.") from None
    listed = data.get("exercises") if isinstance(data, dict) else None
    if not isinstance(listed, list) or data.get("own_exercises") != FORMAT:
        raise BackpropError("The file contains no exercises. Choose a file made by Export all.")
    require_room(len(taken), len(listed))
    _require_small(listed)
    found = read(listed)
    if listed and not found:
        raise BackpropError("No exercise in the file can be read. It may be damaged.")
    names, made = list(taken), []
    for one in found:
        names.append(free_name(one["name"], names))
        made.append({**one, "id": secrets.token_hex(8), "name": names[-1]})
    return made, len(listed) - len(found)  # type: ignore[return-value]


def require_room(there: int, more: int) -> None:
    """Raise BackpropError where a browser would have too many exercises."""
    if there + more > MOST_EXERCISES:
        raise BackpropError(
            f"This browser keeps at most {MOST_EXERCISES} exercises. It has {there}, and this "
            f"would add {more}. Export all, then delete some."
        )


def _require_small(listed: list[Any]) -> None:
    """What is packed may be a thousand times as large, so it is counted before it is read."""
    left = MOST_UNPACKED
    for one in listed:
        work = one.get("work") if isinstance(one, dict) else None
        left -= unpacked_size(work, left) if isinstance(work, str) else 0
        if left < 0:
            raise BackpropError(
                f"The file unpacks to more than {MOST_UNPACKED // 10**6} MB. It takes less."
            )
