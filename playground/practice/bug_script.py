"""Find the bug: a short backward pass in NumPy of one network, with one planted slip.

The script is worked through, right or wrong, by the arithmetic that stands beside each line.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backprop_core import BackpropError, Trace
from playground.practice.bug_lines import RECEIVING, Line, Numbers, Slip, script
from playground.practice.finite import require_finite
from playground.practice.weight_layout import WeightLayout


@dataclass(frozen=True)
class Bug:
    """The script with the slip in line `at`, counted from 0."""

    lines: tuple[Line, ...]
    at: int
    slip: Slip

    @property
    def texts(self) -> tuple[str, ...]:
        """The script as it is shown: the slip's text in its line."""
        return tuple(
            f"{one.name} = {self.slip.text if k == self.at else one.text}"
            for k, one in enumerate(self.lines)
        )

    @property
    def right(self) -> str:
        """The line as it should be."""
        return f"{self.lines[self.at].name} = {self.lines[self.at].text}"


def script_of(trace: Trace, layout: WeightLayout = RECEIVING) -> tuple[Line, ...]:
    """The script of a pass, in which W lies that way."""
    return script(trace.network, len(trace.y), trace.shape.biases_frozen, layout)


def begun(trace: Trace, layout: WeightLayout = RECEIVING) -> Numbers:
    """The numbers that the script begins with."""
    numbers: Numbers = {"a0": trace.forward.x, "y": trace.y, "eta": trace.learning_rate}
    layers = zip(trace.network.layers, trace.forward.layers, strict=True)
    for k, (layer, made) in enumerate(layers, start=1):
        numbers |= {
            f"W{k}": layout.laid(layer.W),
            f"b{k}": layer.b,
            f"z{k}": made.z,
            f"a{k}": made.a,
        }
    return numbers


def worked(lines: tuple[Line, ...], numbers: Numbers, bug: Bug | None = None) -> Numbers:
    """All numbers that the script makes, in the order of its lines, with the slip or without."""
    numbers, made = dict(numbers), {}
    with np.errstate(all="ignore"):
        for k, line in enumerate(lines):
            make = bug.slip.make if bug is not None and k == bug.at else line.make
            numbers[line.name] = made[line.name] = np.asarray(make(numbers))
    return made


def bugs(trace: Trace, layout: WeightLayout = RECEIVING) -> list[Bug]:
    """Every slip that can be planted and that changes a number so that it can be seen."""
    lines, numbers = script_of(trace, layout), begun(trace, layout)
    right = worked(lines, numbers)
    every = (Bug(lines, k, slip) for k, line in enumerate(lines) for slip in line.slips)
    return [bug for bug in every if _shows(right, worked(lines, numbers, bug))]


def planted(trace: Trace, seed: int, layout: WeightLayout = RECEIVING) -> Bug:
    """One of them, by a seed: each kind of slip is as likely as any other.

    Raises BackpropError where none changes anything, and where numbers overflow."""
    require_finite(trace)
    found = bugs(trace, layout)
    if not found:
        raise BackpropError("No slip changes a number of this network: its gradients are all 0.")
    rng = np.random.default_rng([seed, 7])
    name = str(rng.choice(sorted({bug.slip.name for bug in found})))
    alike = [bug for bug in found if bug.slip.name == name]
    return alike[int(rng.integers(len(alike)))]


def _shows(right: Numbers, wrong: Numbers) -> bool:
    """Whether some number changes by more than a hundredth."""
    for name, value in right.items():
        if np.shape(value) != np.shape(wrong[name]):
            return False
        size = float(np.max(np.abs(value), initial=0.0))
        if np.max(np.abs(value - wrong[name]), initial=0.0) > 0.01 * size:
            return bool(np.isfinite(wrong[name]).all())
    return False


def choices_of(bug: Bug, seed: int, count: int = 4) -> list[str]:
    """What may be wrong, as names of slips: the right one and others, in an order of its own."""
    rng = np.random.default_rng([seed, 11])
    here = {slip.name for line in bug.lines for slip in line.slips} - {bug.slip.name}
    others = rng.permutation(sorted(here))[: count - 1].tolist()
    return [str(one) for one in rng.permutation([bug.slip.name, *others])]
