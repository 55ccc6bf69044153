"""Several names and as many numbers on one line: z1, z2 = 0.3775, 0.3925.

They become a name and a number each, in no more room. As everywhere, a place in the text stays
about the same place.
"""

from __future__ import annotations

import re

_NAME = r"[^\W\d][\w^'.]{0,40}"
_NUMBER = r"[-+]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,3})?"
_ASSIGNED = re.compile(
    rf"^(?P<indent> *)[\[(]?(?P<names>{_NAME}(?:, ?{_NAME}){{1,40}})[\])]? ?= ?"
    rf"[\[(]?(?P<numbers>{_NUMBER}(?:, ?{_NUMBER}){{1,40}})[\])]?;?$",
    re.MULTILINE,
)


def without_tuples(text: str) -> str:
    """The text with such lines taken apart; where the counts differ it is left, and so refused."""
    return _ASSIGNED.sub(_apart, text) if "=" in text and "," in text else text


def _apart(found: re.Match[str]) -> str:
    names, numbers = (re.split(", ?", found[part]) for part in ("names", "numbers"))
    if len(names) != len(numbers):
        return found[0]
    pairs = zip(names, numbers, strict=True)
    written = ";".join(f"{name}={number}" for name, number in pairs)
    return f"{found['indent']}{written}".ljust(len(found[0]))
