"""Momentum: each step partly continues the previous ones, like a rolling ball.

A velocity v keeps a share μ of itself and adds the new gradient (Polyak, 1964). Courses write it in
three ways, which differ in the place of the learning rate and the weight of the gradient:

    form="torch"     v ← μ v + (1 − τ) g   θ ← θ − η v     PyTorch's, with its dampening τ
    form="step"      v ← μ v − η g         θ ← θ + v       v is the step itself
    form="average"   v ← μ v + (1 − μ) g   θ ← θ − η v     v is a running average

With Nesterov's form (1983) the gradient counts once more, as if it had been taken a step ahead:
Sutskever, Martens, Dahl and Hinton, 2013.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backprop_core.errors import BackpropError
from backprop_core.rules.expression import PARAMETER, Expression, Named, T, minimum, setting, state
from backprop_core.rules.options import flag, one_of, option
from backprop_core.rules.rule import Rule, ascent_and_decay, updated
from backprop_core.rules.schedules import Schedule
from backprop_core.rules.stage import Stage

Form = Literal["torch", "step", "average"]


@dataclass(frozen=True)
class Momentum(Rule):
    """`lr` is the learning rate η, `mu` the momentum μ, `form` how the velocity is written.

    `dampening`, `weight_decay` and `maximize` are PyTorch's; like PyTorch's, dampening begins with
    the second update and takes the form "torch". `nesterov` takes a `mu` above 0 and no dampening.
    Raises BackpropError for an option out of its range.
    """

    lr: float | Schedule = 1e-3
    mu: float = 0.9
    form: Form = "torch"
    nesterov: bool = False
    dampening: float = 0.0
    weight_decay: float = 0.0
    maximize: bool = False

    def __post_init__(self) -> None:
        form: Form = one_of(self.form, "form", ("torch", "step", "average"))
        self.keep_options(
            mu=option(self.mu, "mu", 0.0, 1.0 if form == "average" else None),
            form=form,
            nesterov=flag(self.nesterov, "nesterov"),
            dampening=option(self.dampening, "dampening"),
            weight_decay=option(self.weight_decay, "weight_decay"),
            maximize=flag(self.maximize, "maximize"),
        )
        if self.dampening and form != "torch":
            raise BackpropError(f'dampening takes form="torch"; it got form="{form}".')
        if self.nesterov and (self.dampening or not self.mu):
            raise BackpropError(
                f"nesterov takes a mu above 0 and a dampening of 0; it got mu {self.mu:g} and "
                f"dampening {self.dampening:g}."
            )

    def arithmetic(self, gradient: Named, rate: Named) -> tuple[Stage, ...]:
        """The velocity, with `nesterov` the step ahead, and the new parameters."""
        before, g = ascent_and_decay(
            gradient, maximize=self.maximize, weight_decay=self.weight_decay
        )
        mu = setting("mu", "μ", self.mu)
        stages, share = self._share(g, rate)
        velocity = Stage(
            "velocity", "velocity", "v", mu * state("velocity", "v") + share, start=0.0
        )
        stages, v = (*before, *stages, velocity), velocity.made
        if self.nesterov:
            stages = (*stages, Stage("nesterov", "ahead", "v′", mu * v + share))
            v = stages[-1].made
        return (*stages, updated(PARAMETER + v if self.form == "step" else PARAMETER - rate * v))

    def _share(self, g: Named, rate: Named) -> tuple[tuple[Stage, ...], Expression]:
        """What the velocity takes in, after the stages that this takes."""
        if self.form == "step":
            return (), -(rate * g)
        if self.form == "average":
            return (), (1 - setting("mu", "μ", self.mu)) * g
        if not self.dampening or not self.mu:
            return (), g
        # the first gradient is not dampened: min(t − 1, 1) is 0 for it, and 1 for all others
        dampening = setting("dampening", "τ", self.dampening) * minimum(T - 1, 1)
        stage = Stage("dampening", "dampening_now", "τ", dampening)
        return (stage,), (1 - stage.made) * g
