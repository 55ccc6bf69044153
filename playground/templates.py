"""Text with places to fill: Jinja2, with marks that leave Markdown and LaTeX readable.

`<< value >>` puts a value in, and `<% if hidden %> … <% else %> … <% endif %>` keeps the passage
that is true. A text is filled in a sandbox and reaches nothing but the names it is given; a name
that is missing is an error and never an empty place. A condition alone on a line leaves no line; at
the end of a line of text it would join that line to the next, and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.environment import TemplateExpression
from jinja2.sandbox import ImmutableSandboxedEnvironment

from backprop_core import BackpropError

_MARKS = {
    **{"variable_start_string": "<<", "variable_end_string": ">>"},
    **{"block_start_string": "<%", "block_end_string": "%>"},
    **{"comment_start_string": "<#", "comment_end_string": "#>"},
}
_ALONE = {"trim_blocks": True, "lstrip_blocks": True}  # a condition on a line of its own
_ENVIRONMENT = ImmutableSandboxedEnvironment(**_MARKS, **_ALONE, undefined=StrictUndefined)
_JOINED = re.compile(r"^(?!\s*(?:<%[^%]*%>\s*)+$).*%>$", re.MULTILINE)
_ENVIRONMENT.globals.clear()
_ENVIRONMENT.filters = {"capital": lambda text: capital(str(text))}


class TextError(BackpropError):
    """A text that cannot be read or filled: what is wrong with it, and in which line."""


def capital(text: str) -> str:
    """The word as a sentence begins; a symbol, such as dz, stays as it is."""
    return text if len(text) < 3 or not text[0].isalpha() else text[0].upper() + text[1:]


def filled(text: str, names: Mapping[str, Any]) -> str:
    """The text with all its places filled. Raises TextError."""
    try:
        return _template(text).render(names)
    except TemplateError as error:
        raise TextError(f"The text {_start(text)} cannot be filled: {error.message}.") from None


def value_of(expression: str, names: Mapping[str, Any]) -> Any:
    """What an expression such as `passes >= 10` comes to. Raises TextError."""
    try:
        return _expression(expression)(**names)
    except TemplateError as error:
        raise TextError(f"{expression!r} cannot be worked out: {error.message}.") from None


@cache
def _template(text: str) -> Template:
    _read(text)  # for its message
    return _ENVIRONMENT.from_string(text)


@cache
def _expression(text: str) -> TemplateExpression:
    _read(f"<< {text} >>")  # for its message
    return _ENVIRONMENT.compile_expression(text, undefined_to_none=False)


@cache
def _read(text: str) -> nodes.Template:
    if (joined := _JOINED.search(text.rstrip())) and joined.end() < len(text.rstrip()):
        raise TextError(
            f"The line {_start(joined[0])} ends with a condition, so the next joins it."
        )
    try:
        return _ENVIRONMENT.parse(text)
    except TemplateSyntaxError as error:
        where = f"Line {error.lineno} of the text {_start(text)}"
        raise TextError(f"{where} cannot be read: {(error.message or '').rstrip('.')}.") from None


def _start(text: str) -> str:
    line = " ".join(text.split())
    return repr(line if len(line) <= 60 else f"{line[:59]}…")


# What a text asks for, known without filling it.


@dataclass(frozen=True)
class Called:
    """A call in a text: z(1, 2).value has the name z, two arguments and the attribute value."""

    name: str
    args: tuple[Any, ...]
    named: Mapping[str, Any]
    attribute: str  # "" where none is taken


def names_in(text: str) -> set[str]:
    """The names that a text takes from outside; it makes none itself. Raises TextError."""
    return {one.name for one in _read(text).find_all(nodes.Name)}


def attributes_in(text: str) -> set[str]:
    """All attributes that a text takes of something. Raises TextError."""
    return {got.attr for got in _read(text).find_all(nodes.Getattr)}


def calls_in(text: str) -> Iterator[Called]:
    """Every call of a name with constants in a text. Raises TextError."""
    tree = _read(text)
    taken = {id(got.node): got.attr for got in tree.find_all(nodes.Getattr)}
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name):
            try:
                args = tuple(arg.as_const() for arg in call.args)
                named = {one.key: one.value.as_const() for one in call.kwargs}
            except nodes.Impossible:
                continue
            yield Called(call.node.name, args, named, taken.get(id(call), ""))


def format_string(text: str) -> str:
    """The same text for `str.format`, which is sixty times faster where a text has names only and
    is filled for every number of a graph. Raises TextError where it has more than names."""
    parts = []
    for node in _read(text).body:
        for part in node.nodes if isinstance(node, nodes.Output) else [node]:
            if isinstance(part, nodes.TemplateData):
                parts.append(part.data.replace("{", "{{").replace("}", "}}"))
            elif isinstance(part, nodes.Name):
                parts.append(f"{{{part.name}}}")
            else:
                raise TextError(f"The text {_start(text)} takes names only.")
    return "".join(parts)
