"""One cell of somebody's table, which is text: whether it is missing, and the number that it is."""

from __future__ import annotations

import math
import re

from backprop_core import BackpropError, read_number

_EMPTY = {"", "na", "n/a", "n.a.", "nan", "<na>", "null", "none", "k.a.", "k. a.", "?", "."}
DASHES = {"-", "–", "—", "−"}
# What a spreadsheet shows where a formula has no value, in English and in German.
_ERRORS = {"#n/a", "#na", "#nv", "#div/0!", "#value!", "#wert!", "#ref!", "#bezug!"}
_ERRORS |= {"#num!", "#zahl!", "#name?", "#null!"}
_MISSING = _EMPTY | DASHES | _ERRORS
_NUMBER = re.compile(r"[+\-−]?(\d+\.?\d*|\.\d+)([eE][+\-]?\d+)?", re.ASCII)
_LIKE_A_NUMBER = re.compile(r"[+\-−–]?[\d.,]*\d[\d.,]*([eE][+\-−–]?\d+)?")
_GROUPED = re.compile(r"[+\-−–]?\d{1,3}([.,'’ \u00a0\u202f]\d{3})+([.,]\d+)?", re.ASCII)
_UNITS = "$€£¥%‰ \u00a0\u202f"  # and the spaces before them
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(\d{4}|\d{2})?")
_MAY_BE_A_NUMBER = re.compile(
    r"[+\-−–﹣－]? ?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][+\-−–]?[0-9]+| ?[×·*] ?10.*)?"
)


def is_missing(cell: str) -> bool:
    """Whether it says that there is no value."""
    return cell.lower() in _MISSING


def is_number(cell: str, comma: bool) -> bool:
    """Whether the whole cell is a number; `comma` says that numbers have a decimal one."""
    return _number_in(cell, comma) is not None


def number_of(cell: str, comma: bool) -> float:
    """The number that it is."""
    value = _number_in(cell, comma)
    assert value is not None
    return value


def like_a_number(cell: str) -> bool:
    """Whether it looks like a number, though perhaps written otherwise; a date does not."""
    bare = cell.strip(_UNITS)
    written = _LIKE_A_NUMBER.fullmatch(bare) or _GROUPED.fullmatch(bare)
    return bool(written) and not _DATE.fullmatch(cell)


def how_to_write(cell: str) -> str:
    """What keeps it from being a number, or an empty text."""
    bare = cell.strip(_UNITS)
    if bare != cell and like_a_number(cell):
        return " Leave out the unit."
    return " Leave out the marks between thousands." if _GROUPED.fullmatch(bare) else ""


def _number_in(cell: str, comma: bool) -> float | None:
    """The number that a cell is, quickly for the plain ones that most are; None for a text."""
    if comma and "." in cell:
        return None
    plain = cell.replace(",", ".", 1) if comma else cell
    if _NUMBER.fullmatch(plain):
        value = float(plain.replace("−", "-"))
        sound = math.isfinite(value) and (value != 0 or not re.match(r"[^eE]*[1-9]", plain))
        return value if sound else None
    if not _MAY_BE_A_NUMBER.fullmatch(cell):
        return None
    try:
        return read_number(cell, decimal_comma=comma).value
    except BackpropError:
        return None
