"""A closer look at fits of rounded work: does rounding on the way lead so far?

At first sight a slip may be off by a good deal in rounded work. Here the pass is done again with
the slip in it, as intervals, and what lies outside of them is no cause.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from backprop_core.explanation.candidates import together
from backprop_core.explanation.fits import Fit
from backprop_core.explanation.given import Written
from backprop_core.explanation.intervals import Interval, intervals
from backprop_core.explanation.passes import DoesNotApplyError, numbers
from backprop_core.explanation.problem import Place
from backprop_core.explanation.search import Search

_MOST = 20  # so many fits are looked at closely


def closely(search: Search, fits: Iterable[Fit]) -> list[Fit]:
    """Those that agree to every digit written; if none does but by a number chosen to fit, those
    that rounding leads to as well."""
    ordered = sorted(fits, key=lambda fit: (not fit.tight, fit.rarity))
    tight = [fit for fit in ordered if fit.tight]
    if any(not fit.is_fitted for fit in tight):
        return tight
    loose = [fit for fit in ordered if not (fit.tight or (tight and fit.is_fitted))]
    looked_at = (_looked_at(search, fit) for fit in loose[:_MOST])
    return [*tight, *(fit for fit in looked_at if fit is not None)]


def _looked_at(search: Search, fit: Fit) -> Fit | None:
    try:
        return _within_rounding(search, fit)
    except DoesNotApplyError:
        return None  # nor to numbers that rounding has moved


def _within_rounding(search: Search, fit: Fit) -> Fit | None:
    """The fit with its misfit; None if rounding on the way does not lead so far."""
    problem, operations, given = search.problem, search.operations, search.judge.given
    slipped = together(*fit.placed)
    values = numbers(problem, operations, search.given, slipped)
    wanted = {place: search.judge.roundings(given[place]) for place in fit.made}
    every = sorted({each for some in wanted.values() for each in some}, key=str)
    led = zip(
        *(intervals(problem, operations, rounding, values, given, slipped) for rounding in every),
        strict=True,
    )
    means: dict[Place, float] = {}
    for at_once in led:
        place = at_once[0][0]
        if place not in wanted:
            continue
        by_rounding = dict(zip(every, at_once, strict=True))
        worst, means[place] = min(
            _misfit(given[place], by_rounding[rounding][1]) for rounding in wanted[place]
        )
        if worst > 1.0:
            return None
        if len(means) == len(wanted):
            break
    return replace(fit, misfit=float(np.mean([*means.values()])))


def _misfit(written: Written, interval: Interval) -> tuple[float, float]:
    """How far off the numbers are, in parts of what is allowed: the worst, and squared the mean."""
    room = interval.radius + 0.5 * written.units * (1.0 + 1e-9)
    off = np.abs(written.values - interval.centre) / np.maximum(room, 1e-300)
    known = off[~np.isnan(written.values)]
    if not np.isfinite(known).all():
        return np.inf, np.inf
    return float(known.max(initial=0.0)), float(np.mean(known**2))
