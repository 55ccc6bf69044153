"""R's str(): num [1:2, 1:3] 0.1 -0.4 0.2 0.5 0.3 0.6, column by column, after a name and $.

It becomes the array(c(…), dim = …) that R itself would write, as far as there is room; a number
of numbers that differs from the sizes is left as it is, and so refused.
"""

from __future__ import annotations

import re
from math import prod

from backprop_core.checks import quoted
from backprop_core.errors import BackpropError

_ANY = re.compile(r"\b(?:num|int) \[1:[0-9]")
_VALUE = re.compile(
    r"^(?P<before>[ .$]*(?P<name>[\w.]{1,60})? *:)?(?P<type> *(?:num|int) )"
    r"(?:\[(?P<sizes>1:[0-9]{1,6}(?:, ?1:[0-9]{1,6})?)\] )(?P<numbers>[-+0-9.eE ]{1,4000})"
    r"$",
    re.MULTILINE,
)
_ONE = re.compile(r"^(?P<before>[ .]*\$ *[\w.]{1,60} *:) *(?:num|int) (?=[-+0-9.eE]+$)", re.M)
_SAID = re.compile(
    r"^(?:[ .]*(?:\$ [\w.]{1,60} *:)?List of [0-9]{1,4}|[ .]*- attr\(\*[^\n]{1,300}"
    r"|[ .]*\.\.\$ *: chr [^\n]{1,300}|[ .]*\$ [\w.]{1,60} *: *(?:chr|logi) [^\n]{1,300})$",
    re.MULTILINE,
)


def without_structure(text: str) -> str:
    """The text with each such vector as rows; any other as it is. Raises BackpropError where R
    has left numbers out."""
    if not _ANY.search(text):
        return text
    text = _SAID.sub(lambda found: " " * len(found[0]), text)
    text = _ONE.sub(lambda found: _named(found["before"]).ljust(len(found[0])), text)
    return _VALUE.sub(_as_rows, text)


def _named(before: str | None) -> str:
    return (before or "").replace("$", " ").replace("..", "  ")


def _as_rows(found: re.Match[str]) -> str:
    if "..." in found["numbers"]:
        raise BackpropError(
            f"The text holds {quoted(found[0].strip())}, where str() leaves numbers out. Print the "
            "array itself, or dput() of it."
        )
    sizes = [int(size) for size in re.findall(r"1:([0-9]+)", found["sizes"])]
    numbers = found["numbers"].split()
    if prod(sizes) != len(numbers):
        return found[0]
    rows = [numbers[row :: sizes[0]] for row in range(sizes[0])] if len(sizes) > 1 else [numbers]
    written = f"[{'; '.join(' '.join(row) for row in rows)}]"
    return f"{_named(found['before'])} {written}".ljust(len(found[0]))
