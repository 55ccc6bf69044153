"""How far rounding on the way can carry a number from the exact one.

Each number is an interval, a centre and a radius: what was written is its value give or take half
a unit of its last digit; what was not is rounded as coarsely as the result is; and every operation
passes the radius on (Moore, 1966). So each operation has a function here that says by how much its
result can move when the numbers before it move within their radius.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop_core.backward import backward
from backprop_core.checks import Array
from backprop_core.explanation.given import Written
from backprop_core.explanation.here import Values
from backprop_core.explanation.near import Near
from backprop_core.explanation.operations import Operation, of_pass_after
from backprop_core.explanation.passes import Slipped, made_by, pass_after
from backprop_core.explanation.problem import LOSS_AFTER, Place, Problem
from backprop_core.explanation.radii import RADIUS
from backprop_core.explanation.rounding import Rounding
from backprop_core.forward import forward
from backprop_core.network import Network, joined

_SHAKES, _MORE = 12, 1.5  # the worst of so many, and half as much again


@dataclass(frozen=True, eq=False, slots=True)
class Interval:
    """From centre − radius to centre + radius, entry by entry; the centre is the operation's."""

    centre: Any
    radius: Any


def intervals(
    problem: Problem,
    operations: Sequence[Operation],
    rounding: Rounding,
    values: Values,
    given: Mapping[Place, Written],
    slipped: Slipped | None = None,
) -> Iterator[tuple[Place, Interval]]:
    """Each place with what its operation can give, from the intervals of what goes into it; made
    one by one, as they are asked for.

    `values` are the numbers of the pass, with those of `given` carried on, and with the slips
    `slipped` made in it, if any.
    """
    known: dict[Place, Any] = {}
    for operation in operations:
        place = operation.makes
        here = Near(problem, values, known, rounding, operation)
        if place == LOSS_AFTER and problem.has_after:
            centre, radius = _after(problem, values, known, rounding, slipped or {})
        elif slipped and (operation.name, operation.layer) in slipped:
            centre, radius = _shaken(problem, values, known, operation, slipped)
        else:
            centre = operation.right(here)
            if centre is None:
                continue
            radius = RADIUS[place[0]](here)
        interval = Interval(centre, radius)
        known[place] = _rounded(values[place], interval, rounding, given.get(place))
        if place not in given and (here.f.threshold or rounding.is_by_hand):
            known[place] = _unless_exact(known[place], values[place], radius, rounding)
        yield place, interval


def _after(
    problem: Problem,
    values: Values,
    known: Mapping[Place, Any],
    rounding: Rounding,
    slipped: Slipped,
) -> tuple[Any, Any]:
    """The loss after the update moves with rounding in its own forward pass, and with the new
    parameters: by their radius times its slope, or farther where it bends."""
    after, made = pass_after(problem, values, slipped)
    again = intervals(after, of_pass_after(after.last), rounding, made, {}, slipped)
    own = dict(again)[LOSS_AFTER]
    network = after.network
    g = backward(network, forward(network, after.x, strict=False), after.y, strict=False)
    slopes = joined([(layer.dW, layer.db) for layer in g.layers])
    layers = range(after.last + 1)
    spread = joined([(known["W", layer], known.get(("b", layer))) for layer in layers])
    moved = [float(np.abs(slopes) @ spread)]
    for sign in (1.0, -1.0):
        ends = {**values}
        for layer, (W, b) in enumerate(_of_layers(network, sign * np.sign(slopes) * spread)):
            ends["W", layer] = values["W", layer] + W
            if b is not None:
                ends["b", layer] = values["b", layer] + b
        end = pass_after(problem, ends, slipped)[1][LOSS_AFTER]
        moved.append(float(np.abs(end - own.centre)))
    return own.centre, own.radius + max(moved)


def _of_layers(network: Network, parameters: Array) -> list[tuple[Array, Array | None]]:
    """A vector of all parameters, as W and b of each layer."""
    return [(layer.W, layer.b) for layer in network.with_parameters(parameters).layers]


def _shaken(
    problem: Problem,
    values: Values,
    known: Mapping[Place, Any],
    operation: Operation,
    slipped: Slipped,
) -> tuple[Any, Any]:
    """A slip can be any arithmetic, so its radius is found by shaking what goes into it."""
    centre = made_by(problem, values, operation, slipped)
    rng = np.random.default_rng(0)
    radius = np.zeros(np.shape(centre))
    for _ in range(_SHAKES):
        moved = _Shaken(values, known, rng)
        off = np.abs(made_by(problem, moved, operation, slipped) - centre)
        radius = np.maximum(radius, off)
    return centre, _MORE * radius


class _Shaken(dict[Place, Any]):
    """Values, each at a random end of its interval, moved when it is first looked at."""

    def __init__(
        self, values: Values, known: Mapping[Place, Any], rng: np.random.Generator
    ) -> None:
        super().__init__(values)
        self._known = dict(known)
        self._rng = rng

    def __getitem__(self, place: Place) -> Any:
        value = super().__getitem__(place)
        radius = self._known.pop(place, None)
        if radius is None or value is None:
            return value
        up = self._rng.random(np.shape(value)) < 0.5
        self[place] = value = value + np.where(up, radius, -radius)
        return value


def _rounded(value: Any, before: Interval, rounding: Rounding, written: Written | None) -> Any:
    """The radius of what is carried on: of a number that is given, the number itself or what it was
    before it was rounded, which is as near to it as both allow."""
    radius = before.radius + rounding.part * rounding.unit(np.abs(value) + before.radius)
    if written is None:
        return radius
    nearest = np.minimum(
        rounding.part * written.units, np.abs(value - before.centre) + before.radius
    )
    return np.where(written.blank, radius, nearest)


def _unless_exact(known: Any, value: Any, radius: Any, rounding: Rounding) -> Any:
    """0 for what comes from exact numbers and has no more digits than rounding leaves it."""
    exact = np.asarray(radius) == 0.0
    if not exact.any():
        return known
    return np.where(exact & np.isclose(rounding(value), value, rtol=1e-12, atol=1e-12), 0.0, known)


def within(written: Written, reach: Iterable[Interval], part: float = 0.5) -> NDArray[np.bool_]:
    """Where the numbers lie in one of these intervals, give or take that part of a unit."""
    found: NDArray[np.bool_] = np.zeros(written.values.shape, dtype=bool)
    for interval in reach:
        most = interval.radius + part * written.units * (1.0 + 1e-9)
        found = found | (np.abs(written.values - interval.centre) <= most)
        found = found | is_cut_off(written, interval.centre)
    return found


def is_cut_off(written: Written, exact: Array) -> NDArray[np.bool_]:
    """Where digits were cut off instead of rounded: 0.0821 for 0.08217."""
    rest = np.abs(exact) - np.abs(written.values)
    agree = (np.sign(exact) == np.sign(written.values)) | (written.values == 0)
    fine = (written.units <= 0.01) & (not written.full)
    result: NDArray[np.bool_] = fine & agree & (rest >= 0) & (rest < written.units * (1.0 - 1e-9))
    return result
