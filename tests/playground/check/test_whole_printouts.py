"""Whole printouts and worked answers, in the forms that people publish: all right, and read so.

Each is shortened and has its own words; the form, the names and the order are those of its source.
"""

import pytest

from playground.check.numbers import outcome
from playground.exercise.document import EMPTY
from tests.playground.check.test_counting import BY_SENDER, MAZUR

# AbdulRehman393/AI-LAB, BackPropagation/Backpropagation.ipynb
PRINTED = """
=== FORWARD PASS (before weight update) ===
Input values: x1 = 0.05, x2 = 0.1
Target values: T1 = 0.01, T2 = 0.99
Learning rate: 0.5

H1_net = 0.3775000 => H1 = sigmoid(H1_net) = 0.593269992
H2_net = 0.3925000 => H2 = sigmoid(H2_net) = 0.596884378
y1_net = 1.105905967 => y1 = sigmoid(y1_net) = 0.751365070
y2_net = 1.224921404 => y2 = sigmoid(y2_net) = 0.772928465

E1 = 0.5*(T1 - y1)^2 = 0.274811083
E2 = 0.5*(T2 - y2)^2 = 0.023560026
Total error E_total = E1 + E2 = 0.298371109

=== BACKPROP: output layer ===
dE/dy1 = 0.741365070, dy1/dnet = 0.186815602, => delta1 = 0.138498562
dE/dy2 = -0.217071535, dy2/dnet = 0.175510053, => delta2 = -0.038098237

Gradients for hidden->output weights:
dw5 (for w5) = delta1 * H1 = 0.082167041
dw7 (for w7) = delta2 * H1 = -0.022602540

Updated hidden->output weights (one step):
w5: 0.400000000 -> 0.358916480
w7: 0.500000000 -> 0.511301270

=== BACKPROP: hidden layer ===
delta_H1 = (delta1*w5 + delta2*w7) * sigmoid'(H1) = 0.008771354689

Updated biases:
b1: 0.350000000 -> 0.340637195
b2: 0.600000000 -> 0.549799837

=== FORWARD PASS (after weight update) ===
y1 (after) = 0.740966764
y2 (after) = 0.772862000

E1 (before) = 0.274811083, E1 (after) = 0.267207200
E_total (before) = 0.298371109
E_total (after)  = 0.285750892
Error reduction  = 0.012620217
"""
# rstudio-pubs-static.s3.amazonaws.com/1344557
R_MARKDOWN = """\
out <- forward(x, w)
c(z1 = z[1], h1 = h[1],
  z3 = z[3], y = y)
##         z1         h1         z3          y
## -0.7000000  0.3318122  0.2961395  0.5734985
Etotal
## [1] 0.09095176
c(dE_dz3 = d[3], dE_dw5 = g[5])
##      dE_dz3      dE_dw5
## -0.10432140 -0.03461512
c(w3_new = w[3], w4_new = w[4])
##     w3_new     w4_new
## -0.6988435  0.3025502
"""
# fiqlab.vercel.app/blog/backpropagation-manual-calculation
WORKED = """\
Step 1.1 — Hidden Neuron h₁
The sum of the inputs:
net_h1 = (w₁ · x₁) + (w₂ · x₂) + b_h
= (0.15 × 0.05) + (0.20 × 0.10) + 0.35
= 0.3775
out_h1 = σ(0.3775)
= 1 / (1 + e^(−0.3775))
= 0.59327
Step 1.3 — Output Neuron o₁
net_o1 = (w₅ · out_h1) + (w₆ · out_h2) + b_o
= 1.10591
"""
# primelearnpoint.com/deep-learning/backpropagation-solved-step-by-step
BEGUN = """\
① Hidden Layer — Neuron h₁
z_h1 = (0.15)(0.05) + (0.20)(0.10) + 0.35
z_h1 = 0.0075 + 0.0200 + 0.35 = 0.3775
a_h1 = 1 / (1 + 0.6856) = 1 / 1.6856 = 0.5933
"""
# jdmartinev/SI3014, L5_backpropagation_example.ipynb
UPDATED = """\
=== Backward (key deltas) ===
delta_o1=0.138498561629, delta_o2=-0.038098236517

=== Updated params ===
w1_21: 0.200000000000 -> 0.199561432266
b1: 0.350000000000 -> 0.340637195303
"""
# EE 4210, solution to tutorial 4
LISTED = r"""
### (a) Feedforward Phase

1. **Hidden Neuron 1:**
   - \( z_{H1} = (0.15)(0.05) + (0.2)(0.1) + 0.35 = 0.3775 \)
   - \( a_{H1} = \sigma(0.3775) = 0.5933 \)

2. **Hidden Neuron 2:**
   - \( z_{H2} = (0.25)(0.05) + (0.3)(0.1) + 0.35 = 0.3925 \)
"""


@pytest.mark.parametrize(
    ("text", "now", "count"),
    [
        (PRINTED, MAZUR, 21),
        (R_MARKDOWN, BY_SENDER, 9),
        (R_MARKDOWN.replace("##", "#>"), BY_SENDER, 9),
        (WORKED, MAZUR, 3),
        (BEGUN, MAZUR, 2),
        (UPDATED, MAZUR, 4),
        (LISTED, MAZUR, 3),
    ],
)
def test_a_right_printout_is_right_and_nothing_of_it_asked(text, now, count):
    found = outcome(now, text, {}, {})
    assert found.refused is None
    assert [item.array.label for item in found.items if item.asks] == []
    assert found.report.right
    assert found.report.total == count


# hyvecares.org/institute/machine-learning/machine-learning-m4-09 has a whole pass on one line.
@pytest.mark.parametrize(
    "text",
    [
        "net_o1 = 0.507 + 0.6 = 1.1059 so out_o1 = 0.7514",
        "net_o1 = 0.507 + 0.6 = 1.1059, thus out_o1 = 0.7514",
        "net_o1 = 0.507 + 0.6 = 1.1059 → out_o1 = σ(1.1059) = 0.7514",
        "net_o1 = 0.507 + 0.6 = 1.1059 => out_o1 = 0.7514",
        "net_o1 = 0.507 + 0.6 = 1.1059 sigmoid(1.1059) = 0.7514",
        "net_o1 = 1.1059 σ(1.1059) ≈ 0.7514",
        "net_o1 = 1.1059 (positive, unchanged)",
    ],
)
def test_a_sum_is_read_up_to_what_goes_on_from_it(text):
    item, *others = outcome(MAZUR, text, {}, {}).items
    assert (item.taken.place, item.array.texts.item()) == (("z", 1), "1.1059")
    assert len(others) == ("0.7514" in text)


def test_working_with_the_value_of_a_function_in_it_is_read_to_its_end():
    (item,) = outcome(MAZUR, "δ_o1 = 0.7414 σ'(1.1059) = 0.1385", {}, {}).items
    assert item.array.texts.item() == "0.1385"


@pytest.mark.parametrize(
    "heading",
    [
        "== Forward pass (epoch 1) ==",
        "~~~ forward ~~~",
        "--- Backward: hidden layer ---",
        "== Pass",
    ],
)
def test_a_heading_between_rules_is_no_number(heading):
    found = outcome(MAZUR, f"{heading}\nnet_h1 = 0.3775\nout_h1 = 0.59327", {}, {})
    assert found.report.right
    assert found.report.total == 2


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Total loss E = 0.298371", ("loss", 0)),
        ("total error E_total = 0.298371", ("loss", 0)),
        ("Kostenfunktion C = 0.298371", ("loss", 0)),
        ("Error cuadrático medio = 0.298371", ("loss", 0)),
        ("dE/dy1 = 0.741365", ("da", 1)),
        ("∂L/∂ŷ₁ = 0.741365", ("da", 1)),
        ("y1_net = 1.105906", ("z", 1)),
        ("delta_y1 = 0.138499", ("delta", 1)),
        ("delta_hid = [0.008771, 0.009954]", ("delta", 0)),
        ("delta_oculta = [0.008771, 0.009954]", ("delta", 0)),
        ("Delta Ausgabeschicht = [0.138499, -0.038098]", ("delta", 1)),
    ],
)
def test_what_courses_call_a_number_is_known(text, place):
    found = outcome(MAZUR, text, {}, {})
    assert [item.taken and item.taken.place for item in found.items] == [place]
    assert found.report.right


def test_two_vectors_of_r_are_two():
    text = "[1] 0.3775 0.3925\n[1] 0.59327 0.59688"
    assert [item.array.values.size for item in outcome(MAZUR, text, {}, {}).items] == [2, 2]


KERAS = """\
grad dense/kernel:0 =
[[0.00043857 0.00049771]
 [0.00087714 0.00099543]]
grad dense_1/kernel:0 =
[[ 0.08216704 -0.02260254]
 [ 0.08266763 -0.02274025]]
"""
# A tape's gradients of a 3-2-2 network, whose first kernel tells how the square one lies.
TAPE = """\
[<tf.Tensor: shape=(3, 2), dtype=float32, numpy=
array([[-0.04232554, -0.0216427 ],
       [-0.08465108, -0.04328541],
       [ 0.04232554,  0.0216427 ]], dtype=float32)>,
 <tf.Tensor: shape=(2,), dtype=float32, numpy=array([-0.04232554, -0.0216427 ], dtype=float32)>,
 <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
array([[-0.18420383,  0.18420383],
       [-0.21642618,  0.21642618]], dtype=float32)>,
 <tf.Tensor: shape=(2,), dtype=float32, numpy=array([-0.43285236,  0.43285236], dtype=float32)>]
"""
SOFTMAX = {
    **EMPTY,
    "loss": "cross_entropy",
    "x": [[1.0, 2.0, -1.0]],
    "y": [[1.0, 0.0]],
    "layers": [
        {"W": [[0.2, -0.3, 0.4], [-0.5, 0.1, 0.2]], "b": [0.5, 0.5], "activation": "sigmoid"},
        {"W": [[0.3, 0.4], [-0.1, 0.2]], "b": [0.1, 0.1], "activation": "softmax"},
    ],
}


@pytest.mark.parametrize(("text", "now"), [(KERAS, MAZUR), (TAPE, SOFTMAX)])
def test_right_gradients_of_keras_are_right_where_a_matrix_is_square(text, now):
    assert outcome(now, text, {}, {}).report.right


def test_scores_and_their_gradient_are_the_sums_of_the_last_layer():
    text = "scores: [[0.4277 0.1574]]\nprobs: [[0.5671 0.4329]]\ndscores: [[-0.4329 0.4329]]"
    found = outcome(SOFTMAX, text, {}, {})
    assert [one.taken.place for one in found.items] == [("z", 1), ("a", 1), ("delta", 1)]
    assert found.report.right


# book-ai.org/books/neural-networks/chapter-08/section-03: from hidden neuron 2 to each output.
TABLE = """\
Weight\tOld value\tGradient\tη × grad\tNew value
W₂[1][0]\t0.4500\t0.082668\t0.041334\t0.408666
W₂[1][1]\t0.5500\t−0.022740\t−0.011370\t0.561370
"""


@pytest.mark.parametrize("between", ["\t", " | "])
def test_a_table_of_updates_is_read_cell_by_cell(between):
    rows = TABLE.replace("\t", between).splitlines()
    text = "\n".join(f"| {row} |" if "|" in between else row for row in rows)
    found = outcome({**MAZUR, "learning_rate": 0.5}, text, {}, {})
    assert [one.array.label for one in found.items if one.asks] == []
    assert found.report.right
    assert found.report.total == 6


# What is left out as a step, a heading or working must never be a number or the place of one.
@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("net = 0.3775 (h1)\nnet = 0.3925 (h2)", ["0.3775", "0.3925"]),
        ("dW = 2.5·10^-3\ndW = 3.1·10^-3", ["2.5·10^-3", "3.1·10^-3"]),
        ("dW = 1/8\ndW = 1/4", ["1/8", "1/4"]),
        ("1.2 Hidden layer\nnet_h1 = 0.3775", ["1.2", "0.3775"]),
    ],
)
def test_no_number_is_left_out_as_working_or_as_a_count(text, numbers):
    found = outcome(MAZUR, text, {}, {})
    assert [item.array.texts.item() for item in found.items] == numbers


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Layer 1:\ndL/dW = [[0.000439, 0.000877], [0.000498, 0.000995]]", ("dW", 0)),
        ("z (of h1) = 0.3775", ("z", 0)),
        ("delta (for o1) = 0.138499", ("delta", 1)),
        ("η ∂E/∂w5 = 0.041084", ("step_W", 1)),
    ],
)
def test_words_that_say_the_place_or_a_factor_count(text, place):
    found = outcome(MAZUR, text, {}, {})
    assert [item.taken.place for item in found.items] == [place]
    assert found.report.right
