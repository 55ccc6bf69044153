"""An array that is pasted or typed into a table of numbers: which cells it fills.

One that has the table's shape fills it, a smaller one the cells from where it was pasted on. One
that only fits when it is transposed is not turned unasked: the error says so, and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backprop_core import Array, BackpropError, CommaError, WrittenArray, read_arrays

TRANSPOSE, DECIMAL_COMMA, COMMA_BETWEEN = "transpose", "decimal comma", "comma between"
NETWORK = "network"  # take what was pasted as a new network
_BRACKETS_AND_ROWS = "[({\t\n;"
LONGEST = 100_000  # characters of a paste


class AsksError(BackpropError):
    """What was pasted can be taken after a choice, one of `choices`."""

    def __init__(self, message: str, *choices: str) -> None:
        super().__init__(message)
        self.choices = choices


@dataclass(frozen=True, eq=False)
class Block:
    """Numbers (rows, columns) for the cells from `row`, `column` on."""

    values: Array
    row: int = 0
    column: int = 0

    def into(self, rows: Sequence[Sequence[float | None]]) -> list[list[float | None]]:
        """The table with these numbers; further rows are added where it has too few."""
        new = [list(row) for row in rows]
        for r, numbers in enumerate(self.values.tolist(), self.row):
            if r == len(new):
                new.append(list(new[-1]))
            new[r][self.column : self.column + len(numbers)] = numbers
        return new


def is_array(text: str, pasted: bool) -> bool:
    """Whether a text that is no number may be an array. What was `pasted` may part its numbers by
    anything; what was typed shows by its brackets or rows that several are meant."""
    bare = text.strip()
    return any(one in bare for one in _BRACKETS_AND_ROWS) or (pasted and len(bare.split()) > 1)


def arrays_in(
    text: str, choice: str | None = None, *, comma: bool = False
) -> tuple[WrittenArray, ...]:
    """All arrays in the text. With `comma`, one that cannot be told is a decimal comma; otherwise
    it raises AsksError, and BackpropError for what holds no arrays."""
    if len(text) > LONGEST:
        raise BackpropError(f"The text has {len(text):,} characters. It takes up to {LONGEST:,}.")
    decimal = {DECIMAL_COMMA: ",", COMMA_BETWEEN: "."}.get(choice or "")
    try:
        return read_arrays(text, decimal=decimal)
    except CommaError as error:
        if comma and choice is None:
            return arrays_in(text, DECIMAL_COMMA)
        raise AsksError(str(error), DECIMAL_COMMA, COMMA_BETWEEN) from None


def block_of(
    array: WrittenArray,
    shape: tuple[int, int],
    at: tuple[int, int],
    *,
    transposed: bool = False,
    most_rows: int | None = None,
) -> Block:
    """The cells that the array fills in a table of `shape`, pasted into the cell `at`. A table may
    grow to `most_rows`. Raises AsksError for one that only fits transposed, BackpropError for one
    that does not fit."""
    values = _as_rows(array.values, shape)
    if np.isnan(values).any():
        raise BackpropError("What you pasted has a gap. It takes a number for each cell.")
    if transposed:
        values = values.T
    rows, columns = values.shape
    if values.shape == shape or (columns == shape[1] and shape[0] < rows <= (most_rows or 0)):
        return Block(values)
    if values.T.shape == shape:
        raise AsksError(
            f"What you pasted is {_sized(values.shape)}; this takes {_sized(shape)}, so it "
            "fits if transposed.",
            TRANSPOSE,
        )
    if at[0] + rows <= shape[0] and at[1] + columns <= shape[1]:
        return Block(values, *at)
    raise BackpropError(_too_large(values.shape, shape, at))


def _as_rows(values: Array, shape: tuple[int, int]) -> Array:
    """As rows and columns; what has one dimension goes along the table's only row or column."""
    if values.ndim > 2:
        sizes = " × ".join(map(str, values.shape))
        raise BackpropError(f"What you pasted is {sizes}. It takes rows and columns.")
    if values.ndim == 2:
        return values
    return values.reshape((-1, 1) if shape[1] == 1 else (1, -1))


def _too_large(pasted: Sequence[int], shape: Sequence[int], at: Sequence[int]) -> str:
    room = shape[0] - at[0], shape[1] - at[1]
    said = f"What you pasted is {_sized(pasted)}; this takes {_sized(shape)}"
    return f"{said}, and from this cell on up to {_sized(room)}." if any(at) else f"{said}."


def _sized(shape: Sequence[int]) -> str:
    return f"{shape[0]} × {shape[1]}"
