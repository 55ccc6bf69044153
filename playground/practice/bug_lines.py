"""The lines of a backward pass in NumPy, and the usual ways to get each of them wrong.

A line is a text beside the arithmetic that the text says, so that nobody has to run the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop_core import Array, Network, per_sample_weight, softmax_delta
from playground.practice.weight_layout import WeightLayout

Numbers = dict[str, Any]
Arithmetic = Callable[[Numbers], Any]


@dataclass(frozen=True)
class Line:
    """`name` is what it computes. `slips` are the ways in which it is often got wrong."""

    name: str
    text: str
    make: Arithmetic
    slips: tuple[Slip, ...] = ()


@dataclass(frozen=True)
class Slip:
    """A line gone wrong: its name among the engine's slips, its text, and what is wrong with it."""

    name: str
    text: str
    make: Arithmetic
    what: str


RECEIVING = WeightLayout()
WHAT = {
    "error_turned": "The error is reversed: target minus output.",
    "batch_forgotten": "The mean over the samples is left out.",
    "batch_twice": "The mean over the samples is taken twice.",
    "slope_left_out": "The slope of the activation function is left out.",
    "slope_of_a": "The slope is evaluated at a instead of z.",
    "mask_of_gradient": "The ReLU's mask is taken from the gradient instead of z.",
    "weights_transposed": "The weights are the wrong way round.",
    "updated_weights": "The error goes back through the updated weights.",
    "z_for_a": "z stands where the activation belongs.",
    "transposed": "The gradient is transposed.",
    "one_sample": "Only the first sample is counted.",
    "step_added": "The step goes up the slope: it is added.",
    "rate_twice": "The learning rate is applied twice.",
    "sign": "The sign is wrong.",
}


def script(
    network: Network, batch: int, frozen: bool = False, layout: WeightLayout = RECEIVING
) -> tuple[Line, ...]:
    """The backward pass and the update, line by line; z and a of every layer are known."""
    last = len(network.layers)
    lines = list(_at_the_outputs(network, batch))
    for layer in range(last, 0, -1):
        if layer < last:
            lines.append(_back(network, layer, layout))
            lines.append(_through(network, layer))
        lines += _gradients(network, layer, batch, layout)
    return (*lines, _update(network, frozen))


# the lines


def _at_the_outputs(network: Network, batch: int) -> Iterator[Line]:
    k, loss = len(network.layers), network.loss_function
    share = per_sample_weight(network, batch)
    over = f" / {batch}" if share != 1.0 else ""
    if loss.fused is not None:
        fused = loss.fused

        def delta(n: Numbers, share: float = share) -> Any:
            return fused.delta(n[f"z{k}"], n[f"a{k}"], n["y"]) * share

        outputs = network.sizes[-1]
        parts = f" / {outputs}" if "outputs" in loss.mean_over and outputs > 1 else ""
        made = f"{fused.takes[0]}{k}"
        text = f"({made} - y){parts}"
        yield _error(f"delta{k}", text, f"(y - {made}){parts}", over, share, delta)
        return

    def da(n: Numbers, share: float = share) -> Any:
        return loss.slope(n[f"a{k}"], n["y"]) * share

    plain = {"half_squared_error": "(a{k} - y)", "squared_error": "2 * (a{k} - y)"}
    text = plain.get(loss.name, "loss_slope(a{k}, y)").format(k=k)
    turned = text.replace(f"a{k} - y", f"y - a{k}") if "- y" in text else f"-{text}"
    yield _error(f"da{k}", text, turned, over, share, da)
    yield _through(network, k)


def _error(
    name: str, text: str, turned: str, over: str, share: float, make: Callable[..., Any]
) -> Line:
    slips = [_slip("error_turned", turned + over, lambda n: -make(n))]
    if share != 1.0:
        slips.append(_slip("batch_forgotten", text, lambda n: make(n, 1.0)))
        slips.append(_slip("batch_twice", f"{text}{over}{over}", lambda n: make(n) * share))
    return Line(name, text + over, make, tuple(slips))


def _slip(name: str, text: str, make: Arithmetic) -> Slip:
    return Slip(name, text, make, WHAT[name])


def _back(network: Network, layer: int, layout: WeightLayout) -> Line:
    """From the layer behind it through its old weights."""
    W, delta, a = f"W{layer + 1}", f"delta{layer + 1}", f"a{layer}"
    updated = f"({W} - eta * {layout.outer(delta, a)})"

    def through_updated(n: Numbers) -> Any:
        new = n[W] - n["eta"] * layout.product(n[delta], n[a])
        return layout.through(n[delta], new)

    slips = [_slip("updated_weights", layout.back(delta, updated), through_updated)]
    if len(set(network.layers[layer].W.shape)) == 1 and network.sizes[layer] > 1:
        other = WeightLayout(not layout.sending)
        slips.append(
            _slip(
                "weights_transposed",
                other.back(delta, W),
                lambda n: other.through(n[delta], n[W]),
            )
        )
    text = layout.back(delta, W)
    return Line(f"da{layer}", text, lambda n: layout.through(n[delta], n[W]), tuple(slips))


@dataclass(frozen=True)
class _Slope:
    """f′(z) in NumPy; f′ of a where a is taken for z by mistake, and whether it is a mask."""

    text: str
    of_a: str = ""
    is_mask: bool = False


_SLOPES = {
    "linear": _Slope(""),
    "sigmoid": _Slope("a{k} * (1 - a{k})", of_a="sigmoid(a{k}) * (1 - sigmoid(a{k}))"),
    "tanh": _Slope("(1 - a{k}**2)", of_a="(1 - tanh(a{k})**2)"),
    "relu": _Slope("(z{k} > 0)", is_mask=True),
}
_ANY_SLOPE = _Slope("slope(z{k})")


def _through(network: Network, layer: int) -> Line:
    """Through the activation function."""
    da, f = f"da{layer}", network.layers[layer - 1].f
    if f.derivative is None:
        text = f"softmax_delta(a{layer}, {da})"
        slip = _slip("slope_left_out", da, lambda n: n[da])
        return Line(f"delta{layer}", text, lambda n: softmax_delta(n[f"a{layer}"], n[da]), (slip,))
    derivative, slope = f.derivative, _SLOPES.get(f.name, _ANY_SLOPE)
    if not slope.text:
        return Line(f"delta{layer}", da, lambda n: n[da])
    slips = [_slip("slope_left_out", da, lambda n: n[da])]
    if slope.is_mask:
        mask = _slip("mask_of_gradient", f"{da} * ({da} > 0)", lambda n: n[da] * (n[da] > 0))
        slips.append(mask)
    if slope.of_a:
        slips.append(
            _slip(
                "slope_of_a",
                f"{da} * {slope.of_a.format(k=layer)}",
                lambda n: n[da] * derivative(n[f"a{layer}"]),
            )
        )
    return Line(
        f"delta{layer}",
        f"{da} * {slope.text.format(k=layer)}",
        lambda n: n[da] * derivative(n[f"z{layer}"]),
        tuple(slips),
    )


def _gradients(network: Network, layer: int, batch: int, layout: WeightLayout) -> Iterator[Line]:
    own, delta, before = network.layers[layer - 1], f"delta{layer}", f"a{layer - 1}"
    cuts = own.connected

    def cut(dW: Any) -> Any:
        return dW if cuts is None else np.where(layout.laid(cuts), dW, 0.0)

    def gradient(n: Numbers, of: str = before) -> Any:
        return cut(layout.product(n[delta], n[of]))

    mask = "" if cuts is None else f" * connected{layer}"
    slips = [_slip("sign", layout.outer(delta, before, "-") + mask, lambda n: -gradient(n))]
    if layer > 1:
        z = f"z{layer - 1}"
        slips.append(_slip("z_for_a", layout.outer(delta, z) + mask, lambda n: gradient(n, z)))
    if len(set(own.W.shape)) == 1 and len(own.W) > 1:
        other = WeightLayout(not layout.sending)
        text = other.outer(delta, before) + mask
        slips.append(_slip("transposed", text, lambda n: cut(other.product(n[delta], n[before]))))
    yield Line(f"dW{layer}", layout.outer(delta, before) + mask, gradient, tuple(slips))
    if own.b is None:
        return
    over = "()" if own.b.ndim == 0 else "(axis=0)"
    axis = None if own.b.ndim == 0 else 0
    slips = []
    if batch > 1:
        text = f"{delta}[0]{'.sum()' if own.b.ndim == 0 else ''}"
        first = _slip(
            "one_sample", text, lambda n: n[delta][0].sum() if axis is None else n[delta][0]
        )
        slips = [first]
    yield Line(f"db{layer}", f"{delta}.sum{over}", lambda n: n[delta].sum(axis=axis), tuple(slips))


def _update(network: Network, frozen: bool) -> Line:
    """All parameters at once, as the update does it."""
    old, gradients = [], []
    for k, layer in enumerate(network.layers, start=1):
        for name in ("W", "b") if layer.b is not None and not frozen else ("W",):
            old.append(f"{name}{k}")
            gradients.append(f"d{name}{k}")

    def step(n: Numbers, sign: float = -1.0, power: int = 1) -> Array:
        pairs = zip(old, gradients, strict=True)
        new = (n[one] + sign * n["eta"] ** power * n[its] for one, its in pairs)
        return np.concatenate([np.ravel(one) for one in new])

    parameters, theirs = ", ".join(old), ", ".join(gradients)
    pairs = f"for p, g in zip([{parameters}], [{theirs}])]"
    slips = (
        _slip("step_added", f"[p + eta * g {pairs}", lambda n: step(n, 1.0)),
        _slip("rate_twice", f"[p - eta * eta * g {pairs}", lambda n: step(n, -1.0, 2)),
    )
    return Line(parameters, f"[p - eta * g {pairs}", step, slips)
