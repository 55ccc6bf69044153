"""What if one weight were another number? The curve of the loss, its slope, and the update's step.

The slope owes nothing to the backward pass: loss(w + i·h) / h has the derivative as its imaginary
part (Squire and Trapp, 1998).
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from backprop_core import Address, Trace
from playground.exercise.parameters import value_of
from playground.what_if.batched_losses import losses, work_of

H = 1e-200  # h² is 0 in float64, so nothing is lost by taking a step so small
DELTA = 1e-5
POINTS, FEWEST_POINTS = 151, 23  # of a curve
WORK = 180_000  # activations to be computed for a curve; the largest networks get fewer points
SHORT = 0.15  # a step that is a smaller part of the reach is looked at close up as well
ON_THE_WAY, CLOSE_UP = 5, 3  # one point of the step for so many of the curve
ALIKE = 1e-12  # losses closer than this part of them differ by rounding only
LARGEST = 4e307  # reach: the width of a curve stays a number, and so does twice that width


@dataclass(frozen=True, eq=False)
class WhatIf:
    """One weight or bias of the walk's network, and what its update does."""

    trace: Trace
    parameter: Address
    frozen: bool = False  # a bias that the update leaves alone

    @cached_property
    def points(self) -> int:
        """How many points a curve gets."""
        return min(POINTS, max(FEWEST_POINTS, WORK // work_of(self.trace)))

    @cached_property
    def value(self) -> float:
        return value_of(self.trace.network, self.parameter)

    @cached_property
    def gradient(self) -> float:
        """From the backward pass."""
        at = self.parameter._replace(quantity="d" + self.parameter.quantity)
        return float(self.trace.value(at))

    @cached_property
    def slope(self) -> float:
        """The curve's slope at the present value, by the complex step; by a central difference for
        a function that takes no complex numbers."""
        try:
            slope = float(self.loss_at(np.array([self.value + 1j * H]))[0].imag / H)
        except TypeError:
            slope = math.nan
        if math.isnan(slope):
            d = DELTA * max(1.0, abs(self.value))
            below, above = self.loss_at(np.array([self.value - d, self.value + d])).tolist()
            slope = (above - below) / (2 * d)
        return slope

    @cached_property
    def target(self) -> float:
        """Where the update takes it."""
        return self.value if self.frozen else self.value - self.trace.learning_rate * self.gradient

    @property
    def loss(self) -> float:
        return self.trace.gradients.loss

    @cached_property
    def predicted(self) -> float:
        """The tangent at the target: what the loss would be if it were a straight line."""
        return self.loss + self.slope * (self.target - self.value)

    def loss_at(self, values: np.ndarray) -> np.ndarray:
        """The loss for each value of this weight, (count,) → (count,)."""
        made = self.trace.forward.x
        return losses(self.trace.network, made, self.trace.y, {self.parameter: values})

    @property
    def step(self) -> float:
        """How far the update goes; 0 where that is no finite number."""
        step = abs(self.target - self.value)
        return step if np.isfinite(step) else 0.0

    @property
    def natural_reach(self) -> float:
        """How far to look on either side: at least twice the weight, and past its step."""
        return min(LARGEST, max(1.4 * self.step, 2.0 * abs(self.value), 2.0))

    def look(self, reach: float) -> Look:
        """The curve so far to either side, and what the step does on it."""
        return _looked(self, reach)

    @cached_property
    def standing(self) -> str | None:
        """Why there is no step to look at, as the name of a section in the lesson; None if there
        is one."""
        if self.frozen:
            return "frozen"
        if not all(map(np.isfinite, (self.loss, self.gradient))):
            return "not finite now"
        if self.gradient == 0:
            return "flat"
        if self.trace.learning_rate == 0:
            return "rate 0"
        return "too small" if self.target == self.value else None


@lru_cache(maxsize=32)
def what_if(trace: Trace, parameter: Address, frozen: bool) -> WhatIf:
    """Kept, with the curves that were looked at, for as long as the trace is the same."""
    return WhatIf(trace, parameter, frozen)


def within_numbers(middle: float, reach: float) -> tuple[float, float]:
    """`reach` to either side, as far as there are numbers, and so that the width is one, too."""
    reach, most = min(reach, LARGEST), sys.float_info.max
    return max(-most, middle - reach), min(most, middle + reach)


@dataclass(frozen=True, eq=False)
class Look:
    """The loss at many values of the weight, sorted, (count,): all within `reach`, and those on the
    way to the update's target, wherever that lies, with both its ends."""

    of: WhatIf
    reach: float
    values: np.ndarray
    losses: np.ndarray

    @cached_property
    def curve(self) -> tuple[np.ndarray, np.ndarray]:
        """What lies within reach. The present value is among it, and the target if it is there."""
        return self._between(*within_numbers(self.of.value, self.reach))

    @cached_property
    def close_up(self) -> tuple[np.ndarray, np.ndarray] | None:
        """The curve around the step, where that is too short to be seen on the whole."""
        around = _around_short_step(self.of, self.reach)
        return None if around is None else self._between(*around)

    @cached_property
    def reached(self) -> float:
        """The loss at the update's target, with only this weight changed."""
        at = np.searchsorted(self.values, self.of.target)
        found = at < len(self.values) and self.values[at] == self.of.target
        return float(self.losses[at]) if found else math.nan

    def _between(self, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
        inside = (self.values >= low) & (self.values <= high)
        return self.values[inside], self.losses[inside]

    @cached_property
    def outcome(self) -> str:
        """What the step does, as the name of a section in the lesson."""
        w = self.of
        if w.standing is not None:
            return w.standing
        if not np.isfinite(self.reached):
            return "explodes"
        size = ALIKE * max(abs(w.loss), abs(self.reached))
        if self.reached > w.loss + size:
            return "grows"
        _, way = self._between(min(w.value, w.target), max(w.value, w.target))
        return "past" if np.nanmin(way) < self.reached - size else "short"

    @cached_property
    def best_rate(self) -> float | None:
        """The rate that would lead to the lowest point drawn in the update's direction; None where
        that lies at the edge of what is drawn, or where nothing moves."""
        w = self.of
        if w.frozen or w.gradient == 0 or not np.isfinite(w.gradient):
            return None
        values, found = self.curve
        ahead = -np.sign(w.gradient) * (values - w.value)
        order = np.argsort(ahead)
        ahead, found = ahead[order][ahead[order] >= 0], found[order][ahead[order] >= 0]
        if not np.isfinite(found).any():
            return None
        lowest = int(np.nanargmin(np.where(np.isfinite(found), found, np.nan)))
        if lowest in (0, len(ahead) - 1):
            return None
        three = slice(lowest - 1, lowest + 2)
        return _bottom(ahead[three], found[three]) / abs(w.gradient)


def _bottom(x: np.ndarray, y: np.ndarray) -> float:
    """Where the parabola through three points has its low point; y[1] is the lowest of them."""
    left, right = x[1] - x[0], x[2] - x[1]
    with np.errstate(all="ignore"):
        falls, rises = (y[1] - y[0]) / left, (y[2] - y[1]) / right
        # the slope is `falls` halfway on the left and `rises` halfway on the right
        bottom = x[1] - left / 2 - falls * (left + right) / 2 / (rises - falls)
    return float(np.clip(bottom, x[0], x[2])) if np.isfinite(bottom) else float(x[1])


def _around_short_step(w: WhatIf, reach: float) -> tuple[float, float] | None:
    if not 0 < w.step < SHORT * reach:
        return None
    return within_numbers(w.value / 2 + w.target / 2, 0.8 * w.step)


@lru_cache(maxsize=32)
def _looked(w: WhatIf, reach: float) -> Look:
    """All points in one run of the stacked networks."""
    close = _around_short_step(w, reach)
    way = [w.value]
    if close is not None:
        way = [*np.linspace(*close, max(9, w.points // CLOSE_UP)), w.value, w.target]
    elif w.step:
        way = np.linspace(w.value, w.target, max(3, w.points // ON_THE_WAY)).tolist()
    low, high = within_numbers(w.value, reach)
    values = np.unique([*np.linspace(low, high, w.points), w.value, *way])
    return Look(w, reach, values, w.loss_at(values))
