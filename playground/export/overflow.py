"""Where numbers are so large that what becomes of them depends on the order of the arithmetic: as
in 2 (a − y) / n, which overflows by one order and not by another."""

from __future__ import annotations

import numpy as np

from backprop_core import Array

_LARGEST = 1e300  # what can be doubled and added to others of its size


def is_too_large(*arrays: Array) -> bool:
    """Whether some number may overflow in the next few operations, or has done so."""
    return not all((np.abs(one) <= _LARGEST).all() for one in arrays)


def depends_on_order(rows: Array, columns: Array) -> bool:
    """Whether their product does: some of its sums have terms too large and of different signs."""
    if np.isfinite(np.abs(rows) @ np.abs(columns)).all():
        return False
    terms = rows[:, :, None] * columns[None]
    mixed = (terms > 0).any(axis=1) & (terms < 0).any(axis=1)
    large = ~np.isfinite(np.abs(terms).sum(axis=1))
    return bool((np.isnan(terms).any(axis=1) | (mixed & large)).any())
