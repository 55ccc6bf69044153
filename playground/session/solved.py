"""Solving the pass by hand: the switch, what is asked, the answers, and the help that was taken."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any
from zlib import crc32

from backprop_core import Address, Trace
from playground.exercise import answers, history, runs
from playground.exercise.conventions import Conventions
from playground.exercise.paper_trace import exact_trace
from playground.exercise.view import View
from playground.session.changes import edit
from playground.session.handing_in import note_work
from playground.session.restricted import answers_hidden
from playground.session.shown import decimal_comma, document, go_to_step, run, set_granularity, view
from playground.session.store import draw_again, state, writable
from playground.solve import choices
from playground.solve.asked import items
from playground.solve.choices import Choices, Part
from playground.solve.hints import without_answers
from playground.solve.other_numbers import other_numbers
from playground.solve.sheet import Sheet

OTHER = "other numbers"
SHOW_ALL = ("lessons", "matrices")  # pages that have the walk, and whose text has its numbers
READERS = ("marked", "digits", "decimals", "comma")  # choices that give no answer away


def solving() -> bool:
    """Whether the numbers of the walk are hidden, to be worked out."""
    held = state()
    if not (held["solving"]["on"] and held["mode"] == "walk"):
        return False
    return can_be_solved() or answers_hidden()


def can_be_solved() -> bool:
    """Whether the page's numbers can be hidden."""
    return state()["page"] not in SHOW_ALL


def sheet(shown: View | None = None) -> Sheet | None:
    """What is asked and answered of the present pass; None where it is not solved by hand."""
    shown = shown or view()
    if shown is None or not solving():
        return None
    now = run()
    choices_now = {**state()["solving"], "comma": decimal_comma()}
    given, chosen = (json.dumps(one) for one in (now["answers"], choices_now))
    return _sheet(exact_trace(shown.trace), given, chosen, now["at"], shown.conventions)


@lru_cache(maxsize=16)
def _sheet(trace: Trace, given: str, chosen: str, number: int, conventions: Conventions) -> Sheet:
    """Judged once, as long as nothing is answered or chosen anew."""
    answered = answers.of_pass(answers.answers_in(json.loads(given)), number)
    return Sheet(trace, choices.choices_in(json.loads(chosen)), answered, conventions)


def step_by_numbers() -> None:
    """Where numbers are asked for, a step is one at most: on other pages it may have become a
    layer."""
    if solving() and state()["granularity"] == "layer":
        set_granularity("neuron")


def begin_solving(on: bool) -> None:
    """Hide the numbers from the present one on; or show them all again, and keep the answers."""
    held, shown = writable(), view()
    if shown is None or held["solving"]["on"] == on or answers_hidden():
        return
    if on and held["granularity"] == "layer":  # a field takes one number
        set_granularity("neuron")
        shown = view() or shown
    chosen: Choices = {**held["solving"], "on": on, "marked": False}
    if on and not run()["answers"]:
        chosen["start"] = items(shown.trace.plan)[shown.position] if shown.position else None
    held["solving"], held["playing"] = chosen, False
    draw_again()


def solve_from_the_first(part: Part = "all") -> None:
    """Hide all numbers of the exercise that was just opened, and ask for that part."""
    begin_solving(True)
    choose(part=part, start=None, layers=[], quantities=[], given=None, weights=[], marked=False)
    _from_the_first()


def choose(**changes: Any) -> None:
    """Other choices of what is asked and how it is marked; those that do not fit are left aside."""
    held = writable()
    if answers_hidden():  # what is not asked may be shown
        changes = {name: value for name, value in changes.items() if name in READERS}
    held["solving"] = choices.choices_in({**held["solving"], **changes})
    draw_again()


def answer(at: Address, text: str) -> None:
    """Take that text as the answer, and go on to the next blank. A number that is asked no longer,
    or a text that is no number, changes nothing."""
    now = sheet()
    if now is None or not now.is_asked(at):
        return
    step = now.step_of(at)
    note_work()
    _record(answers.answered(run()["answers"], run()["at"], at, text), "answer")
    after = sheet()
    following = None if after is None or step is None else after.next_blank(step)
    if following is not None:
        go_to_step(following)


def take_hint(at: Address) -> None:
    """One more rung of help with a number that is asked. No undo takes it back by itself. Where the
    answers are hidden for good, a rung that would tell one is not given."""
    now = sheet()
    if now is None or not now.is_asked(at) or now.answer(at)["hints"] >= most_hints(now, at):
        return
    held = writable()
    note_work()
    new: runs.Run = {**run(), "answers": answers.hinted(run()["answers"], run()["at"], at)}
    held["history"] = history.replaced(held["history"], new)


def most_hints(now: Sheet, at: Address) -> int:
    """How many rungs of help there are with a number."""
    return len(without_answers(now, at)) if answers_hidden() else answers.MOST_RUNGS


def clear_answers() -> None:
    """The same numbers again, from the first on; an undo brings the answers back."""
    number = run()["at"]
    others = {
        key: one
        for key, one in run()["answers"].items()
        if (where := answers.address_in(key)) is None or where[0] != number
    }
    _record(others, "clearing the answers")
    _from_the_first()


def is_first_round() -> bool:
    """Whether no other numbers have been asked for yet."""
    held = state()["history"]
    return OTHER not in held["labels"][: held["at"] + 1]


def with_other_numbers() -> None:
    """The same network with new initial weights, of few decimals. The seed is made of the present
    ones, since a history that forgets its beginning would count the rounds anew."""
    seed = crc32(json.dumps(document()["layers"]).encode())
    if edit(other_numbers, seed, label=OTHER):
        _from_the_first()


def _from_the_first() -> None:
    held = writable()
    held["solving"] = {**held["solving"], "marked": False}
    now = sheet()
    go_to_step(now.steps[0] if now is not None and now.steps else 0)
    draw_again()


def _record(new: answers.Answers, label: str) -> None:
    held = writable()
    held["history"] = history.recorded(held["history"], {**run(), "answers": new}, label)
    draw_again()
