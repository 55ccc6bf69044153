"""How far rounding can put off new weights and biases: what a rule makes of gradients that are a
little off, tried upwards and downwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from backprop_core import Array, Trace
from playground.export.formula_rounding import EPS

Off = Mapping[tuple[str, int], Any]  # what each array may be off, by its name and layer


def update_rounding(trace: Trace, off: Off) -> dict[tuple[str, int], Array]:
    """For W and b of each layer, by what their gradients may be off."""
    options = {**trace.options, "biases_frozen": trace.shape.biases_frozen, "strict": False}
    moved = [_moved(trace, off, sign, options) for sign in (1.0, -1.0)]
    made = {}
    for n, new in enumerate(trace.after.layers):
        for name in ("W", "b"):
            now, was = getattr(new, name), getattr(trace.network.layers[n], name)
            if now is not None:
                others = [getattr(one.layers[n], name) for one in moved]
                apart = [np.where(one == now, 0.0, np.abs(one - now)) for one in others]
                size = np.where(np.isfinite(now), np.abs(now) + np.abs(was), 0.0)
                made[name, n] = 4 * np.maximum(*apart) + 4 * EPS * size
    return made


def _moved(trace: Trace, off: Off, sign: float, options: dict[str, Any]) -> Any:
    """The network after the update by such gradients."""
    layers = tuple(
        replace(
            one,
            dW=one.dW + sign * off["dW", n],
            db=None if one.db is None else one.db + sign * off["db", n],
        )
        for n, one in enumerate(trace.gradients.layers)
    )
    gradients = replace(trace.gradients, layers=layers)
    return trace.rule.record(trace.network, gradients, trace.state, **options).network
