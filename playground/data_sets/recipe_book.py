"""The data sets that are offered, each made from a short recipe: the same one each time.

A recipe is plain data and holds all that the points depend on, so that it can stand in a file or a
link in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypedDict

from backprop_core import BackpropError
from playground.data_sets import logic_tables, numbers_to_fit, planes, stored
from playground.data_sets.data_set import DataSet
from playground.exercise.limits import MAX_SEED
from playground.where import is_count

LEAST_POINTS, MOST_POINTS = 4, 10_000
MOST_NOISE = 10


class DataRecipe(TypedDict):
    """Which set, how many points, the spread of the noise, the seed, and how many classes (or
    digits). What a set does not use is left as it is."""

    name: str
    points: int
    noise: float
    seed: int
    classes: int


@dataclass(frozen=True)
class SetChoice:
    """A set as it is offered: which parts of the recipe it uses, and their first values."""

    label: str
    make: Callable[[DataRecipe], DataSet]
    points: int | None = None
    noise: float | None = None
    classes: tuple[int, int, int] | None = None  # first value, least, most
    seeded: bool = True
    of_classes: str = "Classes"


def _in_plane(label: str, make: Callable[..., DataSet], noise: float = 0.05) -> SetChoice:
    return SetChoice(
        label, lambda r: make(r["points"], r["noise"], r["seed"]), points=200, noise=noise
    )


def _with_classes(label: str, make: Callable[..., DataSet], most: int) -> SetChoice:
    return SetChoice(
        label,
        lambda r: make(r["points"], r["noise"], r["seed"], r["classes"]),
        points=300,
        noise=0.03,
        classes=(2, 2, most),
    )


def _table(label: str, make: Callable[[], DataSet]) -> SetChoice:
    return SetChoice(label, lambda r: make(), seeded=False)


def _of_digits(label: str, make: Callable[[int], DataSet]) -> SetChoice:
    return SetChoice(
        label,
        lambda r: make(r["classes"]),
        classes=(3, 2, 8),
        seeded=False,
        of_classes="Digits",
    )


SETS: dict[str, SetChoice] = {
    "and": _table("AND", logic_tables.and_table),
    "or": _table("OR", logic_tables.or_table),
    "xor": _table("XOR", logic_tables.xor_table),
    "parity": _of_digits("Parity", logic_tables.parity_table),
    "even_odd": _of_digits("Binary digits: even or odd", logic_tables.even_or_odd),
    "circles": _in_plane("Two circles", planes.circles),
    "moons": _in_plane("Two moons", planes.moons, 0.08),
    "spirals": _with_classes("Spirals", planes.spirals, 4),
    "blobs": _with_classes("Blobs", planes.blobs, 8),
    "sine": _in_plane("Sine to fit", numbers_to_fit.sine, 0.1),
    "plane": _in_plane("Plane to fit", numbers_to_fit.tilted_plane),
    "ravine": _in_plane("Plane, unequal inputs", numbers_to_fit.ravine),
    "iris": _table("Iris", stored.iris),
    "digits": SetChoice(
        "Handwritten digits",
        lambda r: stored.digits(r["points"], r["seed"], r["classes"]),
        points=600,
        classes=(10, 2, 10),
        of_classes="Digit classes",
    ),
}


def usual_recipe(name: str) -> DataRecipe:
    """The recipe that a set begins with."""
    choice = SETS[name]
    return {
        "name": name,
        "points": choice.points or 0,
        "noise": choice.noise or 0.0,
        "seed": 1,
        "classes": choice.classes[0] if choice.classes else 2,
    }


def made(recipe: DataRecipe) -> DataSet:
    """The points. Raises BackpropError for a recipe that does not hold together."""
    values = checked(recipe)
    return _made(*(values[name] for name in DataRecipe.__annotations__))  # type: ignore[literal-required]


@lru_cache(maxsize=8)
def _made(name: str, points: int, noise: float, seed: int, classes: int) -> DataSet:
    recipe: DataRecipe = {
        "name": name,
        "points": points,
        "noise": noise,
        "seed": seed,
        "classes": classes,
    }
    return SETS[name].make(recipe)


def checked(raw: Any) -> DataRecipe:
    """The recipe itself, if a set can be made from it. Raises BackpropError for anything else."""
    if not isinstance(raw, Mapping) or set(raw) != set(DataRecipe.__annotations__):
        raise BackpropError("The data set takes a recipe: name, points, noise, seed and classes.")
    name = raw["name"]
    if not isinstance(name, str) or name not in SETS:
        raise BackpropError(f"The data set got {str(name)[:60]}. It takes {', '.join(SETS)}.")
    choice = SETS[name]
    if choice.points is not None:
        _require_whole(raw, "points", LEAST_POINTS, MOST_POINTS)
    if choice.classes is not None:
        _require_whole(raw, "classes", *choice.classes[1:])
    _require_whole(raw, "seed", 0, MAX_SEED)
    noise = raw["noise"]
    if (
        isinstance(noise, bool)
        or not isinstance(noise, int | float)
        or not 0 <= noise <= MOST_NOISE
    ):
        raise BackpropError(
            f"noise got {str(noise)[:60]}. It takes a number from 0 to {MOST_NOISE}."
        )
    recipe: Any = dict(raw)
    found: DataRecipe = recipe
    return found


def _require_whole(raw: Mapping[str, Any], name: str, least: int, most: int) -> None:
    value = raw[name]
    if not is_count(value) or not least <= value <= most:
        raise BackpropError(
            f"{name} got {str(value)[:60]}. It takes a whole number from {least} to {most}."
        )
