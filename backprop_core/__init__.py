"""A small feed-forward network, one forward pass, one backward pass, and every number on the way.

NumPy and the standard library only. Everything is a value or a pure function of values.
"""

from backprop_core import rules
from backprop_core.activations import ACTIVATIONS, Activation
from backprop_core.backward import Gradients, LayerGradient, backward
from backprop_core.dropout import Dropout
from backprop_core.errors import BackpropError, NonFiniteError
from backprop_core.explanation import explain
from backprop_core.forward import Forward, LayerForward, forward
from backprop_core.gradient_check import GradientCheck, ParameterCheck, gradient_check
from backprop_core.initialization import INITIALIZATIONS
from backprop_core.losses import LOSSES, Loss
from backprop_core.network import Layer, Network
from backprop_core.penalty import Penalty
from backprop_core.story.address import Address
from backprop_core.story.number import Number, Term
from backprop_core.story.operations import PHASES, Operation
from backprop_core.story.plan import GRANULARITIES, Plan
from backprop_core.story.step import Step
from backprop_core.story.trace import Trace, trace
from backprop_core.train import train
from backprop_core.training_update import Update
from backprop_core.update import update

__all__ = [
    "ACTIVATIONS",
    "GRANULARITIES",
    "INITIALIZATIONS",
    "LOSSES",
    "PHASES",
    "Activation",
    "Address",
    "BackpropError",
    "Dropout",
    "Forward",
    "GradientCheck",
    "Gradients",
    "Layer",
    "LayerForward",
    "LayerGradient",
    "Loss",
    "Network",
    "NonFiniteError",
    "Number",
    "Operation",
    "ParameterCheck",
    "Penalty",
    "Plan",
    "Step",
    "Term",
    "Trace",
    "Update",
    "backward",
    "explain",
    "forward",
    "gradient_check",
    "rules",
    "trace",
    "train",
    "update",
]
