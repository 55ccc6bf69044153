"""How a network is trained: rule and rate, batches and their order, penalty, clipping, dropout.

It is plain data, so that a file or a browser can keep it, and `arguments` makes of it what
`backprop_core.train` takes. What comes from outside is checked by making it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from backprop_core import BackpropError, Dropout, Penalty
from backprop_core.rules import ClipByNorm, ClipByValue, Rule, Stage
from playground.exercise.rule_choices import CLIPS, RULES, SCHEDULES, Option, Value
from playground.where import is_count


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
    return RULES[chosen["rule"]].made(lr=rate, **given)


def all_options(chosen: Hyperparameters) -> tuple[dict[str, Any], dict[str, Any]]:
    """Every option of the rule and of the schedule by its name, those that were not chosen too."""
    rule, schedule = RULES[chosen["rule"]], SCHEDULES[chosen["schedule"]]
    return (
        _every(rule.options, chosen["options"]),
        _every(schedule.options, chosen["schedule_options"]),
    )


def _every(options: tuple[Option, ...], chosen: Mapping[str, Value]) -> dict[str, Any]:
    given: dict[str, Any] = {one.name: one.value for one in options} | {**chosen}
    return given | {one.name: _as_whole(given[one.name]) for one in options if one.whole}


def _as_whole(value: Value) -> Value:
    """A whole number as such, however it was kept; any other value is for the engine to refuse."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


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
    made = CLIPS[chosen["clip"]].made
    return None if made is None else made(chosen["clip_limit"])


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


def in_words(chosen: Hyperparameters, rate: float | None = None) -> str:
    """Rule and rate, in a few words; of a schedule also the `rate` that one update had by it."""
    rule, first = RULES[chosen["rule"]].label, f"{chosen['lr']:g}"
    if chosen["schedule"] == "constant":
        return f"{rule}, η = {first}"
    schedule = SCHEDULES[chosen["schedule"]].label.lower()
    if rate is None:
        return f"{rule}, η = {first}, {schedule}"
    return f"{rule}, η = {rate:g} ({schedule}, from {first})"


def besides(chosen: Hyperparameters) -> str:
    """The schedule, the L1 penalty, clipping and options of the rule that are not the usual ones,
    in a few words; "" where all are."""
    said = []
    if chosen["schedule"] != "constant":
        said.append(f"{SCHEDULES[chosen['schedule']].label} schedule")
    if chosen["l1"]:
        said.append(f"L1 penalty {chosen['l1']:g}")
    if chosen["clip"] != "none":
        how = CLIPS[chosen["clip"]].label.lower()
        said.append(f"clipping {how}, limit {chosen['clip_limit']:g}")
    for one in RULES[chosen["rule"]].options:
        value = chosen["options"].get(one.name, one.value)
        if value != one.value:
            said.append(f"{one.symbol} {_shown(one, value)}")
    return ", ".join(said)


def _shown(option: Option, value: Value) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, str):
        return (option.choices or {}).get(value, value)
    return f"{value:g}"
