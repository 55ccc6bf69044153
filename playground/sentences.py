"""One plain sentence for each step: what just happened, in words."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from backprop_core import Step, Trace
from playground.names import layer_name, neuron_name

NOT_FINITE = "It is no finite number: something before it has overflowed."
RISING = "the loss would grow if it were larger"
FALLING = "the loss would fall if it were larger"


def sentence(step: Step, trace: Trace) -> str:
    """What this step did, for someone who sees it for the first time."""
    if isinstance(step.value, np.ndarray) and step.layer is not None:
        return _OF_LAYER[step.quantity].format(layer=layer_name(trace.network.sizes, step.layer))
    return _OF_NUMBER[step.quantity](step, trace)


def _name(step: Step, trace: Trace) -> str:
    assert step.layer is not None
    if step.neuron is None:
        return f"the {layer_name(trace.network.sizes, step.layer)}"
    return neuron_name(trace.network.sizes, step.layer + 1, step.neuron)


def _source(step: Step, trace: Trace) -> str:
    assert step.layer is not None
    assert step.source is not None
    return neuron_name(trace.network.sizes, step.layer, step.source)


def _of_z(step: Step, trace: Trace) -> str:
    name = _name(step, trace)
    if not step.terms:
        return f"Nothing is connected to {name}, so its input sum is 0."
    if not step.complete:
        return f"{name} adds what comes in, one product at a time; this is the sum so far."
    return f"{name} adds up what comes in, each value times the weight of its connection."


def _of_a(step: Step, trace: Trace) -> str:
    assert step.layer is not None
    f = trace.network.layers[step.layer].f
    if f.derivative is None:
        return (
            f"Softmax turns the sums of the layer into shares of 1; this is {_name(step, trace)}'s."
        )
    return f"{_name(step, trace)} sends its sum through {f.name.replace('_', ' ')}: its activation."


def _of_loss(step: Step, trace: Trace) -> str:
    if not step.complete:
        return "How far off the outputs are, one part at a time; this is the loss so far."
    if step.sample is not None:
        return f"How far the outputs for sample {step.sample + 1} are from its targets."
    if len(trace.y) > 1 and trace.network.loss_function.separable:
        return f"The {trace.network.reduction} of the samples' losses: one number for the batch."
    return "How far the outputs are from the targets, in one number: what training makes smaller."


def _of_da(step: Step, trace: Trace) -> str:
    assert step.layer is not None
    name = _name(step, trace)
    if step.layer == len(trace.network.layers) - 1:
        return f"How the loss changes with the output of {name}: the backward pass starts here."
    if not step.terms:
        return f"{name} feeds no neuron, so the loss does not depend on it."
    if not step.complete:
        return f"What comes back to {name} from the neurons it feeds, one at a time: so far."
    return (
        f"{name} gets back the delta of every neuron that it feeds, each times the old weight "
        "of that connection."
    )


def _of_delta(step: Step, trace: Trace) -> str:
    assert step.layer is not None
    name = _name(step, trace)
    if trace.network.fused and step.layer == len(trace.network.layers) - 1:
        pair = trace.network.layers[-1].f.name
        return f"The derivatives of {pair} and cross-entropy collapse to output minus target."
    if len(step.terms) > 1 or step.inputs[-1].quantity == "jacobian":
        return f"Every output of softmax depends on z of {name}: each way back is added up."
    slope = step.inputs[-1].value
    flat = " Here the slope is 0, so nothing passes back." if slope == 0 else ""
    return (
        f"The slope of {name}'s activation, f'(z), lets that much of the error through: "
        f"its delta.{flat}"
    )


def _of_dW(step: Step, trace: Trace) -> str:
    way = _direction(step)
    many = ", added up over the samples" if len(trace.y) > 1 else ""
    return (
        f"The gradient of the weight from {_source(step, trace)} to {_name(step, trace)}: delta "
        f"where it goes times the activation where it comes from{many}. {way}"
    )


def _of_db(step: Step, trace: Trace) -> str:
    if step.neuron is None:
        return f"A bias that all neurons share gets the sum of their deltas. {_direction(step)}"
    return f"A bias is a weight on a constant 1, so its gradient is just delta. {_direction(step)}"


def _direction(step: Step) -> str:
    if not step.complete:
        return "This is the sum so far."
    if not math.isfinite(float(step.value)):
        return NOT_FINITE
    if step.value == 0:
        return "It is 0: the loss does not depend on it here."
    rises = float(step.value) > 0
    return f"It is {'positive' if rises else 'negative'}: {RISING if rises else FALLING}."


def _of_update(step: Step, trace: Trace) -> str:
    _, rate, gradient = step.inputs
    what = "bias" if step.quantity == "b" else "weight"
    if not math.isfinite(float(step.value)):
        return NOT_FINITE
    if rate.value == 0:
        return f"The learning rate is 0, so the {what} stays."
    if gradient.value == 0:
        return f"The gradient is 0, so the {what} stays."
    way = "down" if float(gradient.value) > 0 else "up"
    return f"One small step against the gradient: the {what} goes {way}."


_OF_NUMBER: dict[str, Callable[[Step, Trace], str]] = {
    "z": _of_z,
    "a": _of_a,
    "loss": _of_loss,
    "da": _of_da,
    "delta": _of_delta,
    "dW": _of_dW,
    "db": _of_db,
    "W": _of_update,
    "b": _of_update,
}

_OF_LAYER = {
    "z": "All input sums of the {layer} at once: what comes in times the weights, plus the biases.",
    "a": "The activation function, applied to every input sum of the {layer}.",
    "da": "How the loss changes with each activation of the {layer}.",
    "delta": "How the loss changes with each input sum of the {layer}: its deltas.",
    "dW": "All weight gradients of the {layer} at once: deltas times what came in.",
    "db": "A bias is a weight on a constant 1: the gradients are the deltas of the {layer}.",
    "b": "All biases of the {layer} take one step against their gradients.",
    "W": "All weights of the {layer} take one step against their gradients.",
}
