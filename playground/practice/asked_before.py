"""What was asked before a practice set was opened: an undo of that brings it back, too. A redo
brings the practice set with its numbers hidden."""

from __future__ import annotations

from typing import Any

from playground import session

# The choices that a practice set makes; all others are the reader's.
CHOSEN = ("on", "part", "start", "layers", "quantities", "given", "weights")


def _asked() -> dict[str, Any]:
    solving: Any = session.state()["solving"]
    return {name: solving[name] for name in CHOSEN}


def _ask(asked: dict[str, Any]) -> None:
    session.choose(**asked)


def _is_sound(held: Any) -> bool:
    return isinstance(held, dict) and set(held) == {*CHOSEN}


ASKED = session.Beside("asked_before", _asked, _ask, _is_sound, most=5)
