"""What one room remembers, such as a range or an opened branch: its own typed drawer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from playground.session.store import writable

T = TypeVar("T")


def _is_anything(_: Any) -> bool:
    return True


@dataclass(frozen=True)
class Remembered(Generic[T]):
    """Plain data under a name of its own, which outlasts the page that it was chosen on. `begin`
    makes the first value. What is `of_exercise` is forgotten when another exercise is opened. A
    value that is not sound, such as one that a browser kept, is begun anew."""

    name: str
    begin: Callable[[], T]
    of_exercise: bool = False
    is_sound: Callable[[Any], bool] = _is_anything

    def get(self) -> T:
        """What was last set, or the first value."""
        drawer = self._drawer()
        if self.name not in drawer or not self.is_sound(drawer[self.name]):
            drawer[self.name] = self.begin()
        value: T = drawer[self.name]
        return value

    def set(self, value: T) -> None:
        """Keep that from now on."""
        self._drawer()[self.name] = value

    def _drawer(self) -> dict[str, Any]:
        return writable()["of_exercise" if self.of_exercise else "rooms"]
