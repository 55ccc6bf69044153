"""Learning-rate schedules: the rate at each update.

A schedule replaces the number in a rule, as in `Adam(Cosine(0.01, T_max=500))`. It is a
formula in t, the number of the update, or with `per="epoch"` in the number of the epoch; both count
from 1, so the first of them has the full rate. Parameters are named as in
`torch.optim.lr_scheduler`, and the rates are the same.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import pi
from typing import Any, Literal

from backprop_core.checks import whole_number
from backprop_core.rules.evaluation import evaluated
from backprop_core.rules.expression import (
    EPOCH,
    Constant,
    Expression,
    T,
    cos,
    floor,
    minimum,
    setting,
)
from backprop_core.rules.options import above_zero, one_of, option

Per = Literal["update", "epoch"]


class Schedule(ABC):
    """A formula for the learning rate of each update."""

    @abstractmethod
    def formula(self) -> Expression:
        """The rate η as a formula, in which only T and EPOCH are open."""

    def rate(self, update: int, epoch: int = 1) -> float:
        """The learning rate of that update and epoch, both counted from 1."""
        value = evaluated(self.formula(), {T: float(update), EPOCH: float(epoch)})
        assert isinstance(value, float)
        return value


@dataclass(frozen=True)
class ConstantRate(Schedule):
    """The same rate at every update: lr."""

    lr: float

    def __post_init__(self) -> None:
        _keep(self, lr=option(self.lr, "lr"))

    def formula(self) -> Expression:
        """η."""
        return _first_rate(self.lr)


@dataclass(frozen=True)
class StepDecay(Schedule):
    """The rate times gamma after every step_size updates or epochs (PyTorch's StepLR)."""

    lr: float
    step_size: int
    gamma: float = 0.1
    per: Per = "update"

    def __post_init__(self) -> None:
        _keep(
            self, lr=option(self.lr, "lr"), step_size=whole_number(self.step_size, "step_size", 1)
        )
        _keep(self, gamma=option(self.gamma, "gamma"), per=_per(self.per))

    def formula(self) -> Expression:
        """η γ^⌊k / step_size⌋, where k updates or epochs are done."""
        steps = floor(_done(self.per) / setting("step_size", "s", self.step_size))
        return _first_rate(self.lr) * setting("gamma", "γ", self.gamma) ** steps


@dataclass(frozen=True)
class Exponential(Schedule):
    """The rate times gamma after each update or epoch (PyTorch's ExponentialLR)."""

    lr: float
    gamma: float
    per: Per = "update"

    def __post_init__(self) -> None:
        _keep(self, lr=option(self.lr, "lr"), gamma=option(self.gamma, "gamma"), per=_per(self.per))

    def formula(self) -> Expression:
        """η γ^k."""
        return _first_rate(self.lr) * setting("gamma", "γ", self.gamma) ** _done(self.per)


@dataclass(frozen=True)
class Cosine(Schedule):
    """Down to eta_min in T_max updates or epochs along half a cosine, and up again after that.

    Loshchilov and Hutter, 2016; PyTorch's CosineAnnealingLR.
    """

    lr: float
    T_max: int
    eta_min: float = 0.0
    per: Per = "update"

    def __post_init__(self) -> None:
        _keep(self, lr=option(self.lr, "lr"), T_max=whole_number(self.T_max, "T_max", 1))
        _keep(self, eta_min=option(self.eta_min, "eta_min"), per=_per(self.per))

    def formula(self) -> Expression:
        """η_min + (η − η_min) (1 + cos(π k / T_max)) / 2."""
        lowest = setting("eta_min", "η_min", self.eta_min)
        turn = setting("pi", "π", pi) * _done(self.per) / setting("T_max", "T_max", self.T_max)
        return lowest + (_first_rate(self.lr) - lowest) * (1 + cos(turn)) / 2


@dataclass(frozen=True)
class InverseTime(Schedule):
    """The rate over 1 + decay · k, for k updates or epochs done: "1/t" decay."""

    lr: float
    decay: float
    per: Per = "update"

    def __post_init__(self) -> None:
        _keep(self, lr=option(self.lr, "lr"), decay=option(self.decay, "decay"), per=_per(self.per))

    def formula(self) -> Expression:
        """η / (1 + decay · k)."""
        return _first_rate(self.lr) / (1 + setting("decay", "d", self.decay) * _done(self.per))


@dataclass(frozen=True)
class WarmUp(Schedule):
    """From start_factor of the rate up to all of it in total_iters updates or epochs, in equal
    steps; `lr` may be a number or another schedule (PyTorch's LinearLR)."""

    lr: float | Schedule
    total_iters: int = 5
    start_factor: float = 1.0 / 3.0
    per: Per = "update"

    def __post_init__(self) -> None:
        if not isinstance(self.lr, Schedule):
            _keep(self, lr=option(self.lr, "lr"))
        factor = option(above_zero(self.start_factor, "start_factor"), "start_factor", 0.0, 1.0)
        _keep(self, start_factor=factor, per=_per(self.per))
        _keep(self, total_iters=whole_number(self.total_iters, "total_iters", 1))

    def formula(self) -> Expression:
        """(s + (1 − s) min(k, total_iters) / total_iters) · η."""
        first = setting("start_factor", "s", self.start_factor)
        total = setting("total_iters", "n", self.total_iters)
        rate = self.lr.formula() if isinstance(self.lr, Schedule) else _first_rate(self.lr)
        return (first + (1 - first) * minimum(_done(self.per), total) / total) * rate


def _done(per: Per) -> Expression:
    """k, how many updates or epochs are done."""
    return (EPOCH if per == "epoch" else T) - Constant(1.0)


def _first_rate(lr: float) -> Expression:
    return setting("lr", "η", lr)


def _per(value: Any) -> Per:
    per: Per = one_of(value, "per", ("update", "epoch"))
    return per


def _keep(schedule: Schedule, **options: Any) -> None:
    for name, value in options.items():
        object.__setattr__(schedule, name, value)
