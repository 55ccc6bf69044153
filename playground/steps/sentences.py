"""One plain sentence for each step: what just happened, in words, and in the notation's names."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from backprop_core import Step, Trace
from playground.functions.catalogue import readable, written_loss
from playground.notation.symbols import OWN, Notation, Symbols, symbols_for

NOT_FINITE = "It is no finite number: something before it has overflowed."
RISING = "the {loss} would grow if it were larger"
FALLING = "the {loss} would fall if it were larger"


@dataclass(frozen=True)
class _Told:
    """A step, and what its sentence needs to know."""

    step: Step
    trace: Trace
    notation: Notation

    @cached_property
    def symbols(self) -> Symbols:
        return symbols_for(self.trace, self.notation)

    def word(self, what: str) -> str:
        return self.symbols.word(what)

    @cached_property
    def name(self) -> str:
        """The neuron, or the layer, that the step is about."""
        assert self.step.layer is not None
        if self.step.neuron is None:
            return self.symbols.the_layer(self.step.layer)
        return self.symbols.neuron(self.step.layer + 1, self.step.neuron)

    @cached_property
    def source(self) -> str:
        assert self.step.layer is not None
        assert self.step.source is not None
        return self.symbols.neuron(self.step.layer, self.step.source)

    @property
    def at_output(self) -> bool:
        return self.step.layer == len(self.trace.network.layers) - 1


def sentence(step: Step, trace: Trace, notation: Notation = OWN) -> str:
    """What this step did, for someone who sees it for the first time."""
    told = _Told(step, trace, notation)
    if isinstance(step.value, np.ndarray) and step.layer is not None:
        return _OF_LAYER[step.quantity].format(
            layer=told.symbols.the_layer(step.layer), **notation.words
        )
    return _OF_NUMBER[step.quantity](told)


def _of_z(told: _Told) -> str:
    if not told.step.terms:
        return f"Nothing is connected to {told.name}, so its {told.word('z')} is 0."
    if not told.step.complete:
        return f"{told.name} adds what comes in, one product at a time; this is the sum so far."
    return f"{told.name} adds up what comes in, each value times the weight of its connection."


def _of_a(told: _Told) -> str:
    assert told.step.layer is not None
    f = told.trace.network.layers[told.step.layer].f
    if f.derivative is None:
        return f"Softmax turns the sums of the layer into shares of 1; this is {told.name}'s."
    function = readable(f.name)
    return f"{told.name} sends its sum through {function}: its {told.word('a')}."


def _of_loss(told: _Told) -> str:
    step, network, loss = told.step, told.trace.network, told.word("loss")
    if not step.complete:
        return f"How far off the outputs are, one part at a time; this is the {loss} so far."
    if step.sample is not None:
        targets = f"{told.word('target')}s"
        return f"How far the outputs for sample {step.sample + 1} are from its {targets}."
    if len(told.trace.y) > 1 and network.loss_function.separable:
        return (
            f"The {network.reduction} over all samples of their {loss}: one number for the batch."
        )
    return (
        f"How far the outputs are from the {told.word('target')}s, in one number: what training "
        "makes smaller."
    )


def _of_da(told: _Told) -> str:
    name, loss = told.name, told.word("loss")
    if told.at_output:
        return f"How the {loss} changes with the output of {name}: the backward pass starts here."
    if not told.step.terms:
        return f"{name} feeds no {told.word('neuron')}, so the {loss} does not depend on it."
    if not told.step.complete:
        return (
            f"What comes back to {name} from the {told.word('neuron')}s it feeds, one at a time: "
            "so far."
        )
    return (
        f"{name} gets back the {told.word('delta')} of every {told.word('neuron')} that it feeds, "
        "each times the old weight of that connection."
    )


def _of_delta(told: _Told) -> str:
    step, name = told.step, told.name
    if told.trace.network.fused and told.at_output:
        return _collapsed(told)
    if len(step.terms) > 1 or step.inputs[-1].quantity == "jacobian":
        z = told.symbols.label("z")
        return f"Every output of softmax depends on {z} of {name}: each way back is added up."
    slope = step.inputs[-1].value
    flat = " Here the slope is 0, so nothing passes back." if slope == 0 else ""
    return (
        f"The slope of {name}'s activation function, {told.symbols.label('slope')}, lets that much "
        f"of the error through: its {told.word('delta')}.{flat}"
    )


def _collapsed(told: _Told) -> str:
    """Output minus target, and exactly what else: the sum of the targets, what is shared out."""
    network, y = told.trace.network, told.trace.y
    pair, target = network.layers[-1].f.name, told.word("target")
    loss, ending = network.loss_function, f"output minus {target}"
    kind, shared = written_loss(loss).label, []
    if "outputs" in loss.mean_over and y.shape[1] > 1:
        shared.append(f"the {y.shape[1]} outputs")
    if loss.for_classes and not math.isclose(
        float(y[told.step.sample or 0].sum()), 1.0, rel_tol=1e-12
    ):
        ending = f"output times the sum of the {target}s, minus {target}"
    if network.reduction == "mean" and len(y) > 1:
        shared.append(f"the {len(y)} samples")
    divided = f", shared out over {' and '.join(shared)}" if shared else ""
    return f"The derivatives of {pair} and {kind} collapse to {ending}{divided}."


def _of_dW(told: _Told) -> str:
    many = ", added up over the samples" if len(told.trace.y) > 1 else ""
    return (
        f"The gradient of the weight from {told.source} to {told.name}: {told.word('delta')} "
        f"where it goes times the {told.word('a')} where it comes from{many}. {_direction(told)}"
    )


def _of_db(told: _Told) -> str:
    if told.step.neuron is None:
        return (
            f"A bias that all {told.word('neuron')}s share gets the sum of their "
            f"{told.word('deltas')}. {_direction(told)}"
        )
    many = ", added up over the samples" if len(told.trace.y) > 1 else ""
    return (
        f"A bias is a weight on a constant 1, so its gradient is just {told.word('delta')}{many}. "
        f"{_direction(told)}"
    )


def _direction(told: _Told) -> str:
    value = float(told.step.value)
    if not told.step.complete:
        return "This is the sum so far."
    if not math.isfinite(value):
        return NOT_FINITE
    loss = told.word("loss")
    if value == 0:
        return f"It is 0: the {loss} does not depend on it here."
    way = (RISING if value > 0 else FALLING).format(loss=loss)
    return f"It is {'positive' if value > 0 else 'negative'}: {way}."


def _of_update(told: _Told) -> str:
    _, rate, gradient = told.step.inputs
    what = "bias" if told.step.quantity == "b" else "weight"
    if not math.isfinite(float(told.step.value)):
        return NOT_FINITE
    if rate.value == 0:
        return f"The {told.word('rate')} is 0, so the {what} stays."
    if gradient.value == 0:
        return f"The gradient is 0, so the {what} stays."
    way = "down" if float(gradient.value) > 0 else "up"
    return f"One small step against the gradient: the {what} goes {way}."


_OF_NUMBER: dict[str, Callable[[_Told], str]] = {
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
    "z": "All {z}s of {layer} at once: what comes in times the weights, plus the biases.",
    "a": "The activation function, applied to every {z} of {layer}.",
    "da": "How the {loss} changes with each {a} of {layer}.",
    "delta": "How the {loss} changes with each {z} of {layer}: its {deltas}.",
    "dW": "All weight gradients of {layer} at once: {deltas} times what came in.",
    "db": "A bias is a weight on a constant 1: the gradients are the {deltas} of {layer}.",
    "b": "All biases of {layer} take one step against their gradients.",
    "W": "All weights of {layer} take one step against their gradients.",
}
