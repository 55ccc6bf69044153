"""What somebody did in an exercise, to be handed in: as a file, or as a code that fits a message.

It holds the exercise, what was asked, the answers as they were typed, the hints taken and the time.
There is no verdict in it: whoever opens it judges the answers anew. What is opened is checked like
anything from outside.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypedDict

from backprop_core import BackpropError, Granularity, quoted
from playground.exercise.answers import Answers, answers_in, of_pass
from playground.exercise.document import Document, is_complete
from playground.exercise.document_conventions import conventions_of
from playground.exercise.document_reader import parse
from playground.exercise.packed import pack, unpack
from playground.exercise.paper_trace import conventions_in_force, exact_trace
from playground.exercise.view import paper_trace_of
from playground.solve.choices import Choices, choices_in
from playground.solve.sheet import Sheet
from playground.where import is_count

FORMAT = 1
HEAD = "handed-in:"  # what a code begins with
MOST_NAME = 80  # characters
MOST_TEXT = 1_000_000  # bytes of a file, or of a code and what it unpacks to
LONGEST_BREAK = 300  # s; a longer one between two answers does not count as work
LATEST = 10**11  # s since 1970; a date can still be made of it
_SIZES: tuple[Granularity, ...] = ("neuron", "term")


class WorkTime(TypedDict):
    """When the exercise was begun and last worked on, in s since 1970, 0 for not yet; and `worked`,
    the seconds in between without long breaks."""

    begun: int
    last: int
    worked: int


NO_TIME: WorkTime = {"begun": 0, "last": 0, "worked": 0}


def after_work(time: WorkTime, now: int) -> WorkTime:
    """The time once something was done at `now`."""
    if not time["begun"]:
        return {"begun": now, "last": now, "worked": 0}
    spent = max(0, min(now - time["last"], LONGEST_BREAK))
    return {**time, "last": now, "worked": time["worked"] + spent}


@dataclass(frozen=True, eq=False)
class HandedIn:
    """One piece of work: whose, of which exercise and pass, what was asked and answered."""

    name: str
    exercise: Document
    granularity: Granularity
    asked: Choices
    number: int  # of the pass
    answers: Answers
    time: WorkTime

    @cached_property
    def sheet(self) -> Sheet:
        """The sheet with all that was answered, to be judged: with every verdict, by the
        conventions of its exercise."""
        answered = of_pass(self.answers, self.number)
        paper = paper_trace_of(self.exercise, self.granularity)
        comma = self.asked["comma"] or conventions_of(self.exercise).comma
        asked: Choices = {**self.asked, "comma": comma}
        return Sheet(exact_trace(paper), asked, answered, conventions_in_force(paper))


def to_json(work: HandedIn) -> str:
    """The work as a file, one that people can read."""
    data = {
        "handed_in": FORMAT,
        "name": work.name,
        "exercise": work.exercise,
        "granularity": work.granularity,
        "asked": work.asked,
        "pass": work.number,
        "answers": work.answers,
        "time": work.time,
    }
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False)


def to_code(work: HandedIn) -> str:
    """The work as a code."""
    return HEAD + pack(json.dumps(json.loads(to_json(work)), separators=(",", ":")))


def handed_in(text: str | bytes) -> HandedIn:
    """The work in a file or a code. Raises BackpropError saying what is wrong with it."""
    if len(text) > MOST_TEXT:
        raise BackpropError(f"The work has {len(text)} bytes. It takes at most {MOST_TEXT}.")
    try:
        plain = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        plain = "".join(plain.split()) if plain.strip().startswith(HEAD) else plain
        if plain.startswith(HEAD):
            plain = unpack(plain.removeprefix(HEAD), MOST_TEXT)
        data = json.loads(plain)
    except (ValueError, RecursionError):
        raise BackpropError(
            "It cannot be read. It takes a file or a whole code made by Hand in."
        ) from None
    if not isinstance(data, Mapping) or "handed_in" not in data:
        raise BackpropError(
            "It is not work that was handed in. It takes a file or a whole code made by Hand in."
        )
    if data["handed_in"] != FORMAT:
        raise BackpropError(f"handed_in got {quoted(data['handed_in'])}. It takes {FORMAT}.")
    return _read(data)


def _read(data: Mapping[str, Any]) -> HandedIn:
    exercise = parse(data.get("exercise"))
    if not is_complete(exercise):
        raise BackpropError("exercise got an unfinished drawing. It takes one with a pass.")
    number, granularity = data.get("pass"), data.get("granularity")
    if not is_count(number):
        raise BackpropError(f"pass got {quoted(number)}. It takes a whole number from 0.")
    if granularity not in _SIZES:
        raise BackpropError(f"granularity got {quoted(granularity)}. It takes neuron or term.")
    asked: Choices = {**choices_in(data.get("asked")), "on": True, "at_once": True}
    answers = answers_in(data.get("answers"))
    name, time = data.get("name"), time_in(data.get("time"))
    return HandedIn(name_in(name), exercise, granularity, asked, number, answers, time)


def name_in(raw: Any) -> str:
    """A name on one line, cut where it is too long."""
    return " ".join(raw.split())[:MOST_NAME] if isinstance(raw, str) else ""


def time_in(raw: Any) -> WorkTime:
    """The time that a file or a browser kept; none where it does not fit."""
    found = [raw.get(one) for one in NO_TIME] if isinstance(raw, Mapping) else []
    counts = [one for one in found if is_count(one) and one < LATEST]
    if len(counts) != len(NO_TIME):
        return NO_TIME
    return {"begun": counts[0], "last": counts[1], "worked": counts[2]}
