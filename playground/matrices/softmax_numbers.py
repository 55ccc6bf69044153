"""Softmax both ways: delta by the full Jacobian, and by the short form that it collapses to.

With cross-entropy ∂loss/∂aₖ = −yₖ / aₖ, and every aₖ of the Jacobian cancels: what is left is
p Σy − y. With any other loss it is aⱼ Σₖ aₖ (daⱼ − daₖ).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backprop_core import Array, Trace, per_sample_weight, softmax_delta, softmax_jacobian


@dataclass(frozen=True, eq=False)
class Collapse:
    """One sample at a softmax layer. jacobian: (n, n), [k, j] = ∂aₖ/∂zⱼ; all else (n,).

    `by_jacobian` is Jᵀ da and `short` the short form; `targets` and `share` belong to
    cross-entropy, and are None with any other loss.
    """

    jacobian: Array
    da: Array
    a: Array
    targets: Array | None
    share: float | None
    by_jacobian: Array
    short: Array

    @property
    def sum_of_targets(self) -> float:
        """0 without any; infinite where it is no number of float64."""
        with np.errstate(over="ignore"):
            return 0.0 if self.targets is None else float(self.targets.sum())

    @property
    def difference(self) -> float:
        """The largest difference between the two; nan where the long way gives no number."""
        return float(np.abs(self.by_jacobian - self.short).max())


def softmax_layers(trace: Trace) -> list[int]:
    """The layers whose activation is softmax."""
    return [n for n, made in enumerate(trace.forward.layers) if made.slope is None]


def collapse(trace: Trace, layer: int, sample: int) -> Collapse:
    """Both computations at layer `layer`, each from a, da and y alone."""
    a = trace.forward.layers[layer].a[sample]
    da = trace.gradients.layers[layer].da[sample]
    jacobian = softmax_jacobian(a[None, :])[0]
    with np.errstate(all="ignore"):
        by_jacobian = jacobian.T @ da
        short = softmax_delta(a[None, :], da[None, :])[0]
    if trace.network.fused and layer == len(trace.network.layers) - 1:
        y, share = trace.y[sample], per_sample_weight(trace.network, len(trace.y))
        with np.errstate(all="ignore"):
            short = (a * y.sum() - y) * share
        return Collapse(jacobian, da, a, y, share, by_jacobian, short)
    return Collapse(jacobian, da, a, None, None, by_jacobian, short)
