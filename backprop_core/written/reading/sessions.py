"""What somebody typed in a session of Python, IPython, Julia or Sage, among what it printed.

A name that was typed, or print(…) of one, says what is printed below it. All other code is left
out: it holds no result, and nothing in a text is evaluated.
"""

from __future__ import annotations

import re

_PROMPT = re.compile(
    r"^(?P<prompt>>>>|In ?\[[0-9 ]{0,9}\]:=?|julia>|sage:|\(Pdb(?:\+\+)?\)|ipdb>)"
    r"(?: (?P<code>[^\n]*))?$",
    re.MULTILINE,
)
_GOES_ON = re.compile(r"^(?: {0,20}\.\.\.:|\.\.\.(?= |$))(?P<code>[^\n]*)$", re.MULTILINE)
_NAME = r"[^\W\d][\w.]{0,80}(?:\[[\w'\". ,:-]{1,40}\]){0,3}"
_SAYS = re.compile(
    rf"(?:print|disp|display|show|repr|np\.round)\((?P<said>{_NAME})(?:, ?[^()\n]*)?\);?"
)
_ARRAY = r"(?:\w+\.)?(?:array|tensor|matrix|Matrix|asarray)\([^+*@]*"
_LIST = r"[-+\[({.0-9][^+*@/a-zA-Z]*"
_KEPT = re.compile(rf"{_NAME}|{_NAME} ?= ?(?:{_ARRAY}|{_LIST})")


def without_code(text: str) -> str:
    """The text with spaces in the place of code at prompts; one with no prompt as it is."""
    if not _PROMPT.search(text):
        return text
    text = _PROMPT.sub(_typed, text)
    return _GOES_ON.sub(_typed_further, text)


def _typed(found: re.Match[str]) -> str:
    code = (found["code"] or "").strip()
    if found["prompt"].endswith(("db>", ")")):
        code = re.sub(r"^pp? ", "", code)  # of Python's debugger
    says = _SAYS.fullmatch(code)
    kept = says["said"] if says else code if _KEPT.fullmatch(code) else ""
    return kept.rjust(len(found[0]))


def _typed_further(found: re.Match[str]) -> str:
    """Further rows of an array that was typed in; all other code is left out."""
    code = found["code"]
    return (code if re.fullmatch(r"[-+0-9.,\[\]() eE]+", code) else "").rjust(len(found[0]))
