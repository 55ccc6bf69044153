"""How wide a text is in Source Sans, so that nothing has to be measured in a browser.

The table holds the advance widths of the font that Streamlit serves, in thousandths of the type
size, at three weights. Its figures are all equally wide. Kerning is left out: it only narrows.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from playground.stage.outside import number_text

REGULAR, SEMIBOLD, BOLD = 400, 600, 700
UNKNOWN = 700  # a letter that the font lacks comes from another one, as wide as this at most
MINUS = "−"

_FILE = Path(__file__).with_name("source_sans_widths.json")


@lru_cache(maxsize=1)
def _tables() -> dict[int, dict[str, int]]:
    """By weight, then by letter. The file keeps all letters of one width together."""
    read = json.loads(_FILE.read_text(encoding="utf-8"))
    return {
        int(weight): {letter: int(width) for width, letters in rows.items() for letter in letters}
        for weight, rows in read.items()
    }


@lru_cache(maxsize=1 << 14)
def em_width(text: str, weight: int = REGULAR) -> float:
    """The width of `text` in units of its type size."""
    table = _tables()[weight]
    return sum(table.get(letter, UNKNOWN) for letter in text) / 1000


def width(text: str, size: float, weight: int = REGULAR) -> float:
    """The width of `text` in px, set at `size` px."""
    return size * em_width(text, weight)


@lru_cache(maxsize=1 << 14)
def number(value: float, digits: int) -> str:
    """The number with so many significant digits, and a true minus."""
    return number_text.on_screen(value, digits)


def fitted(value: float, digits: int, room: float, size: float, weight: int = SEMIBOLD) -> str:
    """The number in as many of its digits as `room` px hold; type never shrinks to fit."""
    for fewer in range(digits, 1, -1):
        shown = number(value, number_text.resized(digits, fewer))
        if width(shown, size, weight) <= room:
            return shown
    return number(value, number_text.resized(digits, 1))


@lru_cache(maxsize=1 << 13)
def fitted_with(
    letter: str,
    value: float,
    digits: int,
    room: float,
    size: float,
    weight: int,
    more: str = "",
    *,
    placed: bool = False,
) -> tuple[str, str]:
    """A letter, and the number behind it with `more` at its end, in as many digits as fit. Where
    not even two do, `more` goes first, and then the letter. Of one that is `placed`, where it
    stands tells what it is: its letter goes before any of three digits."""
    ways = [(letter, more, 2), (letter, "", 1), ("", "", 1)]
    if placed:
        few = [min(least, digits) for least in (3, 2)]
        ways = [*((lead, more, least) for least in few for lead in (letter, "")), *ways]
    for lead, end, least in ways:
        left = room - width(lead, size) - width(end, size, weight)
        for fewer in range(digits, least - 1, -1):
            shown = number(value, number_text.resized(digits, fewer))
            if width(shown, size, weight) <= left:
                return lead, shown + end
    return "", number(value, number_text.resized(digits, 1))


@lru_cache(maxsize=1 << 13)
def old_and_new(old: float, new: float, digits: int) -> tuple[str, str]:
    """Both numbers, with as many digits as tell them apart."""
    enough = number_text.telling_apart((old, new), digits, number_text.SAME)
    return number(old, enough), number(new, enough)


def fitted_pair(old: float, new: float, digits: int, room: float, size: float) -> tuple[str, str]:
    """What stands before the new number, and that number, in as many digits as `room` px hold:
    "old → ", or the arrow alone where fewer digits would not show the change."""
    shown = old_and_new(old, new, digits)
    changes = shown[0] != shown[1]
    for fewer in range(digits + 1, 2, -1):
        if fewer <= digits:
            count = number_text.resized(digits, fewer)
            shown = number(old, count), number(new, count)
        if pair_width(*shown, size) <= room and changes == (shown[0] != shown[1]):
            return shown[0] + ARROW, shown[1]
    arrow = ARROW.lstrip()
    return arrow, fitted(new, digits, room - width(arrow, size), size)


ARROW = " → "


def pair_width(old: str, new: str, size: float) -> float:
    """The width of "old → new", the new number in semibold."""
    return width(old + ARROW, size) + width(new, size, SEMIBOLD)
