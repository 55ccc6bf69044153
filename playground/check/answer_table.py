"""Answers in a table: what its heads and the names of its rows say about each number.

A worksheet that comes back has a row for each neuron and a column for each quantity, or the other
way round, or a number behind each name; and a layer's weights with its biases beside them. Each
becomes what it would be with a label of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from backprop_core import WrittenArray
from playground.check.arrangements import LOSSES
from playground.exercise.array_labels import meaning_of
from playground.exercise.label_places import Meaning

_NEURON = re.compile(r"(?i) *(?:[xiho]|inputs?|hidden|outputs?|neuron|unit)[ _]?[0-9]{1,3} *")
_ASIDE_NAME = "#"
_COUNTS = re.compile(  # the heads of columns that count
    r"(sample|unit|node|neuron|epoch|iteration|iter)(?: ?[ijk])?"
)
# Columns that say nothing about the network.
_ASIDE = {
    "sample",
    "point",
    "points",
    "pts",
    "step",
    "mark",
    "marks",
    "max",
    "#",
    "no",
    "no.",
    "nr",
    "old",
    "initial",
    "start",
    "before",
}

_OF_VALUES = re.compile(r" (?:values?|weights?|bias(?:es)?)$")  # old value

_COUNTED = ("dW", "step_W", "W", "db", "step_b", "b")  # w5 may be the fifth of all


def spread(arrays: Iterable[WrittenArray], layers: int) -> tuple[WrittenArray, ...]:
    """The arrays, those with names beside or above them as what the names say; all others as they
    are. `layers` is how many the network has."""
    return tuple(part for array in arrays for part in _parts(array, layers))


def _parts(array: WrittenArray, layers: int) -> Sequence[WrittenArray]:
    rows, columns = array.rows or ("",), array.columns
    if array.values.ndim == 0 and columns:
        return [_under_head(array, layers)]
    if array.values.ndim == 2 and not array.rows:
        rows = ("",) * len(array.values)
    if not columns or not any((*rows, *columns)):
        return [array]
    if len(rows) * len(columns) != array.values.size:
        return [array]
    names = [name.strip().lower() for name in columns]
    if not array.rows and names[:2] == ["layer", "neuron"]:
        pairs = array.values.reshape(-1, len(columns))[:, :2]
        rows = tuple(f"_{neuron:g}^({layer:g})" for layer, neuron in pairs)
        names[:2] = [_ASIDE_NAME] * 2
    elif not array.rows and (of_rows := _COUNTS.fullmatch(names[0])):
        rows = tuple(
            f"{of_rows[1]} {number:g}" for number in array.values.reshape(-1, len(columns))[:, 0]
        )
        names[0] = _ASIDE_NAME
    kept = [k for k, name in enumerate(names) if _OF_VALUES.sub("", name) not in _ASIDE]
    table = _Table(array, layers, rows, [columns[k] for k in kept], kept)
    if all(map(_NEURON.fullmatch, (*rows, *names))):
        return [array]  # a row for each neuron and a column for each that it hears from
    return table.with_biases() or table.by_names() or [array]


def _under_head(array: WrittenArray, layers: int) -> WrittenArray:
    """A number with a name before it and a head above: gradient above, w1 before."""
    name, head = array.label or "", array.columns[0]
    said = meaning_of(name, layers)
    tells = said.quantity == "loss" or (said.quantity is not None and said.layer is not None)
    if head.strip().lower() in _ASIDE or (tells and not said.plain):
        return replace(array, columns=())
    for label in (f"{head} of {name}", f"{name} of {head}"):
        if _is_one_number(meaning_of(label, layers)):
            return replace(array, label=label, columns=())
    return replace(array, columns=())


class _Table:
    """The names of the rows and columns, and where each column lies in the array."""

    def __init__(
        self,
        array: WrittenArray,
        layers: int,
        rows: Sequence[str],
        columns: Sequence[str],
        kept: Sequence[int],
    ) -> None:
        self.array, self.layers = array, layers
        self.rows, self.columns = rows, columns
        shape = len(rows), array.values.size // len(rows)
        self.values = array.values.reshape(shape)[:, kept]
        self.texts = array.texts.reshape(shape)[:, kept]

    def _part(self, label: str, at: Any) -> WrittenArray:
        texts: Any = np.array(self.texts[at], dtype=object)
        values = np.array(self.values[at])
        return replace(
            self.array, label=label, values=values, texts=texts, rows=(), columns=(), units=None
        )

    def with_biases(self) -> list[WrittenArray]:
        """Weights with a last column of biases."""
        said = meaning_of(self.array.label, self.layers)
        if said.layer is None or said.quantity not in ("dW", "W", "step_W"):
            return []
        if len(self.columns) < 2 or self.columns[-1].strip().lower() not in ("b", "bias"):
            return []
        before = {"dW": "d", "W": "" if said.plain else "new ", "step_W": "step of "}[said.quantity]
        number = said.layer + 1
        weights = self._part(f"{before}W{number}", (slice(None), slice(0, -1)))
        return [weights, self._part(f"{before}b{number}", (slice(None), -1))]

    def by_names(self) -> list[WrittenArray]:
        """Each number by the names above and beside it, if these say what every one is."""
        labels = [[*self._labels(row, column)] for row in self.rows for column in self.columns]
        if not labels or not all(labels):
            return []
        return [
            self._part(found[0], divmod(n, len(self.columns))) for n, found in enumerate(labels)
        ]

    def _labels(self, row: str, column: str) -> Iterator[str]:
        """What the number there could be called, so that it is known which it is."""
        is_told = meaning_of(self.array.label, self.layers).quantity is not None
        if not row and not is_told:
            yield from (column,) if _is_one_number(meaning_of(column, self.layers)) else ()
            return
        one_column = len(self.columns) == 1
        tried = (f"{column} of {row}", f"{row} of {column}", row if one_column else "", column)
        for label in tried[: 3 if self.array.rows else 4]:
            said = meaning_of(label, self.layers)
            if label.strip() and _is_one_number(said) and (_is_placed(said) or not is_told):
                yield label


def _is_one_number(said: Meaning) -> bool:
    """Whether a label says of one number which it is, if perhaps not whether a bare w is new."""
    is_numbered = said.layer is not None or (said.neuron is not None and said.source is not None)
    return said.quantity in LOSSES or (said.quantity is not None and is_numbered)


def _is_placed(said: Meaning) -> bool:
    return said.neuron is not None or (said.quantity in _COUNTED and not said.plain)
