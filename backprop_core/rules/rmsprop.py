"""RMSprop: each step is divided by the recent size of its gradients.

v is a running mean of squared gradients, and √v their root mean square (Hinton, lecture 6e of his
course, 2012). The centred form subtracts the square of the running mean first, which leaves a
variance (Graves, 2013).
"""

from __future__ import annotations

from dataclasses import dataclass

from backprop_core.rules.expression import PARAMETER, Named, setting, sqrt, state
from backprop_core.rules.options import flag, option
from backprop_core.rules.rule import Rule, ascent_and_decay, updated
from backprop_core.rules.schedules import Schedule
from backprop_core.rules.stage import Stage


@dataclass(frozen=True)
class RMSprop(Rule):
    """Options and defaults are those of `torch.optim.RMSprop`; `alpha` is the share that v keeps.

    Raises BackpropError for an option out of its range.
    """

    lr: float | Schedule = 1e-2
    alpha: float = 0.99
    eps: float = 1e-8
    weight_decay: float = 0.0
    momentum: float = 0.0
    centered: bool = False
    maximize: bool = False

    def __post_init__(self) -> None:
        names = ("alpha", "eps", "weight_decay", "momentum")
        self.keep_options(
            **{name: option(getattr(self, name), name) for name in names},
            centered=flag(self.centered, "centered"),
            maximize=flag(self.maximize, "maximize"),
        )

    def arithmetic(self, gradient: Named, rate: Named) -> tuple[Stage, ...]:
        """v ← α v + (1 − α) g², θ ← θ − η g / (√v + ε)."""
        before, g = ascent_and_decay(
            gradient, maximize=self.maximize, weight_decay=self.weight_decay
        )
        alpha = setting("alpha", "α", self.alpha)
        mean_square = Stage(
            "second_moment", "v", "v", alpha * state("v") + (1 - alpha) * g**2, start=0.0
        )
        stages, v = [*before, mean_square], mean_square.made
        if self.centered:
            mean = Stage("first_moment", "m", "m", alpha * state("m") + (1 - alpha) * g, start=0.0)
            variance = Stage("variance", "variance", "σ²", v - mean.made**2)
            stages, v = [*stages, mean, variance], variance.made
        size = sqrt(v) + setting("eps", "ε", self.eps)
        if not self.momentum:
            return (*stages, updated(PARAMETER - rate * g / size))
        mu = setting("momentum", "μ", self.momentum)
        velocity = Stage(
            "velocity", "velocity", "u", mu * state("velocity", "u") + g / size, start=0.0
        )
        return (*stages, velocity, updated(PARAMETER - rate * velocity.made))
