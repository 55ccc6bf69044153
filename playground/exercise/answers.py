"""What somebody worked out by hand: each number as it was typed, and the help that was taken.

Answers are a part of the run, so an undo takes one back, and the browser keeps them. They are plain
data: the key names the pass and the number, as in "0:dW/1/0/2//", and what the pass does not have
is left aside.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from backprop_core import Address
from playground.where import is_count

MOST_RUNGS = 4
_MOST_ANSWERS, _LONGEST_KEY, _LONGEST_TEXT = 20_000, 100, 1_200


class Answer(TypedDict):
    """`text` is "" where nothing was answered yet. `hints` counts the rungs taken, and `earlier`
    has what was corrected since."""

    text: str
    hints: int
    earlier: list[str]


Answers = dict[str, Answer]
NOTHING: Answer = {"text": "", "hints": 0, "earlier": []}


def key_of(number: int, at: Address) -> str:
    """The key of the number at `at` in a pass."""
    return f"{number}:" + "/".join("" if one is None else str(one) for one in at)


def address_in(key: str) -> tuple[int, Address] | None:
    """The pass and the address that a key names; None for what is no key."""
    number, _, rest = key.partition(":")
    quantity, *counts = rest.split("/")
    if not number.isdecimal() or len(counts) != 5:
        return None
    layer, *others = counts
    if not all(one == "" or one.isdecimal() for one in (layer.removeprefix("-"), *others)):
        return None
    return int(number), Address(quantity, *(int(one) if one else None for one in counts))


def of_pass(answers: Answers, number: int) -> dict[Address, Answer]:
    """The answers of one pass by their addresses."""
    found = ((address_in(key), one) for key, one in answers.items())
    return {where[1]: one for where, one in found if where is not None and where[0] == number}


def answered(answers: Answers, number: int, at: Address, text: str) -> Answers:
    """With that text as the answer; what stood there is kept as an earlier one."""
    key = key_of(number, at)
    old = answers.get(key, NOTHING)
    if old["text"] == text:
        return answers
    earlier = [*old["earlier"], old["text"]] if old["text"] else old["earlier"]
    return {**answers, key: {**old, "text": text, "earlier": earlier}}


def hinted(answers: Answers, number: int, at: Address) -> Answers:
    """With one more rung of help taken."""
    key = key_of(number, at)
    old = answers.get(key, NOTHING)
    return {**answers, key: {**old, "hints": min(MOST_RUNGS, old["hints"] + 1)}}


def answers_in(raw: Any) -> Answers:
    """The answers among what a browser kept; what is none is left out."""
    if not isinstance(raw, Mapping):
        return {}
    read = {str(key): _answer(one) for key, one in list(raw.items())[:_MOST_ANSWERS]}
    return {key: one for key, one in read.items() if one is not None and len(key) <= _LONGEST_KEY}


def _answer(raw: Any) -> Answer | None:
    if not isinstance(raw, Mapping):
        return None
    text, hints, earlier = raw.get("text"), raw.get("hints"), raw.get("earlier")
    if not _is_text(text) or not is_count(hints) or not isinstance(earlier, list):
        return None
    texts = [one for one in earlier if _is_text(one)]
    return {"text": str(text), "hints": min(MOST_RUNGS, hints), "earlier": texts}


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST_TEXT
