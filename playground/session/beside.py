"""What belongs to an exercise but lies beside it, such as the data it is trained on: where another
exercise is opened, an undo brings it back too, and a redo what came with the other one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Generic, TypedDict, TypeVar

from playground.session.remembered import Remembered
from playground.session.shown import document

T = TypeVar("T")


class Side(TypedDict):
    """An exercise, by a digest, and what lies beside it."""

    exercise: str
    beside: Any


class Opening(TypedDict):
    """The side that was shown last, and the one that an undo or a redo leads to."""

    shown: Side
    other: Side


@dataclass(frozen=True)
class Beside(Generic[T]):
    """Plain data, kept under that name for the last `most` openings. `now` reads what lies beside
    the exercise, `bring` puts it back; what a browser kept must be sound."""

    name: str
    now: Callable[[], T]
    bring: Callable[[T], None]
    is_sound: Callable[[Any], bool]
    most: int = 1

    @contextmanager
    def opening(self) -> Iterator[None]:
        """Within it another exercise is opened, with what belongs to it."""
        other = self._side()
        yield
        shown = self._side()
        if shown["exercise"] != other["exercise"]:
            one: Opening = {"shown": shown, "other": other}
            self._openings.set([*self._openings.get(), one][-self.most :])

    def follow(self) -> None:
        """Where an undo or a redo led to the other side of an opening, all beside it follows."""
        openings = self._openings.get()
        if not openings:
            return
        here, followed = self._side(), list[Opening]()
        for one in openings:
            if one["other"]["exercise"] == here["exercise"]:
                self.bring(one["other"]["beside"])
                left: Side = {"exercise": one["shown"]["exercise"], "beside": here["beside"]}
                followed.append({"shown": one["other"], "other": left})
            else:
                followed.append(one)
        self._openings.set(followed)

    def _side(self) -> Side:
        text = json.dumps(document(), sort_keys=True)
        return {
            "exercise": sha256(text.encode(errors="replace")).hexdigest(),
            "beside": self.now(),
        }

    @property
    def _openings(self) -> Remembered[list[Opening]]:
        return Remembered(self.name, list, is_sound=self._are_sound)

    def _are_sound(self, held: Any) -> bool:
        return isinstance(held, list) and all(map(self._is_opening, held))

    def _is_opening(self, held: Any) -> bool:
        both = isinstance(held, dict) and set(held) == {"shown", "other"}
        return both and all(
            isinstance(side, dict)
            and set(side) == {"exercise", "beside"}
            and self.is_sound(side["beside"])
            for side in held.values()
        )
