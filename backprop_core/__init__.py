"""A small feed-forward network, one forward pass, one backward pass, and every number on the way.

NumPy and the standard library only. Everything is a value or a pure function of values.
"""

from backprop_core.activations import ACTIVATIONS, Activation
from backprop_core.backward import Gradients, LayerGradient, backward
from backprop_core.errors import BackpropError, NonFiniteError
from backprop_core.forward import Forward, LayerForward, forward
from backprop_core.gradient_check import GradientCheck, ParameterCheck, gradient_check
from backprop_core.initialization import INITIALIZATIONS
from backprop_core.layer import Layer
from backprop_core.losses import LOSSES, Loss
from backprop_core.network import Network
from backprop_core.story.plan import GRANULARITIES, PHASES, Address, Plan
from backprop_core.story.step import Number, Step, Term
from backprop_core.story.trace import Trace, trace
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
    "ParameterCheck",
    "Plan",
    "Step",
    "Term",
    "Trace",
    "backward",
    "forward",
    "gradient_check",
    "trace",
    "update",
]
