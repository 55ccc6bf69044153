"""Sums over the axes of an array that is (batch, n), as `sum` gives them and several times faster.

A product with a vector of ones is a sum. For the small arrays of a lesson, most of what `sum`
takes is not the adding.
"""

from __future__ import annotations

from backprop_core.checks import Array, ones


def sum_over_samples(array: Array) -> Array:
    """array.sum(axis=0), as 1ᵀ · array: (batch, n) → (n,)."""
    total: Array = ones(len(array)).dot(array)
    return total


def sum_over_neurons(array: Array) -> Array:
    """array.sum(axis=1), as array · 1: (batch, n) → (batch,)."""
    total: Array = array.dot(ones(array.shape[1]))
    return total


def sum_of_all(array: Array) -> float:
    """array.sum(): (batch, n) → one number."""
    flat = array.ravel()
    return float(ones(len(flat)).dot(flat))
