"""Targets that do not fit the loss or the outputs are said; all others are left alone."""

import pytest

from playground.exercise.presets import presets
from playground.exercise.unusual_targets import unusual_target
from tests.playground import drawings as edits
from tests.playground.walks import document_of


@pytest.mark.parametrize(
    ("activation", "loss", "y", "said"),
    [
        ("softmax", "cross_entropy", [[1.0, 1.0]], "The targets add up to 2. Cross-entropy"),
        ("softmax", "squared_error", [[1.0, 1.0]], "The targets add up to 2. Softmax gives"),
        ("softmax", "cross_entropy", [[1.5, -0.5]], "A target is -0.5"),
        ("sigmoid", "binary_cross_entropy", [[0.0, 2.0]], "A target is 2; binary cross-entropy"),
        ("tanh", "squared_error", [[0.5, -3.0]], "A target is -3, which tanh never outputs."),
        ("relu", "squared_error", [[0.5, -3.0]], "A target is -3, which relu never outputs."),
        ("softmax", "cross_entropy", [[0.3333333, 0.6666667]], None),
        ("softmax", "squared_error", [[0.0, 1.0]], None),
        ("sigmoid", "squared_error", [[0.0, 1.0]], None),
        ("linear", "squared_error", [[-30.0, 40.0]], None),
    ],
)
def test_a_target_that_does_not_fit_is_said(activation, loss, y, said):
    document = {**document_of((2, 2), activation, loss), "y": y}
    found = unusual_target(document)
    assert found == said if said is None else found.startswith(said)


def test_of_a_batch_the_sample_is_named():
    document = document_of((2, 1), "sigmoid", "squared_error", batch=2)
    document = edits.set_rows(document, "y", [[0.5], [7.0]])
    assert unusual_target(document).startswith("A target of sample 2 is 7,")


@pytest.mark.parametrize("name", presets())
def test_no_preset_has_unusual_targets(name):
    assert unusual_target(presets()[name]) is None
