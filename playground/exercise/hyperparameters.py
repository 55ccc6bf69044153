"""How a network is trained: rule and rate, batches and their order, penalty, clipping, dropout.

It is plain data, so that a file or a browser can keep it, and `arguments` makes of it what
`backprop_core.train` takes. What comes from outside is checked by making it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from backprop_core import BackpropError, Dropout, Penalty, rules
from backprop_core.rules import ClipByNorm, ClipByValue, Rule, Stage, schedules
from playground.where import is_count

Value = float | bool | str


class Hyperparameters(TypedDict):
    """`options` are the rule's own, beside its rate; `shuffle` is the seed of the order, None for
    the order of the rows; `batch_size` None is the whole data set."""

    rule: str
    options: dict[str, Value]
    lr: float
    schedule: str
    schedule_options: dict[str, float]
    batch_size: int | None
    shuffle: int | None
    l1: float
    l2: float
    clip: str
    clip_limit: float
    dropout: float


@dataclass(frozen=True)
class Option:
    """One field of a rule: its symbol, its first value, and what it can be chosen from, if from a
    list of names. `takes` is said beside it."""

    name: str
    symbol: str
    value: Value
    takes: str
    choices: Mapping[str, str] | None = None


@dataclass(frozen=True)
class RuleChoice:
    """An update rule as it is offered: what it is called, a usual rate, and its options."""

    label: str
    rate: float
    options: tuple[Option, ...]


_DECAY = Option("weight_decay", "Decay λ", 0.0, "0 or more: weight decay, as in PyTorch")
_EPS = "0 or more: keeps the quotient finite"
_BETAS = (
    Option("beta1", "β₁", 0.9, "from 0 up to but not including 1: memory of the mean"),
    Option("beta2", "β₂", 0.999, "from 0 up to but not including 1: memory of the squares"),
    Option("eps", "ε", 1e-8, _EPS),
)
_FORMS = {
    "torch": "v = μv + g",
    "step": "v = μv − ηg",
    "average": "v = μv + (1 − μ)g",
}
RULES: dict[str, RuleChoice] = {
    "gradient_descent": RuleChoice("Gradient descent", 0.1, (_DECAY,)),
    "momentum": RuleChoice(
        "Momentum",
        0.03,
        (
            Option("mu", "μ", 0.9, "0 or more, usually below 1: how much velocity is kept"),
            Option("form", "Form", "torch", "how the velocity is written", _FORMS),
            Option("nesterov", "Nesterov", False, "look ahead along the velocity"),
            _DECAY,
        ),
    ),
    "adagrad": RuleChoice("Adagrad", 0.1, (Option("eps", "ε", 1e-10, _EPS), _DECAY)),
    "rmsprop": RuleChoice(
        "RMSprop",
        0.01,
        (
            Option("alpha", "α", 0.99, "from 0 up to but not including 1: memory of the squares"),
            Option("eps", "ε", 1e-8, _EPS),
            Option("momentum", "μ", 0.0, "0 or more, usually below 1"),
            Option("centered", "Centred", False, "divide by the deviation, not the size"),
            _DECAY,
        ),
    ),
    "adam": RuleChoice(
        "Adam",
        0.03,
        (*_BETAS, Option("amsgrad", "AMSGrad", False, "divide by the largest v so far"), _DECAY),
    ),
    "adamw": RuleChoice(
        "AdamW",
        0.03,
        (
            *_BETAS,
            Option("weight_decay", "Decay λ", 0.01, "0 or more: decay of the weights, beside Adam"),
        ),
    ),
}
_CLASSES: dict[str, Any] = {
    "gradient_descent": rules.GradientDescent,
    "momentum": rules.Momentum,
    "adagrad": rules.Adagrad,
    "rmsprop": rules.RMSprop,
    "adam": rules.Adam,
    "adamw": rules.AdamW,
}


@dataclass(frozen=True)
class ScheduleChoice:
    """A learning-rate schedule as it is offered, with its own options."""

    label: str
    made: Any
    options: tuple[Option, ...]


SCHEDULES: dict[str, ScheduleChoice] = {
    "constant": ScheduleChoice("Constant", None, ()),
    "step": ScheduleChoice(
        "Step",
        schedules.StepDecay,
        (
            Option("step_size", "every", 100, "a whole number from 1: updates between two drops"),
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
            Option("T_max", "T", 1000, "a whole number from 1: updates until the lowest rate"),
            Option("eta_min", "lowest η", 0.0, "0 or more"),
        ),
    ),
    "inverse_time": ScheduleChoice(
        "1/t", schedules.InverseTime, (Option("decay", "decay", 0.01, "0 or more"),)
    ),
}
CLIPS = {"none": "No clipping", "value": "By value", "norm": "By norm"}
_WHOLE = ("step_size", "T_max")


def usual(lr: float = 0.1) -> Hyperparameters:
    """Plain gradient descent on one sample after another, in their order."""
    return {
        "rule": "gradient_descent",
        "options": {},
        "lr": lr,
        "schedule": "constant",
        "schedule_options": {},
        "batch_size": 1,
        "shuffle": None,
        "l1": 0.0,
        "l2": 0.0,
        "clip": "none",
        "clip_limit": 1.0,
        "dropout": 0.0,
    }


def rule_of(chosen: Hyperparameters) -> Rule:
    """The rule itself. Raises BackpropError for an option that it does not take."""
    given, scheduled = all_options(chosen)
    if "beta1" in given:
        given["betas"] = (given.pop("beta1"), given.pop("beta2"))
    schedule = SCHEDULES[chosen["schedule"]].made
    rate = chosen["lr"] if schedule is None else schedule(chosen["lr"], **scheduled)
    made: Rule = _CLASSES[chosen["rule"]](lr=rate, **given)
    return made


def all_options(chosen: Hyperparameters) -> tuple[dict[str, Any], dict[str, Any]]:
    """Every option of the rule and of the schedule by its name, those that were not chosen too."""
    given: list[dict[str, Any]] = []
    for choice, options in (
        (RULES[chosen["rule"]], chosen["options"]),
        (SCHEDULES[chosen["schedule"]], chosen["schedule_options"]),
    ):
        given.append({one.name: one.value for one in choice.options} | options)
    given[1] |= {name: int(given[1][name]) for name in _WHOLE if name in given[1]}
    return given[0], given[1]


def stages_of(chosen: Hyperparameters) -> tuple[Stage, ...]:
    """All stages of an update, in the order of the arithmetic."""
    return rule_of(chosen).stages(penalty_of(chosen), clip_of(chosen))


def keep_the_same(before: Hyperparameters, after: Hyperparameters) -> bool:
    """Whether the rule goes on from what it kept `before`: it is the same, and writes its velocity
    in the same form."""
    forms = [chosen["options"].get("form", "torch") for chosen in (before, after)]
    return before["rule"] == after["rule"] and forms[0] == forms[1]


def penalty_of(chosen: Hyperparameters) -> Penalty | None:
    """The penalty on large weights; None without one."""
    if not (chosen["l1"] or chosen["l2"]):
        return None
    return Penalty(l1=chosen["l1"], l2=chosen["l2"])


def clip_of(chosen: Hyperparameters) -> ClipByValue | ClipByNorm | None:
    """How the gradient is clipped; None where it is not."""
    if chosen["clip"] == "none":
        return None
    limit = chosen["clip_limit"]
    return ClipByValue(limit) if chosen["clip"] == "value" else ClipByNorm(limit)


def dropout_of(chosen: Hyperparameters) -> Dropout | None:
    """The dropout of hidden neurons; None without it."""
    return Dropout(chosen["dropout"]) if chosen["dropout"] else None


def arguments(chosen: Hyperparameters) -> dict[str, Any]:
    """What `train` takes, by name, besides network and data. Raises BackpropError for what does not
    fit."""
    return {
        "rule": rule_of(chosen),
        "batch_size": chosen["batch_size"],
        "shuffle": chosen["shuffle"],
        "penalty": penalty_of(chosen),
        "clip": clip_of(chosen),
        "dropout": dropout_of(chosen),
    }


def read_hyperparameters(raw: Any) -> Hyperparameters:
    """The same from outside. Raises BackpropError for anything else."""
    if not isinstance(raw, Mapping) or set(raw) != set(usual()):
        raise BackpropError("The training holds no hyperparameters. It takes rule, lr and others.")
    for name, options in (("rule", RULES), ("schedule", SCHEDULES), ("clip", CLIPS)):
        if not isinstance(raw[name], str) or raw[name] not in options:
            raise BackpropError(f"{name} got {str(raw[name])[:60]}. It takes {', '.join(options)}.")
    for name in ("shuffle", "batch_size"):
        if raw[name] is not None and not is_count(raw[name]):
            raise BackpropError(f"{name} got {str(raw[name])[:60]}. It takes a whole number.")
    if raw["batch_size"] == 0:
        raise BackpropError("batch_size got 0. It takes a whole number from 1.")
    chosen: Any = {**raw}
    for name, choice in (
        ("options", RULES[raw["rule"]]),
        ("schedule_options", SCHEDULES[raw["schedule"]]),
    ):
        known = {one.name for one in choice.options}
        if not isinstance(raw[name], Mapping) or not set(raw[name]) <= known:
            raise BackpropError(f"{name} got what {choice.label} does not take.")
    arguments(chosen)
    made: Hyperparameters = chosen
    return made


def in_words(chosen: Hyperparameters) -> str:
    """Rule and rate, in a few words."""
    falls = "" if chosen["schedule"] == "constant" else f", {SCHEDULES[chosen['schedule']].label}"
    return f"{RULES[chosen['rule']].label}, η = {chosen['lr']:g}{falls.lower()}"
