"""A task that a teacher wrote, as Markdown that can do no more than it should.

Bold, italics, lists, `code` and $LaTeX$ keep their meaning; headings, links, pictures, HTML and
Streamlit's own marks are shown as they were typed.
"""

from __future__ import annotations

import re

from playground.ui.page_text import as_typed

_ITEM = re.compile(r"\s{0,8}([-*+]|\d{1,3}[.)])\s+(?=\S)")
_MARKED = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|\$\$(?P<display>[^$\n]+)\$\$"
    r"|\$(?P<latex>(?!\s)[^$\n]*[^$\s\\])\$"
    r"|\*\*(?P<bold>(?!\s)[^\n]*?[^\s*])\*\*"
    r"|(?<![\w*])[*_](?P<italic>(?![\s*_])[^*_\n]*?[^\s*_])[*_](?!\w)"
)


def task_markdown(text: str) -> str:
    """The task as safe Markdown: one paragraph, list item or line for each of its lines."""
    made: list[str] = []
    for line in text.splitlines():
        item = _ITEM.match(line)
        if item is not None:
            number = item[1] if item[1][0].isdigit() else "-"
            made.append(f"{number} {_inline(line[item.end() :])}")
        else:
            made.append(_inline(line.strip()) + "  " if line.strip() else "")
    return "\n".join(made).strip()


def _inline(text: str) -> str:
    made, at = [], 0
    for found in _MARKED.finditer(text):
        made += [_plain(text[at : found.start()]), _marked(found)]
        at = found.end()
    return "".join([*made, _plain(text[at:])])


def _marked(found: re.Match[str]) -> str:
    if found["code"] is not None:
        return f"`{found['code']}`"
    if found["display"] is not None:
        return f"$${found['display']}$$"
    if found["latex"] is not None:
        return f"${found['latex']}$"
    if found["bold"] is not None:
        return f"**{_inline(found['bold'])}**"
    return f"*{_plain(found['italic'])}*"


def _plain(text: str) -> str:
    """As typed; a space at either end stays, since the next piece goes on from there."""
    body = as_typed(text)
    if not body:
        return " " if text else ""
    return " " * text[0].isspace() + body + " " * text[-1].isspace()
