"""Slips of the pen: one number that is right but for its sign, its point or the order of digits."""

import numpy as np
import pytest

from backprop_core import Layer, Network, backward, explain, forward

X, Y = [[0.05, 0.10]], [[0.01, 0.99]]
MAZUR = Network(
    [
        Layer([[0.15, 0.20], [0.25, 0.30]], [0.35, 0.35], "sigmoid"),
        Layer([[0.40, 0.45], [0.50, 0.55]], [0.60, 0.60], "sigmoid"),
    ],
    "half_squared_error",
)
LAST = "dW of the output layer, neuron 2, from neuron 2"
POINT = f"The decimal point of {LAST} is one place too far to the"


def gradients(changed, decimals=4):
    """dW and db as texts, with `changed` entries of dW of the output layer."""
    g = backward(MAZUR, forward(MAZUR, X), Y)

    def written(array):
        return np.vectorize(lambda value: f"{value:.{decimals}f}", otypes=[object])(array)

    given = {name: [written(getattr(one, name)) for one in g.layers] for name in ("dW", "db")}
    for index, text in changed.items():
        given["dW"][1][index] = text
    return given


@pytest.mark.parametrize(
    ("text", "name", "what"),
    [
        ("0.0227", "sign", f"{LAST} has the right magnitude but the wrong sign."),
        ("-0.227", "point_moved", f"{POINT} right."),
        ("-0.00227", "point_moved", f"{POINT} left."),
        ("-0.0272", "digits_swapped", f"Two digits of {LAST} are swapped."),
        ("-0.2027", "digits_swapped", f"Two digits of {LAST} are swapped."),
    ],
)
def test_one_number_copied_wrongly_is_said_and_nothing_else(text, name, what):
    report = explain(MAZUR, X, Y, gradients({(1, 1): text}), learning_rate=0.5)
    (cause,) = report.causes
    assert cause.names == (name,)
    assert cause.what == what
    assert not cause.certain
    assert report.count("wrong") == 1


def test_of_a_float_with_all_its_digits_as_well():
    g = backward(MAZUR, forward(MAZUR, X), Y)
    dW = [layer.dW.copy() for layer in g.layers]
    dW[1][1, 1] *= -1.0
    (cause,) = explain(MAZUR, X, Y, {"dW": dW}).causes
    assert cause.what == f"{LAST} has the right magnitude but the wrong sign."


def test_nothing_is_said_of_what_would_be_wrong_the_other_way_too():
    names = ("sign", "point_moved", "digits_swapped", "numbers_swapped")
    for text in ("0.0217", "-0.217", "-0.2", "0.0327"):
        report = explain(MAZUR, X, Y, gradients({(1, 1): text}), learning_rate=0.5)
        assert not report.right
        assert not any(name in cause.names for cause in report.causes for name in names)


def test_nor_beside_a_number_that_is_wrong_in_another_way():
    changed = {(1, 1): "-0.227", (0, 0): "0.0963"}
    assert not explain(MAZUR, X, Y, gradients(changed), learning_rate=0.5).causes


def test_two_numbers_of_a_row_in_each_others_place():
    g = gradients({})
    one, other = g["dW"][0][1].tolist(), g["dW"][1][:, 0].tolist()
    assert one == ["0.0005", "0.0010"]
    row = gradients({})
    row["dW"][0][1] = one[::-1]
    (cause,) = explain(MAZUR, X, Y, row).causes
    assert cause.names == ("numbers_swapped",)
    column = gradients({(0, 0): other[1], (1, 0): other[0]})
    (cause,) = explain(MAZUR, X, Y, column).causes
    assert cause.names == ("numbers_swapped",)
    assert cause.what == (
        "dW of the output layer, neuron 1, from neuron 1 and dW of the output layer, neuron 2, "
        "from neuron 1 are swapped."
    )


def test_two_layers_in_each_others_place():
    dW, db = (gradients({})[name][::-1] for name in ("dW", "db"))
    for given in ({"dW": dW}, {"dW": dW, "db": db}, {"db": db}):
        (cause,) = explain(MAZUR, X, Y, given).causes
        assert cause.what == "The numbers of the hidden layer and of the output layer are swapped."
    assert not explain(MAZUR, X, Y, {"dW": dW, "db": db[::-1]}).causes


def test_every_minus_lost():
    network = Network.random((3, 4, 3, 2), ["tanh", "sigmoid", "sigmoid"], "squared_error", seed=3)
    x, y = np.array([[0.5, -0.2, 0.8], [0.1, 0.9, -0.4]]), np.array([[0.3, 0.9], [0.8, 0.1]])
    g = backward(network, forward(network, x), y)
    dW = [np.abs(layer.dW.round(4)) for layer in g.layers]
    report = explain(network, x, y, {"dW": dW})
    count = sum(int((layer.dW.round(4) < 0).sum()) for layer in g.layers)
    assert report.count("wrong") == count
    assert "sign" in report.causes[0].names


def test_a_slip_of_the_pass_goes_before_one_of_the_pen():
    """One neuron with one input: the sign of its delta."""
    network = Network([Layer([[2.0]], [1.0], "linear")], "half_squared_error")
    (cause, *_) = explain(network, [[3.0]], [[11.0]], {"dW": [[["12.0"]]]}).causes
    assert "dW of the output layer, neuron 1" not in cause.what
