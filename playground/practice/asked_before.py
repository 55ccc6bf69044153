"""What was asked before a practice set was opened: an undo of that brings it back, too."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, TypedDict

from playground import session

MOST = 5  # openings, one after another
# The choices that a practice set makes; all others are the reader's.
CHOSEN = ("on", "part", "start", "layers", "quantities", "given", "weights")


class Side(TypedDict):
    """An exercise, by a digest, and what is asked of it."""

    exercise: str
    asked: dict[str, Any]


class Opening(TypedDict):
    """The side that was shown last, and the one that an undo or a redo leads to."""

    shown: Side
    other: Side


def _is_sound(held: Any) -> bool:
    return isinstance(held, list) and all(map(_is_opening, held))


def _is_opening(held: Any) -> bool:
    both = isinstance(held, dict) and set(held) == {"shown", "other"}
    return both and all(
        isinstance(side, dict)
        and set(side) == {"exercise", "asked"}
        and isinstance(side["asked"], dict)
        and set(side["asked"]) == {*CHOSEN}
        for side in held.values()
    )


_OPENINGS: session.Remembered[list[Opening]] = session.Remembered(
    "practice_openings", list, is_sound=_is_sound
)


def side_now() -> Side:
    """The exercise on the screen, and what is asked of it."""
    text = json.dumps(session.document(), sort_keys=True)
    asked: Any = session.state()["solving"]
    return {
        "exercise": sha256(text.encode(errors="replace")).hexdigest(),
        "asked": {name: asked[name] for name in CHOSEN},
    }


def opened(before: Side) -> None:
    """A practice set is on the screen, in the place of `before`."""
    one: Opening = {"shown": side_now(), "other": before}
    if one["shown"]["exercise"] != before["exercise"]:
        _OPENINGS.set([*_OPENINGS.get(), one][-MOST:])


def go_with_undo() -> None:
    """An undo of an opening brings back the exercise, and what was asked of it goes with it. A redo
    brings the practice set with its numbers hidden."""
    openings = _OPENINGS.get()
    if not openings:
        return
    now, made = side_now(), list[Opening]()
    for one in openings:
        if one["other"]["exercise"] == now["exercise"]:
            session.choose(**one["other"]["asked"])
            left: Side = {**one["shown"], "asked": now["asked"]}
            made.append({"shown": one["other"], "other": left})
        else:
            made.append(one)
    _OPENINGS.set(made)
