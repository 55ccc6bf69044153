"""Forward and backward pass of a small feed-forward network, with every intermediate number.

NumPy and the standard library only. Everything is a value or a pure function of values.
"""

from backprop_core import rules
from backprop_core.activation_function import Activation
from backprop_core.activations import (
    ACTIVATIONS,
    activation_named,
    sigmoid,
    softplus,
    tanh_derivative,
)
from backprop_core.backward import (
    Gradients,
    LayerGradient,
    backward,
    batch_loss,
    loss_contributions,
    per_sample_weight,
    targets_of,
)
from backprop_core.checks import Array, all_finite, foreign_digit, in_words, quoted, real_array
from backprop_core.dropout import Dropout
from backprop_core.errors import BackpropError, NonFiniteError
from backprop_core.explanation import Cause, Report, explain
from backprop_core.forward import Forward, LayerForward, batch_of, forward
from backprop_core.gradient_check import GradientCheck, ParameterCheck, gradient_check
from backprop_core.initialization import INITIALIZATIONS, initial_weights
from backprop_core.interval import Interval
from backprop_core.layer import Bias, Layer
from backprop_core.loss_function import Fused, Loss
from backprop_core.losses import LOSSES, loss_named
from backprop_core.network import Network, Reduction
from backprop_core.paths import Path, Paths
from backprop_core.penalty import Penalty
from backprop_core.softmax import softmax, softmax_delta, softmax_jacobian
from backprop_core.story.address import Address
from backprop_core.story.number import Number, Term
from backprop_core.story.operations import PHASES, Operation, UpdateStage
from backprop_core.story.plan import GRANULARITIES, Granularity, Plan
from backprop_core.story.shape import Shape
from backprop_core.story.step import Step
from backprop_core.story.trace import Trace, trace
from backprop_core.train import train
from backprop_core.training_update import Update
from backprop_core.update import learning_rate_of, update
from backprop_core.ways import Ways, ways_to_the_loss
from backprop_core.written import (
    CommaError,
    WrittenArray,
    read_arrays,
    read_file,
    read_number,
    read_whole_number,
)

__all__ = [
    "ACTIVATIONS",
    "GRANULARITIES",
    "INITIALIZATIONS",
    "LOSSES",
    "PHASES",
    "Activation",
    "Address",
    "Array",
    "BackpropError",
    "Bias",
    "Cause",
    "CommaError",
    "Dropout",
    "Forward",
    "Fused",
    "GradientCheck",
    "Gradients",
    "Granularity",
    "Interval",
    "Layer",
    "LayerForward",
    "LayerGradient",
    "Loss",
    "Network",
    "NonFiniteError",
    "Number",
    "Operation",
    "ParameterCheck",
    "Path",
    "Paths",
    "Penalty",
    "Plan",
    "Reduction",
    "Report",
    "Shape",
    "Step",
    "Term",
    "Trace",
    "Update",
    "UpdateStage",
    "Ways",
    "WrittenArray",
    "activation_named",
    "all_finite",
    "backward",
    "batch_loss",
    "batch_of",
    "explain",
    "foreign_digit",
    "forward",
    "gradient_check",
    "in_words",
    "initial_weights",
    "learning_rate_of",
    "loss_contributions",
    "loss_named",
    "per_sample_weight",
    "quoted",
    "read_arrays",
    "read_file",
    "read_number",
    "read_whole_number",
    "real_array",
    "rules",
    "sigmoid",
    "softmax",
    "softmax_delta",
    "softmax_jacobian",
    "softplus",
    "tanh_derivative",
    "targets_of",
    "trace",
    "train",
    "update",
    "ways_to_the_loss",
]
