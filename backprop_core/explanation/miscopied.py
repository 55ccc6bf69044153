"""Numbers that are right but for a slip of the pen: the other sign, a point moved by one place, two
digits swapped, two numbers of a row or column swapped, or two layers.

Only what is seen is said: with the slip taken back, every number given has to be right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from backprop_core.checks import Array
from backprop_core.explanation.causes import Cause
from backprop_core.explanation.given import Written
from backprop_core.explanation.named_slip import NamedSlip
from backprop_core.explanation.problem import TOTALS, Place
from backprop_core.explanation.verdicts import (
    EXACT,
    FOLLOWS,
    ROUNDED,
    WRONG,
    Chain,
    Judge,
    best_chain,
)
from backprop_core.explanation.words import address_of, at, sentence, the_layer

_NEAR = 0.5 + 1e-9  # units of the last digit: so near to the right number is what was meant
_ROUGHLY = 1.5  # units, where more than one digit tells
_FLOATS, _WORKED = 1e-6, 0.05  # of it: what float32 leaves, and what rounding on the way may
_FEW_DIGITS = 2  # of a number with fewer, a shift or a swap proves nothing
_COMPARE = "Compare it with your working, digit by digit."

Entry = tuple[Place, tuple[int, ...]]
Taken = Mapping[Entry, tuple[float, float]]  # what was meant, and the unit of its last digit


@dataclass(frozen=True, eq=False)
class _Slip:
    """What was meant in each wrong entry, and by what part of it or how many units that may be off;
    `what` and `remedy` are sentences."""

    name: str
    what: str
    remedy: str
    meant: Taken
    part: float = _WORKED
    units: float = _ROUGHLY


def miscopied(judge: Judge, chain: Chain) -> tuple[Cause, ...]:
    """The slips of the pen that explain all that is wrong; they are never certain."""
    wrong = [
        (place, tuple(int(i) for i in index))
        for place in chain.wrong
        for index in np.argwhere(chain.verdicts[place] == WRONG)
    ]
    return tuple(
        Cause((_named(chain, wrong, slip),), certain=False)
        for slip in _slips(judge, wrong)
        if _is_near(judge, slip) and _all_is_right(judge, chain, slip.meant)
    )


def _slips(judge: Judge, wrong: list[Entry]) -> Iterator[_Slip]:
    names = [at(judge.problem, address_of(*entry)) for entry in wrong]
    who = names[0]
    written = {entry: _written(judge.given, entry) for entry in wrong}
    turned = {entry: (-value, unit) for entry, (value, unit) in written.items()}
    if len(wrong) == 1:
        (entry,) = wrong
        value, unit = written[entry]
        what = f"{sentence(who)} has the right magnitude but the wrong sign."
        yield _Slip("sign", what, "Check for a lost or added minus.", turned)
        if unit > 0.0 and abs(value) >= 10.0 ** (_FEW_DIGITS - 1) * unit * (1.0 - 1e-9):
            yield from _of_digits(judge, who, entry)
    else:
        what = f"{len(wrong)} numbers have the right magnitude but the wrong sign."
        yield _Slip("sign", what, "Check for lost or added minus signs.", turned)
    if len(wrong) == 2 and _are_in_line(*wrong):
        one, other = wrong
        what = f"{sentence(who)} and {names[1]} are swapped."
        meant = {one: written[other], other: written[one]}
        yield _Slip("numbers_swapped", what, "Write each in the other's place.", meant)
    yield from _layers_swapped(judge, {layer for (_, layer), _ in wrong})


def _layers_swapped(judge: Judge, wrong: set[int]) -> Iterator[_Slip]:
    """All that is given of two layers, each in the place of the other."""
    if len(wrong) != 2:
        return
    one, other = sorted(wrong)
    beside = {one: other, other: one}
    of_layers = [place for place in judge.given if place[1] in beside and place[0] not in TOTALS]
    given = {place: judge.given[place] for place in of_layers}
    meant: dict[Entry, tuple[float, float]] = {}
    for (quantity, layer), written in given.items():
        there = given.get((quantity, beside[layer]))
        if there is None or there.values.shape != written.values.shape or there.blank.any():
            return
        for index in np.ndindex(written.values.shape):
            meant[(quantity, layer), index] = float(there.values[index]), float(there.units[index])
    names = [the_layer(judge.problem, layer) for layer in (one, other)]
    yield _Slip(
        "layers_swapped",
        f"The numbers of {names[0]} and of {names[1]} are swapped.",
        "Layers are counted starting at the inputs.",
        meant,
    )


def _of_digits(judge: Judge, who: str, entry: Entry) -> Iterator[_Slip]:
    """Slips in the digits of one number."""
    value, unit = _written(judge.given, entry)
    for factor, side in ((10.0, "left"), (0.1, "right")):
        what = f"The decimal point of {who} is one place too far to the {side}."
        meant = {entry: (factor * value, factor * unit)}
        yield _Slip("point_moved", what, _COMPARE, meant, _FLOATS, _NEAR)
    exact = float(judge.exact[entry[0]][entry[1]])
    swapped = min(_digits_swapped(value, unit), key=lambda t: abs(t - exact), default=value)
    what = f"Two digits of {who} are swapped."
    yield _Slip("digits_swapped", what, _COMPARE, {entry: (swapped, unit)}, _FLOATS, _NEAR)


def _digits_swapped(value: float, unit: float) -> Iterator[float]:
    """The number with two neighbouring digits swapped, as it was written."""
    text = f"{value:.{max(0, -round(float(np.log10(unit))))}f}"
    for k in range(len(text) - 1):
        one, other = text[k], text[k + 1]
        if one != other and one.isdigit() and other.isdigit():
            swapped = float(text[:k] + other + one + text[k + 2 :])
            if not _is_tenfold(swapped, value) and not _is_tenfold(value, swapped):
                yield swapped


def _is_tenfold(one: float, other: float) -> bool:
    """Whether the point has moved: 0.4 for 4.0."""
    return abs(one - 10.0 * other) <= 1e-9 * abs(one)


def _are_in_line(one: Entry, other: Entry) -> bool:
    """Whether they stand in one row or one column of one array."""
    (place, index), (there, beside) = one, other
    return place == there and sum(i != j for i, j in zip(index, beside, strict=True)) == 1


def _written(given: Mapping[Place, Written], entry: Entry) -> tuple[float, float]:
    place, index = entry
    return float(given[place].values[index]), float(given[place].units[index])


def _is_near(judge: Judge, slip: _Slip) -> bool:
    """Whether each is about the right number."""
    return all(
        abs(value - exact) <= max(slip.units * unit, slip.part * abs(exact))
        for (place, index), (value, unit) in slip.meant.items()
        for exact in [float(judge.exact[place][index])]
    )


def _all_is_right(judge: Judge, chain: Chain, meant: Taken) -> bool:
    """Whether nothing is wrong with those numbers in their places; what follows from the wrong ones
    is left out."""
    given = {
        place: replace(written, values=_without(written.values, chain.verdicts[place] == FOLLOWS))
        for place, written in judge.given.items()
    }
    for (place, index), (value, unit) in meant.items():
        units = given[place].units.copy()
        given[place].values[index], units[index] = value, unit
        given[place] = replace(given[place], units=units)
    found = best_chain(replace(judge, given=given)).verdicts
    return all(found[place][index] in (EXACT, ROUNDED) for place, index in meant) and not any(
        np.isin(verdict, (WRONG, FOLLOWS)).any() for verdict in found.values()
    )


def _without(values: Array, mask: NDArray[np.bool_]) -> Array:
    return np.where(mask, np.nan, values)


def _named(chain: Chain, wrong: list[Entry], slip: _Slip) -> NamedSlip:
    """Where the first wrong number is made."""
    place, index = wrong[0]
    operation = next(each for each in chain.operations if each.makes == place)
    neuron = address_of(place, index).neuron
    is_alone = len({address_of(*entry)[:3] for entry in wrong}) == 1
    neurons = (neuron,) if is_alone and neuron is not None else None
    layers = {at[1] for at, _ in wrong}
    layer = operation.layer if len(layers) == 1 and operation.name != "loss" else None
    return NamedSlip(slip.name, operation.name, layer, neurons, "", slip.what, slip.remedy)
