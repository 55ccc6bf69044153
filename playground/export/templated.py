"""The templates of the files, in the app's own marks: `<< value >>` and `<% if … %>`.

What goes into HTML or XML is escaped, unless it is marked as HTML already. Templates are part of
the program, and what people typed is only ever put into them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from playground.export.escapes import latex_text, markdown_text, minus_sign, one_line

_FOLDER = Path(__file__).parent / "templates"


def rendered(template: str, names: dict[str, Any]) -> str:
    """The file made from that template."""
    return _environment().get_template(f"{template}.jinja").render(names)


def content(name: str) -> str:
    """A file that is put in as it is, such as a style sheet."""
    return (_FOLDER / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=lambda name: (name or "").endswith((".html.jinja", ".xml.jinja")),
        undefined=StrictUndefined,
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "markdown": markdown_text,
        "latex": latex_text,
        "line": one_line,
        "minus": minus_sign,
    }
    return made
