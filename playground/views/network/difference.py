"""How a figure differs from another one. The figures that a press leads to are nearly the one that
is shown, so they are sent as this. Texts are cut at a sign, and what both have in the same order is
told by where it stands in the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import accumulate

LEAST = 24  # characters that are worth being told by their place
Part = str | tuple[int, int]


def difference(old: str, new: str, sign: str = ",") -> str:
    """JSON: a list of texts, and of places [from, to) in `old`, which make `new` one after the
    other. Both are ASCII, so that a browser counts alike. With a rarer `sign` the pieces are fewer:
    it is found sooner, and tells more."""
    known, asked = old.split(sign), new.split(sign)
    starts = [0, *accumulate(len(piece) + 1 for piece in known)]
    parts: list[Part] = []
    for begin, end, at in _runs(asked, known):
        place = (starts[at], starts[at + end - begin]) if at >= 0 else (0, 0)
        if place[1] - place[0] >= LEAST:
            parts.append(place)
        else:
            _append(parts, sign.join(asked[begin:end]) + sign)
    return json.dumps(_without_last_sign(parts), separators=(",", ":"))


def _runs(new: list[str], old: list[str]) -> Iterator[tuple[int, int, int]]:
    """Runs of `new`, [begin, end), and where each begins in `old`; -1 where it does not occur."""
    first = {piece: k for k, piece in reversed(list(enumerate(old)))}
    begin = 0
    while begin < len(new):
        at, end = first.get(new[begin], -1), begin + 1
        if at >= 0:
            shift = at - begin
            while end < len(new) and end + shift < len(old) and new[end] == old[end + shift]:
                end += 1
        yield begin, end, at
        begin = end


def _append(parts: list[Part], text: str) -> None:
    if parts and isinstance(parts[-1], str):
        parts[-1] += text
    else:
        parts.append(text)


def _without_last_sign(parts: list[Part]) -> list[Part]:
    *rest, last = parts
    return [*rest, last[:-1] if isinstance(last, str) else (last[0], last[1] - 1)]
