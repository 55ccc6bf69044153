"""A page's prose: Markdown files beside its code, whole or section by section."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parents[1]
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


@lru_cache
def lesson(name: str) -> str:
    """The text of `playground/<name>.md`."""
    return (_FOLDER / f"{name}.md").read_text(encoding="utf-8")


@lru_cache
def sections(name: str) -> dict[str, str]:
    """What stands under each heading of the second level, by the heading."""
    _, *parts = _HEADING.split(lesson(name))
    return {key.strip(): text.strip() for key, text in zip(parts[::2], parts[1::2], strict=True)}


def filled(text: str, details: dict[str, str]) -> str:
    """`text` with {name} replaced by `details[name]`; all other braces stay, as in LaTeX."""
    for name, value in details.items():
        text = text.replace("{" + name + "}", value)
    return text


def as_typed(text: str) -> str:
    """A text that somebody typed, shown as it is: no Markdown, no formulas."""
    for sign in "\\`*_{}[]()<>#+-!|~$:":
        text = text.replace(sign, f"\\{sign}")
    return text
