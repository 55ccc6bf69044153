"""A page's prose: the Markdown files beside its code, section by section, in the notation's words.

A room's text is `text.md` in its folder; a room that has more names the file as well, as in
"check/mistakes". A section stands under a heading of the second level.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import bidirectional

from playground import session
from playground.notation.symbols import Notation
from playground.notation.vocabulary import vocabulary
from playground.templates import filled

_FOLDER = Path(__file__).parents[1]
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
WHOLE = ""  # the name of the section that is a whole file


def text(room: str, section: str, notation: Notation, **details: Any) -> str:
    """What a room says in that section; `details` are put in where it names them."""
    written = whole(room) if section == WHOLE else sections(room)[section]
    return session.in_words(filled(written, {**vocabulary(notation), **details}))


@cache
def sections(room: str) -> dict[str, str]:
    """A room's sections by their headings, as they are written."""
    _, *parts = _HEADING.split(whole(room))
    return {key.strip(): body.strip() for key, body in zip(parts[::2], parts[1::2], strict=True)}


@cache
def whole(room: str) -> str:
    """A room's text as it is written."""
    file = room if "/" in room else f"{room}/text"
    return (_FOLDER / f"{file}.md").read_text(encoding="utf-8")


# Streamlit looks for these in finished text, where no escape can stop it: links, e-mail addresses,
# names of icons, emoji and the logo, and arrows and dashes that stand by themselves.
_NOTICED = re.compile(
    r"https?:(?=//)|www(?=\.)|@(?=[\w-])|:(?=[\w+-]+:)|(?<!\S)(?:<(?=->?(?!\S))|[-<>~](?=[->=](?!\S)))",
    re.IGNORECASE,
)
_JOINER = "\u2060"  # takes no room and lets no line break
_MARKUP = re.compile(r"[!-/:-@\[-`{-~]")  # all that Markdown can give a meaning to


# What turns the direction of all behind it, up to the end of the paragraph.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_FROM_THE_RIGHT = frozenset(("R", "AL", "AN"))
_APART, _TOGETHER = "\u2068", "\u2069"  # between them a text has a direction of its own


def as_typed(text: str) -> str:
    """A text that a person typed or a file holds, as Markdown that shows it as it is."""
    own = in_own_direction(" ".join(text.split()))
    apart = _NOTICED.sub(rf"\g<0>{_JOINER}", own)
    return _MARKUP.sub(r"\\\g<0>", apart)


def in_own_direction(text: str) -> str:
    """The text without signs that turn what stands beside it, and apart from that where it is
    written from right to left."""
    text = _TURNS.sub("", text)
    if text.isascii() or not any(bidirectional(sign) in _FROM_THE_RIGHT for sign in text):
        return text
    return f"{_APART}{text}{_TOGETHER}"
