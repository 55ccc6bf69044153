"""Were the numbers rounded more coarsely on the way than they show?

People carry three decimals and write the last product with five, cut digits off, or round z to
decimals and gradients to digits. So where no slip is certain, the pass is judged anew with less
asked of it. Only what then is right as a whole counts as rounded, and only where it lies near.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop_core.explanation.problem import Place
from backprop_core.explanation.verdicts import WRONG, Chain, Judge, best_chain

_NEAR = 0.06  # of the largest number of its kind


def more_coarsely(judge: Judge, chain: Chain) -> tuple[Judge, Chain] | None:
    """The verdicts with coarser rounding on the way; None if that does not explain all of it."""
    for looser in _looser(judge):
        if looser.spare and not all(_is_near(judge, chain, place) for place in chain.wrong):
            return None
        found = best_chain(looser)
        if not found.wrong:
            return looser, found
    return None


def _looser(judge: Judge) -> Iterator[Judge]:
    if judge.kinds != ("decimals", "digits"):
        yield replace(judge, strict=False)
    far = any(judge.is_far(place).any() for place in judge.given)
    if not far:
        yield replace(judge, strict=False, cut=True)
    yield from (replace(judge, strict=False, spare=spare) for spare in (1, 2))


def _is_near(judge: Judge, chain: Chain, place: Place) -> bool:
    """Whether what is wrong lies so near that it may be called rounded."""
    written, off = judge.given[place], np.abs(judge.given[place].values - judge.exact[place])
    most = _NEAR * _size(judge, place) + 1.5 * written.units
    wrong: NDArray[np.bool_] = chain.verdicts[place] == WRONG
    return not (off > most)[wrong].any()


def _size(judge: Judge, place: Place) -> float:
    """The largest number of that quantity in any layer; of new parameters, the largest step."""
    quantity = {"W": "step_W", "b": "step_b"}.get(place[0], place[0])
    each: list[Any] = [
        np.abs(value).max()
        for (name, _), value in judge.exact.items()
        if name == quantity and value is not None and np.size(value)
    ]
    return float(max(each, default=0.0))
