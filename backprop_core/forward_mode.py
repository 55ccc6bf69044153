"""The gradient of one weight or bias, from the parameter on: differentiation in forward mode.

It adds up paths where they meet, from the parameter on, while the backward pass does so from the
loss back. So it is a second way to the same number, with other roundings; only the derivatives of
the loss itself come from the backward pass.
"""

from __future__ import annotations

import numpy as np

from backprop_core.checks import Array
from backprop_core.forward import LayerForward
from backprop_core.softmax import softmax_jacobian
from backprop_core.story.address import Address
from backprop_core.story.trace import Trace


def gradient_forwards(trace: Trace, parameter: Address) -> Array:
    """∂loss/∂parameter for each sample, (batch,); `parameter` is an address of W or b."""
    number, last = parameter.in_layer, len(trace.network.layers) - 1
    with np.errstate(over="ignore", invalid="ignore"):
        change = _first_change(trace, parameter)  # ∂z/∂parameter, (batch, n_out)
        while True:
            if number == last and trace.network.fused:
                return _over_outputs(change * trace.gradients.layers[number].delta)
            change = _through_activation(trace.forward.layers[number], change)
            if number == last:
                return _over_outputs(change * trace.gradients.layers[number].da)
            number += 1
            change = change @ trace.network.layers[number].W.T


def _first_change(trace: Trace, parameter: Address) -> Array:
    """∂z/∂parameter of its layer, (batch, n_out)."""
    layer, source = parameter.in_layer, parameter.source
    z = trace.forward.layers[layer].z
    if parameter.neuron is None:
        return np.ones_like(z)
    change = np.zeros_like(z)
    value = 1.0 if source is None else trace.forward.into(layer)[:, source]
    change[:, parameter.neuron] = value
    return change


def _through_activation(made: LayerForward, change: Array) -> Array:
    if made.slope is None:
        return (softmax_jacobian(made.a) @ change[:, :, None])[:, :, 0]
    return made.slope * change


def _over_outputs(products: Array) -> Array:
    total: Array = products.sum(axis=1)
    return total
