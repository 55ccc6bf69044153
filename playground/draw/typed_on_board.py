"""Numbers that are typed on the board: each is a cell of one of the exercise's tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playground import session
from playground.exercise.document import Document
from playground.ui.exercise_tables import table
from playground.where import Neuron, Selected, Weight, plain, selection_in

Cell = tuple[str, int, int]  # table, row, column
TYPED, CHOSEN = "set_number", "choose_number"


def cell_of(document: Document, sample: int, place: Selected, what: str) -> Cell | None:
    """The cell that holds this number of a neuron or a connection; None if there is none."""
    if isinstance(place, Weight):
        return (f"W{place.layer}", place.to, place.source) if what == "weight" else None
    column, neuron = place
    last = len(document["layers"])
    if what == "bias" and column > 0:
        b = document["layers"][column - 1]["b"]
        each = isinstance(b, list)
        return None if b is None else (f"b{column - 1}", neuron if each else 0, 0)
    if what == "input" and column == 0:
        return "x", sample, neuron
    return ("y", sample, neuron) if what == "target" and 0 < column == last else None


def take(gesture: Mapping[str, Any]) -> None:
    """Take the number that the gesture brings, or what was pressed beside a refused one."""
    place, what = selection_in(gesture.get("target")), gesture.get("what")
    if place is None or not session.has(place) or not isinstance(what, str):
        return
    cell = cell_of(session.document(), session.sample(), place, what)
    if cell is None:
        return
    name, row, column = cell
    text, chosen = gesture.get("text"), gesture.get("name")
    if gesture["kind"] == TYPED and isinstance(text, str):
        table(name).put(row, column, text, pasted=gesture.get("pasted") is True)
        following = selection_in(gesture.get("next"))
        if following is not None:
            session.select(following)
    elif gesture["kind"] == CHOSEN and isinstance(chosen, str):
        table(name).choose(row, column, chosen)


def refused() -> list[dict[str, Any]]:
    """What was typed and not taken, by the neuron or connection that shows the number."""
    now, sample = session.document(), session.sample()
    found = []
    for name in [*("xy" if now["layers"] else ""), *_layers(now)]:
        for cell in table(name).refusals():
            place, what = _shown_at(name, cell["row"], cell["column"], len(now["layers"]))
            if name in ("x", "y") and cell["row"] != sample:
                continue
            found.append({**cell, "target": plain(place), "what": what})
    return found


def _layers(now: Document) -> list[str]:
    numbers = range(len(now["layers"]))
    biased = [f"b{n}" for n in numbers if now["layers"][n]["b"] is not None]
    return [*(f"W{n}" for n in numbers), *biased]


def _shown_at(name: str, row: int, column: int, last: int) -> tuple[Selected, str]:
    if name == "x":
        return Neuron(0, column), "input"
    if name == "y":
        return Neuron(last, column), "target"
    number = int(name[1:])
    if name[0] == "W":
        return Weight(number, row, column), "weight"
    return Neuron(number + 1, row), "bias"
