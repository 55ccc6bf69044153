"""The sum over all paths, and the backward pass, without any rounding.

Every number of float64 is a fraction, so products and sums of them can be had exactly. Taken so,
the sum over all paths and the recursion of the backward pass are one and the same number; what is
left between the sum and the engine's gradient is the engine's rounding. Both begin at the factors
that the pass has made: activations, slopes, weights, and the loss's own derivatives.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import prod

from backprop_core import Address, Paths

MOST_PRODUCTS = 64  # of all samples together; fractions are slow


def can_be_exact(paths: Paths) -> bool:
    """Whether there are few enough products for it."""
    return paths.count * len(paths.trace.y) <= MOST_PRODUCTS


def sum_over_paths(paths: Paths, sample: int) -> Fraction | None:
    """Each path's product, added up; None where a factor is no finite number."""
    try:
        return sum((_product(paths, path, sample) for path in paths), Fraction(0))
    except (OverflowError, ValueError):
        return None


def _product(paths: Paths, path: tuple[Address, ...], sample: int) -> Fraction:
    return prod((Fraction(float(f.value)) for f in paths.factors(path, sample)), start=Fraction(1))


def from_the_loss_back(paths: Paths, sample: int) -> Fraction | None:
    """The recursion: each place's derivative is the sum over the places that follow it, taken once
    however many paths lead there; None where a number is not finite."""

    @cache
    def derivative(at: Address) -> Fraction:
        onward, _ = paths.ways[at]
        if not onward:
            return Fraction(float(paths.factors((at,), sample)[-1].value))
        steps = (Fraction(float(paths.factors((at, then), sample)[-2].value)) for then in onward)
        pairs = zip(steps, onward, strict=True)
        return sum((step * derivative(then) for step, then in pairs), Fraction(0))

    try:
        total = sum((derivative(start) for (start,) in paths.starts), Fraction(0))
        incoming = paths.factors(paths.starts[0], sample)[:-1] if paths.starts else ()
        return prod((Fraction(float(n.value)) for n in incoming), start=total)
    except (OverflowError, ValueError):
        return None
