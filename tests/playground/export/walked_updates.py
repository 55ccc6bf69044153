"""Updates of training runs as exercises: every rule, with all that can come before it."""

from playground.exercise.rule_choices import RULES
from playground.exercise.view import View, trace_of
from tests.playground.train.runs import chosen, course, xor_task
from tests.playground.train.test_walked_update import exercise

BEFORE = {
    "plain": {},
    "L2": {"l2": 0.01},
    "L1": {"l1": 0.01},
    "dropout": {"dropout": 0.4},
    "clipped by norm": {"clip": "norm", "clip_limit": 0.1},
    "clipped by value, scheduled": {
        "clip": "value", "clip_limit": 0.01, "l2": 0.1, "schedule": "cosine",
    },
}  # fmt: skip
OPTIONS = {
    "nesterov": ("momentum", {"nesterov": True}),
    "amsgrad": ("adam", {"amsgrad": True, "weight_decay": 0.1}),
    "centred": ("rmsprop", {"centered": True, "momentum": 0.5}),
    "slower": ("adagrad", {"lr_decay": 0.1}),
}
CASES = [(rule, before) for rule in RULES for before in BEFORE] + [("", name) for name in OPTIONS]


def walked(rule, before, number=11):
    """A view of that update, at its last step."""
    name, options = (rule, {}) if rule else OPTIONS[before]
    more = {**BEFORE.get(before, {}), **({"options": options} if options else {})}
    run = course(xor_task(), (0, chosen(name, batch_size=3, shuffle=2, **more)))
    run.go_on(number)
    document = exercise(run, number)
    trace = trace_of(document, "neuron")
    return View(document, trace, len(trace) - 1, None, 0)
