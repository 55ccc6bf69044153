"""What a person reads, and what a test raises."""

import numpy as np
import pytest

from backprop_core import Layer, Network, backward, explain, forward
from backprop_core.explanation.here import Here
from backprop_core.explanation.operations import operations
from backprop_core.explanation.passes import numbers
from backprop_core.explanation.problem import Problem
from backprop_core.explanation.slips import CATALOGUE
from tests.core.cases import GRID, case
from tests.core.explanation.real_work import CLAIMS, claimed, explained

NETWORK = Network(
    (
        Layer([[0.2, 0.4, -0.5], [-0.3, 0.1, 0.2]], [-0.4, 0.2], "sigmoid"),
        Layer([[-0.3, -0.2]], [0.1], "sigmoid"),
    ),
    "half_squared_error",
)
X, Y = [[1.0, 0.0, 1.0]], [[1.0]]
G = backward(NETWORK, forward(NETWORK, X), Y)


def without_hidden_slope():
    dW = G.layers[1].delta @ NETWORK.layers[1].W
    return {"dW": [dW.T @ np.array(X), G.layers[1].dW], "db": [dW[0], G.layers[1].db]}


def test_right_work_is_said_in_one_line():
    given = {"dW": [layer.dW for layer in G.layers]}
    assert str(explain(NETWORK, X, Y, given)) == "All 8 numbers agree."


def test_wrong_work_gets_the_first_wrong_number_the_cause_and_what_to_do():
    assert str(explain(NETWORK, X, Y, without_hidden_slope())) == (
        "6 of 11 numbers are wrong.\n"
        "First wrong number: dW of the hidden layer, neuron 1, from input 1 is "
        "0.0393507; it should be 0.008724562.\n"
        "Cause: The slope f′(z) of the hidden layer is missing.\n"
        "What to do: Multiply ∂loss/∂a by f′(z) before you go on: delta = da · f′(z). With that "
        "change, all 11 numbers agree."
    )


def test_wrong_work_fails_a_test_with_the_report_as_its_message():
    report = explain(NETWORK, X, Y, without_hidden_slope())
    with pytest.raises(AssertionError, match="The slope f′"):
        report.raise_if_wrong()
    assert not report


def test_right_work_raises_nothing():
    report = explain(NETWORK, X, Y, {"dW": [layer.dW for layer in G.layers]})
    report.raise_if_wrong()
    assert report


def test_what_nothing_explains_is_said_to_be_so():
    report = explain(NETWORK, X, Y, {"db": [np.array([0.1234567, -3.2109876]), None]})
    assert report.causes == ()
    assert "No usual slip explains this" in str(report)


def test_two_causes_of_the_same_numbers_are_both_named_and_neither_is_certain():
    report = explained(CLAIMS["overwritten_not_added"], claimed(CLAIMS["overwritten_not_added"]))
    assert [cause.names for cause in report.causes] == [("overwritten",), ("path_missing",)]
    assert not any(cause.certain for cause in report.causes)
    assert "These slips fit the numbers as well" in str(report)


def test_a_number_that_was_chosen_to_fit_one_other_is_not_certain():
    report = explained(CLAIMS["forward_function_slip"], claimed(CLAIMS["forward_function_slip"]))
    assert not report.causes[0].certain


@pytest.mark.parametrize(("activation", "loss", "bias"), GRID[::4])
def test_every_slip_says_what_happened_and_what_to_do(activation, loss, bias):
    network, x, y = case(activation, loss, bias, cut=True)
    problem = Problem.of(network, x, y, 0.1)
    every = operations(problem)
    with np.errstate(all="ignore"):
        values = numbers(problem, every)
        for operation in every:
            here = Here(problem, values, operation.makes[0], operation.layer)
            here.right = values[operation.makes]
            for family in CATALOGUE.get(operation.name, ()):
                for slip in family(here):
                    assert slip.operation == operation.name
                    assert slip.what.endswith(".")
                    assert slip.remedy.endswith(".")
                    assert slip.formula
                    assert slip.what.replace("{where}", "").count("{") == 0


def test_of_one_number_it_is_said_that_it_is_wrong():
    assert str(explain(NETWORK, X, Y, {"loss": 0.9})).startswith("The one number is wrong.\n")


def test_other_layers_and_what_comes_into_a_layer_are_named_as_on_screen():
    """Not counted: "layer 2" may be the output layer, and only the first layer has inputs."""
    W = [[[0.2, -0.4], [0.3, 0.1]], [[0.5, -0.6], [0.7, 0.2]]]
    network = Network([Layer(each, [0.1, -0.2], "sigmoid") for each in W], "half_squared_error")
    x, y = np.array([[0.5, 1.0], [-1.0, 0.3]]), [[0.7, 0.1], [0.2, 0.9]]
    f = forward(network, x)
    g = backward(network, f, y)
    given = {"dW": [g.layers[1].delta.T @ x, g.layers[1].dW]}
    (cause, *_) = explain(network, x, y, given).causes
    assert cause.what == "delta of the output layer was used in dW of the hidden layer."
    z = f.layers[1].z - np.outer(f.layers[0].a[:, 0], [0.5, 0.7])
    (cause, *_) = explain(network, x, y, {"z": [f.layers[0].z, z]}).causes
    assert cause.what.startswith("What comes from neuron 1 of the layer before was left out of")
