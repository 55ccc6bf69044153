"""The numbers of a read array as plain decimal texts, with the digits they were written with."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop_core import Array, WrittenArray

_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_FEW_DIGITS = 17
_MINUS = ("-", "\u2212")


def cells_of(array: WrittenArray) -> NDArray[np.object_]:
    """One text for each number, in the array's shape; "" where none is given."""
    if array.units is not None:  # a binary file: no digits were written
        return _texts(array.values, np.zeros_like(array.values))
    units = array.half_units
    made = np.empty(array.values.shape, dtype=object)
    for at in np.ndindex(array.values.shape):
        text = str(array.texts[at]).strip()
        is_plain = _PLAIN.fullmatch(text) is not None
        made[at] = text if is_plain else _text(float(array.values[at]), float(units[at]))
    return made


def summed(array: WrittenArray) -> NDArray[np.object_]:
    """The sum over the first axis, to the coarsest of its terms' digits."""
    return _texts(array.values.sum(axis=0), _coarsest(array))


def averaged(array: WrittenArray) -> NDArray[np.object_]:
    """The mean over the first axis, alike."""
    return _texts(array.values.mean(axis=0), _coarsest(array))


def values_of(cells: Any) -> Array:
    """The numbers, for comparing sizes; NaN for a gap and for what is no plain decimal."""
    made: Array = np.vectorize(_value, otypes=[float])(cells)
    return made


def _value(cell: Any) -> float:
    try:
        return float(str(cell).replace(",", ".").replace("\u2212", "-"))
    except ValueError:
        return math.nan


def negated(cells: Any) -> NDArray[np.object_]:
    """Each number as written, but for its sign."""
    made: NDArray[np.object_] = np.vectorize(_minus, otypes=[object])(cells)
    return made


def _minus(cell: Any) -> Any:
    if not isinstance(cell, str):
        return None if cell is None else 0.0 - cell
    text = cell.strip()
    if not text:
        return cell
    return text[1:] if text.startswith(_MINUS) else f"-{text.removeprefix('+')}"


def _coarsest(array: WrittenArray) -> Array:
    units: Array = np.zeros_like(array.values) if array.units is not None else array.half_units
    return np.asarray(units.max(axis=0))


def _texts(values: Array, units: Array) -> NDArray[np.object_]:
    made = np.empty(np.shape(values), dtype=object)
    for at in np.ndindex(np.shape(values)):
        made[at] = _text(float(np.asarray(values)[at]), float(units[at]))
    return made


def _text(value: float, half_unit: float) -> str:
    """The number to the last digit that it has; a float64 in full."""
    if math.isnan(value):
        return ""
    if not 0 < half_unit < 0.5 or value == 0:
        return repr(value)
    last = round(math.log10(2 * half_unit))
    digits = math.floor(math.log10(abs(value))) - last
    return repr(value) if digits >= _FEW_DIGITS else f"{value:.{max(0, digits)}e}"
