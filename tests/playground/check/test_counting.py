"""Labels that count in more than one way, as people print them: right work is right in each."""

import numpy as np
import pytest

from playground.check.numbers import outcome
from playground.exercise.document import EMPTY

MAZUR = {
    **EMPTY,
    "x": [[0.05, 0.1]],
    "y": [[0.01, 0.99]],
    "layers": [
        {"W": [[0.15, 0.2], [0.25, 0.3]], "b": 0.35, "activation": "sigmoid"},
        {"W": [[0.4, 0.45], [0.5, 0.55]], "b": 0.6, "activation": "sigmoid"},
    ],
}
# rstudio-pubs-static.s3.amazonaws.com/1344557: w1 and w2 lead from x1, w3 and w4 from x2.
BY_SENDER = {
    **EMPTY,
    "learning_rate": 0.25,
    "x": [[0.0, 1.0]],
    "y": [[1.0]],
    "layers": [
        {"W": [[0.1, -0.7], [0.5, 0.3]], "b": [0.0, 0.0], "activation": "sigmoid"},
        {"W": [[0.2, 0.4]], "b": [0.0], "activation": "sigmoid"},
    ],
}
OF_SENDERS = """\
dE_dz3 = -0.10432140
dE_dw5 = -0.03461512
dE_dw6 = -0.05992665
dE_dw1 = 0.000000000
dE_dw3 = -0.004625879
dE_dw2 = 0.000000000
dE_dw4 = -0.010200893
w1_new = 0.1000000
w2_new = 0.5000000
w3_new = -0.6988435
w4_new = 0.3025502
"""
# jdmartinev/SI3014, L5_backpropagation_example.ipynb: w1_21 leads from x2 to h1.
BY_LAYER = """\
w1_11: 0.150000000000 -> 0.149780716133
w1_12: 0.250000000000 -> 0.249751143632
w1_21: 0.200000000000 -> 0.199561432266
w1_22: 0.300000000000 -> 0.299502287265
w2_11: 0.400000000000 -> 0.358916479718
w2_12: 0.500000000000 -> 0.511301270239
w2_21: 0.450000000000 -> 0.408666186076
w2_22: 0.550000000000 -> 0.561370121108
"""
# AntuanAlacran/micro-themes, A23 CIP RD 10 Backpropagation.ipynb: the inputs are layer 1.
FROM_INPUTS = "z21 = 0.3775\na21 = 0.593270\nz22 = 0.3925\na22 = 0.596884\nz31 = 1.105906"
FROM_HIDDEN = "z11 = 0.3775\na11 = 0.593270\nz12 = 0.3925\na12 = 0.596884\nz21 = 1.105906"
RAISED = "a^2_1 = 0.593270\na^2_2 = 0.596884\na^3_1 = 0.751365\na^3_2 = 0.772928"


def found(text, now=MAZUR, chosen=()):
    return outcome(now, text, dict(chosen), {})


@pytest.mark.parametrize(
    ("text", "now"),
    [
        (OF_SENDERS, BY_SENDER),
        (BY_LAYER, MAZUR),
        (FROM_INPUTS, MAZUR),
        (FROM_HIDDEN, MAZUR),
        (RAISED, MAZUR),
        (RAISED.partition("a^3")[0], MAZUR),
        (RAISED.partition("a^2_2")[0], MAZUR),
        ("a^2_1 = 0.751365", MAZUR),
        ("a₁² = 0.593270\na₁³ = 0.751365", MAZUR),
        ("a²₁ = 0.593270\na³₁ = 0.751365", MAZUR),
        (r"\delta^2_1 = 0.138499", MAZUR),
        ("w^2_{11} = 0.4\n∂C/∂w^2_{11} = 0.082167", MAZUR),
        ("dL_dw2_21 = 0.082668", MAZUR),
        ("z1_2 = 0.3925\na1_2 = 0.596884", MAZUR),
    ],
)
def test_right_numbers_are_right_however_their_names_count(text, now):
    one = found(text, now)
    assert all(item.taken or item.own for item in one.items)
    assert one.report is not None
    assert one.report.right


def test_how_a_name_was_read_is_said_and_can_be_changed():
    text = "dE_dw3 = -0.004625879"
    (item,) = found(text, BY_SENDER).items
    assert item.taken.way.said == "read as weight 3 of all, counted by the neuron that sends"
    back = found(text, BY_SENDER, {"0": item.turned_back.key})
    assert back.items[0].taken.way.name == "counted, receives"
    assert not back.report.right


def test_how_one_weight_counts_holds_for_all():
    text = "dE_dw3 = 0.7\ndE_dw2 = 0.8\ndE_dw6 = 0.9"
    first, *_ = found(text, BY_SENDER).items
    for taken in (first.turned_back, first.taken):
        items = found(text, BY_SENDER, {"0": taken.key}).items
        assert [one.taken.way.name for one in items[:2]] == [taken.way.name] * 2


def test_wrong_numbers_are_read_as_most_count():
    (item,) = found("dE_dw3 = 0.7", BY_SENDER).items
    assert item.taken.way.name == "counted, receives"
    (item,) = found("dL_dw2_21 = 0.7").items
    assert item.taken.way.name == "one number"


def test_a_layer_that_may_be_either_is_asked_where_the_number_is_right_in_neither():
    (item,) = found("a^2_1 = 0.9").items
    assert item.asks
    assert [option.place for option in item.options] == [("a", 1), ("a", 0)]
    (_, of_output) = found("a^1_1 = 0.9\na^2_1 = 0.9").items
    assert not of_output.asks
    assert of_output.taken.place == ("a", 1)


@pytest.mark.parametrize("number", range(1, 9))
def test_one_weight_alone_is_the_one_of_its_number(number):
    (item,) = found(f"∂E/∂w{number} = 0.7").items
    assert item.taken.way.said.startswith(f"read as weight {number} of all")


def test_a_name_with_both_its_ends_is_never_turned():
    (item,) = found("dw_h2o1 = -0.022740").items  # that of h1 to o2
    assert item.taken.place == ("dW", 1)
    assert np.argwhere(item.taken.way.parts[0][1] != "").tolist() == [[0, 1]]


# tailvar/theAIE, tae_tiny_backprop_demo.ipynb: delta_h1 is ∂loss/∂h1, of two neurons.
def test_an_array_of_h1_is_of_the_hidden_layer_1():
    z, delta, other = found("z_h1 = [0.3775, 0.3925]\ndelta_h1 = [0.9, 0.9]\nz_h2 = [1, 2]").items
    assert z.taken.place == ("z", 0)
    assert [option.place for option in delta.options] == [("delta", 0), ("da", 0)]
    assert not other.options
