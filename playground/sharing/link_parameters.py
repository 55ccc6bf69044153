"""The parameters of a link: the name of each, how its value is written, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from backprop_core import GRANULARITIES
from playground.notation.laid_out import Weights
from playground.notation.symbols import NOTATIONS
from playground.sharing.places import place_in, place_text
from playground.sharing.restrictions import CONTROLS, LOCKS, MOST_TASK
from playground.sharing.solve_words import choices_in_words, words_of_choices
from playground.sharing.training_words import (
    data_in_words,
    training_in_words,
    words_of_data,
    words_of_training,
)
from playground.sharing.whole_number import whole_number

Mode = Literal["draw", "walk"]
MODES: tuple[Mode, ...] = ("draw", "walk")
PAGES = (
    *("playground", "train", "check", "practice", "take_along"),
    *("matrices", "batches", "weight", "what_if"),
    *("lessons", "primer", "functions", "symbols"),
)
MOST_DIGITS = 17
MOST_COUNT = 10**9
LAYOUTS = tuple(
    f"{samples}-{weights}" for samples in ("columns", "rows") for weights in get_args(Weights)
)
RANGES: dict[str, float | str] = {"fit": "fit", "1": 1.0, "5": 5.0, "25": 25.0}


@dataclass(frozen=True)
class Parameter:
    """One of an address. `takes` says in words what it takes; `restricts`: it is a teacher's."""

    name: str
    takes: str
    write: Callable[[Any], str]
    read: Callable[[str], Any]
    restricts: bool = False

    def value_in(self, shown: Any) -> Any:
        """Its value in a `Shown`."""
        return shown.restricted[self.name] if self.restricts else getattr(shown, self.name)


def _one_of(name: str, options: Sequence[str]) -> Parameter:
    def read(text: str) -> str:
        return options[options.index(text)]

    return Parameter(name, "one of " + ", ".join(options), str, read)


def _count(name: str) -> Parameter:
    """A place, which people count from 1."""

    def read(text: str) -> int:
        return whole_number(text, 1, MOST_COUNT) - 1

    return Parameter(name, "a whole number from 1", lambda value: str(value + 1), read)


def _yes(name: str, restricts: bool = False) -> Parameter:
    def read(text: str) -> bool:
        return ("0", "1").index(text) == 1

    return Parameter(name, "1 or 0", lambda value: str(int(value)), read, restricts)


def _some_of(name: str, options: Sequence[str]) -> Parameter:
    """A list; what it names comes back in the order of `options`, each once."""

    def read(text: str) -> list[str]:
        found = {options.index(one) for one in text.split(",") if one}
        return [one for place, one in enumerate(options) if place in found]

    takes = "some of " + ", ".join(options) + ", with commas between"
    return Parameter(name, takes, ",".join, read, restricts=True)


def _digits(text: str) -> int:
    return whole_number(text, 1, MOST_DIGITS)


def _task(text: str) -> str:
    if len(text) > MOST_TASK:
        raise ValueError(text)
    return text


def _lesson(text: str) -> str:
    """Which lessons there are is known higher up; one that there is not opens none."""
    if not 0 < len(text) <= 60:
        raise ValueError(text)
    return text


def _range_text(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"


_ASKED = "a part and words, such as forward,layer-2,3-decimals"
_PLACE = "a place such as neuron-2-1 or weight-1-2-1"

PARAMETERS = (
    _one_of("page", PAGES),
    _one_of("mode", MODES),
    _count("step"),
    _one_of("granularity", GRANULARITIES),
    _count("sample"),
    Parameter("select", _PLACE, place_text, place_in),
    Parameter("select2", _PLACE, place_text, place_in),
    _one_of("notation", tuple(NOTATIONS)),
    Parameter("digits", f"a whole number from 1 to {MOST_DIGITS}", str, _digits),
    _one_of("layout", LAYOUTS),
    Parameter("lesson", "the name of a lesson", str, _lesson),
    _count("paragraph"),
    Parameter("solve", _ASKED, words_of_choices, choices_in_words),
    _one_of("curve", ("one", "two")),
    Parameter("range", "one of " + ", ".join(RANGES), _range_text, RANGES.__getitem__),
    Parameter("data", "a data set such as circles,points:500", words_of_data, data_in_words),
    Parameter("training", "a rule such as adam,lr:0.03", words_of_training, training_in_words),
    _yes("present"),
    _yes("embed"),
    _yes("hide_answers", restricts=True),
    _some_of("lock", LOCKS),
    _some_of("hide", tuple(CONTROLS)),
    Parameter("task", f"at most {MOST_TASK} characters", str, _task, restricts=True),
)
