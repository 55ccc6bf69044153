"""A factor that no usual slip has: all that goes back from a layer is so many times too large.

The factor is fitted to what is given, so a number counts as evidence only from the second on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from backprop_core.explanation.here import Here
from backprop_core.explanation.slips.optimisers import snapped
from backprop_core.explanation.slips.slip import Slip

_OF = "through_activation"


def slips(o: Here) -> Iterator[Slip]:
    """One factor on delta, if delta or else dW of the layer tells one."""
    factor = _fitted(o)
    if factor is None:
        return
    yield Slip(
        "factor",
        _OF,
        f"{factor:.4g} · delta",
        lambda o: factor * o.right,
        f"Everything that goes back from {{where}} is {factor:.4g} times what it should be.",
        "Look for a factor that is missing or appears twice.",
        3.4,
        f"{factor:.9g}",
        free=1,
    )


def _fitted(o: Here) -> float | None:
    delta = o.claims.get(("delta", o.layer))
    if delta is not None:
        return _ratio(delta, o.right)
    dW = o.claims.get(("dW", o.layer))
    if dW is None:
        return None
    return _ratio(dW, o.problem.without_cuts(o.layer, o.right.T.dot(o.into)))


def _ratio(claim: Any, right: Any) -> float | None:
    """The factor that fits best; None where there is nothing to tell it by."""
    known = ~np.isnan(claim)
    below = float((right[known] ** 2).sum())
    if not 0.0 < below < np.inf:
        return None
    factor = float((claim * right)[known].sum()) / below
    usable = np.isfinite(factor) and factor != 0.0 and abs(factor - 1.0) > 1e-3
    return snapped(factor, 1e-6) if usable else None
