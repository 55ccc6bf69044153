"""Gradient descent: a step against the gradient, scaled by the learning rate.

θ ← θ − η g (Cauchy, 1847). With one sample or a mini-batch at a time it is called stochastic
gradient descent; the rule is the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from backprop_core.rules.expression import PARAMETER, Named
from backprop_core.rules.options import flag, option
from backprop_core.rules.rule import Rule, ascent_and_decay, updated
from backprop_core.rules.schedules import Schedule
from backprop_core.rules.stage import Stage


@dataclass(frozen=True)
class GradientDescent(Rule):
    """`lr` is the learning rate, `weight_decay` adds λ θ to the gradient, `maximize` goes uphill.

    Raises BackpropError for an option out of its range.
    """

    lr: float | Schedule = 1e-3
    weight_decay: float = 0.0
    maximize: bool = False

    def __post_init__(self) -> None:
        self.keep_options(
            weight_decay=option(self.weight_decay, "weight_decay"),
            maximize=flag(self.maximize, "maximize"),
        )

    def arithmetic(self, gradient: Named, rate: Named) -> tuple[Stage, ...]:
        """θ ← θ − η g."""
        before, g = ascent_and_decay(
            gradient, maximize=self.maximize, weight_decay=self.weight_decay
        )
        return (*before, updated(PARAMETER - rate * g))
