"""Arrays as people have them: pasted prints of any program, rows, tables, single numbers.

`read_arrays` finds every array in a text, with the label it stands behind and each number as it
was written. Nothing is evaluated, and nothing is taken in part: what cannot be read is refused
by name. Where a comma could be a decimal comma or stand between two numbers, an error asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from backprop_core.checks import Array, foreign_digit, make_read_only, quoted
from backprop_core.errors import BackpropError
from backprop_core.written.number import value_of, written_number
from backprop_core.written.reading.angles import without_angles
from backprop_core.written.reading.assigned import without_tuples
from backprop_core.written.reading.blocks import is_gap
from backprop_core.written.reading.calls import without_calls
from backprop_core.written.reading.characters import LONGEST_TEXT, plain
from backprop_core.written.reading.commas import decimal_comma
from backprop_core.written.reading.consoles import without_console
from backprop_core.written.reading.data_frames import without_counts_before_names
from backprop_core.written.reading.doubtful import require_no_doubt
from backprop_core.written.reading.drawn import with_names_above
from backprop_core.written.reading.languages import without_wrapping
from backprop_core.written.reading.lines import lines_of
from backprop_core.written.reading.lists import without_list_marks
from backprop_core.written.reading.markup import without_markup
from backprop_core.written.reading.micrograd import Notes, without_values
from backprop_core.written.reading.paste import Paste
from backprop_core.written.reading.programs import without_program
from backprop_core.written.reading.r_markdown import without_r_code
from backprop_core.written.reading.r_structure import without_structure
from backprop_core.written.reading.remarks import without_remarks
from backprop_core.written.reading.sessions import without_code
from backprop_core.written.reading.source import Source
from backprop_core.written.reading.tables import Found
from backprop_core.written.reading.tokens import tokens_of

PRINTED_DECIMALS = 4  # the fewest that programs print by default, as PyTorch and MATLAB do


@dataclass(frozen=True, eq=False)
class WrittenArray:
    """An array found in a text.

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
    units: Array | None = None

    @cached_property
    def half_units(self) -> Array:
        """Half a unit of each number's last written digit, in the shape of `values`; nan at gaps.

        Those of a binary file are given as `units`: they have no digits, and are as exact as
        their type. A zero among finer numbers counts with the digits of the finest, and so does
        what a program writes as `1.`, without the zeros behind.
        """
        if self.units is not None:
            return self.units
        texts: list[str] = self.texts.ravel().tolist()
        units = np.array([_half_unit(text) for text in texts], dtype=np.float64)
        is_bare = (self.values.ravel() == 0.0) | np.array([_is_bare(text) for text in texts])
        written = units[~is_bare & (units > 0.0)]
        finest = np.min(written, initial=0.5)
        units[is_bare] = np.minimum(units[is_bare], finest)
        return units.reshape(self.values.shape)


def _values(cells: Sequence[str]) -> Array:
    """The number in each cell, which has been found to be one; nan where none is given."""
    try:
        values = np.array([*map(float, cells)], dtype=np.float64)
    except ValueError:  # a fraction, a decimal comma, a gap
        return np.array([_value(cell) for cell in cells], dtype=np.float64)
    for at in np.flatnonzero(~np.isfinite(values) | (values == 0.0)).tolist():
        values[at] = _value(cells[at])  # refuses what is too large or too small
    return values


def _value(cell: str) -> float:
    return float("nan") if is_gap(cell) else value_of(cell)


def _half_unit(text: str) -> float:
    """Half a unit of the last digit; of a program's `1.` or `1.e-02`, of the last it left out."""
    if is_gap(text):
        return float("nan")
    half_unit = written_number(text).half_unit
    return half_unit * 10.0**-PRINTED_DECIMALS if _is_bare(text) else half_unit


def _is_bare(text: str) -> bool:
    return text.lower().partition("e")[0].endswith(".")


def read_arrays(text: str, *, decimal: str | None = None) -> tuple[WrittenArray, ...]:
    """Return every array in a text, in order.

    `decimal` is the decimal mark, "," or "."; without it, the text must make it clear. Raises
    CommaError if it does not, and BackpropError if the text has no number, or anything that is
    neither a number nor part of a known format.
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
    notes: Notes = []
    bare = without_r_code(without_program(plain(text), notes), notes)
    bare = without_values(without_code(without_console(without_markup(bare))), notes)
    bare = without_calls(bare)
    bare = without_tuples(with_names_above(without_angles(without_structure(bare))))
    bare, remarks = without_remarks(without_counts_before_names(bare))
    bare, left_out = without_list_marks(without_wrapping(bare))
    left_out += [*remarks, *notes]
    require_no_doubt(text, bare)
    tokens = tokens_of(bare)
    source = Source(bare, decimal_comma(bare, tokens, decimal))
    paste = Paste(source)
    for line, following in pairwise([*lines_of(bare, tokens), []]):
        paste.line(line, following)
    found = paste.end()
    if all(one.label is None and all(map(is_gap, one.block.cells)) for one in found):
        what = (
            f"There is no number in {quoted(text.strip())}" if text.strip() else "The text is empty"
        )
        raise BackpropError(f"{what}. It takes numbers, such as dW1 = [[0.1, 0.2]].")
    return tuple(written_array(one, text, left_out) for one in found)


def written_array(
    found: Found, text: str = "", left_out: Sequence[tuple[int, str]] = ()
) -> WrittenArray:
    """What was found in a text, with its numbers worked out; notes on what was left out there."""
    block = found.block
    texts: NDArray[np.object_] = np.empty(len(block.cells), dtype=object)
    texts[:] = block.cells
    values = _values(block.cells).reshape(block.shape)
    make_read_only(values, texts)
    notes = [*block.notes]
    notes += [note for place, note in left_out if found.start <= place < found.end or not place]
    if any(cell[-1:] == "%" for cell in block.cells):
        notes.append("percentages read as hundredths")
    has_commas = any("," in cell and "{,}" not in cell for cell in block.cells)
    if has_commas:
        notes.append("decimal commas")
    return WrittenArray(
        found.label,
        values,
        texts.reshape(block.shape),
        text[found.start : found.end],
        tuple(dict.fromkeys(notes)),
        found.rows,
        found.columns,
    )
