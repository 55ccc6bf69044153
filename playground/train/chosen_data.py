"""Which data the network is trained on: the exercise's own samples, a recipe, or a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from backprop_core import BackpropError
from playground import session
from playground.data_sets.preparation import SCALINGS, Prepared, prepared
from playground.data_sets.recipe_book import DataRecipe, checked, made, usual_recipe
from playground.where import is_count

SAMPLES = "samples"  # the exercise's own


class ChosenData(TypedDict):
    """The recipe, or None for the exercise's samples; the share of points to test on, the seed that
    draws them, and how inputs are scaled. `table` is a digest of a table of one's own."""

    recipe: DataRecipe | None
    table: str
    share: float
    seed: int
    scaling: str


def _begun() -> ChosenData:
    return {"recipe": None, "table": "", "share": 0.0, "seed": 1, "scaling": "none"}


_CHOSEN: session.Remembered[ChosenData] = session.Remembered("training_data", _begun)


def chosen_data() -> ChosenData:
    """What was chosen. What a browser kept and does not fit is begun anew."""
    held = _CHOSEN.get()
    if not _is_sound(held):
        held = _begun()
        _CHOSEN.set(held)
    return held


def _is_sound(held: Any) -> bool:
    if not isinstance(held, Mapping) or set(held) != set(ChosenData.__annotations__):
        return False
    try:
        if held["recipe"] is not None:
            checked(held["recipe"])
    except BackpropError:
        return False
    share = held["share"]
    fits = isinstance(share, int | float) and 0 <= share <= 0.9
    return fits and is_count(held["seed"]) and held["scaling"] in SCALINGS


def prepared_data() -> Prepared | None:
    """The data set in its two parts; None for the exercise's own samples."""
    held = chosen_data()
    if held["recipe"] is None:
        return None
    return prepared(made(held["recipe"]), held["share"], held["seed"], held["scaling"])


def choose_set(name: str) -> None:
    """Another set, with its usual recipe; a table of truths has no points to spare for a test."""
    if name == SAMPLES:
        _CHOSEN.set({**chosen_data(), "recipe": None})
        return
    recipe = usual_recipe(name)
    share = 0.3 if recipe["points"] or name == "iris" else 0.0
    scaling = "standard" if name == "iris" else "none"
    _CHOSEN.set({**_begun(), "recipe": recipe, "share": share, "scaling": scaling})


def change_recipe(**changes: Any) -> None:
    """Another number of points, noise, seed or number of classes."""
    recipe = chosen_data()["recipe"]
    if recipe is None:
        return
    try:
        new = checked({**recipe, **changes})
    except BackpropError as error:
        session.refuse(str(error))
        return
    _CHOSEN.set({**chosen_data(), "recipe": new})


def change_preparation(**changes: Any) -> None:
    """Another share of test points, seed of the split, or scaling."""
    new: Any = {**chosen_data(), **changes}
    if _is_sound(new):
        _CHOSEN.set(new)
    else:
        session.refuse("The test share takes 0 to 0.9, and the seed a whole number.")
