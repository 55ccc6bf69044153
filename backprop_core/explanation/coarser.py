"""Were the numbers rounded more coarsely on the way than they show?

People carry three decimals and write the last product with five, cut digits off, or round z to
decimals and gradients to digits. So where no slip is certain, the pass is judged anew with less
asked of it. Only what then is right as a whole counts as rounded, and only where it lies near.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from backprop_core.explanation.intervals import within
from backprop_core.explanation.problem import Place
from backprop_core.explanation.verdicts import EXACT, ROUNDED, WRONG, Chain, Judge, best_chain

_FAR, _NEAR = 0.25, 0.1  # of the largest number of its array
_UNITS = 8.0  # and so many of its last digit
_SLACK = 2.5  # units that a number may be off which was made from others that are given
_TELLING, _HAIR, _ENOUGH = 4.0, 0.03, 3  # units of room, the part of it that is used, and how often


def more_coarsely(judge: Judge, chain: Chain) -> tuple[Judge, Chain] | None:
    """The verdicts with coarser rounding on the way; None if that does not explain all of it."""
    if any(_is_settled(judge, chain, place) for place in chain.wrong):
        return None
    for looser, most in _looser(judge):
        if not all(_is_near(judge, chain, place, most) for place in chain.wrong):
            continue
        found = best_chain(looser)
        if not found.wrong and not any(_is_odd(judge, chain, found, p) for p in chain.wrong):
            return looser, found
    return None


def coarsest(judge: Judge) -> Judge:
    """The judge that asks least of the numbers on the way."""
    return replace(judge, strict=False, spare=2)


def _looser(judge: Judge) -> Iterator[tuple[Judge, float]]:
    """Judges that ask less, and how far off a number may be, of the largest of its kind."""
    if judge.kinds != ("decimals", "digits"):
        yield replace(judge, strict=False), _FAR
    yield replace(judge, strict=False, cut=True), _FAR
    yield from ((replace(judge, strict=False, spare=spare), _NEAR) for spare in (1, 2))


def _is_settled(judge: Judge, chain: Chain, place: Place) -> bool:
    """Whether all that it was made from is given, and it is farther off than by a slip of rounding:
    then nothing on the way can have been coarser."""
    if place[0] == "loss":
        return False  # which people take from a, and the engine from z
    needs = next(each.needs for each in chain.operations if each.makes == place)
    if not all(need in judge.given and not judge.given[need].blank.any() for need in needs):
        return False
    written, wrong = judge.given[place], chain.verdicts[place] == WRONG
    radius = np.maximum.reduce(
        [np.broadcast_to(each.radius, wrong.shape) for each in chain.reach[place]]
    )
    off = np.abs(written.values - chain.reach[place][0].centre)
    return bool((off > radius + _SLACK * written.units)[wrong].any())


def _is_odd(judge: Judge, chain: Chain, found: Chain, place: Place) -> bool:
    """Whether all else that was made from the same arrays is right to a hair: then nothing was
    rounded on the way there."""
    needs = {operation.makes: operation.needs for operation in chain.operations}
    leads = _which_leads(judge, chain, found, place)
    parts: list[float] = []
    for other, verdict in chain.verdicts.items():
        if other == place or not needs[place] <= needs[other] or (verdict == WRONG).any():
            continue
        written = judge.given[other]
        radius = found.reach[other][min(leads, len(found.reach[other]) - 1)].radius
        tells = np.isin(verdict, (EXACT, ROUNDED)) & (radius > _TELLING * written.units)
        off = np.abs(written.values - judge.exact[other])
        parts += (off[tells] / radius[tells]).tolist()
    return len(parts) >= _ENOUGH and max(parts) < _HAIR


def _which_leads(judge: Judge, chain: Chain, found: Chain, place: Place) -> int:
    """Which of the roundings leads to what was wrong there, the closest of them; the widest of all
    where none does alone."""
    written, wrong = judge.given[place], chain.verdicts[place] == WRONG
    reach = found.reach[place]
    widths = [float(np.max(np.broadcast_to(each.radius, wrong.shape)[wrong])) for each in reach]
    lead = [k for k, each in enumerate(reach) if within(written, (each,), 1.0)[wrong].all()]
    if lead:
        return min(lead, key=widths.__getitem__)
    return max(range(len(reach)), key=widths.__getitem__)


def _is_near(judge: Judge, chain: Chain, place: Place, most: float) -> bool:
    """Whether what is wrong lies so near that it may be called rounded."""
    written, off = judge.given[place], np.abs(judge.given[place].values - judge.exact[place])
    room = most * _size(judge, place) + _UNITS * written.units
    wrong: NDArray[np.bool_] = chain.verdicts[place] == WRONG
    return not (off > room)[wrong].any()


def _size(judge: Judge, place: Place) -> float:
    """The largest number of that array; of new parameters, the largest step."""
    quantity = {"W": "step_W", "b": "step_b"}.get(place[0], place[0])
    return float(np.abs(judge.exact[quantity, place[1]]).max(initial=0.0))
