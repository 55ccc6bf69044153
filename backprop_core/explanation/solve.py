"""Which value of one number would explain what is given?

The value is found by Gauss and Newton's method on the wrong numbers, then taken only if it explains
every one of them; and since one free number can always be chosen to fit one, more have to agree.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from backprop_core.checks import Array
from backprop_core.explanation.candidates import Placed, together
from backprop_core.explanation.passes import DoesNotApplyError, made_anew
from backprop_core.explanation.fits import Fit
from backprop_core.explanation.search import Search
from backprop_core.explanation.slips.mistyped import Unknown, forward_numbers, unknowns
from backprop_core.explanation.slips.slip import Slip
from backprop_core.explanation.slips.whole_gradient import snapped

_MOST = 400  # numbers of an exercise that are tried
_ROUNDS, _HALVINGS = 12, 4
_STARTS = (0.0, 0.5, -0.5, 1.0, -1.0, 2.0, -2.0)


def mistyped(search: Search) -> list[Fit]:
    """Fits with one number of the exercise, or of the forward pass, other than it is."""
    every = [*_some(unknowns(search.problem)), *_some(forward_numbers(search.problem))]
    found = [fit for unknown in every for fit in _fits(search, unknown)]
    return search.closely([fit for fit in found if _is_short(fit)] or found)


def _is_short(fit: Fit) -> bool:
    """Whether the value has four digits at most: nobody mistypes 0.4171930285 for 0.5."""
    value = fit.placed[0].slip.value
    return value is not None and float(f"{value:.4g}") == value


def _some(every: Iterator[Unknown]) -> list[Unknown]:
    listed = []
    for unknown in every:
        listed.append(unknown)
        if len(listed) > _MOST:
            return []
    return listed


def _fits(search: Search, unknown: Unknown) -> Iterator[Fit]:
    for t in unknown.suspects:
        fit = _fit(search, unknown, t)
        if fit is not None:
            yield fit
            return
    for start in (unknown.usual, *unknown.starts):
        solved = _solved(search, unknown, start)
        if solved is None:
            continue
        for t in dict.fromkeys((snapped(solved, 1e-4), snapped(solved))):
            fit = _fit(search, unknown, t)
            if fit is not None:
                yield fit
                return


def _fit(search: Search, unknown: Unknown, t: float) -> Fit | None:
    slip = unknown.slip(t)
    if slip is None or abs(t - unknown.usual) <= 2e-3 * abs(unknown.usual):
        return None
    fit = search.fit(Placed({unknown.layer: slip}))
    return fit if fit is not None and fit.complete else None


def _solved(search: Search, unknown: Unknown, start: float) -> float | None:
    if not _moves_all(search, unknown, start):
        return None
    t, rest = _nearest(search, unknown, start)
    first = _square(rest)
    for k in range(_ROUNDS):
        if not np.isfinite(first) or (k > 3 and _square(rest) > 0.25 * first):
            return None
        step = _step(search, unknown, t, rest)
        if step is None:
            return None
        for _ in range(_HALVINGS):
            tried = _rest(search, unknown, t - step)
            if _square(tried) <= _square(rest):
                break
            step *= 0.4
        t, rest = t - step, tried
        if abs(step) <= 1e-12 * max(1.0, abs(t)):
            break
    return t if rest is not None and np.abs(rest).max() < 1e-2 else None


def _moves_all(search: Search, unknown: Unknown, t: float) -> bool:
    """Whether everything that is wrong depends on the number."""
    rest, moved = _rest(search, unknown, t), _rest(search, unknown, t + 0.5)
    if rest is None or moved is None:
        return False
    return not ((np.abs(rest - moved) < 1e-12) & (np.abs(rest) > 1e-2)).any()


def _nearest(search: Search, unknown: Unknown, start: float) -> tuple[float, Array | None]:
    """Of some values about `start` the one that leaves least to explain."""
    tried = [(start + by, _rest(search, unknown, start + by)) for by in _STARTS]
    return min(tried, key=lambda each: _square(each[1]))


def _square(rest: Array | None) -> float:
    return np.inf if rest is None else float(rest @ rest)


def _step(search: Search, unknown: Unknown, t: float, rest: Array | None) -> float | None:
    """Gauss and Newton's step; None if something wrong does not move with the number."""
    nudge = 1e-6 * max(1.0, abs(t))
    nudged = _rest(search, unknown, t + nudge)
    if rest is None or nudged is None:
        return None
    slope = (nudged - rest) / nudge
    untouched = np.abs(slope) < 1e-9
    if (np.abs(rest[untouched]) > 1e-2).any() or untouched.all():
        return None
    return float(slope @ rest) / float(slope @ slope)


def _rest(search: Search, unknown: Unknown, t: float) -> Array | None:
    """Made less given, over the first wrong arrays, in parts of each array's size."""
    slip: Slip | None = unknown.slip(t)
    if slip is None:
        return None
    wanted = search.wrong[:3]
    made = {place: search.chain.values[place] for place in wanted}
    slipped = together(Placed({unknown.layer: slip}))
    try:
        for place, value in made_anew(
            search.problem, search.operations, search.chain.values, slipped, search.given
        ):
            if place in made:
                made[place] = value
    except DoesNotApplyError:
        return None
    parts = []
    for place in wanted:
        claim = search.claims[place]
        known = ~np.isnan(claim.values)
        parts.append(((made[place] - claim.values) / (claim.size or 1.0))[known])
    rest = np.concatenate([np.ravel(part) for part in parts])
    return rest if np.isfinite(rest).all() else None
