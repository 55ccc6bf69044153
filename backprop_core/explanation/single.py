"""What float32 makes of a pass, which carries some seven digits.

Its numbers are printed with eight digits, and with seventeen where a list was made of them: 0.07 is
0.07000000029802322 then. How far off they are depends on what was added up on the way.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backprop_core.checks import Array
from backprop_core.explanation.given import Written
from backprop_core.explanation.intervals import Interval
from backprop_core.explanation.rounding import Rounding

SINGLE = Rounding("digits", 7)  # as good as float32, or a gradient taken by difference quotients
_SPREAD = 4.0  # times that, for the weights and inputs as well
_UNITS = 2.4e-7  # of the largest number of an array: two units of float32


def is_single(written: Written, exact: Array, noise: Interval) -> NDArray[np.bool_]:
    """Where float32 leads to the numbers written; `noise` is what rounding to SINGLE does."""
    room = _SPREAD * noise.radius + _UNITS * np.abs(exact).max(initial=0.0)
    near: NDArray[np.bool_] = np.abs(written.values - exact) <= 0.5 * written.units + room
    return near
