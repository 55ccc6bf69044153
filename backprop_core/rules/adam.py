"""Adam: momentum and RMSprop combined, with a correction for their start at 0.

m is a running mean of the gradients and v one of their squares. Both begin at 0 and are too small
at first, so they are divided by 1 − β^t, the total weight of the gradients so far. Each
parameter then moves by about the learning rate (Kingma and Ba, 2014).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from backprop_core.checks import quoted
from backprop_core.errors import BackpropError
from backprop_core.rules.expression import (
    PARAMETER,
    Named,
    T,
    maximum,
    setting,
    sqrt,
    state,
)
from backprop_core.rules.options import flag, option
from backprop_core.rules.rule import Rule, ascent_and_decay, updated
from backprop_core.rules.schedules import Schedule
from backprop_core.rules.stage import Stage


@dataclass(frozen=True)
class Adam(Rule):
    """Options and defaults are those of `torch.optim.Adam`.

    `betas` are β₁ and β₂; `amsgrad` divides by the largest v so far (Reddi, Kale and Kumar, 2018).
    Raises BackpropError for an option out of its range.
    """

    lr: float | Schedule = 1e-3
    betas: tuple[float, float] = (0.9, 0.999)
    eps: float = 1e-8
    weight_decay: float = 0.0
    amsgrad: bool = False
    maximize: bool = False

    def __post_init__(self) -> None:
        self.keep_options(
            betas=_pair(self.betas),
            eps=option(self.eps, "eps"),
            weight_decay=option(self.weight_decay, "weight_decay"),
            amsgrad=flag(self.amsgrad, "amsgrad"),
            maximize=flag(self.maximize, "maximize"),
        )

    def arithmetic(self, gradient: Named, rate: Named) -> tuple[Stage, ...]:
        """m, v, m̂, v̂, and θ ← θ − η m̂ / (√v̂ + ε)."""
        before, g = ascent_and_decay(
            gradient, maximize=self.maximize, weight_decay=self.weight_decay
        )
        return (*before, *self.moments(g, rate, PARAMETER))

    def moments(self, g: Named, rate: Named, parameter: Named) -> tuple[Stage, ...]:
        """The stages from m on; `parameter` is what the step is taken from."""
        beta1, beta2 = setting("beta1", "β₁", self.betas[0]), setting("beta2", "β₂", self.betas[1])
        m = Stage("first_moment", "m", "m", beta1 * state("m") + (1 - beta1) * g, start=0.0)
        v = Stage("second_moment", "v", "v", beta2 * state("v") + (1 - beta2) * g**2, start=0.0)
        stages, largest = [m, v], v
        if self.amsgrad:
            formula = maximum(state("v_max", "v_max"), v.made)
            largest = Stage("largest_second_moment", "v_max", "v_max", formula, start=0.0)
            stages.append(largest)
        m_hat = Stage("bias_correction", "m_hat", "m̂", m.made / (1 - beta1**T))
        v_hat = Stage("bias_correction", "v_hat", "v̂", largest.made / (1 - beta2**T))
        eps = setting("eps", "ε", self.eps)
        new = updated(parameter - rate * m_hat.made / (sqrt(v_hat.made) + eps))
        return (*stages, m_hat, v_hat, new)


def _pair(betas: Any) -> tuple[float, float]:
    if not isinstance(betas, Sequence) or isinstance(betas, str) or len(betas) != 2:
        raise BackpropError(
            f"betas got {quoted(betas)}. It takes two numbers, such as (0.9, 0.999)."
        )
    first, second = (option(beta, "betas", 0.0, 1.0) for beta in betas)
    return first, second
