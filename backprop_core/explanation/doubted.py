"""Numbers that are right as rounded by a hair: only very coarse rounding would lead to them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from backprop_core.checks import Array
from backprop_core.explanation.given import Written
from backprop_core.explanation.problem import Place
from backprop_core.explanation.verdicts import ROUNDED, WRONG, Chain, Judge

_FAR = 0.25  # of a number: rounding on the way rarely does so much


def doubted(judge: Judge, chain: Chain) -> Chain | None:
    """The chain with such numbers called wrong, which they are if a slip explains them to the
    digit. None if there are none, or if one whole pass on paper arrives at all that is given."""
    verdicts = {
        place: np.where(_is_doubtful(judge, place) & (each == ROUNDED), WRONG, each)
        for place, each in chain.verdicts.items()
    }
    found = replace(chain, verdicts=verdicts)
    if found.count == chain.count or _is_worked_out(judge, chain):
        return None
    return found


def _is_doubtful(judge: Judge, place: Place) -> NDArray[np.bool_]:
    written, far = judge.given[place], _is_far(judge, place)
    if written.full or not far.any():
        return np.zeros(far.shape, dtype=bool)
    for rounding in judge.roundings(written):
        for values in judge.simulated(rounding):
            far = far & (np.abs(written.values - values[place]) > 0.5 * written.units)
    return far


def _is_far(judge: Judge, place: Place) -> NDArray[np.bool_]:
    """Where a number is farther off than rounding usually leads."""
    written, exact = judge.given[place], judge.exact[place]
    size = np.maximum(np.abs(written.values), np.abs(exact))
    usual = np.maximum(_FAR * size, 1.5 * written.units)
    far: NDArray[np.bool_] = np.abs(written.values - exact) > usual
    return far


def _is_worked_out(judge: Judge, chain: Chain) -> bool:
    return any(
        all(_agrees(written, made[place]) for place, written in judge.given.items())
        for made in chain.reached.worked
    )


def _agrees(written: Written, made: Array) -> bool:
    near = np.abs(written.values - made) <= 0.5 * written.units * (1.0 + 1e-9)
    return bool(np.all(near | written.blank))
