"""What a label says: quantity, layer, neuron, sample."""

import pytest

from playground.exercise.array_labels import meaning_of
from playground.exercise.paste_labels import meanings_of

ARRAYS = {
    "dW1": ("dW", 0),
    "Network dW2": ("dW", 1),
    "grad of W2": ("dW", 1),
    "gradient of b1": ("db", 0),
    "dL/dW1": ("dW", 0),
    "dLdW2": ("dW", 1),
    "∂loss/∂a1": ("da", 0),
    "dZ2": ("delta", 1),
    "dA1": ("da", 0),
    "δ2": ("delta", 1),
    "δ^(2)": ("delta", 1),
    "d1": ("delta", 0),
    "z1": ("z", 0),
    "a2": ("a", 1),
    "error at output": ("delta", 1),
    "Layer 1 dW": ("dW", 0),
    "W1_new": ("W", 0),
    "w1+": ("W", 0),
    "updated W2": ("W", 1),
    "step_W1": ("step_W", 0),
    "ΔW1": ("step_W", 0),
    "delta_w1": ("step_W", 0),
    "loss": ("loss", None),
    "E_total": ("loss", None),
    "dx": ("dx", None),
    "dL/dx": ("dx", None),
    "W1.grad": ("dW", 0),
    "logits": ("z", 1),
    "y_pred": ("a", 1),
    "predicted_output": ("a", 1),
    "output_delta": ("delta", 1),
    "hidden weights gradient": ("dW", 0),
    "dWih": ("dW", 0),
    "dWho": ("dW", 1),
    "zs[0]": ("z", 0),
    "hidden_layer_input": ("z", 0),
    "-η·dW1": ("step_W", 0),
    "-lr*dW2": ("step_W", 1),
    "dB1": ("db", 0),
    "gb2": ("db", 1),
    "g_b1": ("db", 0),
    "gradb1": ("db", 0),
    "d_b1": ("db", 0),
    "loss after the update": ("loss_after", None),
    "new loss": ("loss_after", None),
}


@pytest.mark.parametrize("label", ARRAYS)
def test_a_usual_label_says_quantity_and_layer(label):
    found = meaning_of(label, 2)
    assert (found.quantity, found.layer) == ARRAYS[label]
    assert not found.plain


ENTRIES = {
    "z_h1": ("z", 0, 0, None),
    "net_o2": ("z", 1, 1, None),
    "out_h1": ("a", 0, 0, None),
    "delta_o1": ("delta", 1, 0, None),
    "δo1": ("delta", 1, 0, None),
    "neto2": ("z", 1, 1, None),
    "outh1": ("a", 0, 0, None),
    "z_{h,2}": ("z", 0, 1, None),
    "input to h1": ("z", 0, 0, None),
    "error term for h2": ("delta", 0, 1, None),
    "∂L/∂w₂₁^(2)": ("dW", 1, 1, 0),
    "∂L/∂w11": ("dW", None, 0, 0),
    "∂E/∂w_21^(2)": ("dW", 1, 1, 0),
}


@pytest.mark.parametrize("label", ENTRIES)
def test_a_label_may_name_one_number(label):
    one = meaning_of(label, 2)
    assert (one.quantity, one.layer, one.neuron, one.source) == ENTRIES[label]


def test_a_rate_times_a_gradient_is_subtracted_unless_it_has_the_sign_of_the_step():
    assert meaning_of("η·dW1", 2).subtracted
    assert meaning_of("lr * dW1", 2).quantity == "step_W"
    assert not meaning_of("-η·dW1", 2).subtracted


@pytest.mark.parametrize("label", ["W1", "bias1", "fc1.weight", "dense/kernel:0"])
def test_a_bare_parameter_does_not_say_whether_it_is_a_gradient(label):
    assert meaning_of(label, 2).plain


@pytest.mark.parametrize("label", [None, "", "torch", "<script>", "result", "x" * 60])
def test_an_unknown_word_says_nothing(label):
    found = meaning_of(label, 2)
    assert found.quantity is None
    assert found.layer is None


def layers(*labels, count=2):
    return [one.layer for one in meanings_of(labels, count)]


def test_modules_of_a_framework_count_in_their_order():
    assert layers("0.weight", "0.bias", "2.weight", "2.bias") == [0, 0, 1, 1]
    assert layers("dense/kernel:0", "dense_1/kernel:0") == [0, 1]
    assert layers("fc2.weight.grad") == [1]


def test_numbers_begin_at_nought_where_one_of_them_is_nought():
    assert layers("dW0", "dW1") == [0, 1]
    assert layers("dW1", "dW2") == [0, 1]
    assert layers("dW[0]", "dW[1]") == [0, 1]
    assert layers("dW[1]", "dW[2]") == [0, 1]


def test_a_sample_is_named():
    assert meaning_of("delta1 (sample 2)", 2).sample == 1
