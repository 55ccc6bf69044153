"""A matrix drawn over several lines with its name beside the middle one, as SymPy and Maple do.

The name goes to the first line, where there is room for it, and lines between two rows are left
empty. As everywhere, a place in the text stays the same place.
"""

from __future__ import annotations

import re

_NAMED = re.compile(r"^(?P<name> *[\w∂∇/.'^()]{1,60} ?:?= {0,4})(?=[\[|(])", re.MULTILINE)
_OPENS = "[|("


def with_names_above(text: str) -> str:
    """The text with such a name on the first line of its matrix; any other text as it is."""
    if not any(sign in text for sign in ("[", "|")) or "\n" not in text:
        return text
    lines, between = text.split("\n"), set[int]()
    for at in range(1, len(lines)):
        named = _NAMED.match(lines[at])
        if named is None:
            continue
        width = len(named["name"])
        top, end = at, at + 1
        while top and _goes_on(lines[top - 1], width, lines[at][width]):
            top -= 1
        while end < len(lines) and _goes_on(lines[end], width, lines[at][width]):
            end += 1
        if top == at or _is_named_above(lines, top, width):
            continue
        lines[at] = " " * width + lines[at][width:]
        lines[top] = named["name"] + lines[top][width:]
        between |= {row for row in range(top + 1, end) if not re.search(r"[0-9]", lines[row])}
    rows = (
        f" {' ' * len(line)}" if at in between else f"\n{line}" for at, line in enumerate(lines)
    )
    return "".join(rows)[1:]


def _is_named_above(lines: list[str], top: int, width: int) -> bool:
    """Whether the rows from here on are those of another name, on the line above them."""
    named = _NAMED.match(lines[top - 1]) if top else None
    return named is not None and len(named["name"]) == width


def _goes_on(line: str, width: int, sign: str) -> bool:
    """Whether a line has nothing before the column of the bracket, and that bracket there."""
    return line[:width].strip() == "" and line[width : width + 1] == sign
