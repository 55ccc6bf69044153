"""Every rule with every option that PyTorch has, one at a time and some together."""

from backprop_core import rules
from tests.core.rules import references

_ON = {"weight_decay": 0.01, "maximize": True}

# name of the rule, its reference, PyTorch's name, learning rate, and settings of options
_GRID = (
    (
        rules.GradientDescent,
        references.gradient_descent,
        "SGD",
        0.05,
        [{}, {"weight_decay": 0.01}, {"maximize": True}, _ON],
    ),
    (
        rules.Momentum,
        references.momentum,
        "SGD",
        0.02,
        [
            {"mu": 0.9},
            {"mu": 0.0, "dampening": 0.5},
            {"mu": 0.9, "dampening": 0.3},
            {"mu": 0.9, "nesterov": True},
            {"mu": 0.5, "weight_decay": 0.01},
            {"mu": 0.5, "maximize": True},
            {"mu": 0.9, "nesterov": True, **_ON},
            {"mu": 0.9, "dampening": 0.3, **_ON},
        ],
    ),
    (
        rules.Adagrad,
        references.adagrad,
        "Adagrad",
        0.05,
        [
            {},
            {"lr_decay": 0.1},
            {"weight_decay": 0.01},
            {"initial_accumulator_value": 0.2},
            {"eps": 1e-3},
            {"maximize": True},
            {"lr_decay": 0.1, "initial_accumulator_value": 0.2, "eps": 1e-4, **_ON},
        ],
    ),
    (
        rules.RMSprop,
        references.rmsprop,
        "RMSprop",
        0.005,
        [
            {},
            {"alpha": 0.9},
            {"eps": 1e-3},
            {"weight_decay": 0.01},
            {"momentum": 0.8},
            {"centered": True},
            {"maximize": True},
            {"alpha": 0.95, "eps": 1e-4, "momentum": 0.8, "centered": True, **_ON},
        ],
    ),
    (
        rules.Adam,
        references.adam,
        "Adam",
        0.01,
        [
            {},
            {"betas": (0.8, 0.9)},
            {"eps": 1e-3},
            {"weight_decay": 0.01},
            {"amsgrad": True},
            {"maximize": True},
            {"betas": (0.7, 0.95), "eps": 1e-4, "amsgrad": True, **_ON},
        ],
    ),
    (
        rules.AdamW,
        references.adamw,
        "AdamW",
        0.01,
        [
            {},
            {"weight_decay": 0.0},
            {"weight_decay": 0.2},
            {"betas": (0.8, 0.9)},
            {"eps": 1e-3},
            {"amsgrad": True},
            {"maximize": True},
            {"betas": (0.7, 0.95), "eps": 1e-4, "amsgrad": True, **_ON},
        ],
    ),
)

# (rule, its reference, PyTorch's name of the optimiser, lr, options)
CASES = [
    (rule(lr, **options), reference, name, lr, options)
    for rule, reference, name, lr, several in _GRID
    for options in several
]
IDS = [
    " ".join([type(rule).__name__, *(f"{name}={value}" for name, value in options.items())])
    for rule, _, _, _, options in CASES
]
FORMS = [
    rules.Momentum(0.02, 0.9, form=form, nesterov=nesterov, weight_decay=decay)
    for form in ("torch", "step", "average")
    for nesterov in (False, True)
    for decay in (0.0, 0.01)
]
RULES = [rule for rule, *_ in CASES] + FORMS
