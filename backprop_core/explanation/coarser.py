"""Were the numbers rounded more coarsely on the way than they show?

People carry three decimals and write the last product with five, cut digits off, or round z to
decimals and gradients to digits. So where no slip is certain, the pass is judged anew with less
asked of it. Only what then is right as a whole counts as rounded, and only where it lies near.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop_core.explanation.given import Written
from backprop_core.explanation.intervals import Interval, within
from backprop_core.explanation.problem import LOSS_AFTER, Place
from backprop_core.explanation.verdicts import EXACT, ROUNDED, WRONG, Chain, Judge, best_chain

_FAR, _NEAR = 0.25, 0.1  # of the largest number of its array
_UNITS = 8.0  # and so many of its last digit
_OF_TERMS = 0.1  # what a sum counts at least, of its terms
_IN_PASSING = ("slope", "error", "step_W", "step_b")  # which few write down
_SLACK = 2.5  # units that a number may be off which was made from others that are given
_HIDDEN = 0.005  # of a parameter, by rounding it to two decimals or digits
_TELLING, _HAIR, _ENOUGH = 4.0, 0.03, 3  # units of room, the part of it that is used, and how often


def more_coarsely(judge: Judge, chain: Chain) -> tuple[Judge, Chain] | None:
    """The verdicts with coarser rounding on the way; None if that does not explain all of it."""
    if _is_settled(judge, chain) or _is_the_loss_before(judge, chain):
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


def _is_settled(judge: Judge, chain: Chain) -> bool:
    """Whether all that some wrong number was made from is given, and it is farther off than by a
    slip of rounding: then nothing on the way can have been coarser."""
    needs = {operation.makes: operation.needs for operation in chain.operations}
    known = [p for p in chain.wrong if all(_is_known(judge, needs, need) for need in needs[p])]
    if not known:
        return False
    reach = replace(judge, strict=False).reach(chain.operations, chain.values, judge.given)
    return any(_is_beyond(judge.given[p], reach[p], chain.verdicts[p] == WRONG) for p in known)


def _is_beyond(written: Written, reach: Sequence[Interval], wrong: NDArray[np.bool_]) -> bool:
    radius = np.maximum.reduce([np.broadcast_to(each.radius, wrong.shape) for each in reach])
    off = np.abs(written.values - reach[0].centre)
    return bool((off > radius + _SLACK * written.units)[wrong].any())


def _is_the_loss_before(judge: Judge, chain: Chain) -> bool:
    """Whether a wrong loss after the update is the one before it, although parameters move by more
    than two decimals or digits hide."""
    if LOSS_AFTER not in chain.wrong:
        return False
    written, before = judge.given[LOSS_AFTER], judge.exact["loss", 0]
    is_before = np.abs(written.values - before) <= 0.5 * written.units * (1.0 + 1e-9)
    return bool(np.all(is_before)) and any(
        (np.abs(step) > _HIDDEN * np.maximum(1.0, np.abs(_before(judge, place)))).any()
        for place, step in judge.exact.items()
        if place[0] in ("step_W", "step_b")
    )


def _before(judge: Judge, place: Place) -> Any:
    """The parameters that a step is added to."""
    layer = judge.problem.network.layers[place[1]]
    return layer.W if place[0] == "step_W" else layer.b


def _is_known(judge: Judge, needs: Mapping[Place, frozenset[Place]], place: Place) -> bool:
    """Whether an array is given whole, or is made in passing from such."""
    if place in judge.given:
        return not judge.given[place].blank.any()
    if place[0] == "z" and place[1] == judge.problem.last:
        return _is_known(judge, {}, ("a", place[1]))  # error and loss are taken from a
    return place[0] in _IN_PASSING and all(
        _is_known(judge, needs, need) for need in needs.get(place, frozenset())
    )


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
    """The largest number of that array; of new parameters, the largest step. What adds up to
    almost 0, as the gradient of a bias may, is of the size of a part of its terms."""
    quantity, layer = {"W": "step_W", "b": "step_b"}.get(place[0], place[0]), place[1]
    size = float(np.abs(judge.exact[quantity, layer]).max(initial=0.0))
    if quantity == "db":
        size = max(size, _OF_TERMS * float(np.abs(judge.exact["delta", layer]).sum()))
    return size
