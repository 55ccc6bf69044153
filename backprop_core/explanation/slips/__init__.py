"""The catalogue of usual slips, one file for each operation of the pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from backprop_core.explanation.here import Here
from backprop_core.explanation.slips import (
    activation,
    back_through_weights,
    bias_gradient,
    loss,
    loss_slope,
    optimisers,
    slopes,
    through_activation,
    update,
    weight_gradient,
    weighted_sum,
    whole_gradient,
)
from backprop_core.explanation.slips.slip import Slip

__all__ = ["CATALOGUE", "Slip"]

CATALOGUE: Mapping[str, tuple[Callable[[Here], Iterator[Slip]], ...]] = {
    "weighted_sum": (weighted_sum.slips,),
    "activation": (activation.slips,),
    "loss": (loss.slips,),
    "loss_slope": (loss_slope.slips,),
    "through_activation": (through_activation.slips, slopes.slips),
    "back_through_weights": (back_through_weights.slips,),
    "weight_gradient": (weight_gradient.slips, whole_gradient.slips, optimisers.slips),
    "bias_gradient": (bias_gradient.slips,),
    "update": (update.slips, optimisers.slips_in_update),
}
"""For each operation what makes its slips, given the view of the operation in one layer."""
