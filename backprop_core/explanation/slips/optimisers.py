"""Slips that mix into the gradient what an optimiser adds to it: a penalty, momentum, Adam.

Each can be made where the gradient is written down, and where it goes into the update. A strength
that is not known is fitted to what is given, and counts for nothing in the evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from backprop_core.backward import Gradients
from backprop_core.explanation.before import gradients_before
from backprop_core.explanation.here import Here
from backprop_core.explanation.slips.next_pass import gradients_after
from backprop_core.explanation.slips.slip import Slip
from backprop_core.explanation.slips.whole_gradient import Made, Mix


def slips(o: Here) -> Iterator[Slip]:
    """What is mixed in where the gradient is written down."""
    yield from (mix.in_gradient() for mix in _mixes(o))


def slips_in_update(o: Here) -> Iterator[Slip]:
    """The same where the gradient goes into the update."""
    yield from (mix.in_update() for mix in _mixes(o))


def _mixes(o: Here) -> Iterator[Mix]:
    yield from _ADAM
    yield from _penalties(o)
    yield from _momentum(o)


def _towards(sign_of: Callable[[Any], Any], factor: float = 1.0) -> Made:
    return lambda o, g, p, which: factor * sign_of(g)


def _softened(g: Any) -> Any:
    return g / (np.abs(g) + 1e-8)


_ADAM_WORDS = (
    "These are Adam's directions in {where}, not the gradient: at first all have one size.",
    "Compare the gradient before the optimiser changes it.",
)
_RMS_WORDS = (
    "These are the directions of RMSprop in {where}, not the gradient.",
    "Compare the gradient before the optimiser changes it.",
)
_ADAM = (
    Mix("adam_in_it", "", "g / √g²", _towards(np.sign), *_ADAM_WORDS, 1.8),
    Mix("adam_in_it", "ε", "g / (√g² + 1e-8)", _towards(_softened), *_ADAM_WORDS, 1.9),
    *(
        Mix(
            "adam_in_it",
            f"rms {decay:g}",
            f"g / √({1 - decay:g} g²)",
            _towards(np.sign, 1.0 / np.sqrt(1.0 - decay)),
            *_RMS_WORDS,
            2.4,
        )
        for decay in (0.9, 0.99, 0.999)
    ),
)


def _penalties(o: Here) -> Iterator[Mix]:
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
) -> Mix:
    name = words.partition(", ")[0]
    return Mix(
        "penalty_in_it",
        f"{name} {strength:.9g} {with_bias}",
        f"dW + {strength:.6g} · {'sign(W)' if of is np.sign else 'W'}",
        lambda o, g, p, which: g + strength * of(p) if with_bias or which == "W" else g,
        f"The gradient of {{where}} holds {words} with λ = {strength:.4g}.",
        "The loss here has no penalty: leave it out, or compare the gradient without it.",
        rarity,
        free=1,
    )


def _fitted(o: Here, of: Callable[[Any], Any], with_bias: bool) -> float | None:
    """The strength of a penalty that fits the claimed gradients of all layers best."""
    above = below = 0.0
    for layer, own in enumerate(o.problem.layers):
        pairs = [("W", own.W)] + ([("b", own.b)] if with_bias and own.b is not None else [])
        for which, parameter in pairs:
            claim = claimed_gradient(o, which, layer)
            if claim is None:
                continue
            at = of(parameter)
            known = ~np.isnan(claim)
            rest = (claim - _right(o, "d" + which, layer))[known]
            above += float((rest * at[known]).sum())
            below += float((at[known] ** 2).sum())
    if below == 0.0 or above == 0.0 or not np.isfinite(above / below):
        return None
    return snapped(above / below)


def claimed_gradient(o: Here, which: str, layer: int) -> Any:
    """The gradient of "W" or "b" that somebody has, or that led to their step or new parameters;
    None where nothing is given. In the update it is what the update went by."""
    in_update = o.quantity.startswith("step")
    claim = o.claims.get(("d" + which, layer))
    if claim is not None and not in_update:
        return claim
    if o.problem.rule is not None or o.rate == 0.0:
        return None
    step = o.claims.get(("step_" + which, layer))
    if step is None and (new := o.claims.get((which, layer))) is not None:
        step = new - getattr(o.problem.layers[layer], which)
    return None if step is None else step / -o.rate


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


def _momentum(o: Here) -> Iterator[Mix]:
    """Of the pass before, which plain gradient descent came from; and of no pass at all."""
    yield from _average_from_0()
    yield from _left_in_it(o)
    if gradients_before(o.problem) is not None:
        yield from _of_the_pass_before(o)


def _average_from_0() -> Iterator[Mix]:
    for decay in (0.9, 0.99):
        yield Mix(
            "momentum_in_it",
            f"average {decay}",
            f"(1 − {decay:g}) · dW",
            _scaled(1.0 - decay),
            f"This is momentum as a running average that starts at 0: {1 - decay:g} times the "
            "gradient of {where}.",
            "Compare the gradient before the optimiser changes it.",
            2.2,
        )


def _left_in_it(o: Here) -> Iterator[Mix]:
    """The gradients of another pass, which were not set to 0."""
    if gradients_after(o.problem) is not None:
        yield Mix(
            "left_from_before",
            "after",
            "dW of the next pass + dW",
            lambda o, g, p, which: g + _of_pass(gradients_after(o.problem), o.layer, which),
            "This is the gradient of {where} in the next pass, after the update, and that of this "
            "pass is still in it.",
            "Set the gradients to 0 before each backward pass.",
            1.6,
        )
    if gradients_before(o.problem) is not None:
        yield Mix(
            "left_from_before",
            "",
            "dW + dW of the previous pass",
            _with_before(1.0, 1.0),
            "The gradient of the previous pass is still in that of {where}.",
            "Set the gradients to 0 before each backward pass.",
            1.4,
        )


def _of_the_pass_before(o: Here) -> Iterator[Mix]:
    """Its gradient as a velocity, with the usual decays and any other."""
    words = (
        "Momentum is mixed into the gradient of {where}: part of the previous pass is in it.",
        "Compare the gradient before the optimiser changes it.",
    )
    for decay in _DECAYS:
        formula = f"dW + {decay:g} · dW before"
        mix = _with_before(1.0, decay)
        yield Mix("momentum_in_it", f"{decay}", formula, mix, *words, 1.9)
        mix = _with_before(1.0 - decay, decay * (1.0 - decay))
        formula = f"{1 - decay:g} · dW + {decay * (1 - decay):g} · dW before"
        yield Mix("momentum_in_it", f"{decay} average", formula, mix, *words, 2.1)
    yield Mix("adam_in_it", "second", "Adam's second step", _adam_second, *_ADAM_WORDS, 2.6)
    yield from _momentum_fitted(o, words)


def _scaled(factor: float) -> Made:
    return lambda o, g, p, which: factor * g


def _with_before(now: float, before: float) -> Made:
    return lambda o, g, p, which: now * g + before * _before(o, which)


def _before(o: Here, which: str) -> Any:
    return _of_pass(gradients_before(o.problem), o.layer, which)


def _of_pass(g: Gradients | None, layer: int, which: str) -> Any:
    assert g is not None
    return g.layers[layer].dW if which == "W" else g.layers[layer].db


def _adam_second(o: Here, g: Any, p: Any, which: str) -> Any:
    """Bias-corrected, with the usual 0.9 and 0.999."""
    old = _before(o, which)
    mean = (0.09 * old + 0.1 * g) / 0.19
    square = (0.999e-3 * old**2 + 1e-3 * g**2) / 1.999e-3
    return mean / (np.sqrt(square) + 1e-8)


def _momentum_fitted(o: Here, words: tuple[str, str]) -> Iterator[Mix]:
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
    yield Mix("momentum_in_it", f"fitted {decay:.9g}", formula, mix, *words, 2.3, free=1)
