"""What can be chosen for training: update rules, schedules of the rate, and ways of clipping. Each
stands with its class in the engine, and with what is said beside its options."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from backprop_core import rules
from backprop_core.rules import ClipByNorm, ClipByValue, Rule, Schedule, schedules
from playground.exercise.limits import MAX_SEED
from playground.exercise.typed_number import Takes

Value = float | bool | str


@dataclass(frozen=True)
class Option:
    """One field of a rule: its symbol, its first value, and what it can be chosen from, if from a
    list of names. `takes` is said beside it. A number is 0 or more, and `below` some limit; a
    `whole` one is 1 or more."""

    name: str
    symbol: str
    value: Value
    takes: str
    choices: Mapping[str, str] | None = None
    whole: bool = False
    below: float = math.inf

    @property
    def number(self) -> Takes:
        """What a field for such a number takes."""
        if self.whole:
            return Takes(self.symbol, 1, MAX_SEED, whole=True)
        return Takes(self.symbol, 0.0, below=self.below)


@dataclass(frozen=True)
class RuleChoice:
    """An update rule as it is offered: what it is called, its class in the engine, a usual rate,
    and its options."""

    label: str
    made: Callable[..., Rule]
    rate: float
    options: tuple[Option, ...]


_DECAY = Option("weight_decay", "Weight decay λ", 0.0, "0 or more: weight decay, as in PyTorch")
_EPS = "0 or more: keeps the quotient finite"
_SHARE = "from 0 up to but not including 1"
_BETAS = (
    Option("beta1", "β₁", 0.9, f"{_SHARE}: memory of the mean", below=1.0),
    Option("beta2", "β₂", 0.999, f"{_SHARE}: memory of the squares", below=1.0),
    Option("eps", "ε", 1e-8, _EPS),
)
_FORMS = {
    "torch": "v = μv + g",
    "step": "v = μv − ηg",
    "average": "v = μv + (1 − μ)g",
}
RULES: dict[str, RuleChoice] = {
    "gradient_descent": RuleChoice("Gradient descent", rules.GradientDescent, 0.1, (_DECAY,)),
    "momentum": RuleChoice(
        "Momentum",
        rules.Momentum,
        0.03,
        (
            Option("mu", "μ", 0.9, "0 or more, usually below 1: how much velocity is kept"),
            Option("form", "Form", "torch", "how the velocity is written", _FORMS),
            Option("nesterov", "Nesterov", False, "look ahead along the velocity"),
            _DECAY,
        ),
    ),
    "adagrad": RuleChoice("Adagrad", rules.Adagrad, 0.1, (Option("eps", "ε", 1e-10, _EPS), _DECAY)),
    "rmsprop": RuleChoice(
        "RMSprop",
        rules.RMSprop,
        0.01,
        (
            Option("alpha", "α", 0.99, f"{_SHARE}: memory of the squares", below=1.0),
            Option("eps", "ε", 1e-8, _EPS),
            Option("momentum", "μ", 0.0, "0 or more, usually below 1"),
            Option("centered", "Centred", False, "divide by the deviation, not the size"),
            _DECAY,
        ),
    ),
    "adam": RuleChoice(
        "Adam",
        rules.Adam,
        0.03,
        (*_BETAS, Option("amsgrad", "AMSGrad", False, "divide by the largest v so far"), _DECAY),
    ),
    "adamw": RuleChoice(
        "AdamW",
        rules.AdamW,
        0.03,
        (
            *_BETAS,
            Option(
                "weight_decay",
                "Weight decay λ",
                0.01,
                "0 or more: decay of the weights, beside Adam",
            ),
        ),
    ),
}


@dataclass(frozen=True)
class ScheduleChoice:
    """A learning-rate schedule as it is offered, with its class and its own options."""

    label: str
    made: Callable[..., Schedule] | None
    options: tuple[Option, ...]


SCHEDULES: dict[str, ScheduleChoice] = {
    "constant": ScheduleChoice("Constant", None, ()),
    "step": ScheduleChoice(
        "Step",
        schedules.StepDecay,
        (
            Option(
                "step_size",
                "Step size",
                100,
                "a whole number from 1: updates between two drops",
                whole=True,
            ),
            Option("gamma", "γ", 0.5, "0 or more: what the rate is multiplied by"),
        ),
    ),
    "exponential": ScheduleChoice(
        "Exponential",
        schedules.Exponential,
        (Option("gamma", "γ", 0.999, "0 or more: what the rate is multiplied by, each update"),),
    ),
    "cosine": ScheduleChoice(
        "Cosine",
        schedules.Cosine,
        (
            Option(
                "T_max",
                "T",
                1000,
                "a whole number from 1: updates until the lowest rate, from which it rises again",
                whole=True,
            ),
            Option("eta_min", "Lowest η", 0.0, "0 or more"),
        ),
    ),
    "inverse_time": ScheduleChoice(
        "1/t", schedules.InverseTime, (Option("decay", "Decay", 0.01, "0 or more"),)
    ),
}


@dataclass(frozen=True)
class ClipChoice:
    """A way of clipping the gradient as it is offered, with its class."""

    label: str
    made: Callable[[float], ClipByValue | ClipByNorm] | None


CLIPS: dict[str, ClipChoice] = {
    "none": ClipChoice("No clipping", None),
    "value": ClipChoice("By value", ClipByValue),
    "norm": ClipChoice("By norm", ClipByNorm),
}
