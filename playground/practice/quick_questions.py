"""Quick questions about one network: what happens to the loss if a weight grows, and which of some
numbers is the right one. The wrong ones are what usual slips would make."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop_core import Address, Step, Trace
from playground.exercise.paper_trace import exact_trace, rounds_of
from playground.exercise.parameters import parameter_name
from playground.exercise.view import View
from playground.notation import number_text
from playground.practice.finite import require_finite
from playground.practice.small_step import direction
from playground.steps.sentences import sentence

FALLS, RISES, STAYS = "It falls.", "It rises.", "It stays the same."
_BY_RULE = {
    FALLS: "The rule would move it up, to lower the {loss}: so the {loss} falls as it grows.",
    RISES: "The rule would move it down, to lower the {loss}: so the {loss} rises with it.",
    STAYS: "The rule leaves it as it is: the {loss} does not change with it.",
}


@dataclass(frozen=True)
class Question:
    """`right` is one of `options`; `why` is said afterwards."""

    text: str
    options: tuple[str, ...]
    right: str
    why: str


def question(view: View, seed: int) -> Question:
    """The question of that seed, with the numbers and signs that the exercise has on paper.

    Raises BackpropError where its numbers overflow."""
    require_finite(exact_trace(view.trace))
    rng = np.random.default_rng([seed, 23])
    kinds = (_if_it_grows, _which_delta, _which_gradient, _if_it_grows)
    return kinds[seed % len(kinds)](view.by_numbers, rng)


def _if_it_grows(view: View, rng: Any) -> Question:
    """The sign of a gradient, as what it means, for a parameter where that is what happens."""
    asked = (_of_growth(view, at) for at in _in_some_order(view.trace, rng))
    return next(filter(None, asked), None) or _which_gradient(view, rng)


def _of_growth(view: View, at: Address) -> Question | None:
    """None where a small step does not do what the slope says."""
    is_threshold = at.quantity == "b" and view.conventions.bias_as == "threshold"
    name = parameter_name(view.symbols, at)
    if is_threshold:
        name = name.replace("bias", "threshold")
    step = _step_making(view.trace, at._replace(quantity=f"d{at.quantity}"))
    exact = float(exact_trace(view.trace).value(step.address))
    slope = 0.0 - exact if is_threshold else exact
    stays = step.zero_but_for_rounding or exact == 0
    right = STAYS if stays else RISES if slope > 0 else FALLS
    towards = -1 if is_threshold else 1
    if direction(exact_trace(view.trace), at, towards) != (0 if stays else np.sign(slope)):
        return None
    written = number_text.on_screen(float(step.value), view.digits)
    made = f"{view.symbols.name(step.address)} is {written}"
    why = f"{made}. {sentence(step, view.trace, view.notation)}"
    if stays:
        why = f"{made}, and a small step does not change the {view.symbols.word('loss')}."
    if view.notation.by_rule and at.layer == view.trace.shape.last:
        why = f"{made}. {_BY_RULE[right]}".format(loss=view.symbols.word("loss"))
    return Question(
        f"The {name} becomes a little larger. What happens to the {view.symbols.word('loss')}?",
        (FALLS, STAYS, RISES),
        right,
        why,
    )


def _in_some_order(trace: Trace, rng: Any) -> list[Address]:
    at = [one for one in trace.plan.addresses if one.quantity in ("W", "b")]
    parameters = list(dict.fromkeys(one.whole for one in at if one.layer is not None))
    first = int(rng.integers(len(parameters)))
    return parameters[first:] + parameters[:first]


def _which_delta(view: View, rng: Any) -> Question:
    """A delta among what slips would make of it."""
    trace = view.trace
    layer = int(rng.integers(len(trace.network.layers)))
    neuron = int(rng.integers(trace.network.sizes[layer + 1]))
    sample = int(rng.integers(len(trace.y)))
    step = _step_making(trace, Address("delta", layer, neuron, sample=sample))
    right = float(step.value)
    made, grad = trace.forward.layers[layer], trace.gradients.layers[layer]
    z, a, da = (float(one[sample, neuron]) for one in (made.z, made.a, grad.da))
    return _which(view, step, [da, -right, da * z, da * a, 2 * right], rng)


def _which_gradient(view: View, rng: Any) -> Question:
    """A weight's gradient among what slips would make of it."""
    trace = view.trace
    weights = [one.whole for one in trace.plan.addresses if one.quantity == "dW"]
    step = _step_making(trace, weights[int(rng.integers(len(weights)))])
    layer, neuron, source = step.address.of_weight
    right = float(step.value)
    delta = trace.gradients.layers[layer].delta[:, neuron]
    came = trace.forward.into(layer)[:, source]
    W = float(trace.network.layers[layer].W[neuron, source])
    wrong = [float(delta.sum()), -right, float((delta * W).sum()), float(came.sum()), 2 * right]
    return _which(view, step, wrong, rng)


def _step_making(trace: Trace, at: Address) -> Step:
    position = trace.plan.step_making(at)
    assert position is not None
    return trace[position]


def _which(view: View, step: Step, wrong: list[float], rng: Any) -> Question:
    """Which of some numbers a step makes; the wrong ones are rounded as it is."""
    rounds = rounds_of(view.trace)
    right, name = float(step.value), view.symbols.name(step.address)
    shown = number_text.on_screen(right, view.digits)
    finite = (rounds(one) for one in [*wrong, 1 + right] if math.isfinite(one))
    texts = (number_text.on_screen(one, view.digits) for one in finite)
    others = [one for one in dict.fromkeys(texts) if one != shown]
    options = rng.permutation([shown, *others[:3]]).tolist()
    why = f"{sentence(step, view.trace, view.notation)}{_rounded(view)}"
    return Question(f"Which number is the {name}?", tuple(options), shown, why)


def _rounded(view: View) -> str:
    rounding = view.conventions.rounding
    return "" if rounding is None else f" Every number is rounded to {rounding} before it is used."
