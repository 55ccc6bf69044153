"""Ways to explain wrong numbers, from the plainest to the most far-fetched.

One slip; the same slip in several places; a factor that no slip has; two slips. Of two slips the
first has to explain the first wrong array, so only a few are joined by every other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from backprop_core.explanation.begun import Begun
from backprop_core.explanation.candidates import Placed, subsets
from backprop_core.explanation.closer import closely
from backprop_core.explanation.fits import Fit
from backprop_core.explanation.search import Search

_FIRSTS, _PAIRS = 8, 4000  # so many different starts, and pairs
_TRIED = 16  # starts with the same slip again
_PLACES = 6  # and the same slip in so many places
_LARGE = 20_000  # parameters; in so large a network pairs would take minutes


def one_slip(search: Search) -> list[Fit]:
    """What one slip explains wholly."""
    return closely(search, (each for each in _complete(search) if "factor" not in each.names))


def one_factor(search: Search) -> list[Fit]:
    """What a factor explains that no usual slip has."""
    return closely(search, (each for each in _complete(search) if "factor" in each.names))


def to_the_digit(search: Search) -> list[Fit]:
    """What one slip, with no number chosen to fit, explains to every digit written."""
    return [each for each in _complete(search) if each.tight and not each.is_fitted]


def _complete(search: Search) -> Iterator[Fit]:
    return (each for each in search.ones if each.complete)


def several_places(search: Search) -> list[Fit]:
    """What the same slip explains that was made in several places."""
    found = closely(search, _one_by_one(search))
    return found or (closely(search, _at_once(search)) if _pairs(search) else [])


def _one_by_one(search: Search) -> Iterator[Fit]:
    """Each place in its own way, such as another missing path in each layer."""
    for first in _begun(search)[:_TRIED]:
        alike = [p for p in search.singles if p.slip.name == first.placed[0].slip.name]
        fit: Fit | None = first
        while fit is not None and not fit.complete and len(fit.placed) <= _PLACES:
            fit = _farther(search, fit, alike)
        if fit is not None and fit.complete:
            yield fit


def _begun(search: Search) -> list[Fit]:
    """One slip each, which explains the first wrong array but not all."""
    start = search.order[search.wrong[0]]
    return _different(e for e in search.ones if e.reached > start and not e.complete)


def _farther(search: Search, fit: Fit, alike: Iterable[Placed]) -> Fit | None:
    """The fit with one more of these slips that leads farthest; None if none leads farther."""
    begun = Begun(search, fit)
    joined = (begun.with_one_more(placed) for placed in alike if placed not in fit.placed)
    farther = [each for each in joined if each is not None and each.reached > fit.reached]
    return max(farther, key=lambda each: (each.reached, -each.rarity), default=None)


def _at_once(search: Search) -> Iterator[Fit]:
    """The same in each place, where only all of them together lead to a given number."""
    for by_layer in search.sites.every_slip.values():
        for placed in subsets(by_layer, search.problem.last):
            fit = search.whole_fit(placed)
            if fit is not None:
                yield fit


def two_slips(search: Search) -> list[Fit]:
    """What two slips explain together."""
    most = min(_FIRSTS, 1 + _pairs(search) // len(search.singles))
    pairs = (
        begun.completed_by(placed)
        for begun in (Begun(search, first) for first in _begun(search)[:most])
        for placed in search.singles
        if placed not in begun.fit.placed
    )
    found = closely(search, (both for both in pairs if both is not None))
    return found or closely(search, _multiplied(search))


def _pairs(search: Search) -> int:
    return _PAIRS if search.problem.network.parameters.size < _LARGE else 0


def _multiplied(search: Search) -> Iterator[Fit]:
    """Pairs at the same place: one slip, and a factor besides."""
    factors = [p for p in search.singles if p.slip.factor is not None and p.masks is None]
    for first in search.ones:
        if first.ratio is None or first.placed[0].slip.factor is not None:
            continue
        for placed in factors:
            factor = placed.slip.factor or 1.0
            if abs(factor - first.ratio) < 1e-4 * abs(factor):
                both = search.whole_fit(*first.placed, placed)
                if both is not None:
                    yield both


def _different(fits: Iterable[Fit]) -> list[Fit]:
    """The farthest first; of one name that makes the same numbers only the most usual."""
    found: dict[Any, Fit] = {}
    for each in sorted(fits, key=lambda fit: (-fit.reached, not fit.tight, fit.rarity)):
        found.setdefault((each.names, each.signature), each)
    return list(found.values())
