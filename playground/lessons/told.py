"""A section of a page's prose as it is shown: in the notation's words, with details put in."""

from __future__ import annotations

from playground.lessons.text import filled, sections
from playground.notations.signs import in_notation
from playground.notations.symbols import Notation


def told(page: str, section: str, notation: Notation, **details: str) -> str:
    """What `lessons/<page>.md` says under that heading; `details` stand for words in braces."""
    return filled(in_notation(sections(page)[section], notation), details)
