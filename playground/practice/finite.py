"""Whether there is anything to ask about a pass: of numbers that overflow there is not."""

from __future__ import annotations

import numpy as np

from backprop_core import BackpropError, Trace


def require_finite(trace: Trace) -> None:
    """Raises BackpropError where the loss or a gradient is not finite."""
    gradients = trace.gradients
    arrays = [array for one in gradients.layers for array in (one.delta, one.dW, one.db)]
    finite = all(one is None or np.isfinite(one).all() for one in arrays)
    if not (np.isfinite(gradients.loss) and finite):
        raise BackpropError("This network's numbers overflow, so there is nothing to ask about it.")
