"""Which display belongs to which operation, by the operation's name."""

from __future__ import annotations

from backprop_core import Operation, UpdateStage
from playground.steps.activation import Activation
from playground.steps.back_through_activation import BackThroughActivation
from playground.steps.back_through_softmax import BackThroughSoftmax
from playground.steps.back_through_weights import BackThroughWeights
from playground.steps.batch_loss import BatchLoss
from playground.steps.bias_gradient import BiasGradient
from playground.steps.display import Display
from playground.steps.fused_output import FusedOutput
from playground.steps.inseparable_loss import InseparableLoss
from playground.steps.loss_slope import LossSlope
from playground.steps.sample_loss import SampleLoss
from playground.steps.softmax import Softmax
from playground.steps.threshold_error import ThresholdError
from playground.steps.update_stage import UpdateStageDisplay
from playground.steps.weight_gradient import WeightGradient
from playground.steps.weighted_sum import WeightedSum

DISPLAYS: dict[str, Display] = {
    "weighted_sum": WeightedSum(),
    "activation": Activation(),
    "softmax": Softmax(),
    "sample_loss": SampleLoss(),
    "batch_loss": BatchLoss(),
    "inseparable_loss": InseparableLoss(),
    "loss_slope": LossSlope(),
    "fused_output": FusedOutput(),
    "threshold_error": ThresholdError(),
    "back_through_weights": BackThroughWeights(),
    "back_through_activation": BackThroughActivation(),
    "back_through_softmax": BackThroughSoftmax(),
    "weight_gradient": WeightGradient(),
    "bias_gradient": BiasGradient(),
}
_STAGE = UpdateStageDisplay()


def display_of(operation: Operation) -> Display:
    """How an operation is shown; every stage of every update rule alike."""
    return _STAGE if isinstance(operation, UpdateStage) else DISPLAYS[operation.name]
