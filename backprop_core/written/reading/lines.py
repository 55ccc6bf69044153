"""The lines of a text, where brackets that stay open join a line with the next.

Every bracket has to close with its like, and no text nests deeper than people nest arrays.
"""

from __future__ import annotations

from backprop_core.checks import quoted
from backprop_core.errors import BackpropError
from backprop_core.written.reading.tokens import CLOSING, OPENING, Token

DEEPEST = 20


def lines_of(text: str, tokens: list[Token]) -> list[list[Token]]:
    """The tokens of each line, without its end; a line goes on while a bracket is open.

    Raises BackpropError for a bracket without its like, and for brackets too deep.
    """
    lines: list[list[Token]] = [[]]
    open_: list[tuple[str, Token]] = []
    for token in tokens:
        if token.kind == "newline" and not open_:
            lines.append([])
            continue
        if token.kind == "tab" and open_:
            continue  # no more than a space
        if token.kind == "=" and len(lines) > 1 and not lines[-1] and lines[-2]:
            lines.pop()  # the working of an exercise goes on with = on the next line
            while lines[-1] and lines[-1][-1].kind == "break":
                lines[-1].pop()
        lines[-1].append(_bracket_checked(text, token, open_))
    if open_:
        raise _unmatched(text, open_[-1][1], "a bracket that does not close")
    return lines


def _bracket_checked(text: str, token: Token, open_: list[tuple[str, Token]]) -> Token:
    """The token, with brackets kept track of in `open_`: what closes each, and where it began."""
    if token.kind in OPENING:
        closes = OPENING[token.kind]
        if token.kind == "begin" and not text.startswith("\\begin", token.start):
            closes = "}"  # \pmatrix{ … }
        open_.append((closes, token))
        if len(open_) > DEEPEST:
            raise BackpropError(
                f"The text has brackets more than {DEEPEST} deep. "
                "It takes arrays of up to three dimensions."
            )
    elif token.kind in CLOSING:
        if open_ and open_[-1][0] == token.kind:
            open_.pop()
        elif token.kind in (")", ">"):  # as in a) and >>>, which stand in labels
            if open_ and token.kind == ")":
                raise _unmatched(text, open_[-1][1], "a bracket that closes with another kind")
            return token._replace(kind="sign")
        else:
            raise _unmatched(text, token, "a bracket that closes nothing")
    return token


def _unmatched(text: str, token: Token, what: str) -> BackpropError:
    return BackpropError(f"The text has {what}: {quoted(text[token.start : token.start + 80])}.")
