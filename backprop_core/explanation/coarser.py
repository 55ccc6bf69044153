"""Were the numbers rounded more coarsely on the way than they show?

People carry three decimals and write the last product with five, cut digits off, or round z to
decimals and gradients to digits. So the pass is judged anew with less asked of it. Only what then
is right as a whole counts as rounded, and only where no slip comes much nearer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop_core.explanation.given import Written
from backprop_core.explanation.passes import numbers
from backprop_core.explanation.problem import LOSS_AFTER, Place
from backprop_core.explanation.verdicts import ROUNDED, WRONG, Chain, Judge, best_chain

_IN_PASSING = ("slope", "error", "step_W", "step_b")  # which few write down
_SPARED = 2  # times as many numbers right to the digit as are come near to: no chance
_NEARER = 0.5  # of the way that a number is off: so near comes a pass that accounts for it
_HIDDEN = 0.005  # of a parameter, by rounding it to two decimals or digits


def more_coarsely(judge: Judge, chain: Chain) -> tuple[Judge, Chain] | None:
    """The verdicts with coarser rounding on the way; None if that does not explain all of it."""
    if _is_settled(judge, chain) or _is_the_loss_before(judge, chain):
        return None
    for looser in _looser(judge):
        found = best_chain(looser)
        if not found.wrong and not _is_belied(looser, found):
            return looser, found
    return None


def excusing(judge: Judge, chain: Chain) -> tuple[Judge, Chain] | None:
    """The verdicts where beside what is wrong some numbers are off by a slip of rounding only; None
    if there are none."""
    if not any(_is_off_by_little(judge, chain, place).any() for place in chain.wrong):
        return None
    forgiving = replace(judge, excuses=True)
    found = best_chain(forgiving)
    return (forgiving, found) if 0 < found.count < chain.count else None


def _is_off_by_little(judge: Judge, chain: Chain, place: Place) -> NDArray[np.bool_]:
    near = chain.reached.is_near(place, judge.given[place].finest)
    result: NDArray[np.bool_] = near & (chain.verdicts[place] == WRONG)
    return result


def coarsest(judge: Judge) -> Judge:
    """The judge that asks least of the numbers on the way."""
    return replace(judge, strict=False, spare=2, excuses=False)


def _looser(judge: Judge) -> Iterator[Judge]:
    """Judges that ask less."""
    if judge.kinds != ("decimals", "digits"):
        yield replace(judge, strict=False)
    for cut, spare in ((True, 0), (False, 1), (False, 2), (True, 1), (True, 2)):
        yield replace(judge, strict=False, cut=cut, spare=spare)


def _is_belied(judge: Judge, chain: Chain) -> bool:
    """Whether every pass rounded like that leads away from more numbers that are right to the digit
    than it comes near to of those that are off: rounding would have spared few."""
    worked = chain.reached.worked
    return bool(worked) and all(_leads_away(judge, chain, made) for made in worked)


def _leads_away(judge: Judge, chain: Chain, made: Mapping[Place, Any]) -> bool:
    away = nearer = 0
    for place, written in judge.given.items():
        apart = np.abs(made[place] - written.values)
        off = chain.verdicts[place] == ROUNDED
        away += int((judge.is_exact[place] & (apart > written.units)).sum())
        near = _NEARER * np.maximum(np.abs(judge.exact[place] - written.values), written.units)
        nearer += int((off & (apart <= near)).sum())
    return away >= _SPARED * nearer


def _is_settled(judge: Judge, chain: Chain) -> bool:
    """Whether all that some wrong number was made from is given, and it is farther off than by a
    slip of rounding: then nothing on the way can have been coarser."""
    given = {**_read_off(judge, chain), **judge.given}
    needs = {operation.makes: operation.needs for operation in chain.operations}
    known = [p for p in chain.wrong if all(_is_known(judge, given, needs, n) for n in needs[p])]
    if not known:
        return False
    claims = {place: written.values for place, written in given.items()}
    values = numbers(judge.problem, chain.operations, claims)
    loose = replace(judge, strict=False, cut=True)
    reached = loose.reached(chain.operations, values, given)
    near = {place: reached.is_near(place, judge.given[place].units) for place in known}
    return any((~near[place] & (chain.verdicts[place] == WRONG)).any() for place in known)


def _read_off(judge: Judge, chain: Chain) -> dict[Place, Written]:
    """The deltas of one sample, where its gradients are given: db, or dW divided by its a. What is
    wrong tells nothing."""
    found: dict[Place, Written] = {}
    if judge.problem.batch > 1:
        return found
    for layer in range(judge.problem.last + 1):
        db, dW = (_if_right(judge, chain, (name, layer)) for name in ("db", "dW"))
        if db is not None and db.values.ndim == 1:
            found["delta", layer] = replace(db, values=db.values[None], units=db.units[None])
        elif dW is not None:
            a = chain.values["a", layer - 1][0] if layer else judge.problem.x[0]
            largest = int(np.argmax(np.abs(a)))
            if a[largest]:
                values, units = dW.values[:, largest], dW.units[:, largest]
                found["delta", layer] = replace(
                    dW,
                    values=values[None] / a[largest],
                    units=units[None] / abs(a[largest]),
                    turned=False,
                )
    return found


def _if_right(judge: Judge, chain: Chain, place: Place) -> Written | None:
    return None if place in chain.wrong else judge.given.get(place)


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


def _is_known(
    judge: Judge,
    given: Mapping[Place, Written],
    needs: Mapping[Place, frozenset[Place]],
    place: Place,
) -> bool:
    """Whether an array is given whole, or is made in passing from such."""
    if place in given:
        return not given[place].blank.any()
    if place[0] == "z" and place[1] == judge.problem.last:
        return _is_known(judge, given, {}, ("a", place[1]))  # error and loss are taken from a
    return place[0] in _IN_PASSING and all(
        _is_known(judge, given, needs, need) for need in needs.get(place, frozenset())
    )
