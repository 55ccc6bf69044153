"""Numbers of another pass: the network had been updated already, or not yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backprop_core.explanation.before import gradients_before
from backprop_core.explanation.here import Here
from backprop_core.explanation.problem import Problem
from backprop_core.explanation.slips.next_pass import moved, network_after
from backprop_core.explanation.slips.slip import Slip
from backprop_core.network import Network, joined

_OF = "weighted_sum"


def slips(o: Here) -> Iterator[Slip]:
    """The same operations with the parameters of the pass after, and of the pass before."""
    after, before = network_after(o.problem), _before(o.problem)
    if after is not None:
        yield _with(
            after,
            "after",
            "These are numbers of the pass after the update, not of this one.",
            "Compare them after the update, or keep the old parameters here.",
        )
    if before is not None:
        yield _with(
            before,
            "before",
            "These are numbers of the previous pass, with the parameters before the last update.",
            "Use the current parameters.",
        )


def _with(network: Network, variant: str, what: str, remedy: str) -> Slip:
    return Slip(
        "other_pass",
        _OF,
        f"W, b of the pass {variant}",
        lambda o: _sum(o, network),
        what,
        remedy,
        2.2,
        variant,
        also=(("back_through_weights", lambda o: o.delta.dot(network.layers[o.layer].W)),),
        everywhere=True,
    )


def _sum(o: Here, network: Network) -> Any:
    layer = network.layers[o.layer]
    z = o.into.dot(layer.W.T)
    return z if layer.b is None else z + layer.b


def _before(problem: Problem) -> Network | None:
    g = gradients_before(problem)
    if g is None:
        return None
    step = problem.rate * joined([(layer.dW, layer.db) for layer in g.layers])
    return moved(problem.network, step)
