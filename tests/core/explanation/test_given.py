"""What may be given, in which shapes, and what is refused with a message."""

import numpy as np
import pytest

from backprop_core import BackpropError, Layer, Network, backward, explain, forward

NETWORK = Network(
    (
        Layer([[0.2, 0.4, -0.5], [-0.3, 0.1, 0.2]], [-0.4, 0.2], "sigmoid"),
        Layer([[-0.3, -0.2]], [0.1], "sigmoid"),
    ),
    "half_squared_error",
)
X, Y = [[1.0, 0.0, 1.0]], [[1.0]]
F = forward(NETWORK, X)
G = backward(NETWORK, F, Y)
DW = [layer.dW for layer in G.layers]


def test_a_transposed_array_that_fits_one_way_only_is_turned_and_said():
    report = explain(NETWORK, X, Y, {"dW": [DW[0].T, None]})
    assert report.right
    assert report.notes == ("dW of layer 1 was read transposed.",)


def test_columns_and_rows_of_a_bias_gradient_are_the_same():
    for shape in ((2,), (2, 1), (1, 2)):
        assert explain(NETWORK, X, Y, {"db": [G.layers[0].db.reshape(shape), None]}).right


def test_a_cache_of_a_hand_written_pass_is_taken():
    cache = {
        "A0": np.array(X), "Z1": F.layers[0].z, "A1": F.layers[0].a, "W1": NETWORK.layers[0].W,
        "b1": NETWORK.layers[0].b, "dZ2": G.layers[1].delta, "dW1": DW[0], "db2": G.layers[1].db,
    }  # fmt: skip
    report = explain(NETWORK, X, Y, cache)
    assert report.right
    assert set(report.verdicts) == {"z", "a", "delta", "dW", "db"}


class Parameter:
    def __init__(self, grad):
        self.grad, self.ndim = grad, grad.ndim


class Module:
    """Named parameters with gradients, as a PyTorch module has them."""

    def __init__(self, sign=1.0):
        self.sign = sign

    def named_parameters(self):
        for number, layer in enumerate(G.layers):
            yield f"{number}.weight", Parameter(self.sign * layer.dW)
            yield f"{number}.bias", Parameter(self.sign * layer.db)


def test_the_gradients_of_a_module_are_taken():
    assert explain(NETWORK, X, Y, Module()).right
    assert explain(NETWORK, X, Y, Module(-1.0)).causes[0].slips[0].name == "error_turned"


def test_a_shared_bias_with_a_gradient_for_each_neuron_is_read_as_one_each():
    shared = Network((Layer([[0.2], [0.4]], 0.5, "sigmoid"),), "half_squared_error")
    each = Network((Layer([[0.2], [0.4]], [0.5, 0.5], "sigmoid"),), "half_squared_error")
    g = backward(each, forward(each, [1.0]), [1.0, 0.0])
    report = explain(shared, [1.0], [1.0, 0.0], {"db": [g.layers[0].db]})
    assert report.right
    assert "one for each neuron" in report.notes[0]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"gradient": []}, "gradient"),
        ({"dW": [DW[0]]}, "list of 2"),
        ({"dW": [np.zeros((4, 4)), None]}, "shape"),
        ({"dW": [[["0.1", "x", "0.2"], ["1", "2", "3"]], None]}, "'x'"),
        ({"dW": [[[0.1, True, 0.2], [1, 2, 3]], None]}, "True"),
        ({"dW": [np.full((2, 3), np.inf), None]}, "infinite"),
        ({"dW": [[[1.0, 2.0], [3.0]], None]}, "dW of layer 1"),
        ({"dW": [[[10**400, 0, 0], [1, 2, 3]], None]}, "dW of layer 1 got a number too large"),
        ({"loss": 10**400}, "loss got a number too large"),
        ({"dW7": DW[0]}, "layers 1 to 2"),
        (3, "int"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_name(given, words):
    with pytest.raises(BackpropError, match=words):
        explain(NETWORK, X, Y, given)


def test_the_verdicts_cannot_be_written_to():
    report = explain(NETWORK, X, Y, {"dW": DW})
    assert not any(verdict.flags.writeable for verdict in report.verdicts["dW"])


def test_nothing_given_is_nothing_wrong():
    report = explain(NETWORK, X, Y, {"dW": [None, None], "db": None, "loss": np.nan})
    assert report.right
    assert str(report) == "Nothing was given."


def test_a_rule_has_to_be_one():
    with pytest.raises(BackpropError, match="rule"):
        explain(NETWORK, X, Y, {"dW": DW}, rule="adam")


def test_biases_are_frozen_by_true_and_false_alone():
    with pytest.raises(BackpropError, match=r"^biases_frozen got 'no'"):
        explain(NETWORK, X, Y, {"dW": DW}, biases_frozen="no")


def test_widths_have_no_limit():
    """As an engineer has them, which no drawing shows: a slip in the wide hidden layer is named."""
    network = Network.random((120, 90, 10), ["relu", "softmax"], "cross_entropy", seed=3)
    rng = np.random.default_rng(5)
    x, y = rng.normal(size=(16, 120)), np.eye(10)[rng.integers(0, 10, 16)]
    made = forward(network, x)
    g = backward(network, made, y)
    right = {"dW": [one.dW for one in g.layers], "db": [one.db for one in g.layers]}
    assert explain(network, x, y, right).right
    delta = g.layers[1].delta @ network.layers[1].W  # without the mask of ReLU
    wrong = {"dW": [delta.T @ x, g.layers[1].dW], "db": [delta.sum(axis=0), g.layers[1].db]}
    report = explain(network, x, y, wrong)
    assert report.causes[0].slips[0].name == "slope_left_out"
    assert report.verdicts["dW"][1].tolist() == np.full((10, 90), "exact").tolist()
