"""What the page on functions says, in the words and letters of the chosen notation."""

from __future__ import annotations

from playground import session
from playground.notation.symbols import Notation
from playground.notation.vocabulary import vocabulary
from playground.templates import filled
from playground.ui import page_text


def shown_notation() -> Notation:
    """The notation that was chosen."""
    return session.symbols().notation


def said(file: str, name: str, **details: str) -> str:
    """A paragraph of the page's texts."""
    return page_text.text(f"function_reference/{file}", name, shown_notation(), **details)


def in_notation(prose: str) -> str:
    """Prose of a function, which is kept beside its formulas."""
    return filled(prose, vocabulary(shown_notation()))
