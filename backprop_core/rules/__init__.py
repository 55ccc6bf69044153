"""Update rules, each a frozen value: how a gradient becomes a step.

Pass `rules.Adam(0.01)` to `update`, `train` or `trace`. `rule.py` explains how to write a rule.
"""

from backprop_core.rules import schedules
from backprop_core.rules.adagrad import Adagrad
from backprop_core.rules.adam import Adam
from backprop_core.rules.adamw import AdamW
from backprop_core.rules.clipping import ClipByNorm, ClipByValue
from backprop_core.rules.expression import Binary, Constant, Expression, Named, Unary
from backprop_core.rules.gradient_descent import GradientDescent
from backprop_core.rules.momentum import Momentum
from backprop_core.rules.record import Record, entry_of
from backprop_core.rules.rmsprop import RMSprop
from backprop_core.rules.rule import Rule
from backprop_core.rules.schedules import Schedule
from backprop_core.rules.stage import Factor, Stage, StageTerm
from backprop_core.rules.state import Place, State

__all__ = [
    "Adagrad",
    "Adam",
    "AdamW",
    "Binary",
    "ClipByNorm",
    "ClipByValue",
    "Constant",
    "Expression",
    "Factor",
    "GradientDescent",
    "Momentum",
    "Named",
    "Place",
    "RMSprop",
    "Record",
    "Rule",
    "Schedule",
    "Stage",
    "StageTerm",
    "State",
    "Unary",
    "entry_of",
    "schedules",
]
