"""The pass after this one: its network, and its gradients."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from backprop_core.backward import Gradients, backward
from backprop_core.explanation.problem import Problem
from backprop_core.forward import forward
from backprop_core.network import Network, joined


@lru_cache(maxsize=4)
def network_after(problem: Problem) -> Network | None:
    """The network after the update; None where nothing changes or the numbers leave all bounds."""
    if problem.rate == 0.0 and problem.rule is None:
        return None
    g = backward(problem.network, problem.forward, problem.y, strict=False)
    steps = [
        (
            problem.step("W", number, layer.dW),
            None if layer.db is None else problem.step("b", number, layer.db),
        )
        for number, layer in enumerate(g.layers)
    ]
    return moved(problem.network, joined(steps))


@lru_cache(maxsize=4)
def gradients_after(problem: Problem) -> Gradients | None:
    """The gradients of the pass after this one; None where there is none."""
    network = network_after(problem)
    if network is None:
        return None
    return backward(network, forward(network, problem.x, strict=False), problem.y, strict=False)


def moved(network: Network, step: Any) -> Network | None:
    """The network with a step added to all its parameters; None where they are not finite."""
    parameters = network.parameters + step
    return network.with_parameters(parameters) if np.isfinite(parameters).all() else None
