"""PHP's prints of arrays, by print_r, var_dump and var_export, as lists in brackets.

Each writes the place of every entry before it: [0] => 0.1. Places that are counted become commas,
those that are named become names. As everywhere, a place in the text stays the same place.
"""

from __future__ import annotations

import re

_PRINTED = re.compile(r"\bArray\s{1,40}\(\s|\barray\([0-9]{1,9}\) \{\s|\barray \(\s")
_EXPORTED = re.compile(r"\barray \(\s")
_PLACE = re.compile(
    r"(?P<open>[({])|(?P<close>[)}])|"
    r"\[(?P<quote>[\"']?)(?P<name>[\w.]{1,60})(?P=quote)(?::[\w:]{1,40})?\] ?=>"
)
_COUNT = re.compile(r"(?<=[\s(,])[0-9]{1,9} =>")
_NAME_OF_ARRAY = re.compile(r"\bArray(?=\s{1,40}\()|\barray\([0-9]{1,9}\)(?= \{)|\barray(?= \(\s)")


def without_php(text: str) -> str:
    """The text with PHP's prints as brackets and commas; any other text as it is."""
    if not _PRINTED.search(text):
        return text
    is_exported = bool(_EXPORTED.search(text))
    text = _NAME_OF_ARRAY.sub(lambda found: " " * len(found[0]), text)
    if is_exported:
        return _COUNT.sub(lambda found: " " * len(found[0]), text)
    entries: list[int] = []  # so many have come in each bracket that is open

    def plain(found: re.Match[str]) -> str:
        if found["open"]:
            entries.append(0)
            return "("
        if found["close"]:
            if entries:
                entries.pop()
            return ")"
        mark = "," if entries and entries[-1] else " "
        if entries:
            entries[-1] += 1
        name = "" if found["name"].isdigit() else f"{found['name']}:"
        return f"{mark}{name}".ljust(len(found[0]))

    # A number stands on each line, and no line is a row.
    return _PLACE.sub(plain, text).replace("\n", " ").rstrip()
