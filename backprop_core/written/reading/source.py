"""The text that is read, its tokens, and what the comma means in it.

A run of numbers is split into its numbers here, and only here: what is between two of them is a
comma or spaces, not both, so that nothing is joined or parted that was not meant to be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from backprop_core.checks import quoted
from backprop_core.errors import BackpropError
from backprop_core.written.number import written_number
from backprop_core.written.number_pattern import number_pattern
from backprop_core.written.reading.blocks import is_gap
from backprop_core.written.reading.tokens import Token

_NOT_FINITE = ("nan", "inf", "infinity", "∞", "na", "-inf")
TAKES = "numbers in brackets, in rows, or after a name and = or :"
_LEFT_OUT = (
    "where numbers were left out in printing. Print all of them, in NumPy with "
    "np.set_printoptions(threshold=10**6), in PyTorch with "
    "torch.set_printoptions(profile='full'), in pandas with to_csv()"
)
_LONG_FORM = re.compile(r"[^0-9.,eE+\- ]| E")
_NUMBER = re.compile(rf"[+-]?{number_pattern(comma=False, programs=True)}")
_COMMA_NUMBER = rf"[+-]?{number_pattern(comma=True, programs=True)}"
_COMMA_NUMBERS = re.compile(_COMMA_NUMBER)
_COMMA_RUN = re.compile(rf"{_COMMA_NUMBER}(?>(?:(?>,? +){_COMMA_NUMBER})*)")


THOUSANDS = re.compile(
    r"[+-]?[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+(?:\.[0-9]*)?|(?:\.[0-9]{3})+,[0-9]+)"
)


class CommaError(BackpropError):
    """A comma that may be a decimal comma or a separator.

    `example` is the text with the comma. Answer with the reader's option `decimal`.
    """

    def __init__(self, example: str) -> None:
        shown = quoted(example)
        super().__init__(
            f"The text holds {shown}. Its comma may be a decimal comma or stand between two "
            "numbers: say which of the two, or write a point or a space instead."
        )
        self.example = example


@dataclass(frozen=True)
class Source:
    """The plain text, and whether a comma between two digits is a decimal comma."""

    text: str
    decimal_comma: bool = False

    def of(self, token: Token) -> str:
        """What a token covers."""
        return self.text[token.start : token.end]

    def between(self, first: Token, last: Token) -> str:
        """The text from one token to another, both included."""
        return self.text[first.start : last.end]

    def numbers(self, run: Token) -> list[str]:
        """The numbers in a run, each as written."""
        text = self.of(run)
        if " " not in text and ("," not in text or (self.decimal_comma and text.count(",") == 1)):
            return [text]
        if self.decimal_comma and "," in text:
            return self._comma_numbers(text)
        is_plain = not _LONG_FORM.search(text)
        found = text.replace(",", " ").split() if is_plain else _NUMBER.findall(text)
        if text.count(",") not in (0, len(found) - 1 + text.count("{,}")):
            raise self.refusal(
                run, "with commas between some numbers and only spaces between others"
            )
        return found

    def quoted_number(self, token: Token) -> str:
        """The number in quotes, where a comma can only be a decimal comma, or a thousands mark."""
        text = self.of(token)[1:-1]
        if THOUSANDS.fullmatch(text.strip()) and not self.decimal_comma:
            raise CommaError(text)
        if not is_gap(text):
            written_number(text)
        return text

    def _comma_numbers(self, text: str) -> list[str]:
        if not _COMMA_RUN.fullmatch(text):
            raise BackpropError(
                f"The text holds {quoted(text)}, where commas are decimal commas. "
                "Put a semicolon or a space between two numbers."
            )
        return _COMMA_NUMBERS.findall(text)

    def column(self, place: int) -> int:
        """How far a place is from the beginning of its line."""
        return place - self.text.rfind("\n", 0, place)

    def elision(self, token: Token) -> BackpropError:
        """An error for dots: behind digits that go on, or where a print left numbers out."""
        if self.text[token.start - 1 : token.start].isdigit() or self.of(token)[:1].isdigit():
            start = self.text.rfind(" ", max(0, token.start - 40), token.start) + 1
            whole = Token("word", start or token.start, token.end)
            return self.refusal(whole, "which goes on; write the digits that you have")
        return self.refusal(token, _LEFT_OUT)

    def unreadable(self, token: Token, is_call: bool) -> BackpropError:
        """An error for what is no array, and names what it looks like."""
        text = self.of(token)
        if token.kind == "end":
            return BackpropError("The text ends where a number is expected.")
        if token.kind == "elision" or text.rstrip(".") != text:
            return self.elision(token)
        if is_call or any(sign in text for sign in "*+/^×·"):
            return self.refusal(
                token, "which would have to be computed: nothing in a text is evaluated"
            )
        named = text.lstrip("+-−").lower() in _NOT_FINITE
        return self.refusal(token, "which is not finite" if named else "which is not a number")

    def refusal(self, token: Token, why: str, stop: Token | None = None) -> BackpropError:
        """An error that quotes the text from a token on, or up to `stop`, and says why."""
        end = stop.end if stop else token.end
        shown = self.text[token.start : end]
        return BackpropError(f"The text holds {quoted(shown)}, {why}. It takes {TAKES}.")
