"""What the primer says, and how it writes a number."""

from __future__ import annotations

from playground import session
from playground.notation import number_text
from playground.ui.page_text import text

DIGITS = 6


def explained(part: str, **details: str) -> str:
    """A paragraph of the primer, with these details."""
    return text("primer", part, session.symbols().notation, **details)


def factor(value: float) -> str:
    """A number as a factor: in brackets where it is negative."""
    return number_text.factor(value, session.digits(DIGITS))


def number_tex(value: float, digits: int = DIGITS) -> str:
    """A number in a formula."""
    return number_text.latex(value, session.digits(digits))
