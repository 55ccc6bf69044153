"""Every change to a drawing, as a function from a document to another and where its neurons went.

The board's gestures and the ordinary widgets end up here alike. Numbers that an edit does not
concern stay as they are. New weights are drawn by the document's scheme and seed, to two decimals,
so that they can be followed with pencil and paper; new biases are 0. What names something that the
drawing does not have, as a late press does, is refused.
"""

from playground.exercise.edits.column_edits import add_layer, clear, remove_column
from playground.exercise.edits.edited import Edit, Edited, unmoved
from playground.exercise.edits.function_edits import set_activation, set_bias_mode, set_loss
from playground.exercise.edits.gestures import GESTURES, NAME_A_NEURON, by_gesture, is_late
from playground.exercise.edits.neuron_edits import (
    add_neuron,
    move_neuron,
    remove_neuron,
    set_width,
)
from playground.exercise.edits.new_numbers import (
    NEW_ACTIVATION,
    is_elementwise,
    is_fused,
    is_threshold,
)
from playground.exercise.edits.pasted_edits import replace_samples, set_parameters
from playground.exercise.edits.value_edits import (
    connect,
    cut,
    initialize,
    set_biases,
    set_conventions,
    set_field,
    set_rows,
    set_samples,
    set_text,
    set_weights,
)

__all__ = [
    "GESTURES",
    "NAME_A_NEURON",
    "NEW_ACTIVATION",
    "Edit",
    "Edited",
    "add_layer",
    "add_neuron",
    "by_gesture",
    "clear",
    "connect",
    "cut",
    "initialize",
    "is_elementwise",
    "is_fused",
    "is_late",
    "is_threshold",
    "move_neuron",
    "remove_column",
    "remove_neuron",
    "replace_samples",
    "set_activation",
    "set_bias_mode",
    "set_biases",
    "set_conventions",
    "set_field",
    "set_loss",
    "set_parameters",
    "set_rows",
    "set_samples",
    "set_text",
    "set_weights",
    "set_width",
    "unmoved",
]
