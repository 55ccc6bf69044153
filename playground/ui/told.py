"""A section of a page's prose as it is shown: in the notation's words, with details put in."""

from __future__ import annotations

from playground.notation.bare_symbols import in_notation
from playground.notation.symbols import Notation
from playground.ui.page_text import filled, sections


def told(page: str, section: str, notation: Notation, **details: str) -> str:
    """What `playground/<page>.md` says under that heading; `details` stand for words in braces."""
    return filled(in_notation(sections(page)[section], notation), details)
