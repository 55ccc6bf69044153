"""Which data the network is trained on: the exercise's own samples, a recipe, or a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

import numpy as np

from backprop_core import BackpropError
from playground import session
from playground.data_sets.chosen_columns import Taken
from playground.data_sets.csv_table import Table
from playground.data_sets.data_choice import is_preparation, usual_choice
from playground.data_sets.data_set import are_classes, labels_of
from playground.data_sets.drawn_points import (
    MOST_DRAWN,
    NAMES,
    DrawnPoint,
    checked_points,
    drawn_points,
)
from playground.data_sets.preparation import Prepared, prepared
from playground.data_sets.recipe_book import DataRecipe, checked, made
from playground.train import own_table
from playground.train.own_table import TableChoice

SAMPLES = "samples"  # the exercise's own
TABLE, DRAWN = "table", "drawn"  # one's own


class ChosenData(TypedDict):
    """A recipe, a table or drawn points, or none of them for the exercise's samples; the share of
    points to test on, the seed that draws them, and how inputs are scaled."""

    recipe: DataRecipe | None
    table: TableChoice | None
    drawn: list[DrawnPoint]
    share: float
    seed: int
    scaling: str


def _begun() -> ChosenData:
    return {"recipe": None, "table": None, "drawn": [], "share": 0.0, "seed": 1, "scaling": "none"}


def _as_linked() -> ChosenData:
    """What the link that was opened asks for; the exercise's own samples without one."""
    asked = session.linked_data()
    return _begun() if asked is None else {**_begun(), **asked}


_CHOSEN: session.Remembered[ChosenData] = session.Remembered("training_data", _as_linked)
_OWN: session.Remembered[dict[str, ChosenData]] = session.Remembered(
    "own_data", dict, is_sound=lambda held: isinstance(held, dict)
)


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
        if held["table"] is not None:
            if not own_table.is_kept(held["table"]):
                return False
            own_table.taken_as(held["table"])
        if held["drawn"]:
            checked_points(held["drawn"])
    except (BackpropError, KeyError, TypeError):
        return False
    return is_preparation(held)


def prepared_data() -> Prepared | None:
    """The data set in its two parts; None for the exercise's own samples."""
    held = chosen_data()
    if held["table"] is not None:
        data_set = taken_table().data_set
    elif held["recipe"] is not None:
        data_set = made(held["recipe"])
    elif held["drawn"]:
        data_set = drawn_points(held["drawn"])
    else:
        return None
    return prepared(data_set, held["share"], held["seed"], held["scaling"])


def table() -> Table | None:
    """The table as it was read; None where another set is chosen."""
    held = chosen_data()["table"]
    return None if held is None else own_table.read_as(held)


def taken_table() -> Taken:
    """The data set made of the table, and what was left out of it."""
    held = chosen_data()["table"]
    assert held is not None
    return own_table.taken_as(held)


def rows_left_out() -> int:
    """How many rows of the table have no value where one is needed; 0 without a table."""
    if chosen_data()["table"] is None:
        return 0
    return len({line for line, _ in taken_table().missing})


def open_table(text: str) -> None:
    """Train on that table: its last column is the target, of the others what can be an input is
    one. A text that is no such table is refused, and everything stays as it is."""
    try:
        choice = own_table.first_choice(text)
    except BackpropError as error:
        session.refuse(str(error))
        return
    own_table.keep(text)
    _choose({**_begun(), "table": choice, "share": 0.3, "scaling": "standard"})


def change_table(**changes: Any) -> None:
    """Other columns, or the target taken otherwise; with other names the choice begins anew."""
    held = chosen_data()["table"]
    if held is None:
        return
    try:
        new = own_table.changed(held, changes)
    except BackpropError as error:
        session.refuse(str(error))
        return
    _choose({**chosen_data(), "table": new})


def _choose(new: ChosenData) -> None:
    _CHOSEN.set(new)
    own = TABLE if new["table"] else DRAWN if new["drawn"] else None
    if own is not None:
        _OWN.set({**_OWN.get(), own: new})
    session.accepted()


def own_sets() -> list[str]:
    """The table and the drawn points, where there are some that can be had (again)."""
    held = _OWN.get()
    return [own for own in (TABLE, DRAWN) if own in held and _is_sound(held[own])]


def take_again(held: ChosenData) -> None:
    """What was chosen before."""
    if _is_sound(held):
        _choose(held)


def choose_set(name: str) -> None:
    """Another set, with its usual recipe, or one of one's own as it was left."""
    if name in own_sets():
        take_again(_OWN.get()[name])
        return
    if name == SAMPLES:
        _choose({**_begun(), "recipe": None})
        return
    _choose({**_begun(), **usual_choice(name)})


def draw_point(x1: float, x2: float, label: int) -> None:
    """One more point. The first ones are those of the set at hand, where it is of points in a plane
    that belong to classes; they stay split as they were."""
    held = chosen_data()
    before = held["drawn"] or _at_hand()
    point = (round(x1, 3), round(x2, 3), label)
    try:
        points = checked_points([*before, point])
    except BackpropError as error:
        session.refuse(str(error))
        return
    _choose({**_begun(), "drawn": points, "share": held["share"], "seed": held["seed"]})


def undraw_point() -> None:
    """Without the point that was drawn last."""
    points = chosen_data()["drawn"]
    if len(points) > 1:
        _choose({**chosen_data(), "drawn": points[:-1]})


def _at_hand() -> list[DrawnPoint]:
    """The points of the set at hand, or the exercise's samples, where they are few points in a
    plane that belong to classes."""
    data, now = prepared_data(), session.document()
    if data is not None:
        x, y, of_classes = data.x, data.data_set.y, bool(data.data_set.classes)
    else:
        x, y = np.array(now["x"], dtype=float), np.array(now["y"], dtype=float)
        of_classes = x.ndim == y.ndim == 2 and len(x) == len(y) and are_classes(y)
    if not of_classes or x.shape[1] != 2 or len(x) >= MOST_DRAWN:
        return []
    labels = labels_of(y)
    if labels.max() >= len(NAMES):
        return []
    rows = zip(x.tolist(), labels.tolist(), strict=True)
    return [(round(row[0], 3), round(row[1], 3), label) for row, label in rows]


def take_recipe(recipe: DataRecipe | None, share: float, scaling: str) -> None:
    """That recipe, split and scaled like that."""
    _choose({**_begun(), "recipe": recipe, "share": share, "scaling": scaling})


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
    _choose({**chosen_data(), "recipe": new})


def change_preparation(**changes: Any) -> None:
    """Another share of test points, seed of the split, or scaling."""
    new: Any = {**chosen_data(), **changes}
    if _is_sound(new):
        _choose(new)
    else:
        session.refuse("The test share takes 0 to 0.9, and the seed a whole number.")
