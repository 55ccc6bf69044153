"""What somebody has pasted, typed and chosen so far: kept as it is, and read anew each time."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from playground import session
from playground.check.numbers import Rows


class Sheet(TypedDict):
    """`chosen` has the reading of an array by its number; `typed` the tables by "dW 0".

    `version` counts how often the fields were filled from here, which draws them anew; `cleared` is
    what was cleared, as long as nothing new was entered.
    """

    text: str
    chosen: dict[str, str]
    decimal: str | None
    typed: dict[str, Rows]
    version: int
    message: str | None
    cleared: NotRequired[Sheet | None]


def _empty() -> Sheet:
    return {
        "text": "",
        "chosen": {},
        "decimal": None,
        "typed": {},
        "version": 0,
        "message": None,
    }


_SHEET: session.Remembered[Sheet] = session.Remembered("own_numbers", _empty)


def sheet() -> Sheet:
    """All of it, as it is now."""
    return _SHEET.get()


def write(text: str, *, renew: bool = False) -> None:
    """Another text; what was chosen for the old one is forgotten. `renew`: it comes from a button
    or a file, and the field has to show it."""
    held = sheet()
    same = text == held["text"]
    _SHEET.set(
        {
            **held,
            "text": text,
            "chosen": held["chosen"] if same else {},
            "decimal": held["decimal"] if same else None,
            "version": held["version"] + renew,
            "message": None,
            "cleared": None if text else held.get("cleared"),
        }
    )


def choose(number: int, key: str) -> None:
    """Read that array so."""
    held = sheet()
    _SHEET.set({**held, "chosen": {**held["chosen"], str(number): key}, "message": None})


def choose_decimal(mark: str) -> None:
    """What a comma means in this text."""
    _SHEET.set({**sheet(), "decimal": mark, "message": None})


def type_in(name: str, rows: Rows) -> None:
    """The numbers of one table."""
    held = sheet()
    typed = {**held["typed"], name: rows}
    if all(cell is None for row in rows for cell in row):
        del typed[name]
    kept = None if typed else held.get("cleared")
    _SHEET.set({**held, "typed": typed, "message": None, "cleared": kept})


def refuse(message: str) -> None:
    """Say why something was not taken; the tables show again what was read."""
    held = sheet()
    _SHEET.set({**held, "message": message, "version": held["version"] + 1})


def clear() -> None:
    """Begin anew; what there was can be brought back."""
    held = sheet()
    kept: Sheet | None = {**held, "message": None, "cleared": None}
    if not (held["text"] or held["typed"]):
        kept = held.get("cleared")
    _SHEET.set({**_empty(), "version": held["version"] + 1, "cleared": kept})


def is_cleared() -> bool:
    """Whether there is something to bring back."""
    return sheet().get("cleared") is not None


def bring_back() -> None:
    """What was cleared, with all that was chosen for it."""
    held = sheet()
    if (cleared := held.get("cleared")) is not None:
        _SHEET.set({**cleared, "version": held["version"] + 1})
