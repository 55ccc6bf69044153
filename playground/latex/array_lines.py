"""Lines of arrays, broken where they would be wider than the panel."""

from __future__ import annotations

import re

ROOM = 21.5  # em, as estimated below, that fit beside the symbol in the panel
GAP = 1.0  # between two columns of an array
_ARRAY = re.compile(r"\\begin\{pmatrix\}(.*?)\\end\{pmatrix\}")
_SIGN = re.compile(r" [+-] | \\cdot | \\odot |\\,")
_PLUS = re.compile(r" [+-] ")
_SPACE = r"\,"  # between the two arrays of a product
_COMMAND = re.compile(r"\\[a-zA-Z]+|[\\{}^_ ]")
_WIDTHS = {".": 0.28, ",": 0.28, "-": 0.78, "+": 0.78, "(": 0.4, ")": 0.4}


def broken(line: str) -> str:
    """A sum or a product of arrays over as many lines as it takes, broken before its signs only."""
    parts = _parts(line)
    written, used = parts[0], _width(parts[0])
    for part in parts[1:]:
        width = _width(part)
        if used + width > ROOM:
            written, used = rf"{written} \\ &\quad {part.removeprefix(_SPACE).strip()}", 0.0
        else:
            written += part
        used += width
    return written


def _parts(line: str) -> list[str]:
    """The terms of the line, and the factors of a term that needs more than a line of its own."""
    terms = _cut(line, _PLUS)
    return [p for term in terms for p in ([term] if _width(term) <= ROOM else _cut(term, _SIGN))]


def _cut(line: str, before: re.Pattern[str]) -> list[str]:
    """The line cut before each sign that stands outside of arrays, brackets and braces."""
    hidden = _ARRAY.sub(lambda array: "#" * len(array[0]), line)
    cuts, depth, at = [0], 0, 0
    while at < len(hidden):
        depth += (hidden[at] in "({") - (hidden[at] in ")}")
        sign = before.match(hidden, at) if depth == 0 else None
        if sign is not None and at > 0:
            cuts.append(at)
        at = sign.end() if sign is not None else at + 1
    return [line[a:b] for a, b in zip(cuts, [*cuts[1:], len(line)], strict=True)]


def _width(part: str) -> float:
    """About how wide it is, in em."""
    return sum(map(_of_array, _ARRAY.findall(part))) + _of_text(_ARRAY.sub("", part))


def _of_array(inside: str) -> float:
    rows = [row.split(" & ") for row in inside.split(r" \\ ")]
    columns = zip(*rows, strict=True)
    return sum(max(map(_of_text, column)) + GAP for column in columns) + 0.4


def _of_text(text: str) -> float:
    return sum(_WIDTHS.get(sign, 0.5) for sign in _COMMAND.sub("", text))
