"""The epoch as a table, as exercise sheets print it: a row for each update, or for each sample of a
mini-batch, with z, a and delta, and the weights after the update.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from backprop_core import Address, Update
from playground.exercise.parameters import index_of, short_name
from playground.notation.symbols import Symbols

MOST_ROWS = 200  # of a table that is made with the page


@dataclass(frozen=True)
class EpochTable:
    """Names of columns, and rows of numbers; NaN where a row has none: the weights stand in the
    last row of an update. The first two columns are the update and the sample."""

    head: tuple[str, ...]
    rows: tuple[tuple[float, ...], ...]

    def written(self, separator: str = ",") -> str:
        """All of it with every digit."""
        return _written([self.head, *map(_cells, self.rows)], separator)


def _cells(row: Sequence[float]) -> list[str]:
    counts = [str(int(number)) for number in row[:2]]
    return [*counts, *("" if np.isnan(v) else repr(float(v)) for v in row[2:])]


def _written(rows: Iterable[Sequence[str]], separator: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows(rows)
    return text.getvalue()


def epoch_csv(
    replay: Callable[[], Iterable[Update]], symbols: Symbols, places: Sequence[Address]
) -> Iterator[str]:
    """The whole epoch as a file, in a piece for each update; `replay` makes the updates again."""
    yield _written([_head(symbols, places)])
    for update in replay():
        yield _written(map(_cells, _rows(update, places)))


def epoch_table(
    updates: Sequence[Update], symbols: Symbols, places: Sequence[Address]
) -> EpochTable:
    """The last rows of these updates; `places` are the weights and biases that are listed."""
    rows = [row for update in updates for row in _rows(update, places)]
    return EpochTable(_head(symbols, places), tuple(rows[-MOST_ROWS:]))


def _head(symbols: Symbols, places: Sequence[Address]) -> tuple[str, ...]:
    head = ["update", "sample", symbols.word("loss")]
    for column in range(1, len(symbols.sizes)):
        for quantity in ("z", "a", "delta"):
            sign = symbols.short(quantity, column)
            head += [f"{sign} {name}" for name in symbols.neurons(column)]
    return (*head, *(short_name(symbols, at) for at in places))


def _rows(update: Update, places: Sequence[Address]) -> list[tuple[float, ...]]:
    f, g = update.passes()
    network = update.network
    after = [float(network.parameters[index_of(network, at)]) for at in places]
    nothing, found = [float("nan")] * len(after), []
    for s, row in enumerate(update.rows):
        numbers = [
            float(value)
            for made, error in zip(f.layers, g.layers, strict=True)
            for values in (made.z[s], made.a[s], error.delta[s])
            for value in values
        ]
        last = s == len(update.rows) - 1
        loss = [update.loss] if last else [float("nan")]
        found.append((update.number, row + 1, *loss, *numbers, *(after if last else nothing)))
    return found
