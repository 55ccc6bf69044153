"""Data frames that pandas and R print with a column of names: its rows are counted, and the count
has no head.

    neuron       z       a
  0     h1  0.3775  0.5933

The count and the head of the names are left out. As everywhere, a place stays the same place.
"""

from __future__ import annotations

import re
from itertools import takewhile

_HEADS = re.compile(r" +(?P<first>[^\W\d]\w{0,40})(?P<others>(?: +[^\W\d][\w.]{0,40})+) *")
_ROW = re.compile(r" *(?P<count>[0-9]{1,4}) +[^\W\d][\w.]{0,40}(?P<cells>(?: +[-+.0-9eE]+)+) *")


def without_counts_before_names(text: str) -> str:
    """The text with spaces for such counts; any other text as it is."""
    lines = text.split("\n")
    for at, line in enumerate(lines[:-1]):
        heads = _HEADS.fullmatch(line)
        if heads is None or _ROW.fullmatch(lines[at + 1]) is None:
            continue
        below = map(_ROW.fullmatch, lines[at + 1 :])
        rows = [row for row in takewhile(bool, below) if row]
        counts = [int(row["count"]) for row in rows]
        width = len(heads["others"].split())
        if counts != [*range(counts[0], counts[0] + len(rows))] or counts[0] > 1:
            continue
        if any(len(row["cells"].split()) != width for row in rows):
            continue
        lines[at] = " " * heads.start("others") + line[heads.start("others") :]
        for place, row in enumerate(rows, at + 1):
            end = row.end("count")
            lines[place] = " " * end + lines[place][end:]
    return "\n".join(lines)
