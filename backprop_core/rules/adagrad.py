"""Adagrad: each parameter has its own rate, which falls as its squared gradients add up.

G is the sum of the squares of all its gradients, and the step is divided by √G (Duchi, Hazan and
Singer, 2011). So the effective rate never rises again; RMSprop forgets old gradients instead.
"""

from __future__ import annotations

from dataclasses import dataclass

from backprop_core.rules.expression import PARAMETER, Named, T, setting, sqrt, state
from backprop_core.rules.options import flag, option
from backprop_core.rules.rule import Rule, ascent_and_decay, updated
from backprop_core.rules.schedules import Schedule
from backprop_core.rules.stage import Stage


@dataclass(frozen=True)
class Adagrad(Rule):
    """Options and defaults are those of `torch.optim.Adagrad`.

    `lr_decay` divides the rate of update t by 1 + (t − 1) lr_decay, and G begins with
    `initial_accumulator_value`. Raises BackpropError for an option out of its range.
    """

    lr: float | Schedule = 1e-2
    lr_decay: float = 0.0
    weight_decay: float = 0.0
    initial_accumulator_value: float = 0.0
    eps: float = 1e-10
    maximize: bool = False

    def __post_init__(self) -> None:
        names = ("lr_decay", "weight_decay", "initial_accumulator_value", "eps")
        self.keep_options(
            **{name: option(getattr(self, name), name) for name in names},
            maximize=flag(self.maximize, "maximize"),
        )

    def arithmetic(self, gradient: Named, rate: Named) -> tuple[Stage, ...]:
        """G ← G + g², θ ← θ − η g / (√G + ε)."""
        before, g = ascent_and_decay(
            gradient, maximize=self.maximize, weight_decay=self.weight_decay
        )
        stages = list(before)
        if self.lr_decay:
            decay = setting("lr_decay", "d", self.lr_decay)
            stages.append(Stage("schedule", "decayed_rate", "η", rate / (1 + (T - 1) * decay)))
            rate = stages[-1].made
        summed = Stage(
            "sum_of_squares",
            "sum",
            "G",
            state("sum", "G") + g**2,
            start=self.initial_accumulator_value,
        )
        new = updated(PARAMETER - rate * g / (sqrt(summed.made) + setting("eps", "ε", self.eps)))
        return (*stages, summed, new)
