"""A data set by its recipe, and how it is split and scaled: all that its points depend on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from backprop_core import BackpropError
from playground.data_sets.preparation import SCALINGS
from playground.data_sets.recipe_book import DataRecipe, checked, usual_recipe
from playground.exercise.limits import MAX_SEED
from playground.where import is_count

MOST_SHARE = 0.9


class DataChoice(TypedDict):
    """The recipe; the share of points to test on, the seed that draws them, and the scaling."""

    recipe: DataRecipe
    share: float
    seed: int
    scaling: str


def usual_choice(name: str) -> DataChoice:
    """That set as it begins; a table of truths has no points to spare for a test."""
    recipe = usual_recipe(name)
    return {
        "recipe": recipe,
        "share": 0.3 if recipe["points"] or name == "iris" else 0.0,
        "seed": 1,
        "scaling": "standard" if name == "iris" else "none",
    }


def is_preparation(raw: Mapping[str, Any]) -> bool:
    """Whether share, seed and scaling are such."""
    share, seed = raw["share"], raw["seed"]
    is_share = isinstance(share, int | float) and not isinstance(share, bool)
    fits = is_share and 0 <= share <= MOST_SHARE and is_count(seed) and seed <= MAX_SEED
    return fits and isinstance(raw["scaling"], str) and raw["scaling"] in SCALINGS


def checked_choice(raw: Any) -> DataChoice:
    """The same from outside. Raises BackpropError for anything else."""
    if not isinstance(raw, Mapping) or set(raw) != set(DataChoice.__annotations__):
        raise BackpropError("The data take a recipe, a share, a seed and a scaling.")
    if not is_preparation(raw):
        raise BackpropError("The test share takes 0 to 0.9, and the seed a whole number.")
    return {
        "recipe": checked(raw["recipe"]),
        "share": raw["share"],
        "seed": raw["seed"],
        "scaling": raw["scaling"],
    }
