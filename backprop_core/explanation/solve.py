"""Which value of one number would explain what is given?

The value is found by Gauss and Newton's method on the wrong numbers, then taken only if it explains
every one of them; and since one free number can always be chosen to fit one, more have to agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from backprop_core.checks import Array
from backprop_core.explanation.candidates import Placed
from backprop_core.explanation.closer import closely
from backprop_core.explanation.fits import Fit
from backprop_core.explanation.problem import LOSS_AFTER
from backprop_core.explanation.search import Search
from backprop_core.explanation.side_by_side import SideBySide
from backprop_core.explanation.slips.mistyped import Unknown, forward_numbers, unknowns
from backprop_core.explanation.slips.optimisers import snapped
from backprop_core.explanation.verdicts import WRONG

_MOST = 400  # numbers that are tried
_ROUNDS, _HALVINGS = 12, 5
_STARTS = (0.0, 0.5, -0.5, 1.0, -1.0, 2.0, -2.0)
_NEAR = 1e-2  # of the size of an array: as good as explained, before a closer look
_SNAPS = (3e-3, 1e-4, 1e-7)  # so near to a short number a value was that one when it was typed
_ROWS = 20_000  # samples that are laid one under the other

Mask = NDArray[np.bool_]


def mistyped(search: Search) -> list[Fit]:
    """Fits with one number of the exercise, or of the forward pass, other than it is."""
    if search.wrong == (LOSS_AFTER,):
        return []  # any number can be chosen to fit that one
    every = [*_some(unknowns(search.problem)), *_some(forward_numbers(search.problem))]
    solutions = _solutions(search, every)
    if _wrong_numbers(search) == 1:  # any number of the exercise can be chosen to fit that one
        typed = partial(_typed, is_full=search.judge.given[search.wrong[0]].full)
        solutions = [
            typed(s) if u.kind in "xyWb" else s for u, s in zip(every, solutions, strict=True)
        ]
    suspects = [[*unknown.suspects()] for unknown in every]
    values = [[*one, *other] for one, other in zip(suspects, solutions, strict=True)]
    possible = zip(every, _possible(search, every, values), strict=True)
    found = [fit for unknown, some in possible for fit in _fits(search, unknown, some)]
    return closely(search, [fit for fit in found if _is_short(fit)] or found)


def _typed(values: Sequence[float], *, is_full: bool) -> list[float]:
    """Those that can only have been typed: short, though the number that told them is not."""
    return [t for t in values if is_full and snapped(t, 1e-9) == t == float(f"{t:.4g}")]


def _wrong_numbers(search: Search) -> int:
    return sum(int((search.chain.verdicts[place] == WRONG).sum()) for place in search.wrong)


def _is_short(fit: Fit) -> bool:
    """Whether the value has four digits at most: nobody mistypes 0.4171930285 for 0.5."""
    value = fit.placed[0].slip.value
    return value is not None and float(f"{value:.4g}") == value


def _some(every: Iterator[Unknown]) -> list[Unknown]:
    """All of them, or none if they are too many."""
    listed = [unknown for _, unknown in zip(range(_MOST + 1), every, strict=False)]
    return listed if len(listed) <= _MOST else []


def _fits(search: Search, unknown: Unknown, values: Sequence[float]) -> Iterator[Fit]:
    """At most one fit: of the first value that explains everything to the digit, or else of the one
    that comes nearest of those that do at first sight."""
    at_first_sight: list[Fit] = []
    for t in values:
        slip = unknown.slip(t)
        if slip is None or abs(t - unknown.usual) <= 2e-3 * abs(unknown.usual):
            continue
        fit = search.whole_fit(Placed({unknown.layer: slip}))
        if fit is not None and fit.tight:
            yield fit
            return
        if fit is not None:
            at_first_sight.append(fit)
    if at_first_sight:
        yield min(at_first_sight, key=lambda fit: _farthest_off(search, fit))


def _farthest_off(search: Search, fit: Fit) -> float:
    """How far off the worst number is, in parts of what its digits leave open."""
    pairs = ((made, search.claims[place]) for place, made in fit.made.items())
    return max(float(np.nanmax(np.abs(made - one.values) / one.tight)) for made, one in pairs)


def _possible(
    search: Search, every: Sequence[Unknown], values: Sequence[Sequence[float]]
) -> list[list[float]]:
    """For each number those of its values that no given number contradicts, at first sight."""
    pairs = [(u, t) for u, some in enumerate(values) for t in some]
    found: list[list[float]] = [[] for _ in every]
    if not pairs:
        return found
    passes = _Passes(search, [every[u] for u, _ in pairs])
    for (u, t), fits in zip(pairs, passes.fit(np.array([t for _, t in pairs])), strict=True):
        if fits:
            found[u].append(t)
    return found


def _solutions(search: Search, every: Sequence[Unknown]) -> list[list[float]]:
    """For each number the values that are solved for, first as the short decimal they are near."""
    starts = [
        (u, start)
        for u, unknown in enumerate(every)
        for start in (unknown.usual, unknown.start)
        if start is not None
    ]
    found: list[list[float]] = [[] for _ in every]
    if not starts:
        return found
    passes = _Passes(search, [every[u] for u, _ in starts])
    solved = _solved(passes, np.array([start for _, start in starts]))
    for (u, _), t in zip(starts, solved.tolist(), strict=True):
        if t == t:
            found[u] += dict.fromkeys(snapped(t, near) for near in _SNAPS)
    return found


class _Passes:
    """Passes side by side, one for each of some numbers, and what they leave unexplained."""

    def __init__(self, search: Search, numbers: Sequence[Unknown]) -> None:
        self.search = search
        self.numbers = numbers
        self.operations = [one for one in search.operations if one.makes != LOSS_AFTER]
        self.wanted = [place for place in search.wrong if place != LOSS_AFTER][:3]

    def fit(self, t: Array) -> Mask:
        """Which of the passes no given number contradicts, at first sight."""
        fits = np.ones(len(t), dtype=bool)
        for part in self._parts(np.arange(len(t))):
            for place, made in self._made(part, t[part]):
                claim = self.search.claims.get(place)
                if claim is not None:
                    off = (np.abs(made - claim.values) > claim.loose).reshape(len(part), -1)
                    fits[part] &= ~off.any(axis=1)
        return fits

    def rest(self, which: NDArray[np.intp], t: Array) -> Array:
        """Made less given over the first wrong arrays, in parts of each array's size, for those
        passes: (len(which), numbers given there)."""
        if not len(which):
            return np.zeros((0, 1))
        return np.concatenate([self._rest(part, t[part]) for part in self._parts(which)])

    def _parts(self, which: NDArray[np.intp]) -> list[NDArray[np.intp]]:
        count = 1 + len(which) * self.search.problem.batch // _ROWS
        return np.array_split(which, count)

    def _rest(self, which: NDArray[np.intp], t: Array) -> Array:
        rest = [
            self._part(place, made) for place, made in self._made(which, t) if place in self.wanted
        ]
        return np.concatenate(rest, axis=1)

    def _made(self, which: NDArray[np.intp], t: Array) -> Iterator[tuple[tuple[str, int], Array]]:
        numbers = [self.numbers[c] for c in which]
        search = self.search
        passes = SideBySide(search.problem, self.operations, search.given, numbers, t)
        return passes.made()

    def _part(self, place: tuple[str, int], made: Array) -> Array:
        claim = self.search.claims[place]
        off: Array = (made - claim.values) / (claim.size or 1.0)
        return off.reshape(len(made), -1)[:, ~np.isnan(claim.values).ravel()]


def _solved(passes: _Passes, start: Array) -> Array:
    """By Gauss and Newton's method; NaN where it leads nowhere."""
    t = start.copy()
    left = np.flatnonzero(_moves_all(passes, t))
    rest = _nearest(passes, left, t)
    first, solved = _square(rest), np.full(len(t), np.nan)
    for k in range(_ROUNDS):
        hopeless = ~np.isfinite(_square(rest)) | ((k > 3) & (_square(rest) > 0.25 * first))
        left, rest, first = left[~hopeless], rest[~hopeless], first[~hopeless]
        step, is_bound = _steps(passes, left, t, rest)
        left, rest, first, step = left[is_bound], rest[is_bound], first[is_bound], step[is_bound]
        step, rest = _shortened(passes, left, t, step, rest)
        t[left] -= step
        near = np.abs(rest).max(axis=1, initial=0.0) < _NEAR
        solved[left] = np.where(near, t[left], np.nan)
        moving = np.abs(step) > 1e-12 * np.maximum(1.0, np.abs(t[left]))
        left, rest, first = left[moving], rest[moving], first[moving]
    return solved


def _square(rest: Array) -> Array:
    """Σ rest² of each pass; infinite where it is not finite."""
    total = np.einsum("pn,pn->p", rest, rest)
    return np.where(np.isfinite(total), total, np.inf)


def _moves_all(passes: _Passes, t: Array) -> Mask:
    """Where everything that is wrong depends on the number."""
    every = np.arange(len(t))
    rest, moved = passes.rest(every, t), passes.rest(every, t + 0.5)
    still = (np.abs(rest - moved) < 1e-12) & (np.abs(rest) > _NEAR)
    finite = np.isfinite(_square(rest)) & np.isfinite(_square(moved))
    return finite & ~still.any(axis=1)


def _nearest(passes: _Passes, left: NDArray[np.intp], t: Array) -> Array:
    """Move t to the one of some values about it that leaves least to explain: what it leaves."""
    start, best = t.copy(), passes.rest(left, t)
    for by in _STARTS[1:]:
        rest = passes.rest(left, start + by)
        better = _square(rest) < _square(best)
        best[better] = rest[better]
        t[left[better]] = start[left[better]] + by
    return best


def _steps(passes: _Passes, left: NDArray[np.intp], t: Array, rest: Array) -> tuple[Array, Mask]:
    """Gauss and Newton's steps, and where all that is wrong moves with the number."""
    nudge = 1e-6 * np.maximum(1.0, np.abs(t))
    slope = (passes.rest(left, t + nudge) - rest) / nudge[left][:, None]
    untouched = np.abs(slope) < 1e-9
    stuck = (untouched & (np.abs(rest) > _NEAR)).any(axis=1) | untouched.all(axis=1)
    is_bound = ~stuck & np.isfinite(_square(slope))
    below = np.where(is_bound, _square(slope), 1.0)
    return np.einsum("pn,pn->p", slope, rest) / below, is_bound


def _shortened(
    passes: _Passes, left: NDArray[np.intp], t: Array, step: Array, rest: Array
) -> tuple[Array, Array]:
    """The steps, each shortened until it leads nearer, and what they leave."""
    step, made, to = step.copy(), rest.copy(), t.copy()
    far = np.arange(len(left))
    for _ in range(_HALVINGS):
        to[left] = t[left] - step
        made[far] = passes.rest(left[far], to)
        far = far[_square(made[far]) > _square(rest[far])]
        if not len(far):
            break
        step[far] *= 0.4
    return t[left] - to[left], made
