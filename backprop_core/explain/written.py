"""Arrays as people have them: pasted prints of any program, rows, tables, single numbers.

`read_arrays` finds every array in a text, with the label it stands behind and each number as it
was written. Nothing is evaluated, and nothing is taken in part: what cannot be read is refused
by name. Where a comma could be a decimal comma or stand between two numbers, an error asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop_core.checks import Array, make_read_only
from backprop_core.errors import BackpropError
from backprop_core.explain.number import value_of, written_number
from backprop_core.explain.reading.blocks import is_gap
from backprop_core.explain.reading.characters import LONGEST_TEXT, foreign_digit, plain, quoted
from backprop_core.explain.reading.commas import decimal_comma
from backprop_core.explain.reading.lines import lines_of
from backprop_core.explain.reading.paste import Paste
from backprop_core.explain.reading.source import Source
from backprop_core.explain.reading.tables import Found
from backprop_core.explain.reading.tokens import tokens_of

PRINTED_DECIMALS = 4  # the fewest that programs print by default, as PyTorch and MATLAB do


@dataclass(frozen=True, eq=False)
class WrittenArray:
    """An array that was found in a text.

    `values` has the array's own shape: (), (n,), (n, m) or (k, n, m); nan where no number is
    given. `texts`, of the same shape, has every number as written, with a scale factor above the
    array put behind it as its power of ten. `label` is what stands before the array, or None;
    `text` is the array as written; `notes` say what was understood in words; `rows` and `columns`
    are the names beside and above the numbers, where there are some.
    """

    label: str | None
    values: Array
    texts: NDArray[np.object_]
    text: str
    notes: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    @cached_property
    def half_units(self) -> Array:
        """Half a unit of each number's last written digit, in the shape of `values`; nan at gaps.

        A zero or a number such as `1.` or `0` among finer ones counts with the digits of the
        finest: programs leave out the zeros behind them, and people mean exactly 0.
        """
        texts: list[str] = self.texts.ravel().tolist()
        numbers = [None if is_gap(text) else written_number(text) for text in texts]
        units = np.array([np.nan if n is None else n.half_unit for n in numbers], dtype=np.float64)
        bare = [
            n is not None and (n.value == 0.0 or n.text.rstrip().endswith(".")) for n in numbers
        ]
        written = units[[n is not None and not b for n, b in zip(numbers, bare, strict=True)]]
        finest = float(np.min(written[written > 0.0], initial=0.5))
        if any(n is not None and n.text.rstrip().endswith(".") for n in numbers):
            finest = min(finest, 0.5 * 10.0**-PRINTED_DECIMALS)
        units[bare] = np.minimum(units[bare], finest)
        return units.reshape(self.values.shape)


def read_arrays(text: str, *, decimal: str | None = None) -> tuple[WrittenArray, ...]:
    """Every array in a text, in order.

    `decimal` is "," or "." where it is known which of them is the decimal mark; without it the
    text has to tell. Raises CommaError where it does not, and BackpropError for a text with no
    number, or with anything that is neither a number nor around numbers in a known way.
    """
    if not isinstance(text, str):
        raise BackpropError(f"The text got {type(text).__name__}. It takes text.")
    if decimal not in (None, ",", "."):
        raise BackpropError(f"decimal got {quoted(str(decimal))}. It takes ',' or '.' or None.")
    if len(text) > LONGEST_TEXT:
        raise BackpropError(
            f"The text has {len(text):,} characters. It takes up to {LONGEST_TEXT:,}."
        )
    if foreign := foreign_digit(text):
        raise BackpropError(
            f"The text holds {foreign!r}, a digit of another script. It takes 0 to 9."
        )
    bare = plain(text)
    tokens = tokens_of(bare)
    source = Source(bare, decimal_comma(bare, tokens, decimal))
    paste = Paste(source)
    for line in lines_of(bare, tokens):
        paste.line(line)
    found = paste.end()
    if not found:
        got = f"got {quoted(text.strip())}" if text.strip() else "is empty"
        raise BackpropError(f"The text {got}, which holds no number. It takes numbers.")
    return tuple(_written(one, text, source) for one in found)


def _written(found: Found, text: str, source: Source) -> WrittenArray:
    block = found.block
    notes = block.notes
    if source.decimal_comma and any("," in cell for cell in block.cells):
        notes = (*notes, "decimal commas")
    texts: NDArray[np.object_] = np.empty(len(block.cells), dtype=object)
    texts[:] = block.cells
    return WrittenArray(
        found.label,
        array_of(block.cells, block.shape),
        texts.reshape(block.shape),
        text[found.start : found.end],
        tuple(dict.fromkeys(notes)),
        found.rows,
        found.columns,
    )


def array_of(cells: Any, shape: tuple[int, ...]) -> Array:
    """The values of cells as a read-only array; nan where no number is given."""
    values = np.array([np.nan if is_gap(cell) else value_of(cell) for cell in cells])
    array: Array = values.astype(np.float64).reshape(shape)
    make_read_only(array)
    return array
