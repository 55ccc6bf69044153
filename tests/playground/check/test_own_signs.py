"""Numbers checked by the conventions of the exercise: right work is right in either sign."""

import numpy as np
import pytest

from playground.check.numbers import outcome
from playground.check.words import exact, first_wrong, yours
from playground.exercise import edits
from playground.exercise.conventions import Conventions
from playground.exercise.document import EMPTY
from playground.exercise.paper_rounding import PaperRounding
from playground.exercise.paper_trace import on_paper
from playground.exercise.presets import presets
from playground.exercise.view import trace_of
from tests.playground.walks import DRAWINGS

TURNED = Conventions(turned=True)
MAZUR, SOFTMAX = presets()["01_mazur_own_bias"], presets()["09_sakryukin_even_odd"]
QUANTITIES = ("z", "a", "da", "delta", "dW", "db")


def with_conventions(document, conventions):
    return edits.set_conventions(document, conventions).document


def pasted(trace, form, signs=None):
    """All arrays of a pass as somebody writes them down."""
    lines = []
    for name in QUANTITIES:
        for number in range(len(trace.network.layers)):
            fused = name == "da" and trace.shape.fused and number == trace.shape.last
            array = None if fused else trace.array(name, number)
            if array is not None:
                sign = (signs or {}).get(name, 1)
                texts = np.vectorize(lambda v, s=sign: format(s * v + 0.0, form))(array)
                lines.append(f"{name}{number + 1} = {texts.tolist()}".replace("'", ""))
    return "\n".join(lines)


def report_of(document, text):
    return outcome(document, text, {}, {}).report


@pytest.mark.parametrize("document", [MAZUR, SOFTMAX, DRAWINGS["batch"]])
@pytest.mark.parametrize("delta", [1, -1])
@pytest.mark.parametrize("gradient", [1, -1])
def test_right_work_is_right_in_either_sign(document, delta, gradient):
    turned = with_conventions(document, TURNED)
    signs = {"da": delta, "delta": delta, "dW": gradient, "db": gradient}
    report = report_of(turned, pasted(trace_of(document, "neuron"), ".17g", signs))
    assert report.right
    said = " ".join(report.notes)
    assert ("dW was read in the sign of output minus target." in said) == (gradient == 1)
    assert ("delta was read" in said) == (delta == 1)


def test_the_report_speaks_in_the_signs_that_were_written():
    text = pasted(on_paper(trace_of(MAZUR, "neuron"), TURNED), ".6f").replace("0.038098", "0.5")
    report = report_of(with_conventions(MAZUR, TURNED), text)
    at = first_wrong(report)
    assert at[0] == ("delta", 1)
    assert (yours(report, at), exact(report, at)) == ("0.5", "0.038098237")


def test_a_slip_is_found_whatever_the_sign():
    plain = report_of(MAZUR, "dW1 = [[0.001, 0.002], [0.002, 0.004]]\ndW2 = [[9, 8], [7, 6]]")
    trace = on_paper(trace_of(MAZUR, "neuron"), TURNED)
    a = trace.forward.layers[0].a
    no_slope = (trace.gradients.layers[1].da.T @ a).tolist()
    turned = report_of(with_conventions(MAZUR, TURNED), f"dW2 = {no_slope}")
    assert not plain.right
    assert not turned.right
    assert "slope_left_out" in turned.causes[0].names


@pytest.mark.parametrize("name", ["classes of a batch", "batch", "deep"])
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_numbers_that_the_walk_shows_are_right(name, turned, count):
    conventions = Conventions(PaperRounding("decimals", count), turned=turned)
    document = DRAWINGS[name]
    trace = on_paper(trace_of(document, "neuron"), conventions)
    report = report_of(with_conventions(document, conventions), pasted(trace, f".{count}f"))
    assert report.right
    assert report.causes == ()


def test_a_decimal_comma_that_cannot_be_told_is_one_where_the_exercise_says_so():
    comma = with_conventions(MAZUR, Conventions(comma=True))
    text = "loss = 0,298371"
    assert report_of(comma, text).right
    assert report_of(comma, "dW1 = [[0.0004386, 0.0008771], [0.0004977, 0.0009954]]").right


# Negnevitsky, Artificial Intelligence: ∆θ = α · (−1) · δ, and θ is added to.
STEPS = "∆θ5 = 0.0127\n∆θ3 = -0.0038\n∆θ4 = 0.0015\nnew θ5 = 0.3127"


@pytest.mark.parametrize("turned", [True, False])
def test_the_step_of_a_threshold_has_the_other_sign_than_that_of_a_bias(turned):
    hidden = {"W": [[0.5, 0.4], [0.9, 1.0]], "b": [-0.8, 0.1], "activation": "sigmoid"}
    output = {"W": [[-1.2, 1.1]], "b": [-0.3], "activation": "sigmoid"}
    samples = {"x": [[1.0, 1.0]], "y": [[0.0]], "learning_rate": 0.1}
    document = {**EMPTY, **samples, "layers": [hidden, output]}
    chosen = Conventions(turned=turned, bias_as="threshold")
    report = report_of(with_conventions(document, chosen), STEPS)
    assert report.right
    assert report.total == 4
    assert not report_of(with_conventions(document, Conventions(turned=turned)), STEPS).right
