"""Is a typed function fit for learning? Its numbers are looked at over the range that is shown.

Function and slope must be finite there, the function must not jump, and its slope must agree with
a second method that knows nothing of the symbolic one: the complex step, Im f(z + ih) / h.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop_core import Array, in_words
from playground.functions.typed.evaluate import values
from playground.functions.typed.nodes import Node
from playground.functions.typed.normalise import FormulaError

TOLERANCE = 1e-9  # between the slope and the second method, relative where they are above 1
_H = 1e-200
_DELTA = 1e-5  # of the central difference
_JUMP = 1e-6
_HALVINGS = 40
_FOLLOWED = 8
_GROWTH = 8.0  # a logarithm grows less from half of the halvings to all of them, a root far more


@dataclass(frozen=True)
class Span:
    """Where a function is looked at: from `low` to `high`, `y` for each of some targets.

    The steps are powers of two, so that 0, and a = y, are hit exactly.
    """

    variable: str
    low: float
    high: float
    targets: tuple[float, ...] = ()

    def places(self, count: int = 769) -> dict[str, Array]:
        """Every variable's numbers, as arrays of one shape: (count,) or (targets · count,)."""
        line = np.linspace(self.low, self.high, count)
        if not self.targets:
            return {self.variable: line}
        return {
            self.variable: np.tile(line, len(self.targets)),
            "y": np.repeat(self.targets, count),
        }

    def in_words(self, variable: str, target: str) -> str:
        """The range, with these names for the variable and the target, and few digits."""
        words = f"{variable} from {round(self.low, 3):g} to {round(self.high, 3):g}"
        if self.targets:
            words += f" and {target} from {self.targets[0]:g} to {self.targets[-1]:g}"
        return words

    def __str__(self) -> str:
        return self.in_words(self.variable, "targets y")


def require_finite(tree: Node, span: Span) -> None:
    """Raise FormulaError, with the place, unless the function is finite over the whole span."""
    at = span.places()
    _require_finite("it", values(tree, at), at, span)


def agreement(tree: Node, slope: Node, span: Span) -> float:
    """The largest difference between `slope` and the second method over the span.

    Raises FormulaError when the function is not fit.
    """
    at = span.places()
    f, slopes = values(tree, at), values(slope, at)
    _require_finite("it", f, at, span)
    _require_finite("its slope", slopes, at, span)
    gaps = _Gaps.between(at, f, slopes, span.variable)
    middle_slopes = gaps.middle_slopes(slope)
    _require_no_jump(tree, slope, gaps, middle_slopes, span)
    _require_bounded(slope, gaps, middle_slopes, span)
    if not slopes.any():
        raise FormulaError("its slope is 0 everywhere, so it cannot learn")
    return _difference(tree, slopes, at, span)


def _require_finite(what: str, numbers: Array, at: Mapping[str, Array], span: Span) -> None:
    bad = ~np.isfinite(numbers)
    if bad.any():
        first = int(np.argmax(bad))
        raise FormulaError(
            f"{what} is {in_words(float(numbers[first]))} at {_place(at, first)}; "
            f"it must be finite for all {span}"
        )


def _place(at: Mapping[str, Array], index: int) -> str:
    return " and ".join(f"{name} = {numbers[index]:.6g}" for name, numbers in at.items())


@dataclass(frozen=True)
class _Gaps:
    """Stretches from `low` to `high` of the variable, with the function and its slope at both ends.

    `ends`, `f` and `slopes` are (2, count), the lower ends first; `rest` holds the other variables.
    """

    variable: str
    ends: Array
    f: Array
    slopes: Array
    rest: Mapping[str, Array]

    @classmethod
    def between(cls, at: Mapping[str, Array], f: Array, slopes: Array, variable: str) -> _Gaps:
        """Those between neighbouring places, but not from one target's end to the next."""
        low = np.flatnonzero(at[variable][:-1] < at[variable][1:])
        pair = np.array([low, low + 1])
        rest = {name: numbers[low] for name, numbers in at.items() if name != variable}
        return cls(variable, at[variable][pair], f[pair], slopes[pair], rest)

    @property
    def middle(self) -> Array:
        """(count,)"""
        middle: Array = (self.ends[0] + self.ends[1]) / 2
        return middle

    def take(self, chosen: Any) -> _Gaps:
        """Some of them, by their indices."""
        rest = {name: numbers[chosen] for name, numbers in self.rest.items()}
        arrays = (self.ends[:, chosen], self.f[:, chosen], self.slopes[:, chosen])
        return _Gaps(self.variable, *arrays, rest)

    def middle_slopes(self, slope: Node) -> Array:
        """The slope at each middle, (count,)."""
        made: Array = values(slope, {self.variable: self.middle, **self.rest})
        return made

    def halves(self, tree: Node, middle_slopes: Array) -> _Gaps:
        """Each as two, the lower halves first: (2, 2 · count)."""
        middle = self.middle
        f = values(tree, {self.variable: middle, **self.rest})

        def halved(ends: Array, mid: Array) -> Array:
            return np.stack([np.concatenate([ends[0], mid]), np.concatenate([mid, ends[1]])])

        rest = {name: np.tile(numbers, 2) for name, numbers in self.rest.items()}
        arrays = halved(self.ends, middle), halved(self.f, f), halved(self.slopes, middle_slopes)
        return _Gaps(self.variable, *arrays, rest)

    def unexplained(self, middle_slopes: Array) -> Array:
        """|f(high) − f(low) − ∫ f′| by Simpson's rule, relative to f; ∞ where not finite."""
        (low, high), (f0, f1), (s0, s2) = self.ends, self.f, self.slopes
        with np.errstate(all="ignore"):
            gap = np.abs(f1 - f0 - (high - low) * (s0 + 4.0 * middle_slopes + s2) / 6.0)
            relative: Array = gap / (1.0 + np.maximum(np.abs(f0), np.abs(f1)))
        return np.nan_to_num(relative, nan=np.inf, posinf=np.inf)


def _require_no_jump(
    tree: Node, slope: Node, gaps: _Gaps, middle_slopes: Array, span: Span
) -> None:
    """The function must grow by the integral of its slope, between any two neighbouring places.

    Where it does not, the gap is halved again and again: at a kink the two come together, at a
    jump or a pole they never do.
    """
    for _ in range(_HALVINGS):
        unexplained = gaps.unexplained(middle_slopes)
        worst = np.argsort(unexplained)[::-1][:_FOLLOWED]
        worst = worst[unexplained[worst] > _JUMP]
        if not worst.size:
            return
        gaps = gaps.take(worst).halves(tree, middle_slopes[worst])
        middle_slopes = gaps.middle_slopes(slope)
    near = f"{span.variable} = {round(float(gaps.ends[0, 0]), 6) + 0.0:g}"
    raise FormulaError(
        f"it jumps or diverges near {near}, so it has no slope there; it must be continuous for "
        f"all {span}"
    )


def _require_bounded(slope: Node, gaps: _Gaps, middle_slopes: Array, span: Span) -> None:
    """Towards the steepest places the slope must settle, as at those of a sigmoid, however steep;
    beside the root of a zero it grows at every halving."""
    steepest = np.argsort(_steepness(middle_slopes))[::-1][: 8 * _FOLLOWED]
    gaps = gaps.take(steepest)
    (low, high), steep = gaps.ends, _steepness(gaps.slopes)
    early = np.zeros_like(low)
    for halving in range(_HALVINGS + 1):
        middle = (low + high) / 2
        found = _steepness(values(slope, {gaps.variable: middle, **gaps.rest}))
        if halving == _HALVINGS // 2 + 1:
            early = found
        left = steep[0] >= steep[1]
        low, high = np.where(left, low, middle), np.where(left, middle, high)
        steep = np.where(left, [steep[0], found], [found, steep[1]])
    wild = found > _GROWTH * (1.0 + early)
    if wild.any():
        place = float(low[int(np.argmax(wild))])
        raise FormulaError(
            f"its slope grows without limit near {span.variable} = {round(place, 6) + 0.0:g}; it "
            f"must be finite for all {span}"
        )


def _steepness(slopes: Array) -> Array:
    return np.nan_to_num(np.abs(slopes), nan=np.inf, posinf=np.inf)


def _difference(tree: Node, slopes: Array, at: Mapping[str, Array], span: Span) -> float:
    numeric = values(tree, {**at, span.variable: at[span.variable] + 1j * _H}).imag / _H
    impossible = ~np.isfinite(numeric)
    if impossible.any():
        numeric = np.where(impossible, _central_difference(tree, at, span), numeric)
    error = np.abs(numeric - slopes) / np.maximum(1.0, np.abs(slopes))
    tolerance = np.where(impossible, np.sqrt(TOLERANCE), TOLERANCE)
    wrong = ~(error <= tolerance)
    if wrong.any():
        first = int(np.argmax(wrong))
        raise FormulaError(
            f"its slope could not be confirmed at {_place(at, first)}: the derivative gives "
            f"{slopes[first]:.6g}, a second method {numeric[first]:.6g}"
        )
    return float(error.max())


def _central_difference(tree: Node, at: Mapping[str, Array], span: Span) -> Array:
    """(f(z + δ) − f(z − δ)) / 2δ, where the function takes no complex numbers."""
    above, below = (
        values(tree, {**at, span.variable: at[span.variable] + d}) for d in (_DELTA, -_DELTA)
    )
    with np.errstate(all="ignore"):
        slopes: Array = (above - below) / (2.0 * _DELTA)
    return slopes
