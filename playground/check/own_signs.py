"""Somebody's numbers where the error is target minus output, or a bias a threshold: their signs,
and the engine's.

By that convention delta and the gradients have their signs turned. But ∂loss/∂W is itself with any
convention, and a framework gives nothing else. So each quantity is taken in the sign that fits it
better, and it is said where that is the engine's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from backprop_core import Array, Cause, Report, backward, forward, update
from playground.check.cells import negated, values_of
from playground.exercise.conventions import Conventions
from playground.exercise.document import Document, network_of
from playground.exercise.document_conventions import conventions_of
from playground.notation.turned import DERIVATIVES
from playground.solve.verdict_text import said_with_error_turned

Given = Mapping[str, Any]


def turned_in(given: Given, now: Document) -> frozenset[str]:
    """The quantities that have the sign of target minus output, or that of a threshold."""
    conventions = conventions_of(now)
    steps = {"step_b"} if conventions.bias_as == "threshold" else set()  # ∆θ is −∆b
    minus = (conventions.minus | steps) & set(given)
    if not minus:
        return frozenset()
    network = network_of(now)
    g = backward(network, forward(network, now["x"]), now["y"])
    new = update(network, g, now["learning_rate"], biases_frozen=now["biases_frozen"])
    exact = {name: [getattr(layer, name) for layer in g.layers] for name in DERIVATIVES}
    exact["b"] = [layer.b for layer in new.layers]
    exact["step_b"] = [
        None if after.b is None or before.b is None else after.b - before.b
        for after, before in zip(new.layers, network.layers, strict=True)
    ]
    return frozenset(name for name in minus if _is_turned(given[name], exact[name]))


def _is_turned(layers: Any, exact: list[Array | None]) -> bool:
    """Whether the numbers lie nearer to minus what is exact; so do zeros."""
    own = other = 0.0
    for cells, right in zip(layers, exact, strict=True):
        if cells is not None and right is not None and np.size(cells) == np.size(right):
            values = values_of(cells).ravel()
            size = float(np.abs(right).max(initial=0.0)) or 1.0
            own += float(np.nansum(np.abs(values + np.ravel(right)) / size))
            other += float(np.nansum(np.abs(values - np.ravel(right)) / size))
    return own <= other


def in_the_engines(given: Given, turned: frozenset[str]) -> dict[str, Any]:
    """What `explain` takes: those quantities with their signs turned back."""
    return {
        name: [None if one is None else negated(one) for one in value] if name in turned else value
        for name, value in given.items()
    }


def as_written(report: Report, turned: frozenset[str], chosen: Conventions) -> Report:
    """The report in the signs that the numbers were written with."""
    given = {
        place: replace(one, values=0.0 - one.values) if place[0] in turned else one
        for place, one in report.given.items()
    }
    exact = {
        place: 0.0 - value if place[0] in turned and value is not None else value
        for place, value in report.exact.items()
    }
    causes = report.causes
    if chosen.turned:
        causes = tuple(map(_the_other_way_round, causes))
    return replace(
        report,
        given=given,
        exact=exact,
        causes=causes,
        notes=(*report.notes, *_notes(report, turned, chosen)),
    )


def _notes(report: Report, turned: frozenset[str], chosen: Conventions) -> list[str]:
    given = dict.fromkeys(quantity for quantity, _ in report.given)
    of_biases = chosen.minus & {"b", "db"}
    other = "in the sign of output minus target"
    if chosen.bias_as == "threshold":
        other = "in the sign of a bias, which is added"
    return [
        f"{name} was read {other if name in of_biases else 'in the sign of output minus target'}."
        for name in given
        if name in chosen.minus and name not in turned
    ]


def _the_other_way_round(cause: Cause) -> Cause:
    """What is a slip there is right here, and the other way round."""
    slips = []
    for slip in cause.slips:
        said = said_with_error_turned(slip)
        slips.append(
            slip if said is None else replace(slip, what=said[0], remedy=said[1], formula="")
        )
    return replace(cause, slips=tuple(slips))
