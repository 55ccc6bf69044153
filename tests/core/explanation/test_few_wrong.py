"""What is not named, or of some neurons only, where few numbers are wrong."""

from backprop_core import Layer, Network, backward, explain, forward

X, Y = [[0.05, 0.10]], [[0.01, 0.99]]
MAZUR = Network(
    [
        Layer([[0.15, 0.20], [0.25, 0.30]], [0.35, 0.35], "sigmoid"),
        Layer([[0.40, 0.45], [0.50, 0.55]], [0.60, 0.60], "sigmoid"),
    ],
    "half_squared_error",
)


def test_one_number_is_not_said_to_have_another_function_than_its_layer():
    """The slope of some other function makes nearly any number in one neuron alone."""
    g = backward(MAZUR, forward(MAZUR, X), Y)
    given = {"delta": [g.layers[0].delta.round(3), g.layers[1].delta.round(3)]}
    assert explain(MAZUR, X, Y, given).right
    given["delta"][0][0, 0] = 0.027  # gelu's slope would
    report = explain(MAZUR, X, Y, given)
    assert report.count("wrong") == 1
    assert not report.causes


def test_a_slip_in_some_neurons_and_samples_is_said_of_those_only():
    """Of two deltas one is turned: nobody took the whole error as target minus output."""
    network = Network([Layer([[0.5, -0.3], [0.2, 0.4]], [0.1, 0.2], "sigmoid")], "squared_error")
    x, y = [[1.0, 0.5], [0.3, -0.7]], [[0.0, 1.0], [1.0, 0.0]]
    delta = backward(network, forward(network, x), y).layers[0].delta.copy()
    delta[1, 0] *= -1.0
    for cause in explain(network, x, y, {"delta": [delta]}).causes:
        assert "neuron 1 of the output layer in sample 2" in cause.what
