"""PyTorch's own optimizers, and what is chosen that PyTorch does not have."""

from dataclasses import dataclass

import pytest

from backprop_core.rules import GradientDescent, Rule
from backprop_core.rules.expression import PARAMETER, sign
from backprop_core.rules.rule import updated
from playground.exercise.hyperparameters import usual
from playground.exercise.rule_choices import (
    CLIPS,
    RULES,
    SCHEDULES,
    ClipChoice,
    RuleChoice,
    ScheduleChoice,
)
from playground.export.optimizer_code import optimizer_code


@dataclass(frozen=True)
class SignDescent(Rule):
    """θ ← θ − η sign(g): a rule that is added, which is all that it takes in the engine."""

    lr: float = 0.01

    def arithmetic(self, gradient, rate):
        return (updated(PARAMETER - rate * sign(gradient)),)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("clip", CLIPS)
def test_all_that_can_be_chosen_is_found_in_torch(rule, schedule, clip):
    code = optimizer_code({**usual(), "rule": rule, "schedule": schedule, "clip": clip}, ["W1"])
    assert code["optimizer"].startswith("torch.optim.")
    assert bool(code["schedule"]) == (schedule != "constant")
    assert bool(code["clip"]) == (clip != "none")


@pytest.mark.torch
@pytest.mark.parametrize("rule", RULES)
def test_an_option_of_0_is_0_in_torch_too(rule):
    """Where its own is another, as AdamW's weight decay of 0.01."""
    torch = pytest.importorskip("torch")
    numbers = [one.name for one in RULES[rule].options if type(one.value) is float]
    zero = {name: 0.0 for name in numbers if name != "eps"}
    code = optimizer_code({**usual(), "rule": rule, "options": zero}, ["W1"])
    made = eval(code["optimizer"], {"torch": torch, "parameters": [torch.zeros(1)]}).defaults
    beta1, beta2 = made.get("betas", (None, None))
    made |= {"mu": made.get("momentum"), "beta1": beta1, "beta2": beta2}
    assert {name: made[name] for name in zero} == zero


@pytest.mark.parametrize(
    ("choices", "kind", "added"),
    [
        (RULES, "rule", RuleChoice("Sign descent", SignDescent, 0.01, ())),
        (SCHEDULES, "schedule", ScheduleChoice("Other", lambda lr: lr, ())),
        (CLIPS, "clip", ClipChoice("Other", GradientDescent)),
    ],
)
def test_what_is_added_and_torch_does_not_have_is_left_to_its_formulas(
    monkeypatch, choices, kind, added
):
    monkeypatch.setitem(choices, "added", added)
    assert optimizer_code({**usual(), kind: "added"}, ["W1"]) is None
