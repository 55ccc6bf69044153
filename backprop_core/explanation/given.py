"""Somebody's numbers: each with the digits it was written with.

A text says itself how far it goes: "0.0820" has four decimals. A float has lost the zeros at its
end, so its array is asked: 0.3 beside 0.241 is 0.300, or 0.300 has three digits like its neighbour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop_core.checks import Array
from backprop_core.errors import BackpropError
from backprop_core.explanation.problem import QUANTITIES, TOTALS, Place, Problem
from backprop_core.explanation.shown_digits import FULL, Shown, shown_by
from backprop_core.written.number import read_number


@dataclass(frozen=True, eq=False)
class Written:
    """One array as given: values (NaN for a blank) and the unit of each number's last digit.

    `decimals` and `digits` are the most that any of its numbers shows; whole numbers alone show
    nothing, and are not `telling`. `turned` tells that it came transposed.
    """

    values: Array
    units: Array
    decimals: int
    digits: int
    telling: bool = True
    turned: bool = False

    @property
    def blank(self) -> NDArray[np.bool_]:
        """Where no number is given."""
        return np.isnan(self.values)

    @property
    def finest(self) -> Array:
        """The unit of each number, were it written as far as the array shows: 0.6 beside 0.69."""
        return np.minimum(self.units, _likely(self.values, self.decimals, self.digits))

    @property
    def full(self) -> bool:
        """Whether the numbers were never rounded by hand."""
        return self.digits >= FULL


def read_given(problem: Problem, given: Mapping[str, Any]) -> dict[Place, Written]:
    """All that is given, by place, in the order of the work.

    Raises BackpropError for an unknown quantity, a wrong number of layers, a shape that does not
    fit, and for what is no number.
    """
    found = {place: one for name in given for place, one in _of(problem, name, given[name])}
    found = {place: one for place, one in found.items() if not np.isnan(one[0]).all()}
    plain = _with_units(found)
    return {place: plain[place] for place in problem.order if place in plain}


def _of(problem: Problem, name: Any, entries: Any) -> Iterator[tuple[Place, _Raw]]:
    if name not in QUANTITIES:
        known = ", ".join(QUANTITIES)
        raise BackpropError(f"given got {str(name)[:60]!r}. It takes any of {known}.")
    if entries is None:
        return
    if name in TOTALS:
        yield (name, 0), _array(problem, (name, 0), entries)
        return
    count = len(problem.layers)
    if not hasattr(entries, "__len__") or isinstance(entries, str) or len(entries) != count:
        got = len(entries) if hasattr(entries, "__len__") else entries
        raise BackpropError(
            f"{name} got {str(got)[:60]}. It takes a list of {count}, one entry for each layer, "
            "with None where nothing is given."
        )
    for layer, entry in enumerate(entries):
        if entry is not None:
            yield (name, layer), _array(problem, (name, layer), entry)


_Raw = tuple[Array, Array, bool, bool]  # values, units (NaN for a float's), turned, single
_TURNED = ("z", "a", "da", "delta", "dW", "dx", "step_W", "W")


def _array(problem: Problem, place: Place, entry: Any) -> _Raw:
    shape = problem.shape(place)
    name = _named(place)
    try:
        table = np.asarray(entry, dtype=None if _is_numeric(entry) else object)
    except (TypeError, ValueError):
        raise BackpropError(f"{name} has rows of different lengths.") from None
    if shape is None:
        if table.size == 0 or all(one is None for one in table.ravel().tolist()):
            return np.full(1, np.nan), np.full(1, np.nan), False, False
        raise BackpropError(f"{name} got numbers. It takes None: this layer has no bias.")
    values, units, single = _numbers(name, table)
    fitted = _fitted(place, table.shape, shape)
    if fitted is None:
        raise BackpropError(f"{name} got shape {table.shape}. It takes {shape}.")
    if fitted:
        return values.T.reshape(shape), units.T.reshape(shape), True, single
    return values.reshape(shape), units.reshape(shape), False, single


def _is_numeric(entry: Any) -> bool:
    return isinstance(entry, (np.ndarray, float, int, np.number)) and not isinstance(entry, bool)


def _named(place: Place) -> str:
    return place[0] if place[0] in TOTALS else f"{place[0]} of layer {place[1] + 1}"


def _fitted(place: Place, got: tuple[int, ...], shape: tuple[int, ...]) -> bool | None:
    """Whether it has to be turned; None where it does not fit at all."""
    if got == shape:
        return False
    if len(shape) < 2 or 1 in shape:
        one_way = [size for size in got if size != 1] == [size for size in shape if size != 1]
        return False if one_way else None
    if got == shape[::-1] and place[0] in _TURNED:
        return True
    return None


def _numbers(name: str, table: NDArray[Any]) -> tuple[Array, Array, bool]:
    if table.dtype.kind == "f":
        single = table.dtype.itemsize < 8
        units = np.full(table.shape, np.nan)
        return _finite(name, table.astype(np.float64)), units, single
    if table.dtype.kind in "iu":
        return table.astype(np.float64), np.full(table.shape, np.nan), False
    pairs = [_number(name, one) for one in table.ravel().tolist()]
    values = np.array([value for value, _ in pairs], dtype=np.float64).reshape(table.shape)
    units = np.array([unit for _, unit in pairs], dtype=np.float64).reshape(table.shape)
    return _finite(name, values), units, False


def _finite(name: str, values: Array) -> Array:
    if np.isinf(values).any():
        raise BackpropError(f"{name} holds an infinite number. It takes finite ones.")
    return values


def _number(name: str, one: Any) -> tuple[float, float]:
    if one is None:
        return np.nan, np.nan
    if isinstance(one, str):
        if not one.strip():
            return np.nan, np.nan
        written = read_number(one, name, fractions=True)
        return written.value, np.nan if written.decimals is None else 2 * written.half_unit
    if isinstance(one, bool) or not isinstance(one, (int, float, np.number)):
        raise BackpropError(f"{name} got {str(one)[:60]!r}. It takes numbers.")
    try:
        return float(one), np.nan
    except OverflowError:
        raise BackpropError(f"{name} got a number too large. It takes finite ones.") from None


def _with_units(found: Mapping[Place, _Raw]) -> dict[Place, Written]:
    """Units for all numbers; an array of whole numbers alone goes by what the others show, one of
    zeros alone by those that show least. Where none shows anything, the floats may be rounded ones
    whose zeros at the end are lost: 1.00 and 0.00 to two decimals."""
    own = {place: shown_by(raw[0], raw[1], single=raw[3]) for place, raw in found.items()}
    if any(shown and shown.digits >= FULL for shown in own.values()):
        own = {place: None if _few(found[place], shown) else shown for place, shown in own.items()}
    known = [shown for shown in own.values() if shown is not None]
    decimals = max((shown.decimals for shown in known), default=2)
    digits = max((shown.digits for shown in known), default=3)
    common = Shown(decimals, digits, telling=False)
    made = {}
    for place, raw in found.items():
        plain = common
        if not np.nan_to_num(raw[0]).any():
            plain = replace(common, decimals=_fewest(own, place))
        made[place] = _written(raw, own[place] or plain)
    return made


_GRADIENTS = ("delta", "dW", "db")


def _fewest(shown: Mapping[Place, Shown | None], place: Place) -> int:
    """The fewest decimals that any array shows; of a gradient those made of the same deltas."""
    every = [(one, each.decimals) for one, each in shown.items() if each is not None]
    alike = [
        decimals
        for (quantity, layer), decimals in every
        if layer == place[1] and {quantity, place[0]} <= {*_GRADIENTS}
    ]
    return min(alike or [decimals for _, decimals in every], default=2)


def _few(raw: _Raw, shown: Shown | None) -> bool:
    """A float such as 0.2 among others with all their digits was not rounded: it is 0.2."""
    return shown is not None and shown.digits <= 2 and bool(np.isnan(raw[1]).all())


def _written(raw: _Raw, shown: Shown) -> Written:
    values, units, turned, _ = raw
    likely = _likely(values, shown.decimals, shown.digits)
    if not shown.telling and shown.digits >= FULL:
        likely = np.where(values == 0, likely, _by_digits(values, shown.digits))
    # a whole number among decimals, and a plain 0, go as far as their neighbours
    own = np.isnan(units) | (units >= 1.0) | (values == 0)
    units = np.where(own, likely, units)
    return Written(values, units, shown.decimals, shown.digits, shown.telling, turned)


def _likely(values: Array, decimals: int, digits: int) -> Array:
    """What the last digit of each is worth, if no number shows more."""
    likely: Array = np.maximum(10.0 ** -float(decimals), _by_digits(values, digits))
    return likely


def _by_digits(values: Array, digits: int) -> Array:
    size = np.abs(np.where(np.isnan(values) | (values == 0), 1.0, values))
    units = 10.0 ** (np.floor(np.log10(size) + 1e-12) - digits + 1)
    return np.where(values == 0, 0.0, units)


_ALIKE, _ENOUGH = 0.8, 4  # the share of an array that shows a kind, and how many numbers tell


def kinds_shown(given: Iterable[Written]) -> tuple[str, ...]:
    """Whether the numbers show that they were rounded to decimals, to digits, or either way."""
    counts = {"decimals": 0, "digits": 0, "": 0}
    for each in given:
        if each.telling and not each.full:
            kind, count = _kind_of(each)
            counts[kind] += count
    told = counts["decimals"] + counts["digits"]
    for kind in ("decimals", "digits"):
        if told >= _ENOUGH and counts[kind] >= _ALIKE * told:
            return (kind,)
    return "decimals", "digits"


def _kind_of(written: Written) -> tuple[str, int]:
    """What all numbers of an array have alike, if it is one of the two, and how many they are."""
    usable = ~written.blank & (written.values != 0) & (written.units > 0)
    units, values = written.units[usable], np.abs(written.values[usable])
    if not units.size:
        return "", 0
    decimals = np.round(-np.log10(units))
    digits = np.floor(np.log10(values / units) + 1e-9)
    of_decimals, of_digits = (float(np.mean(each == each.max())) for each in (decimals, digits))
    if of_decimals >= _ALIKE > of_digits:
        return "decimals", units.size
    if of_digits >= _ALIKE > of_decimals:
        return "digits", units.size
    return "", units.size
