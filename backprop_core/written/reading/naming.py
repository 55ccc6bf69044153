"""The words above arrays: a label for what comes next, a heading over several, column heads.

A line of words becomes the label of the array below it. When a label with its own array follows
instead, the line was a heading: "Layer 1:" stands before "dW" and "db" until the next heading.
"""

from __future__ import annotations

import re

from backprop_core.checks import quoted
from backprop_core.errors import BackpropError
from backprop_core.written.reading.heads import right_above
from backprop_core.written.reading.labels import LONGEST_LABEL, plain_label
from backprop_core.written.reading.rows import NAME, Cell
from backprop_core.written.reading.source import Source
from backprop_core.written.reading.tokens import Token

# A heading that says of no number what it is.
_OF_A_PASS = re.compile(
    r"(?i)(?:the )?(?:forward|back(?:ward)?|vorwärts|rückwärts)[ -]?"
    r"(?:pass|prop(?:agation)?|step|phase|rechnung|durchlauf|schritt)?"
    r"(?: ?\((?:before|initial)[^()]*\))?"
)
_HEADING = 5  # words: a longer line is a sentence, and no part of the labels below it


class Names:
    """The words that have been read and not yet used."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text: str | None = None
        self._tokens: list[Token] = []
        self._before: list[Token] = []  # of the line before it
        self._heading = ""

    def say(self, text: str, tokens: list[Token]) -> None:
        """A line of words: a label for what comes, below the words before it."""
        if plain_label(text) is None:
            return
        if len(text) > LONGEST_LABEL:
            raise BackpropError(
                f"The text holds {quoted(text)}, which is too long for the name of an array."
            )
        self._before = self._tokens if self.text is not None else []
        self._make_heading()
        self.text, self._tokens = text, tokens

    def say_page(self, number: str) -> None:
        """A page of an array of three dimensions, below the words that name the array."""
        label = re.sub(r"\[:, :, [0-9]+\]$", "", plain_label(self.text) or "")
        self.text = None
        self.say(f"{label}[:, :, {number}]", [])

    def take(self) -> str | None:
        """The words above, as the label of what comes; they are used up."""
        text, self.text = self.text, None
        return self._in_full(plain_label(text)) if text is not None else None

    def label(self, named: str | None) -> str | None:
        """A label on the line itself, or else the words above."""
        if named is None:
            return self.take()
        self._make_heading()
        return self._in_full(named)

    def take_heads(self, rows: list[list[Cell]]) -> list[Cell] | None:
        """The words above as column heads, if they stand right above numbers as in a print."""
        cells = [cell for cell in rows[0] if cell.kind != NAME] if rows else []
        for tokens in (self._tokens, self._before) if self.text is not None else ():
            heads = [Cell(NAME, self.source.of(t), t.start, t.end) for t in tokens]
            behind = len(cells) - len(heads)
            if not heads or len(cells) < 2 or behind not in (0, 1):
                continue
            if right_above(self.source, heads, cells[behind:]):
                if tokens is self._before:  # pandas names the index below the heads
                    self._heading = ""
                self.text = None
                return heads
        return None

    def require_numbers(self, *signs: str) -> None:
        """Refuse words above that promise numbers, of which none came."""
        if self.text and self.text.rstrip().endswith(signs):
            raise BackpropError(
                f"The text has nothing after {quoted(self.text)}. It takes numbers after a name."
            )

    def _make_heading(self) -> None:
        if self.text is not None:
            self.require_numbers("=")
            label = plain_label(self.text) or ""
            is_name = len(label.split()) <= _HEADING and not _OF_A_PASS.fullmatch(label)
            self._heading = label if is_name else ""
            self.text = None

    def _in_full(self, label: str | None) -> str | None:
        if not self._heading or not label or label.startswith(self._heading):
            return label
        return f"{self._heading} {label}"


def is_heading_comment(source: Source, tokens: list[Token]) -> bool:
    """Whether a line is a comment of words, as in '# dW1' above an array."""
    if len(tokens) != 1 or tokens[0].kind != "comment":
        return False
    return not re.search(r"[0-9][.,][0-9]|\.[0-9]|[\[=]", source.of(tokens[0]))
