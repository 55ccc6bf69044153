"""Passages of prose that are true of some networks only.

Of `{if softmax}…{elif not one output and has b 1 1}…{else}…{end}` the first passage is kept whose
conditions hold. A condition is the name of a need, or `has` and a place that the network has
exactly; `not` before it asks for the contrary. Passages may stand within formulas.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from backprop_core import BackpropError, Trace
from playground.lessons.needs import NEEDS, lack_of_place
from playground.lessons.pointers import Place, place_of
from playground.notation.symbols import Symbols

_CHOICE = re.compile(r"(\{if [^{}]*\}.*?\{end\})", re.DOTALL)
_MARK = re.compile(r"\{(?:if|elif) ([^{}]*)\}|\{(?:else|end)\}")


@dataclass(frozen=True)
class Condition:
    """Whether a network has something, or has it not."""

    asked: str | Place
    wanted: bool

    def holds(self, trace: Trace, symbols: Symbols) -> bool:
        """Whether it holds of this network."""
        if isinstance(self.asked, str):
            return NEEDS[self.asked].met(trace) == self.wanted
        return (lack_of_place(self.asked, trace, symbols) is None) == self.wanted


@dataclass(frozen=True)
class Passage:
    """A piece of text and its conditions, all of which are to hold."""

    text: str
    conditions: tuple[Condition, ...] = ()


Choice = tuple[Passage, ...]  # the last one holds always


def fitting(text: str, trace: Trace, symbols: Symbols) -> str:
    """The text with those passages kept that are true of this network."""
    return "".join(_kept(choice, trace, symbols) for choice in choices_in(text))


def _kept(choice: Choice, trace: Trace, symbols: Symbols) -> str:
    return next(
        passage.text
        for passage in choice
        if all(condition.holds(trace, symbols) for condition in passage.conditions)
    )


def readings(text: str) -> list[str]:
    """The text with the first passage of each choice, with the second, and so on."""
    choices = choices_in(text)
    return [
        "".join(choice[min(number, len(choice) - 1)].text for choice in choices)
        for number in range(max(map(len, choices)))
    ]


@lru_cache(maxsize=1024)
def choices_in(text: str) -> tuple[Choice, ...]:
    """The text piece by piece. Raises BackpropError for a condition that is none, and for passages
    that cannot be reached."""
    return tuple(
        _choice(piece) if _CHOICE.fullmatch(piece) else (Passage(piece),)
        for piece in _CHOICE.split(text)
    )


def _choice(piece: str) -> Choice:
    _, *parts = _MARK.split(piece)  # conditions, text, conditions, text, …, and those of the end
    choice = tuple(
        Passage(text, () if asked is None else tuple(map(_condition, asked.split(" and "))))
        for asked, text in zip(parts[:-2:2], parts[1::2], strict=False)
    )
    if choice[-1].conditions:
        choice += (Passage(""),)
    if piece.count("{if ") > 1 or not all(passage.conditions for passage in choice[:-1]):
        raise BackpropError(f"The passages {piece!r} stand within each other, or after {{else}}.")
    return choice


def _condition(text: str) -> Condition:
    name = text.removeprefix("not ")
    wanted = name == text
    if name.startswith("has "):
        return Condition(place_of(name.removeprefix("has ")), wanted)
    if name not in NEEDS:
        raise BackpropError(f"The condition {text!r} is none of {', '.join(NEEDS)}.")
    return Condition(name, wanted)
