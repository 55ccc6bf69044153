"""The pass before this one: which parameters did plain gradient descent come from?

W_before − η ∂loss/∂W(W_before) is W now. The equation is solved by going round: each guess is W now
plus η times the gradient at the guess before. The last few rounds are mixed so that what is still
left over is smallest (Anderson, 1965), which gets there where plain rounds would take for ever.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from backprop_core.backward import Gradients, backward
from backprop_core.checks import Array
from backprop_core.explanation.problem import Problem
from backprop_core.forward import forward
from backprop_core.network import joined

_ROUNDS, _MEMORY, _MOST = 60, 12, 5000


@lru_cache(maxsize=4)
def gradients_before(problem: Problem) -> Gradients | None:
    """The gradients of the pass before; None where going round leads nowhere."""
    now = problem.network.parameters
    if problem.rule is not None or problem.rate == 0.0 or now.size > _MOST:
        return None
    points: list[Array] = []
    rests: list[Array] = []
    guess = now
    for _ in range(_ROUNDS):
        g = _gradients(problem, guess)
        rest = now + problem.rate * joined([(layer.dW, layer.db) for layer in g.layers]) - guess
        if not np.isfinite(rest).all():
            return None
        if np.abs(rest).max() <= 1e-13 * max(1.0, float(np.abs(guess).max())):
            return g
        points, rests = [*points, guess][-_MEMORY:], [*rests, rest][-_MEMORY:]
        guess = _mixed(points, rests)
    return None


def _gradients(problem: Problem, parameters: Array) -> Gradients:
    network = problem.network.with_parameters(parameters.copy())
    made = forward(network, problem.x, strict=False)
    return backward(network, made, problem.y, strict=False)


def _mixed(points: list[Array], rests: list[Array]) -> Array:
    """The next guess: the last one and its rest, less what earlier rounds tell is in vain."""
    if len(points) == 1:
        return points[0] + rests[0]
    moved = np.diff(np.stack(points), axis=0).T
    changed = np.diff(np.stack(rests), axis=0).T
    weights = np.linalg.lstsq(changed, rests[-1], rcond=1e-12)[0]
    mixed: Array = points[-1] + rests[-1] - (moved + changed) @ weights
    return mixed
