"""∂loss/∂a of a cross-entropy by itself, which is never needed where loss and activation are
differentiated together, and is taken for delta all the same."""

from __future__ import annotations

import numpy as np

from backprop_core.checks import Array
from backprop_core.explanation.here import Here
from backprop_core.explanation.slips.slip import Slip

_WHAT = "The slope f′(z) of {where} is missing{in_dW}: ∂loss/∂a was taken for delta."
_REMEDY = "Multiply ∂loss/∂a by f′(z), or take the short form: with this loss delta = a − y."


def slope_of_loss(o: Here) -> Array:
    """∂loss/∂a, (batch, n_out)."""
    slope: Array = o.problem.network.loss_function.slope(o.a, o.y) * o.share
    return np.where(np.isfinite(slope), slope, np.nan)


SLOPE_LEFT_OUT = Slip(
    "slope_left_out",
    "through_activation",
    "delta = ∂loss/∂a",
    slope_of_loss,
    _WHAT.replace("{in_dW}", ""),
    _REMEDY,
    1.4,
    "unfused",
)
SLOPE_LEFT_OUT_OF_DW = Slip(
    "slope_left_out",
    "weight_gradient",
    "dW = (∂loss/∂a)ᵀ a_before",
    lambda o: o.problem.without_cuts(o.layer, slope_of_loss(o).T.dot(o.into)),
    _WHAT.replace("{in_dW}", " from dW"),
    _REMEDY,
    1.8,
    "unfused",
)
