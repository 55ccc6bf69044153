"""A whole number as a word in an address."""

from __future__ import annotations

LONGEST = 10  # digits


def whole_number(text: str, least: int, most: int) -> int:
    """The number. Raises ValueError for a text that is none, or one out of range."""
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST):
        raise ValueError(text)
    if not least <= int(text) <= most:
        raise ValueError(text)
    return int(text)
