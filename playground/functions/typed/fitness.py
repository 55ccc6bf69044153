"""Is a typed function fit for learning? Its numbers are looked at over the range that is shown.

Function and slope must be finite there, the function must not jump, and its slope must agree with
a second method that knows nothing of the symbolic one: the complex step, Im f(z + ih) / h.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from backprop_core.checks import Array, in_words
from playground.functions.typed.evaluate import values
from playground.functions.typed.expression import Node
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


def agreement(tree: Node, slope: Node, span: Span) -> float:
    """The largest difference between `slope` and the second method over the span.

    Raises FormulaError when the function is not fit.
    """
    at = span.places()
    made = {"": values(tree, at), "its slope": values(slope, at)}
    for what, numbers in made.items():
        _require_finite(what, numbers, at, span)
    _require_no_jump(tree, slope, at, span)
    _require_bounded(slope, at, span)
    if not made["its slope"].any():
        raise FormulaError("its slope is 0 everywhere, so nothing could be learned")
    return _difference(tree, made["its slope"], at, span)


def require_finite(tree: Node, span: Span) -> None:
    """Raise FormulaError, with the place, unless the function is finite over the whole span."""
    at = span.places()
    _require_finite("", values(tree, at), at, span)


def _require_finite(what: str, numbers: Array, at: Mapping[str, Array], span: Span) -> None:
    bad = ~np.isfinite(numbers)
    if bad.any():
        first = int(np.argmax(bad))
        raise FormulaError(
            f"{what or 'it'} is {in_words(float(numbers[first]))} at {_place(at, first)}; "
            f"it must be finite for all {span}"
        )


def _place(at: Mapping[str, Array], index: int) -> str:
    return " and ".join(f"{name} = {numbers[index]:.6g}" for name, numbers in at.items())


def _require_no_jump(tree: Node, slope: Node, at: Mapping[str, Array], span: Span) -> None:
    """The function must grow by the integral of its slope, between any two neighbouring places.

    Where it does not, the gap is halved again and again: at a kink the two come together, at a
    jump or a pole they never do.
    """
    low, high, rest = _between_neighbours(at, span)
    for _ in range(_HALVINGS):
        gap = _unexplained(tree, slope, low, high, span.variable, rest)
        worst = np.argsort(gap)[::-1][:_FOLLOWED]
        worst = worst[gap[worst] > _JUMP]
        if not worst.size:
            return
        low, high = low[worst], high[worst]
        rest = {name: numbers[worst] for name, numbers in rest.items()}
        middle = (low + high) / 2
        low, high = np.concatenate([low, middle]), np.concatenate([middle, high])
        rest = {name: np.tile(numbers, 2) for name, numbers in rest.items()}
    near = f"{span.variable} = {round(low[0], 6) + 0.0:g}"
    raise FormulaError(
        f"it jumps, or runs away, near {near}, so it has no slope there; it must be continuous for "
        f"all {span}"
    )


def _between_neighbours(
    at: Mapping[str, Array], span: Span
) -> tuple[Array, Array, dict[str, Array]]:
    """Where each stretch between two neighbouring places begins and ends, and the other numbers
    there."""
    variable = at[span.variable]
    whole = np.flatnonzero(variable[:-1] < variable[1:])  # not from one target's end to the next
    rest = {name: numbers[whole] for name, numbers in at.items() if name != span.variable}
    return variable[whole], variable[whole + 1], rest


def _require_bounded(slope: Node, at: Mapping[str, Array], span: Span) -> None:
    """Towards the steepest places the slope must settle, as at those of a sigmoid, however steep;
    beside the root of a zero it grows at every halving."""
    low, high, rest = _between_neighbours(at, span)
    steep = np.abs(values(slope, {span.variable: (low + high) / 2, **rest}))
    steepest = np.argsort(np.nan_to_num(steep, nan=np.inf))[::-1][: 8 * _FOLLOWED]
    low, high = low[steepest], high[steepest]
    rest = {name: numbers[steepest] for name, numbers in rest.items()}

    def steepness(place: Array) -> Array:
        found: Array = np.abs(values(slope, {span.variable: place, **rest}))
        return np.nan_to_num(found, nan=np.inf, posinf=np.inf)

    early = np.zeros_like(low)
    for halving in range(_HALVINGS):
        middle, left = (low + high) / 2, steepness(low) >= steepness(high)
        low, high = np.where(left, low, middle), np.where(left, middle, high)
        if halving == _HALVINGS // 2:
            early = steepness((low + high) / 2)
    wild = steepness((low + high) / 2) > _GROWTH * (1.0 + early)
    if wild.any():
        place = float(low[int(np.argmax(wild))])
        raise FormulaError(
            f"its slope grows without limit near {span.variable} = {round(place, 6) + 0.0:g}; it "
            f"must be finite for all {span}"
        )


def _unexplained(
    tree: Node, slope: Node, low: Array, high: Array, variable: str, rest: Mapping[str, Array]
) -> Array:
    """|f(high) − f(low) − ∫ f′| by Simpson's rule, relative to f; ∞ where not finite."""
    f0, f1 = (values(tree, {variable: end, **rest}) for end in (low, high))
    middle = (low + high) / 2
    s0, s1, s2 = (values(slope, {variable: at, **rest}) for at in (low, middle, high))
    with np.errstate(all="ignore"):
        gap = np.abs(f1 - f0 - (high - low) * (s0 + 4.0 * s1 + s2) / 6.0)
        relative: Array = gap / (1.0 + np.maximum(np.abs(f0), np.abs(f1)))
    return np.nan_to_num(relative, nan=np.inf, posinf=np.inf)


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
