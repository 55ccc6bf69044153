"""Somebody's numbers against the exercise: what was read, and the report on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from backprop_core import (
    Address,
    BackpropError,
    CommaError,
    Report,
    WrittenArray,
    explain,
    quoted,
    read_arrays,
)
from playground.check.answer_table import spread
from playground.check.arrangements import LOSSES, OF_BIASES, WITHOUT_LAYER, Place, Shapes
from playground.check.label_counting import fitted, is_open, right_numbers
from playground.check.own_signs import as_written, in_the_engines, turned_in
from playground.check.reading import Item, given_again, given_of, placed
from playground.check.rounded_pass import right_on_paper
from playground.check.subtracted import Right, nearer
from playground.exercise.document import Document, network_of
from playground.exercise.document_conventions import conventions_of
from playground.exercise.kept import kept
from playground.exercise.label_marks import without_marks

LONGEST = 100_000  # characters of a paste; the largest drawing in full has fewer
Rows = list[list[float | None]]
Typed = Mapping[str, Rows]  # what stands in the tables, by "dW 0"


@dataclass(frozen=True, eq=False)
class Outcome:
    """What was read, and the report on it; `refused` says why a text could not be read, and
    `asks_comma` that it is a comma that cannot be told. The quantities that are `turned` have the
    sign of target minus output, and with a `comma` numbers have a decimal comma."""

    items: tuple[Item, ...] = ()
    report: Report | None = None
    refused: str | None = None
    asks_comma: bool = False
    turned: frozenset[str] = frozenset()
    comma: bool = False


# All that stands on a worksheet above the answers.
_WORK = re.compile(r"\A.{0,100000}^## (?:Your work|Key)$", re.DOTALL | re.MULTILINE)


def outcome(
    now: Document,
    text: str,
    chosen: Mapping[str, str],
    typed: Typed,
    *,
    decimal: str | None = None,
    sending: bool = False,
) -> Outcome:
    """The report on `text` and on the tables. Raises NonFiniteError where the exercise has no
    finite pass."""
    rows = tuple((name, tuple(map(tuple, table))) for name, table in typed.items())
    return _outcome(now, text, tuple(sorted(chosen.items())), rows, decimal, sending)


@kept(8)
def _outcome(
    now: Document,
    text: str,
    chosen: tuple[tuple[str, str], ...],
    typed: tuple[tuple[str, Any], ...],
    decimal: str | None,
    sending: bool,
) -> Outcome:
    network, batch, conventions = network_of(now), len(now["x"]), conventions_of(now)
    layers = len(network.layers)
    try:
        arrays = spread(arrays_in(text, decimal, comma=conventions.comma), layers)
        arrays = without_marks(arrays, layers, conventions.minus)
        _require_no_nan(arrays)
    except CommaError as error:
        return Outcome(refused=str(error), asks_comma=True)
    except BackpropError as error:
        return Outcome(refused=str(error))
    items = placed(arrays, network, batch, dict(chosen), sending=sending, targets=now["y"])
    if any(map(_is_subtracted, items)):
        right = right_numbers(now)
        items = given_again(_settled(one, right) if _is_subtracted(one) else one for one in items)
    if any(map(is_open, items)):
        items = given_again(fitted(items, right_numbers(now), dict(chosen)))
    given = given_of(items, network, batch)
    _add(given, typed, Shapes.of(network, batch, sending=sending))
    if not given:
        return Outcome(items)
    turned = turned_in(given, now)
    try:
        own = in_the_engines(given, turned)
        frozen = now["biases_frozen"]
        rate = now["learning_rate"]
        report = explain(network, now["x"], now["y"], own, rate, biases_frozen=frozen)
    except BackpropError as error:
        return Outcome(items, refused=str(error))
    if not report.total:
        return Outcome(items)  # nothing there to compare
    report = right_on_paper(report, now)
    written = as_written(report, turned, conventions) if conventions.minus else report
    return Outcome(items, written, turned=turned, comma=conventions.comma)


def _require_no_nan(arrays: Iterable[WrittenArray]) -> None:
    """None and ? are gaps; nan is what a program made of 0/0. Raises BackpropError."""
    for text in (str(one) for array in arrays for one in array.texts.ravel()):
        if text.strip().lower().lstrip("+-").rpartition(".")[2] == "nan":
            raise BackpropError(
                f"The text holds {quoted(text)}, which is not finite. It takes finite numbers, and "
                "None or ? for what is not given."
            )


def _is_subtracted(item: Item) -> bool:
    return item.taken is not None and item.taken.way.subtracted


def _settled(item: Item, right: Right) -> Item:
    assert item.taken is not None
    return replace(item, taken=nearer(item.taken, item.options, right))


def arrays_in(
    text: str, decimal: str | None = None, *, comma: bool = False
) -> tuple[WrittenArray, ...]:
    """The arrays of a paste; none in an empty one. With `comma`, a comma that could part two
    numbers is a decimal comma. Raises BackpropError."""
    if len(text) > LONGEST:
        raise BackpropError(f"The text has {len(text):,} characters. It takes up to {LONGEST:,}.")
    if not text.strip():
        return ()
    text = _WORK.sub("", text, count=1)
    try:
        return read_arrays(text, decimal=decimal)
    except CommaError:
        if not comma or decimal is not None:
            raise
        return read_arrays(text, decimal=",")


def _add(given: dict[str, Any], typed: tuple[tuple[str, Any], ...], shapes: Shapes) -> None:
    """The tables as well; where both have a number, the table's counts."""
    for name, rows in typed:
        place = place_named(name, shapes)
        shape = None if place is None else shapes.of_place(place)
        table = np.array(rows, dtype=object)
        if place is None or shape is None or table.size != int(np.prod(shape)):
            continue  # typed for another drawing
        if all(cell is None for cell in table.ravel()):
            continue
        quantity, layer = place
        if quantity in WITHOUT_LAYER:
            given[quantity] = table.reshape(shape)
        else:
            entries = given.setdefault(quantity, [None] * shapes.layers)
            cells = table.ravel() if quantity in OF_BIASES else table.reshape(shape)
            entries[layer] = cells


def place_named(name: str, shapes: Shapes) -> Place | None:
    """ "dW 0" as a place of this network, if it has one."""
    quantity, _, layer = name.partition(" ")
    if not layer.isdecimal() or int(layer) >= shapes.layers:
        return None
    return quantity, int(layer)


def address_of(place: Place, index: tuple[int, ...]) -> Address:
    """Where an entry of an array lives, for symbols and steps; a step is called as its gradient."""
    quantity, layer = place
    if quantity in LOSSES:
        return Address(quantity)
    if quantity == "dx":
        return Address("da", -1, index[1], sample=index[0])
    bare = {"step_W": "dW", "step_b": "db"}.get(quantity, quantity)
    if quantity in ("dW", "step_W", "W"):
        return Address(bare, layer, index[0], index[1])
    if quantity in OF_BIASES:
        return Address(bare, layer, index[0] if index else None)
    return Address(bare, layer, index[1], sample=index[0])


def making(at: Address) -> Address:
    """Of an address as `Report.first` has it, the one whose step makes the number."""
    quantity = {"step_W": "W", "step_b": "b"}.get(at.quantity, at.quantity)
    return at._replace(quantity=quantity)


def as_text(arrays: Sequence[WrittenArray]) -> str:
    """What a file holds, as it could be pasted: every number with its digits."""
    return "\n".join(
        f"{one.label} = {numbers}" if one.label else f"{numbers}\n"
        for one in arrays
        for numbers in [_listed(one)]
    )


def _listed(array: WrittenArray) -> str:
    """The numbers as a list; None for a gap, of which a file of floats has none but nan."""
    table = np.array(array.values, dtype=object)
    if array.units is None:
        table[np.isnan(array.values)] = None
    return str(table.tolist())
