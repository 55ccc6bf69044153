"""LaTeX as tokens, taken one after the other."""

from __future__ import annotations

import re

_SILENT = r"\\[,;!]|\\(?:[bB]igg?[lr]|textstyle|displaystyle)(?![a-zA-Z])"
_TOKEN = re.compile(
    r"(\\(?:place|text|operatorname|mathrm)\{[^{}]*\})"
    rf"|{_SILENT}"
    r"|(\\[a-zA-Z]+|\\\\|\d+(?:\.\d+)?|\S)"
)


class MisreadError(ValueError):
    """LaTeX that a reader would stumble over."""


class Tokens:
    """The tokens of a formula, and how many of them were taken."""

    def __init__(self, tex: str) -> None:
        self.tokens = [whole or one for whole, one in _TOKEN.findall(tex) if whole or one]
        self.at = 0

    def next(self, ahead: int = 0) -> str | None:
        """The next token, or one further ahead; None after the last."""
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else None

    def take(self, *expected: str) -> str:
        """The next token, which is then taken. Raises MisreadError if it is none of those."""
        token = self.next()
        if token is None or (expected and token not in expected):
            raise MisreadError(f"{' or '.join(expected) or 'more'} expected, {token} found")
        self.at += 1
        return token

    def take_all(self, *expected: str) -> None:
        """Take these, one after the other."""
        for token in expected:
            self.take(token)

    def split_digits(self) -> None:
        """After \\tfrac a single digit needs no braces: \\tfrac12 is a half."""
        token = self.next() or ""
        if token.isdigit():
            self.tokens[self.at : self.at + 1] = list(token)

    def name(self) -> str:
        """What stands in braces, such as the name of an environment."""
        self.take("{")
        name = ""
        while self.next() != "}":
            name += self.take()
        self.take("}")
        return name
