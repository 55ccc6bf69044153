"""Maple's arrays in angle brackets: <0.1, 0.2> is a column, <0.1 | 0.2> a row.

<<0.1 | 0.2>, <0.3 | 0.4>> stacks rows and <<0.1, 0.3> | <0.2, 0.4>> sets columns side by side. They
become rows with semicolons between, in no more room.
"""

from __future__ import annotations

import re

_LINE = r"<[-+0-9.eE ,|]{1,2000}>"
_WHOLE = re.compile(rf"<\s*{_LINE}(?:\s*[,|]\s*{_LINE}){{0,200}}\s*>|(?<![\w<]){_LINE}(?![\w>])")


def without_angles(text: str) -> str:
    """The text with such arrays in square brackets; what is uneven is left, and so refused."""
    return _WHOLE.sub(_in_brackets, text) if "<" in text and ">" in text else text


def _in_brackets(found: re.Match[str]) -> str:
    inner = [line[1:-1] for line in re.findall(_LINE, found[0])]
    across = {"|" in line for line in inner}
    lines = [re.split(r"[,|]", line) for line in inner]
    between = re.search(r">\s*([,|])\s*<", found[0])
    if len(across) > 1 or len({len(line) for line in lines}) > 1:
        return found[0]
    if not all(number.strip() for line in lines for number in line):
        return found[0]
    are_rows = across == {True}
    if between and (between[1] == "|") == are_rows:  # rows side by side, or columns in a column
        return found[0]
    rows = lines if are_rows else [list(row) for row in zip(*lines, strict=True)]
    written = f"[{';'.join(' '.join(number.strip() for number in row) for row in rows)}]"
    return written.ljust(len(found[0])) if len(written) <= len(found[0]) else found[0]
