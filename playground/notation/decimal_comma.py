"""Text of our own with the numbers as they are written where a comma is the decimal mark: 0,5 for
0.5, and 12 000 for 12,000, with a narrow space. Code and the attributes of HTML stay as they are;
in a formula the comma stands in braces, or TeX sets a space behind it. A figure's own texts are
among them, but not what tells Plotly how to write a number, as in %{y:.4g}."""

from __future__ import annotations

import re
from typing import Any

NARROW_SPACE = "\u202f"
SEPARATORS = f",{NARROW_SPACE}"  # of a Plotly layout: the decimal mark, then that of thousands

_THOUSANDS = r"[0-9]{1,3}(?:,[0-9]{3})+"
_NUMBER = re.compile(
    rf"(?<![\w.:%\\,{{])(?:(?:{_THOUSANDS}|[0-9]*)\.[0-9]+(?!\.?[0-9])|{_THOUSANDS}(?![0-9]|[.,][0-9]))"
)
_IN_FORMULA = re.compile(r"(?<![\w.])([0-9]*)\.([0-9]+)(?![0-9]| ?(?:em|ex|pt|mu))")  # no lengths
_PART = re.compile(r"(?s)(?P<kept>```.*?```|`[^`]*`|<[^<>]*>)|(?P<formula>\$\$.*?\$\$|\$[^$]*\$)")


def with_comma(text: str) -> str:
    """The text, as Markdown or HTML."""
    parts, last = [], 0
    for found in _PART.finditer(text):
        parts += [_prose(text[last : found.start()]), _part(found)]
        last = found.end()
    return "".join([*parts, _prose(text[last:])])


_TEXTS = ("text", "name", "hovertemplate")


def figure_with_comma(value: Any, *, said: bool = False) -> Any:
    """A Plotly figure with its own texts written so."""
    if isinstance(value, dict):
        return {key: figure_with_comma(one, said=key in _TEXTS) for key, one in value.items()}
    if isinstance(value, list):
        return [figure_with_comma(one, said=said) for one in value]
    return with_comma(value) if said and isinstance(value, str) else value


def _part(found: re.Match[str]) -> str:
    if found["kept"] is not None:
        return found["kept"]
    return _IN_FORMULA.sub(r"\1{,}\2", found["formula"])


def _prose(text: str) -> str:
    return _NUMBER.sub(_number, text)


def _number(found: re.Match[str]) -> str:
    return found[0].replace(",", NARROW_SPACE).replace(".", ",")
