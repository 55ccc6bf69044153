"""Quick questions about one network: what happens to the loss if a weight grows, and which of some
numbers is the right one. The wrong ones are what usual slips would make."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop_core import Address, Trace
from playground.exercise.parameters import parameter_name
from playground.notation import number_text
from playground.notation.symbols import Symbols

FALLS, RISES, STAYS = "It falls.", "It rises.", "It stays the same."


@dataclass(frozen=True)
class Question:
    """`right` is one of `options`; `why` is said afterwards."""

    text: str
    options: tuple[str, ...]
    right: str
    why: str


def question(trace: Trace, symbols: Symbols, digits: int, seed: int) -> Question:
    """The question of that seed."""
    rng = np.random.default_rng([seed, 23])
    kinds = (_if_it_grows, _which_delta, _which_gradient, _if_it_grows)
    return kinds[seed % len(kinds)](trace, symbols, digits, rng)


def _if_it_grows(trace: Trace, symbols: Symbols, digits: int, rng: Any) -> Question:
    """The sign of a gradient, as what it means."""
    at = _any_parameter(trace, rng)
    gradient = float(trace.value(at._replace(quantity=f"d{at.quantity}")))
    loss, name = symbols.word("loss"), parameter_name(symbols, at)
    right = STAYS if abs(gradient) < 1e-12 else RISES if gradient > 0 else FALLS
    sign = {STAYS: "It is 0", RISES: "It is positive", FALLS: "It is negative"}[right]
    grows = {STAYS: "hardly changes", RISES: "rises with it", FALLS: "falls as it grows"}[right]
    return Question(
        f"The {name} becomes a little larger. What happens to the {loss}?",
        (FALLS, STAYS, RISES),
        right,
        f"The gradient says so: ∂{loss} over ∂ of the {name} is "
        f"{number_text.on_screen(gradient, digits)}. {sign}, so the {loss} {grows}.",
    )


def _any_parameter(trace: Trace, rng: Any) -> Address:
    at = [one for one in trace.plan.addresses if one.quantity in ("W", "b")]
    parameters = list(dict.fromkeys(one.whole for one in at if one.layer is not None))
    return parameters[int(rng.integers(len(parameters)))]


def _which_delta(trace: Trace, symbols: Symbols, digits: int, rng: Any) -> Question:
    """A delta among what slips would make of it."""
    layer = int(rng.integers(len(trace.network.layers)))
    neuron = int(rng.integers(trace.network.sizes[layer + 1]))
    sample = int(rng.integers(len(trace.y)))
    at = Address("delta", layer, neuron, sample=sample)
    right = float(trace.value(at))
    made, grad = trace.forward.layers[layer], trace.gradients.layers[layer]
    z, a, da = (float(one[sample, neuron]) for one in (made.z, made.a, grad.da))
    wrong = [da, -right, da * z, da * a, 2 * right]
    why = f"{symbols.word('delta').capitalize()} is ∂loss/∂a times the slope at the neuron's own z."
    if trace.network.fused and layer == len(trace.network.layers) - 1:
        why = "At this output loss and activation are taken together: output minus target."
    return _which(symbols.name(at), right, wrong, why, digits, rng)


def _which_gradient(trace: Trace, symbols: Symbols, digits: int, rng: Any) -> Question:
    """A weight's gradient among what slips would make of it."""
    weights = [one.whole for one in trace.plan.addresses if one.quantity == "dW"]
    at = weights[int(rng.integers(len(weights)))]
    layer, neuron, source = at.of_weight
    right = float(trace.value(at))
    delta = trace.gradients.layers[layer].delta[:, neuron]
    came = trace.forward.into(layer)[:, source]
    W = float(trace.network.layers[layer].W[neuron, source])
    wrong = [float(delta.sum()), -right, float((delta * W).sum()), float(came.sum()), 2 * right]
    why = (
        f"It is the {symbols.word('delta')} at the weight's end times the value that it carries, "
        "not the weight itself."
    )
    return _which(symbols.name(at), right, wrong, why, digits, rng)


def _which(
    name: str, right: float, wrong: list[float], why: str, digits: int, rng: Any
) -> Question:
    shown = number_text.on_screen(right, digits)
    texts = (number_text.on_screen(one, digits) for one in wrong if math.isfinite(one))
    others = [one for one in dict.fromkeys(texts) if one != shown]
    options = rng.permutation([shown, *others[:3]]).tolist()
    return Question(f"Which number is the {name}?", tuple(options), shown, why)
