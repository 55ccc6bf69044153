"""The causes worth naming, likeliest first, and how sure they are.

Named is only what no given number contradicts. A cause is certain if nothing else makes the same
numbers and so much agrees that it cannot be chance; a number that was chosen to fit counts for
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import numpy as np

from backprop_core.explanation.fits import Fit
from backprop_core.explanation.named_slip import NamedSlip, named_slips
from backprop_core.explanation.problem import Place
from backprop_core.explanation.search import Search
from backprop_core.explanation.solve import mistyped
from backprop_core.explanation.verdicts import WRONG, Chain
from backprop_core.explanation.ways import (
    one_factor,
    one_slip,
    several_places,
    to_the_digit,
    two_slips,
)

_MOST = 4  # causes that are named
_LEAD = 4.0  # bits by which a slip has to be nearer than a coarse rounding
_BITS = 17.0  # so much has to agree: one in 130,000, for several hundred candidates


@dataclass(frozen=True, eq=False)
class Cause:
    """Slips that together lead to the given numbers; `certain` if nothing else does."""

    slips: tuple[NamedSlip, ...]
    certain: bool

    @property
    def what(self) -> str:
        """What happened, in a sentence for each slip."""
        return " ".join(dict.fromkeys(slip.what for slip in self.slips))

    @property
    def remedy(self) -> str:
        """What to do, in a sentence for each slip."""
        return " ".join(dict.fromkeys(slip.remedy for slip in self.slips))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its slips, each once."""
        return tuple(dict.fromkeys(slip.name for slip in self.slips))


def fits_of(search: Search) -> list[Fit]:
    """What explains the wrong numbers without a second slip; [] if nothing does."""
    ways = (one_slip, several_places, mistyped, one_factor)
    return next((fits for way in ways if (fits := way(search))), [])


def causes_of(search: Search, fits: Iterable[Fit]) -> tuple[Cause, ...]:
    """The causes that these fits are, likeliest first."""
    return _causes(search, fits)


def two_causes_of(search: Search) -> tuple[Cause, ...]:
    """What two slips explain together, likeliest first."""
    return _causes(search, two_slips(search))


def outweighs(search: Search, fits: Iterable[Fit], coarse: Chain) -> bool:
    """Whether some slip comes so much nearer to the wrong numbers than any pass that a coarse
    rounding leads to, that this is no chance."""
    plain = [fit for fit in fits if not fit.is_fitted]
    worked = coarse.reached.worked
    if not (worked and plain):
        return False
    nearest = min(_apart(search, made) for made in worked)
    apart = [_apart(search, fit.made) for fit in plain]
    told = (
        off < nearest and fit.tight and _evidence(search, fit) >= _BITS
        for fit, off in zip(plain, apart, strict=True)
    )
    return any(told) or min(apart) + _LEAD < nearest


def _apart(search: Search, made: Mapping[Place, Any]) -> float:
    """How many bits lie between the numbers given and what was made. Those of one neuron have a
    delta in common, so that together they count once."""
    bits = 0.0
    for place, written in search.judge.given.items():
        plain = search.chain.reach[place][0].centre  # what a slip elsewhere leaves there
        off = np.abs(made.get(place, plain) - written.values) / np.maximum(written.units, 1e-300)
        each = np.log2(np.maximum(2.0 * off, 1.0))
        rows = each.reshape(len(each), -1) if each.ndim > 1 else each.reshape(-1, 1)
        told = rows[~np.isnan(rows).all(axis=1)]
        bits += float(np.nanmean(told, axis=1).sum())
    return bits


def causes_at_first_sight(search: Search) -> tuple[Cause, ...]:
    """What one slip explains, and nothing more far-fetched."""
    return _causes(search, one_slip(search)) if search.wrong else ()


def causes_beyond_doubt(search: Search) -> tuple[Cause, ...]:
    """One slip that explains all to the digit, and far more than chance would; () if none does."""
    fits = sorted(to_the_digit(search), key=attrgetter("rarity"))
    if not fits or _evidence(search, fits[0]) < _BITS:
        return ()
    return _causes(search, fits)


def _causes(search: Search, fits: Iterable[Fit]) -> tuple[Cause, ...]:
    telling = (fit for fit in fits if _tells(search, fit) and not _is_by_chance(search, fit))
    named = _worth_naming(fit for fit in telling if not _is_chosen_to_fit(search, fit))
    return tuple(
        Cause(named_slips(search, fit), len(named) == 1 and _is_certain(search, fit))
        for fit in named[:_MOST]
    )


def _tells(search: Search, fit: Fit) -> bool:
    """Whether it comes nearer to the numbers given than a pass without a slip does."""
    return fit.tight or _apart(search, fit.made) < _apart(search, {})


# What is taken for a whole layer: another function, other targets, another loss.
_OF_A_LAYER = frozenset(
    ["other_activation", "slope_of_other", "targets_moved", "other_loss", "output_gradient"]
)


def _is_by_chance(search: Search, fit: Fit) -> bool:
    """Whether one wrong number of few digits is explained by two slips, or by another function than
    that of its layer: there are so many that some make nearly any number."""
    if search.chain.count > 1 or _evidence(search, fit) >= _BITS:
        return False
    return len(fit.names) > 1 or (fit.is_somewhere and bool(fit.names & _OF_A_LAYER))


def _is_certain(search: Search, fit: Fit) -> bool:
    """Whether so much agrees that it is no chance, and the slip says more than what is seen."""
    if fit.names & _ONLY_SEEN or ("left_at_zero" in fit.names and _has_idle_sample(search)):
        return False
    return _evidence(search, fit) >= _BITS


def _has_idle_sample(search: Search) -> bool:
    """Whether a sample has no part in the wrong numbers: it alone would leave them at 0 as well."""
    deltas = [search.chain.values.get(("delta", layer)) for _, layer in search.wrong]
    known = [~np.any(delta, axis=1) for delta in deltas if delta is not None]
    return search.problem.batch > 1 and bool(known) and bool(np.logical_and.reduce(known).any())


def _worth_naming(fits: Iterable[Fit]) -> list[Fit]:
    """Each name once, the most usual first; what is far-fetched only where nothing else fits."""
    ordered = sorted(fits, key=lambda fit: fit.rarity)
    for is_far_fetched in (attrgetter("is_somewhere"), attrgetter("is_fitted")):
        near = [fit for fit in ordered if not is_far_fetched(fit)]
        ordered = near or ordered
    found: dict[frozenset[str], Fit] = {}
    for fit in ordered:
        found.setdefault(fit.names, fit)
    return list(found.values())


_ONLY_SEEN = frozenset(["factor"])  # that all is so many times too large: many slips can make it so
_OF_THE_EXERCISE = frozenset(["input_mistyped"])  # which has a rule of its own for one number


def _is_chosen_to_fit(search: Search, fit: Fit) -> bool:
    """Whether there are no more wrong numbers than were chosen to fit them: a penalty or
    a factor can always be chosen so that it makes one number."""
    free = sum(each.slip.free for each in fit.placed)
    if not free or fit.names <= _OF_THE_EXERCISE:
        return False
    wrong = sum(int((search.chain.verdicts[p] == WRONG).sum()) for p in search.wrong)
    return wrong <= free


_LEFT = 2  # numbers that have to agree besides those that something was fitted to


def _evidence(search: Search, fit: Fit) -> float:
    """How many bits of the wrong numbers it explains, less those that it was fitted to."""
    bits: list[float] = []
    for place in search.wrong:
        made, claim = fit.made.get(place), search.claims[place]
        if made is None:
            continue
        wrong = search.chain.verdicts[place] == WRONG
        width = (claim.tight if fit.tight else np.maximum(claim.tight, 0.05 * claim.size)) + 1e-300
        apart = np.abs(np.asarray(made) - search.judge.exact[place])
        each = np.log2(1.0 + apart / (2.0 * width))[wrong]
        bits += np.minimum(each, 40.0).ravel().tolist()
    distinct = sorted(set(np.round(bits, 3)), reverse=True)
    free = sum(each.slip.free for each in fit.placed)
    left = distinct[free:]
    return float(sum(left)) if not free or len(left) >= _LEFT else 0.0
