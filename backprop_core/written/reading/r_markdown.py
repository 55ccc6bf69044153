"""A page of R Markdown or of reprex: what its code printed, behind ## or #>.

The code is left out: it holds no result, and nothing in a text is evaluated.
"""

from __future__ import annotations

import re

_MARKS = ("##", "#>")
_CODE = re.compile(r"^(?!#)[^\n]*(?:<-|\b[A-Za-z][\w.]*\()", re.MULTILINE)
_NAME = re.compile(r" *[A-Za-z][\w.]{0,80} *")  # a name alone says what is printed below it
NOTE = "of R Markdown, what the code printed was read; the code was left out"


def without_r_code(text: str, notes: list[tuple[int, str]]) -> str:
    """The text with spaces in the place of the code, if there is code and then marked output with
    numbers; comments stand before what they are about, so a text that begins with them is none."""
    for mark in _MARKS:
        printed = re.search(rf"\n{mark} [^\n]*[0-9]", text)
        if printed and _CODE.search(text[: printed.start()]) and not text.startswith(mark):
            notes.append((0, NOTE))
            return "\n".join(_printed(line, mark) for line in text.split("\n"))
    return text


def _printed(line: str, mark: str) -> str:
    if line.startswith(mark):
        return line[len(mark) :].rjust(len(line))
    return line if _NAME.fullmatch(line) else " " * len(line)
