"""Where a function's values lie: an interval, open or closed at either end."""

from __future__ import annotations

from math import inf
from typing import NamedTuple


class Interval(NamedTuple):
    """The numbers from `low` to `high`, and whether the two ends belong to them."""

    low: float
    high: float
    has_low: bool = False
    has_high: bool = False

    def __contains__(self, number: object) -> bool:
        """Whether a plain number lies in it."""
        if not isinstance(number, (int, float)):
            return False
        ends = (self.has_low and number == self.low) or (self.has_high and number == self.high)
        return self.low < number < self.high or ends


REALS, POSITIVE, UNIT = Interval(-inf, inf), Interval(0.0, inf), Interval(0.0, 1.0)
NOT_NEGATIVE = Interval(0.0, inf, has_low=True)
