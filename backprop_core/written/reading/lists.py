"""Lists with a number, a dot or a dash before each item, and numbers with their uncertainty.

1. and • stand before a number and are none. A dash may be a minus sign as well: where nothing tells
which, the text is refused. As everywhere, a place in the text stays the same place.
"""

from __future__ import annotations

import re

from backprop_core.checks import quoted
from backprop_core.errors import BackpropError
from backprop_core.written.number_pattern import number_pattern

_COUNTED = re.compile(r"^ *(?P<count>[0-9]{1,3})[.)] +(?=[^\s])")
_BULLET = re.compile(r"^( *)[*•◦▪‣·](?= +[^\s])", re.MULTILINE)
_DASHED = re.compile(r"^ *- +(?P<item>[^\n]*)$")
_MARKS = re.compile(r"^[^-\n]{1,60}:\n *- (?:- |\[)", re.MULTILINE)
_NESTED = re.compile(r"\n( +)-(?= (?!- )[-+.0-9])")
_NUMBER = number_pattern(comma=True, programs=True)
_UNCERTAIN = re.compile(
    rf"(?P<number>(?<![\w.])[+-]?{_NUMBER})(?P<more> ?(?:±|\+/-|\\pm(?![a-z])) ?{_NUMBER})"
    r"|(?P<short>(?<![\w.])[+-]?[0-9]*[.,][0-9]{2,}|[0-9]\.[0-9](?=\([0-9]{1,3}\)[eE]))"
    r"\([0-9]{1,3}\)(?P<exponent>[eE][+-]?[0-9]+)?(?! ?[\w(+*/^×·⋅=-])"
)
_ANY_MARK = re.compile(r"^ *(?:[*•◦▪‣·-]|1[.)]) ", re.MULTILINE)  # most texts have none
_ANY_UNCERTAINTY = re.compile(r"±|\+/-|\\pm|[0-9]\([0-9]")
UNCERTAINTY = "the uncertainty behind it left out"
COUNTS = "the numbers of the list left out"

Notes = list[tuple[int, str]]


def without_list_marks(text: str) -> tuple[str, Notes]:
    """The text with spaces for what counts and marks the items, and notes on it, with their places.

    Raises BackpropError for dashes that may be minus signs.
    """
    notes: Notes = []
    if _ANY_MARK.search(text):
        text = _BULLET.sub(r"\1 ", text)
        text = _without_counts(text, notes)
        text = _without_dashes(text)
    if _ANY_UNCERTAINTY.search(text):
        text = _without_uncertainty(text, notes)
    return text, notes


def _without_counts(text: str, notes: Notes) -> str:
    """1. and 2. in front of one line each; a column of numbers that happens to count is no list."""
    lines = text.split("\n")
    counted = [_COUNTED.match(line) for line in lines]
    counts = [int(found["count"]) for found in counted if found]
    rows = sum(bool(re.match(r" *[-+.]?[0-9]", line)) for line in lines)
    if len(counts) < 2 or rows > len(counts) or counts != [*range(1, len(counts) + 1)]:
        return text
    notes.append((0, COUNTS))
    return "\n".join(
        line if found is None else " " * found.end() + line[found.end() :]
        for line, found in zip(lines, counted, strict=True)
    )


def _without_dashes(text: str) -> str:
    """YAML's and Markdown's - before each item of a list; where it marks one list of a text, such
    as - [0.1, 0.2], it marks all."""
    blocks = re.split(r"(\n(?! *-))", text)
    is_mark = bool(_MARKS.search(text))
    return "".join(_undashed(block, is_mark=is_mark) for block in blocks)


def _undashed(block: str, *, is_mark: bool) -> str:
    lines = block.split("\n")
    dashed = [_DASHED.match(line) for line in lines]
    items = [found["item"] for found in dashed if found]
    if len(items) < 2 - is_mark or None in dashed[1:]:
        return block
    if not is_mark and not any(re.match(r"[-+\[(]", item) for item in items):
        if all(re.match(r"\.?[0-9]", item) for item in items):
            raise BackpropError(
                f"The text holds {quoted(block.strip())}. Its dashes may be minus signs or stand "
                "before the items of a list: write -0.1 without a space, or leave them out."
            )
        return block
    if any(item.startswith("- ") for item in items):  # a list of lists: each row on a line
        block = _NESTED.sub(lambda found: f" {found[1]} ", block)
        return re.sub(r"^( *)- -(?= )", r"\1   ", block, flags=re.MULTILINE)
    return re.sub(r"^( *)-(?= )", r"\1 ", block, flags=re.MULTILINE)


def _without_uncertainty(text: str, notes: Notes) -> str:
    """0.15 ± 0.01 and 0.082(3) are 0.15 and 0.082."""

    def alone(found: re.Match[str]) -> str:
        notes.append((found.start(), UNCERTAINTY))
        kept = found["number"] or found["short"] + (found["exponent"] or "")
        return kept.ljust(len(found[0]))

    return _UNCERTAIN.sub(alone, text)
