"""To how many decimals or digits were numbers rounded on the way?

Said is what the numbers themselves show: all arrays have three decimals, or all have three digits.
It is said only if whole passes rounded like that, or the intervals of such a rounding, lead to
every number that is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from backprop_core.explanation.given import Written
from backprop_core.explanation.problem import Place
from backprop_core.explanation.rounding import Rounding
from backprop_core.explanation.verdicts import EXACT, ROUNDED, Judge, Verdict


def rounding_on_the_way(judge: Judge, verdicts: Mapping[Place, Verdict]) -> Rounding | None:
    """The rounding that leads to what is right as rounded; None if none is plain."""
    if not any((verdict == ROUNDED).any() for verdict in verdicts.values()):
        return None
    likely = []
    for apart, rounding in _shown(judge):
        led_to = _is_led_to(judge, verdicts, rounding)
        if led_to or _is_reached(judge, verdicts, rounding):
            likely.append((apart, not led_to, rounding))
    return min(likely, key=lambda each: each[:2], default=(0, True, None))[2]


def _shown(judge: Judge) -> Iterator[tuple[int, Rounding]]:
    """What the numbers show, and how much the arrays differ in it."""
    arrays = [each for each in judge.given.values() if each.telling and not each.full]
    for kind in ("decimals", "digits"):
        counts = [getattr(each, kind) for each in arrays]
        if counts:
            count = max(max(counts) - judge.spare, 1)
            yield max(counts) - min(counts), Rounding(kind, count, judge.cut)


def _right(verdict: Verdict) -> Any:
    return np.isin(verdict, (EXACT, ROUNDED))


def _is_led_to(judge: Judge, verdicts: Mapping[Place, Verdict], rounding: Rounding) -> bool:
    """Whether a whole pass that is rounded like that gives every number that is right."""
    return any(
        all(_agree(judge.given[place], values[place], verdicts[place]) for place in verdicts)
        for values in judge.simulated(rounding)
    )


def _agree(written: Written, made: Any, verdict: Verdict) -> bool:
    near = np.abs(written.values - made) <= 0.5 * written.units * (1.0 + 1e-9)
    return not (~near & _right(verdict)).any()


def _is_reached(judge: Judge, verdicts: Mapping[Place, Verdict], rounding: Rounding) -> bool:
    """Whether such a rounding can lead to every number that is right."""
    return all(
        not (~judge.is_reached(place, rounding) & _right(verdict)).any()
        for place, verdict in verdicts.items()
    )
