"""The sum over all paths beside the backward pass, and how far they are apart."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from backprop_core import Paths
from playground.one_weight.exact_sums import can_be_exact, from_the_loss_back, sum_over_paths
from playground.one_weight.numbers import MOST_LISTED, items

EVERY_DIGIT = 17
TOO_FAR = 1e-9  # part of the largest number; rounding stays far below it


def units_apart(one: float, other: float) -> int | None:
    """How many numbers of float64 lie from one to the other; None where one is not finite."""
    if not (math.isfinite(one) and math.isfinite(other)):
        return None
    return abs(_ordinal(one) - _ordinal(other))


def _ordinal(value: float) -> int:
    """The number's place among all of float64, 0 for zero."""
    bits: int = struct.unpack("<q", struct.pack("<d", value))[0]
    return bits if bits >= 0 else -(bits & 0x7FFF_FFFF_FFFF_FFFF)


@dataclass(frozen=True)
class Check:
    """A sum over paths, its largest part, and beside it the gradient of the backward pass.

    `unrounded` is the backward pass's recursion without any rounding, and then the sum has none
    either but for its last digit; None where there are too many products for that.
    """

    label: str
    total: float
    gradient: float
    largest: float
    unrounded: float | None = None

    @property
    def difference(self) -> float:
        return self.total - self.gradient

    @property
    def units(self) -> int | None:
        """The difference in units in the last place of the gradient."""
        return units_apart(self.total, self.gradient)

    @property
    def differs(self) -> bool:
        """Whether this is more than rounding can do: then one of the two is wrong."""
        scale = max(self.largest, abs(self.total), abs(self.gradient))
        return abs(self.difference) > TOO_FAR * scale

    @property
    def cancels(self) -> bool:
        """Whether the parts are so much larger than their sum that they take digits from it."""
        return self.largest > 16 * max(abs(self.total), abs(self.gradient))

    @property
    def relative(self) -> float:
        """The difference in roundings of the largest part, which is what a sum can keep."""
        return abs(self.difference) / float(np.spacing(self.largest)) if self.largest else 0.0


@np.errstate(over="ignore", invalid="ignore")
def checks(paths: Paths) -> list[Check]:
    """For each sample, and in a batch for their sum: all paths' sum and the backward pass."""
    batch = len(paths.trace.y)
    parts = [paths.parts(item.prefix) for item in items(paths)] or [np.zeros(batch)]
    largest = np.abs(parts).max(axis=0)
    exact = _without_rounding(paths)
    totals: Any = paths.sum_per_sample
    if exact is not None:
        totals = exact[0]
    elif paths.count <= MOST_LISTED:
        totals = np.sum(parts, axis=0)
    sums = [*totals, sum(totals)]
    backward = [*paths.gradient_per_sample, paths.gradient]
    most = [*largest, max(float(np.max(largest)), *(abs(float(total)) for total in totals))]
    labels = [*(f"sample {sample}" for sample in range(1, batch + 1)), "all samples"]
    free = [None] * (batch + 1) if exact is None else [*exact[1], sum(exact[1])]
    found = [
        Check(label, float(total), float(own), float(part), None if one is None else float(one))
        for label, total, own, part, one in zip(labels, sums, backward, most, free, strict=True)
    ]
    return found if batch > 1 else [replace(found[-1], label="sum", largest=found[0].largest)]


def _without_rounding(paths: Paths) -> tuple[list[Fraction], list[Fraction]] | None:
    """Both for each sample, as fractions: the sum over paths and the recursion back."""
    if not can_be_exact(paths):
        return None
    samples = range(len(paths.trace.y))
    sums = [sum_over_paths(paths, sample) for sample in samples]
    back = [from_the_loss_back(paths, sample) for sample in samples]
    both = [one for one in (*sums, *back) if one is not None and _fits(one)]
    if len(both) < 2 * len(samples):
        return None
    return both[: len(samples)], both[len(samples) :]


def _fits(value: Fraction) -> bool:
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False
