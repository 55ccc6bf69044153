"""Which value of one number would explain what is given?

The value is found by Gauss and Newton's method on the wrong numbers, then taken only if it explains
every one of them; and since one free number can always be chosen to fit one, more have to agree.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from backprop_core.checks import Array
from backprop_core.explanation.candidates import Placed, together
from backprop_core.explanation.fits import Fit
from backprop_core.explanation.passes import DoesNotApplyError
from backprop_core.explanation.search import Search
from backprop_core.explanation.slips.mistyped import Unknown, forward_numbers, unknowns
from backprop_core.explanation.slips.optimisers import snapped

_MOST = 400  # numbers that are tried
_ROUNDS, _HALVINGS = 12, 4
_STARTS = (0.0, 0.5, -0.5, 1.0, -1.0, 2.0, -2.0)
_NEAR = 1e-2  # of the size of an array: as good as explained, before a closer look


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
    """All of them, or none if they are too many."""
    listed = [unknown for _, unknown in zip(range(_MOST + 1), every, strict=False)]
    return listed if len(listed) <= _MOST else []


def _fits(search: Search, unknown: Unknown) -> Iterator[Fit]:
    """At most one fit: of a value that is easily mistaken, or else of one that is solved for."""
    for t in (*unknown.suspects(), *_solutions(search, unknown)):
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


def _solutions(search: Search, unknown: Unknown) -> Iterator[float]:
    """Values that explain what is wrong, each first as the short decimal that it is near."""
    for start in (unknown.usual, unknown.start):
        solved = None if start is None else _solved(search, unknown, start)
        if solved is not None:
            yield from (snapped(solved, 1e-4), snapped(solved))


def _solved(search: Search, unknown: Unknown, start: float) -> float | None:
    if not _moves_all(search, unknown, start):
        return None
    t, rest = _nearest(search, unknown, start)
    first = _square(rest)
    for k in range(_ROUNDS):
        if rest is None or (k > 3 and _square(rest) > 0.25 * first):
            return None
        step = _step(search, unknown, t, rest)
        if step is None:
            return None
        step, rest = _shortened(search, unknown, t, step, rest)
        t -= step
        if abs(step) <= 1e-12 * max(1.0, abs(t)):
            break
    return t if rest is not None and np.abs(rest).max() < _NEAR else None


def _moves_all(search: Search, unknown: Unknown, t: float) -> bool:
    """Whether everything that is wrong depends on the number."""
    rest, moved = _rest(search, unknown, t), _rest(search, unknown, t + 0.5)
    if rest is None or moved is None:
        return False
    return not ((np.abs(rest - moved) < 1e-12) & (np.abs(rest) > _NEAR)).any()


def _nearest(search: Search, unknown: Unknown, start: float) -> tuple[float, Array | None]:
    """Of some values about `start` the one that leaves least to explain."""
    tried = [(start + by, _rest(search, unknown, start + by)) for by in _STARTS]
    return min(tried, key=lambda each: _square(each[1]))


def _square(rest: Array | None) -> float:
    return np.inf if rest is None else float(rest @ rest)


def _step(search: Search, unknown: Unknown, t: float, rest: Array) -> float | None:
    """Gauss and Newton's step; None if something wrong does not move with the number."""
    nudge = 1e-6 * max(1.0, abs(t))
    nudged = _rest(search, unknown, t + nudge)
    if nudged is None:
        return None
    slope = (nudged - rest) / nudge
    untouched = np.abs(slope) < 1e-9
    if (np.abs(rest[untouched]) > _NEAR).any() or untouched.all():
        return None
    return float(slope @ rest) / float(slope @ slope)


def _shortened(
    search: Search, unknown: Unknown, t: float, step: float, rest: Array
) -> tuple[float, Array | None]:
    """The step, shortened until it leads nearer, and what it leaves."""
    for _ in range(_HALVINGS):
        tried = _rest(search, unknown, t - step)
        if _square(tried) <= _square(rest):
            break
        step *= 0.4
    return step, tried


def _rest(search: Search, unknown: Unknown, t: float) -> Array | None:
    """Made less given, over the first wrong arrays, in parts of each array's size."""
    slip = unknown.slip(t)
    if slip is None:
        return None
    wanted = search.wrong[:3]
    made = {place: search.chain.values[place] for place in wanted}
    try:
        made |= {
            place: value
            for place, value in search.made_anew(together(Placed({unknown.layer: slip})))
            if place in made
        }
    except DoesNotApplyError:
        return None
    rest = np.concatenate([np.ravel(_part(search, place, made[place])) for place in wanted])
    return rest if np.isfinite(rest).all() else None


def _part(search: Search, place: tuple[str, int], made: Array) -> Array:
    claim = search.claims[place]
    off: Array = (made - claim.values) / (claim.size or 1.0)
    return off[~np.isnan(claim.values)]
