"""Softmax: a layer's input sums become probabilities that add up to 1.

Each of its outputs depends on every z of the layer, so its derivative is no slope but a matrix for
each sample, the Jacobian ∂aₖ/∂zⱼ = aₖ (δₖⱼ − aⱼ). Nothing here overflows, and small differences
keep their digits.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backprop_core.checks import Array
from backprop_core.sums import sum_over_neurons


def softmax(z: Array) -> Array:
    """exp(zⱼ) / Σₖ exp(zₖ) in each row, after taking off the row's largest z: (batch, n) → same."""
    e = np.exp(z - z[largest(z)][:, None])
    return e / sum_over_neurons(e)[:, None]


def largest(z: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where each row's largest entry is, an index into arrays like z: (batch, n) → (batch,)."""
    return np.arange(len(z)), z.real.argmax(axis=1)


def softmax_jacobian(a: Array) -> Array:
    """∂aₖ/∂zⱼ = aₖ (δₖⱼ − aⱼ) for each sample: (batch, n) → (batch, n, n), [s, k, j]."""
    others = a.sum(axis=1, keepdims=True) - a
    jacobian = -a[:, :, None] * a[:, None, :]
    diagonal = np.arange(a.shape[1])
    jacobian[:, diagonal, diagonal] = a * others
    return jacobian


def softmax_delta(a: Array, da: Array) -> Array:
    """Σₖ daₖ ∂aₖ/∂zⱼ, the full Jacobian's product, written aⱼ Σₖ aₖ (daⱼ − daₖ).

    The two are equal since Σₖ aₖ = 1; this form keeps its digits where aⱼ is close to 1.
    """
    differences = da[:, :, None] - da[:, None, :]  # (batch, n, n), [s, j, k]
    weighted: Array = (differences @ a[:, :, None])[:, :, 0]  # (batch, n)
    return a * weighted
