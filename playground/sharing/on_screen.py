"""What is on screen, as the readable parameters of an address, and back.

Each parameter stands in one table with how it is written and read. One that is at its usual value
is left out. One that cannot be read leaves the usual value, and the reader is told which and why;
the network and its data travel beside them in one packed part (see exercise/link).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from backprop_core import Granularity, quoted
from playground.data_sets.data_choice import DataChoice
from playground.exercise.hyperparameters import Hyperparameters
from playground.sharing import restrictions
from playground.sharing.link_parameters import PARAMETERS, Mode, Parameter
from playground.sharing.restrictions import Restrictions
from playground.solve import choices
from playground.solve.choices import Choices
from playground.where import Selected

EXERCISE = ("net", "preset")  # the parameters that name an exercise
NAMES = (*EXERCISE, *(one.name for one in PARAMETERS))


@dataclass(frozen=True)
class Shown:
    """What is on screen beside the exercise; counts begin at 0. `digits` is None for as many as
    tell numbers apart, `layout` how arrays are laid out, "" for as in the notation. `data` and
    `training` are those of the Train page, None for the usual ones. `present` is the stage alone,
    for a class; `embed` a page for a frame."""

    page: str = "playground"
    mode: Mode = "walk"
    step: int = 0
    granularity: Granularity = "neuron"
    sample: int = 0
    select: Selected | None = None
    select2: Selected | None = None
    notation: str = "own"
    digits: int | None = None
    layout: str = ""
    lesson: str = ""
    paragraph: int = 0
    solve: Choices = field(default_factory=choices.begun)
    curve: str = "one"
    range: float | str = "fit"
    data: DataChoice | None = None
    training: Hyperparameters | None = None
    present: bool = False
    embed: bool = False
    restricted: Restrictions = field(default_factory=restrictions.none)


def query_of(shown: Shown) -> dict[str, str]:
    """The parameters by name, only those that are not as usual."""
    usual = Shown()
    values = {one.name: one.value_in(shown) for one in PARAMETERS}
    return {
        one.name: one.write(values[one.name])
        for one in PARAMETERS
        if values[one.name] != one.value_in(usual)
    }


def written(query: Mapping[str, str]) -> str:
    """The parameters as they stand in an address."""
    return urlencode(query, safe=",-_.:")


def shown_in(query: Mapping[str, str]) -> tuple[Shown, list[str]]:
    """What an address asks for, and a sentence for each parameter that could not be read."""
    made, problems = Shown(), []
    for one in PARAMETERS:
        text = query.get(one.name)
        if text is None:
            continue
        try:
            made = _with(made, one, one.read(text))
        except (ValueError, KeyError, IndexError):
            problems.append(
                f"The link says {one.name}={quoted(text)}; it takes {one.takes}. "
                "The default is shown."
            )
    return made, problems


def _with(shown: Shown, one: Parameter, value: Any) -> Shown:
    if one.restricts:
        return replace(shown, restricted={**shown.restricted, one.name: value})  # type: ignore[misc]
    return replace(shown, **{one.name: value})
