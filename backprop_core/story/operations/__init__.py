"""What happens in a pass, one operation a file, in the order of the textbooks."""

from backprop_core.story.operations.activation import ACTIVATION
from backprop_core.story.operations.back_through_activation import BACK_THROUGH_ACTIVATION
from backprop_core.story.operations.back_through_softmax import BACK_THROUGH_SOFTMAX
from backprop_core.story.operations.back_through_weights import BACK_THROUGH_WEIGHTS
from backprop_core.story.operations.batch_loss import BATCH_LOSS
from backprop_core.story.operations.bias_gradient import BIAS_GRADIENT
from backprop_core.story.operations.fused_output import FUSED_OUTPUT
from backprop_core.story.operations.inseparable_loss import INSEPARABLE_LOSS
from backprop_core.story.operations.loss_slope import LOSS_SLOPE
from backprop_core.story.operations.operation import PHASES, Operation
from backprop_core.story.operations.sample_loss import SAMPLE_LOSS
from backprop_core.story.operations.softmax import SOFTMAX
from backprop_core.story.operations.threshold_error import THRESHOLD_ERROR
from backprop_core.story.operations.update_stage import UpdateStage, stages_of
from backprop_core.story.operations.weight_gradient import WEIGHT_GRADIENT
from backprop_core.story.operations.weighted_sum import WEIGHTED_SUM

__all__ = ["BACKWARD", "FORWARD", "LOSS", "PHASES", "Operation", "UpdateStage", "stages_of"]

# Of each layer, first to last; which of them happen there, each says itself.
FORWARD: tuple[Operation, ...] = (WEIGHTED_SUM, ACTIVATION, SOFTMAX)
# Once in a pass.
LOSS: tuple[Operation, ...] = (SAMPLE_LOSS, BATCH_LOSS, INSEPARABLE_LOSS)
# Of each layer, last to first.
BACKWARD: tuple[Operation, ...] = (
    LOSS_SLOPE,
    BACK_THROUGH_WEIGHTS,
    BACK_THROUGH_ACTIVATION,
    BACK_THROUGH_SOFTMAX,
    FUSED_OUTPUT,
    THRESHOLD_ERROR,
    WEIGHT_GRADIENT,
    BIAS_GRADIENT,
)
