"""The optimizer of `torch.optim` that makes the updates of a training run, as code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.exercise.hyperparameters import Hyperparameters, all_options

_CLASSES = {
    "gradient_descent": "SGD",
    "momentum": "SGD",
    "adagrad": "Adagrad",
    "rmsprop": "RMSprop",
    "adam": "Adam",
    "adamw": "AdamW",
}
_SCHEDULES = {
    "constant": "",
    "step": "StepLR(optimizer, step_size={step_size:.0f}, gamma={gamma!r})",
    "exponential": "ExponentialLR(optimizer, gamma={gamma!r})",
    "cosine": ("CosineAnnealingLR(optimizer, T_max={T_max:.0f}, eta_min={eta_min!r})"),
    "inverse_time": ("LambdaLR(optimizer, lambda k: 1 / (1 + {decay!r} * k))"),
}
_CLIPS = {
    "none": "",
    "value": "torch.nn.utils.clip_grad_value_(parameters, {limit!r})",
    "norm": "torch.nn.utils.clip_grad_norm_(parameters, {limit!r})",
}

# What is written out even where it is 0, as PyTorch takes another number if it is not.
_ZERO = frozenset({"eps", "alpha"})
_ZERO_OF_ADAMW = frozenset({"weight_decay"})


def optimizer_code(chosen: Hyperparameters, parameters: Sequence[str]) -> dict[str, Any] | None:
    """What makes the `optimizer` and its `schedule`, `clip`s the gradients, and is added to the
    loss as a `penalty`; "" for what there is not. Where it `divides_by_0`, a gradient that
    is always 0 makes no number. None where PyTorch has none of it, or writes it otherwise."""
    options, scheduled = all_options(chosen)
    name, schedule = _CLASSES.get(chosen["rule"]), _SCHEDULES.get(chosen["schedule"])
    clip = _CLIPS.get(chosen["clip"])
    if name is None or schedule is None or clip is None or options.pop("form", "torch") != "torch":
        return None
    if chosen["rule"] == "momentum":
        options = {"momentum": options.pop("mu"), **options}
    if "beta1" in options:
        options = {"betas": (options.pop("beta1"), options.pop("beta2")), **options}
    zero = _ZERO | _ZERO_OF_ADAMW if name == "AdamW" else _ZERO
    given = "".join(f", {one}={value!r}" for one, value in options.items() if value or one in zero)
    return {
        "name": f"{name}, which PyTorch has as torch.optim.{name}",
        "optimizer": f"torch.optim.{name}(parameters, lr={chosen['lr']!r}{given})",
        "schedule": f"torch.optim.lr_scheduler.{schedule.format(**scheduled)}" if schedule else "",
        "clip": clip.format(limit=chosen["clip_limit"]),
        "divides_by_0": options.get("eps") == 0,
        "penalty": " + ".join(_penalty(chosen, [w for w in parameters if w[0] == "W"])),
    }


def _penalty(chosen: Hyperparameters, weights: Sequence[str]) -> list[str]:
    terms = []
    if chosen["l2"]:
        squares = " + ".join(f"({w} ** 2).sum()" for w in weights)
        terms.append(f"{chosen['l2']!r} / 2 * ({squares})")
    if chosen["l1"]:
        sizes = " + ".join(f"{w}.abs().sum()" for w in weights)
        terms.append(f"{chosen['l1']!r} * ({sizes})")
    return terms
