"""How far rounding can put off each number of a pass, where that is more than its ninth digit.

Where large numbers cancel, as in a − y of an output that hits its target, only their rounding is
left, and two computers, or NumPy and PyTorch, agree on nothing else. So a program that compares its
numbers says how large that may be. It is a bound to first order: each sum is off by the rounding of
its largest parts, and by what its terms are off.

Where numbers overflow, what becomes of them depends on the order of the arithmetic. Of all that
follows, nothing can be compared.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from backprop_core import Array, Trace, loss_contributions, per_sample_weight
from playground.export.formula_rounding import EPS, formula_rounding, times
from playground.export.overflow import depends_on_order, is_too_large
from playground.export.update_rounding import update_rounding
from playground.functions.catalogue import as_formula
from playground.functions.typed.evaluate import values
from playground.functions.typed.typed_functions import is_typed, typed_activation, typed_loss

SMALLEST = 1e-300  # below it, numbers have fewer digits
COMPARED = 1e-10  # of a number: what is off by less cannot be seen in nine digits
_TINY = 2.0**-1073  # what a product may be off that is too small for a float64
_STEP = 1e-6  # for the slope of a slope


def _least(shown: Any) -> Any:
    """What can be seen, beside a number."""
    return np.maximum(COMPARED * np.abs(shown), SMALLEST)


@dataclass
class Rounding:
    """What each array may be off: by its name and layer, such as dW of layer 0; of the loss and of
    the inputs the layer is -1. With `autograd` by the forms that PyTorch has; and with a `plain`
    difference of outputs and targets, or with the one that keeps its digits."""

    trace: Trace
    autograd: bool = False
    plain: bool = True
    off: dict[tuple[str, int], Any] = field(default_factory=dict)
    lost: bool = False  # by now

    @np.errstate(all="ignore")
    def __post_init__(self) -> None:
        last = len(self.trace.network.layers) - 1
        steps: list[Callable[[], None]] = [
            *(partial(self._forward, n) for n in range(last + 1)),
            partial(self._loss, last),
            *(partial(self._backward, n) for n in range(last, -1, -1)),
            self._update,
        ]
        for step in steps:
            if not self.lost:
                step()

    def of(self, name: str, layer: int, shown: Any) -> Array | None:
        """For an array that is shown, what each of its numbers may be off, 0 where that cannot be
        seen; None where none can, and infinite where nothing can be compared."""
        off, shown = self.off.get((name, layer)), np.asarray(shown)
        if off is None:
            return np.full(shown.shape, np.inf) if self.lost else None
        with np.errstate(all="ignore"):
            off = np.broadcast_to(np.asarray(off, dtype=float), shown.shape)
            off = np.where(np.isnan(off), np.inf, off)  # of an infinity times 0
            seen = np.isfinite(shown) & (off > _least(shown))
            if name in ("W", "b"):  # a new one may be infinite by rounding alone
                seen |= np.isinf(off)
        return np.where(seen, off, 0.0) if seen.any() else None

    def _is_lost(self, rows: Array, columns: Array) -> bool:
        """Whether their product depends on the order of its sums; nothing after it is compared."""
        self.lost = depends_on_order(rows, columns)
        return self.lost

    def _forward(self, n: int) -> None:
        layer, made = self.trace.network.layers[n], self.trace.forward.layers[n]
        if self._is_lost(self.trace.forward.into(n), layer.W.T):
            return
        before, W = self.trace.forward.into(n), np.abs(layer.W).T
        size = np.abs(before) @ W + (0.0 if layer.b is None else np.abs(layer.b))
        off = self.off.get(("a", n - 1), np.zeros(before.shape)) @ W
        self.off["z", n] = z = off + (layer.n_in + 2) * EPS * size + _TINY
        slope = made.slope
        if slope is None:
            spread = made.a * (z + (made.a * z).sum(axis=1, keepdims=True))
            self.off["a", n] = spread + 4 * EPS * np.abs(made.a)
            return
        f, spec = self._typed(n), layer.f
        if f is not None:
            off = formula_rounding(f.tree, {f.variable: made.z}, {f.variable: z})
        else:
            off = times(z, np.abs(slope)) + 8 * EPS * np.abs(spec.value(made.z))
        self.off["a", n] = layer.masked(np.asarray(off))

    def _typed(self, n: int) -> Any:
        """The formula that the layer's activation is written as; None for one of the library."""
        name = self.trace.network.layers[n].f.name
        return typed_activation(as_formula(name))[0] if is_typed(name) else None

    def _slope_off(self, n: int) -> Any:
        """What f′(z) may be off."""
        layer, made, off = self.trace.network.layers[n], self.trace.forward.layers[n], self.off
        f, z = self._typed(n), made.z
        if f is not None:
            slope = formula_rounding(f.slope, {f.variable: z}, {f.variable: off["z", n]})
        else:
            assert layer.f.derivative is not None
            step = _STEP * np.maximum(1.0, np.abs(z))
            there = layer.f.derivative(z + step) - layer.f.derivative(z - step)
            curved = np.abs(there) / (2 * step)
            parts = times(np.abs(z), curved)  # of a slope that is a sum, as of z σ(z)
            slope = times(off["z", n], curved) + 8 * EPS * (np.abs(layer.f.derivative(z)) + parts)
        return layer.masked(np.broadcast_to(slope, z.shape))

    def _loss(self, last: int) -> None:
        trace, a, z = self.trace, self.off["a", last], self.off["z", last]
        loss, made, y = trace.network.loss_function, trace.forward.layers[last], trace.y
        share = per_sample_weight(trace.network, len(y))
        self.lost = is_too_large(made.z, made.a, y)
        if self.lost:
            return
        if loss.fused is not None:
            self.off["delta", last] = share * self._fused_off(last)
            slope = np.abs(trace.gradients.layers[last].delta) / share
            parts = np.abs(loss_contributions(trace.network, trace.forward, y))
            whole = times(z, slope) + 8 * EPS * parts
            if loss.for_thresholds:
                counted_as_0 = np.where(parts == 0, np.abs((made.a - y) * made.z), 0.0)
                whole = whole + counted_as_0
            if loss.probabilities:
                whole = whole + EPS * np.where((y == 0) | (y == 1), 0.0, np.abs(made.z * y))
                whole = whole + (8 * EPS * np.maximum(1.0, np.abs(y)) if self.autograd else 0.0)
            self.off["loss", -1] = share * whole.sum()
            return
        if not loss.squared and loss.name != "mean_absolute_error":
            f, _ = typed_loss(as_formula(loss.name, y.shape[1]))
            names = {"a": made.a, "y": y}
            here = values(f.tree, names)
            beside = [values(f.tree, {**names, "a": made.a + off}) - here for off in (a, -a)]
            off = formula_rounding(f.tree, names, {"a": a}) + np.maximum(*np.abs(beside))
            self.off["loss", -1] = share * np.sum(off)
            self.off["da", last] = share * formula_rounding(f.slope, names, {"a": a})
            return
        da = trace.gradients.layers[last].da
        if loss.total is not None:
            root = trace.gradients.loss
            curved: Any = 0.0 if root == 0 else 2 / (y.size * root)
            of_loss = np.sqrt(np.mean(a * a))
        else:
            ones, zeros = np.ones((1, y.shape[1])), np.zeros((1, y.shape[1]))
            curved = share * np.abs(loss.slope(ones, zeros)) if loss.squared else 0.0
            of_loss = (times(a, np.abs(da)) + curved * a * a / 2).sum()
        self.off["loss", -1] = of_loss + 8 * EPS * abs(trace.gradients.loss)
        self.off["da", last] = times(a, curved) + 8 * EPS * np.abs(da)

    def _fused_off(self, last: int) -> Any:
        """Of delta, for one sample's loss."""
        trace, z = self.trace, self.off["z", last]
        a, y = trace.forward.layers[last].a, trace.y
        loss = trace.network.loss_function
        if loss.for_thresholds:
            of_z = loss.fused is not None and loss.fused.takes[0] == "z"
            return z + 4 * EPS * np.abs(y) if of_z else np.zeros(a.shape)
        rounded = EPS * (a + np.abs(y)) if self.plain else EPS * np.abs(y * (1 - y))
        if loss.for_classes:
            total = np.abs(y).sum(axis=1, keepdims=True)
            apart = a * (1 - a) * z + a * ((a * z).sum(axis=1, keepdims=True) - a * z)
            exact = EPS * (a * (total - np.abs(y)) + np.abs(y) * np.minimum(1, 1 - a))
            return total * apart + 4 * (rounded * np.maximum(total, 1.0) + exact)
        slope = trace.network.layers[last].f.derivative
        assert slope is not None
        delta = np.abs(trace.gradients.layers[last].delta)
        return (times(z, slope(trace.forward.layers[last].z)) + 4 * rounded) / y.shape[1] + (
            8 * EPS * delta
        )

    def _backward(self, n: int) -> None:
        trace, off = self.trace, self.off
        layer, gradient = trace.network.layers[n], trace.gradients.layers[n]
        made, delta = trace.forward.layers[n], np.abs(gradient.delta)
        if ("delta", n) not in off:
            da = off["da", n]
            if is_too_large(gradient.da):
                self.lost = True
                return
            if made.slope is None:
                off["delta", n] = self._through_softmax(n)
            else:
                back = times(da, np.abs(made.slope)) + times(
                    self._slope_off(n), np.abs(gradient.da)
                )
                off["delta", n] = back + 2 * EPS * delta + _TINY
        if self._is_lost(gradient.delta.T, trace.forward.into(n)):
            return
        samples = len(delta) + 2
        before = np.abs(trace.forward.into(n))
        of_before = off.get(("a", n - 1), np.zeros(before.shape))
        dW = (
            off["delta", n].T @ before
            + delta.T @ of_before
            + samples * EPS * (delta.T @ before)
            + _TINY
        )
        off["dW", n] = dW if layer.connected is None else np.where(layer.connected, dW, 0.0)
        if layer.b is not None:
            of_b = off["delta", n] + delta.size * EPS * delta
            off["db", n] = of_b.sum(axis=0) if layer.b.ndim else np.asarray(of_b.sum())
        if self._is_lost(gradient.delta, layer.W):
            return
        W = np.abs(layer.W)
        off["da", n - 1] = off["delta", n] @ W + (layer.n_out + 2) * EPS * (delta @ W) + _TINY

    def _through_softmax(self, n: int) -> Any:
        """aⱼ Σₖ aₖ (daⱼ − daₖ), and by PyTorch aⱼ (daⱼ − Σₖ aₖ daₖ)."""
        a, da = self.trace.forward.layers[n].a, self.trace.gradients.layers[n].da
        of_a, of_da = self.off["a", n], self.off["da", n]
        apart = np.abs(da[:, :, None] - da[:, None, :])
        off = (apart * (of_a + (a.shape[1] + 4) * EPS * a)[:, None, :]).sum(axis=2)
        off = off + of_da * (1 - a) + (a * of_da).sum(axis=1, keepdims=True) - a * of_da
        if self.autograd:
            size = np.abs(da)
            off = off + 4 * EPS * (size + (a * size).sum(axis=1, keepdims=True))
        return a * off + of_a * (apart * a[:, None, :]).sum(axis=2)

    def _update(self) -> None:
        self.off |= update_rounding(self.trace, self.off)
