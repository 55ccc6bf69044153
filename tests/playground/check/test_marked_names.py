"""Right work is right under a name with a transpose or a minus."""

import numpy as np
import pytest

from playground.check.numbers import outcome
from playground.exercise.presets import presets

MAZUR = presets()["01_mazur_own_bias"]
RIGHT = np.array([[0.082167, 0.082668], [-0.022603, -0.022740]])
TURNED = {**MAZUR, "conventions": {"error": "target_minus_output"}}


def judged(text, now=MAZUR):
    found = outcome(now, text, {}, {})
    assert found.refused is None, found.refused
    return found.report


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("dW2.T", RIGHT.T),
        ("dW2ᵀ", RIGHT.T),
        ("dW2 transposed", RIGHT.T),
        ("np.transpose(dW2)", RIGHT.T),
        ("-dW2", -RIGHT),
        ("-dW2.T", -RIGHT.T),
        ("−∂E/∂W2", -RIGHT),
    ],
)
@pytest.mark.parametrize("now", [MAZUR, TURNED])
def test_right_work_with_a_mark_is_right(name, numbers, now):
    assert judged(f"{name} = {numbers.tolist()}", now).right


def test_wrong_work_with_a_mark_is_wrong():
    for name in ("dW2.T", "-dW2", "-dW2.T"):
        assert not judged(f"{name} = {RIGHT.tolist()}").right


def test_a_mark_is_said():
    (item,) = outcome(MAZUR, f"dW2.T = {RIGHT.T.tolist()}", {}, {}).items
    assert any("given as 'dW2.T'" in note for note in item.array.notes)


def test_a_factor_is_refused():
    found = outcome(MAZUR, "dW2 (x 10^-2) = [[8.2167, 8.2668], [-2.2603, -2.2740]]", {}, {})
    assert "'dW2 (x 10^-2)' contains a factor" in found.refused
    assert found.report is None
