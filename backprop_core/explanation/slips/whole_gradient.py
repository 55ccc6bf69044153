"""Slips that take another array for the gradient, or mix something into it.

Each can be made where the gradient is written down, and where it goes into the update.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from backprop_core.explanation.before import gradients_before
from backprop_core.explanation.passes import Here
from backprop_core.explanation.slips.slip import Slip

Mixed = Callable[[Here, Any, Any, str], Any]
"""(o, gradient, parameter, "W" or "b") to what was taken for the gradient."""


def slips(o: Here) -> Iterator[Slip]:
    """All that can be taken for the gradients of a layer, called where dW is made."""
    yield from (UPDATE_STEP, NEW_PARAMETERS, NEW_PARAMETERS_ADDED, OLD_PARAMETERS)
    if o.rate not in (0.0, 1.0):
        yield LEARNING_RATE
    yield from mixed(o)


def mixed(o: Here) -> Iterator[Slip]:
    """What an optimiser would mix in."""
    yield from _ADAM
    yield from _penalties(o)
    yield from _momentum(o)


def at_update(slip: Slip) -> Slip:
    """The same slip made in the update: dW is right, the step is not."""
    arithmetic = slip.arithmetic
    takes = arithmetic.__defaults__[0]  # type: ignore[attr-defined]

    def step(o: Here) -> Any:
        if not o.quantity.startswith("step"):
            return o.right
        which = o.quantity.removeprefix("step_")
        gradient = o.values["d" + which, o.layer]
        return -o.rate * takes(o, gradient, getattr(o.own, which), which)

    return replace(slip, operation="update", arithmetic=step, also=())


def _whole(
    name: str,
    variant: str,
    formula: str,
    made: Mixed,
    words: tuple[str, str],
    rarity: float,
    free: int = 0,
) -> Slip:
    def of_weights(o: Here, made: Mixed = made) -> Any:
        return o.problem.without_cuts(o.layer, made(o, o.right, o.W, "W"))

    def of_biases(o: Here) -> Any:
        return np.asarray(made(o, o.right, o.b, "b"))

    return Slip(
        name,
        "weight_gradient",
        formula,
        of_weights,
        words[0],
        words[1],
        rarity,
        variant,
        also=(("bias_gradient", of_biases),),
        free=free,
        everywhere=True,
    )


UPDATE_STEP = _whole(
    "update_step",
    "",
    "−η · dW in place of dW",
    lambda o, g, p, which: -o.rate * g,
    (
        "This is the step of the update in {where}, −η times the gradient.",
        "Give the gradient itself, or enter these numbers as the step.",
    ),
    1.2,
)
LEARNING_RATE = _whole(
    "learning_rate",
    "",
    "η · dW in place of dW",
    lambda o, g, p, which: o.rate * g,
    (
        "The gradient of {where} is multiplied by the learning rate.",
        "The rate belongs in the update; the gradient stands without it.",
    ),
    1.2,
)
NEW_PARAMETERS = _whole(
    "new_parameters",
    "",
    "W − η · dW in place of dW",
    lambda o, g, p, which: p - o.rate * g,
    (
        "These are the new parameters of {where}, not the gradient.",
        "Enter them as new W and b; the gradient is (old − new) / η.",
    ),
    1.2,
)
NEW_PARAMETERS_ADDED = _whole(
    "step_added",
    "",
    "W + η · dW in place of dW",
    lambda o, g, p, which: p + o.rate * g,
    (
        "These are new parameters of {where}, and the step was added instead of subtracted.",
        "new = old − η · gradient.",
    ),
    1.6,
)
OLD_PARAMETERS = _whole(
    "wrong_array",
    "parameters",
    "W in place of dW",
    lambda o, g, p, which: p,
    ("These are the parameters of {where}, not their gradient.", "Give dW = deltaᵀ a_before."),
    2.6,
)


def _towards(sign_of: Callable[[Any], Any], factor: float = 1.0) -> Mixed:
    return lambda o, g, p, which: factor * sign_of(g)


def _softened(g: Any) -> Any:
    return g / (np.abs(g) + 1e-8)


_ADAM_WORDS = (
    "These are the directions of Adam in {where}, not the gradient: all of one size at first.",
    "Compare the gradient before the optimiser touches it.",
)
_RMS_WORDS = (
    "These are the directions of RMSprop in {where}, not the gradient.",
    "Compare the gradient before the optimiser touches it.",
)
_ADAM = (
    _whole("adam_in_it", "", "g / √g²", _towards(np.sign), _ADAM_WORDS, 1.8),
    _whole("adam_in_it", "ε", "g / (√g² + 1e-8)", _towards(_softened), _ADAM_WORDS, 1.9),
    *(
        _whole(
            "adam_in_it",
            f"rms {decay:g}",
            f"g / √({1 - decay:g} g²)",
            _towards(np.sign, 1.0 / np.sqrt(1.0 - decay)),
            _RMS_WORDS,
            2.4,
        )
        for decay in (0.9, 0.99, 0.999)
    ),
)


def _penalties(o: Here) -> Iterator[Slip]:
    kinds: tuple[tuple[str, Callable[[Any], Any], float], ...] = (
        ("weight decay, λ W", lambda p: p, 1.5),
        ("an L1 penalty, λ sign(W)", np.sign, 2.2),
    )
    for words, of, rarity in kinds:
        for with_bias in (False, True):
            strength = _fitted(o, of, with_bias)
            if strength is not None:
                yield _penalty(words, of, strength, with_bias, rarity + 0.4 * with_bias)


def _penalty(
    words: str, of: Callable[[Any], Any], strength: float, with_bias: bool, rarity: float
) -> Slip:
    name = words.partition(", ")[0]
    return _whole(
        "penalty_in_it",
        f"{name} {strength:.9g} {with_bias}",
        f"dW + {strength:.6g} · {'sign(W)' if of is np.sign else 'W'}",
        lambda o, g, p, which: g + strength * of(p) if with_bias or which == "W" else g,
        (
            f"The gradient of {{where}} holds {words} with λ = {strength:.4g}.",
            "The loss here has no penalty: leave it out, or compare the gradient without it.",
        ),
        rarity,
        free=1,
    )


def _fitted(o: Here, of: Callable[[Any], Any], with_bias: bool) -> float | None:
    """The strength of a penalty that fits the claimed gradients of all layers best."""
    above = below = 0.0
    for layer, own in enumerate(o.problem.layers):
        pairs = [("dW", own.W)] + ([("db", own.b)] if with_bias and own.b is not None else [])
        for quantity, parameter in pairs:
            claim = o.claims.get((quantity, layer))
            if claim is None:
                continue
            at = of(parameter)
            known = ~np.isnan(claim)
            rest = (claim - _right(o, quantity, layer))[known]
            above += float((rest * at[known]).sum())
            below += float((at[known] ** 2).sum())
    if below == 0.0 or above == 0.0 or not np.isfinite(above / below):
        return None
    return snapped(above / below)


def _right(o: Here, quantity: str, layer: int) -> Any:
    """dW or db made from the delta that is carried on."""
    delta = o.values["delta", layer]
    if quantity == "dW":
        return o.problem.without_cuts(layer, delta.T.dot(o.at(layer).into))
    own = o.problem.layers[layer].b
    return delta.sum(axis=0) if own is not None and own.ndim else np.asarray(delta.sum())


def snapped(value: float, within: float = 1e-7) -> float:
    """The nearest short decimal, if it is near; fitted numbers were round when they were typed."""
    for digits in range(1, 6):
        short = float(f"{value:.{digits}g}")
        if abs(short - value) <= within * abs(value):
            return short
    return value


_DECAYS = (0.9, 0.5, 0.99, 0.95, 0.8)


def _momentum(o: Here) -> Iterator[Slip]:
    """Of the pass before, which plain gradient descent came from; and of no pass at all."""
    for decay in (0.9, 0.99):
        yield _whole(
            "momentum_in_it",
            f"average {decay}",
            f"(1 − {decay:g}) · dW",
            _scaled(1.0 - decay),
            (
                f"This is momentum as a running average that starts at 0: {1 - decay:g} times the "
                "gradient of {where}.",
                "Compare the gradient before the optimiser touches it.",
            ),
            2.2,
        )
    if gradients_before(o.problem) is None:
        return
    yield _whole(
        "left_from_before",
        "",
        "dW + dW of the pass before",
        _with_before(1.0, 1.0),
        (
            "The gradient of the pass before is still in that of {where}.",
            "Set the gradients to 0 before each backward pass.",
        ),
        1.4,
    )
    words = (
        "Momentum is mixed into the gradient of {where}: part of the pass before is in it.",
        "Compare the gradient before the optimiser touches it.",
    )
    for decay in _DECAYS:
        formula = f"dW + {decay:g} · dW before"
        mix = _with_before(1.0, decay)
        yield _whole("momentum_in_it", f"{decay}", formula, mix, words, 1.9)
        mix = _with_before(1.0 - decay, decay * (1.0 - decay))
        formula = f"{1 - decay:g} · dW + {decay * (1 - decay):g} · dW before"
        yield _whole("momentum_in_it", f"{decay} average", formula, mix, words, 2.1)
    yield _whole("adam_in_it", "second", "Adam's second step", _adam_second, _ADAM_WORDS, 2.6)
    yield from _momentum_fitted(o, words)


def _scaled(factor: float) -> Mixed:
    return lambda o, g, p, which: factor * g


def _with_before(now: float, before: float) -> Mixed:
    return lambda o, g, p, which: now * g + before * _before(o, which)


def _before(o: Here, which: str) -> Any:
    g = gradients_before(o.problem)
    assert g is not None
    return g.layers[o.layer].dW if which == "W" else g.layers[o.layer].db


def _adam_second(o: Here, g: Any, p: Any, which: str) -> Any:
    """Bias-corrected, with the usual 0.9 and 0.999."""
    old = _before(o, which)
    mean = (0.09 * old + 0.1 * g) / 0.19
    square = (0.999e-3 * old**2 + 1e-3 * g**2) / 1.999e-3
    return mean / (np.sqrt(square) + 1e-8)


def _momentum_fitted(o: Here, words: tuple[str, str]) -> Iterator[Slip]:
    g = gradients_before(o.problem)
    above = below = 0.0
    for layer in range(o.problem.last + 1):
        claim = o.claims.get(("dW", layer))
        if claim is None or g is None:
            continue
        old, known = g.layers[layer].dW, ~np.isnan(claim)
        above += float(((claim - _right(o, "dW", layer)) * old)[known].sum())
        below += float((old[known] ** 2).sum())
    if below == 0.0 or not 0.0 < abs(above / below) < 10.0:
        return
    decay = snapped(above / below)
    if decay in (1.0, *_DECAYS):
        return
    formula = f"dW + {decay:.6g} · dW before"
    mix = _with_before(1.0, decay)
    yield _whole("momentum_in_it", f"fitted {decay:.9g}", formula, mix, words, 2.3, free=1)
