"""nan is no number and no gap: it is refused by name, and nothing compared is no tick."""

import pytest

from backprop_core import read_arrays
from playground.check.numbers import as_text, outcome
from playground.exercise.presets import presets

NOW = presets()["06_sigmoid_2_2_1"]


@pytest.mark.parametrize(
    "text", ["loss = nan", "dW1 = [[NaN, 0], [-0.0083, 0]]", "dW1 = [[-np.nan, 0], [1, 0]]"]
)
def test_nan_is_refused(text):
    found = outcome(NOW, text, {}, {})
    assert found.report is None
    assert "which is not finite" in found.refused


@pytest.mark.parametrize("gap", ["None", "?", "NA"])
def test_a_gap_is_left_out(gap):
    report = outcome(NOW, f"dW1 = [[-0.0071, {gap}], [-0.0083, 0]]", {}, {}).report
    assert (report.total, report.count("blank")) == (3, 1)


def test_where_nothing_is_given_nothing_agrees():
    assert outcome(NOW, "dW1 = [[?, ?], [?, ?]]", {}, {}).report is None


def test_a_gap_of_a_file_stays_a_gap():
    text = as_text(read_arrays("dW1 = [[-0.0071, NA], [-0.0083, 0]]"))
    assert outcome(NOW, text, {}, {}).report.count("blank") == 1
