"""Layers and networks as values: what they hold, what they refuse, and the way out they name."""

import copy
import pickle
from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from backprop_core import BackpropError, Layer, Network, forward
from backprop_core.layer import zero_bias

W = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]


def layer(n_out, n_in, activation="linear"):
    return Layer(np.ones((n_out, n_in)), None, activation)


def refusal(make):
    with pytest.raises(BackpropError) as error:
        make()
    return str(error.value)


def test_row_j_holds_the_weights_into_neuron_j():
    one = Layer(W, None, "linear")
    assert (one.n_out, one.n_in) == (3, 2)
    network = Network((one,), "squared_error")
    assert forward(network, [1.0, 0.0]).output.tolist() == [[1.0, 3.0, 5.0]]


@pytest.mark.parametrize(
    ("b", "mode", "shape"),
    [([1.0, 2.0, 3.0], "each", (3,)), (1.0, "shared", ()), (None, "none", None)],
)
def test_the_shape_of_b_is_the_bias_mode(b, mode, shape):
    one = Layer(W, b, "linear")
    assert one.bias == mode
    assert (None if one.b is None else one.b.shape) == shape


def test_a_network_is_printed_by_its_names_and_numbers():
    network = Network((layer(2, 1, "softmax"),), "cross_entropy")
    shown = repr(network)
    assert shown.startswith("Network(layers=(Layer(W=array([[1.],")
    assert "activation='softmax'" in shown
    assert "loss='cross_entropy', reduction='mean'" in shown
    assert "function" not in shown


def test_zero_bias_has_the_shape_of_its_mode():
    assert zero_bias("each", 3).tolist() == [0.0, 0.0, 0.0]
    assert zero_bias("shared", 3).shape == ()
    assert zero_bias("none", 3) is None
    assert 'bias got \'own\'. It takes "each", "shared" or "none"' in refusal(
        lambda: zero_bias("own", 3)
    )


def test_an_array_is_neither_a_bias_mode_nor_a_reduction():
    several = np.array([1, 2])
    assert "bias got array([1, 2])" in refusal(lambda: zero_bias(several, 3))
    assert "reduction got array([1, 2])" in refusal(
        lambda: Network([layer(3, 2)], "squared_error", several)
    )


def test_nothing_of_a_layer_can_be_changed():
    given = np.array(W)
    one = Layer(given, [1.0, 2.0, 3.0], "linear", np.ones((3, 2), dtype=bool))
    given[0, 0] = 9.0
    assert one.W[0, 0] == 1.0
    for array in (one.W, one.b, one.connected):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    with pytest.raises(FrozenInstanceError):
        one.W = given
    with pytest.raises(FrozenInstanceError):
        Network((one,), "squared_error").loss = "cross_entropy"


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_copy_and_a_pickled_network_have_the_same_numbers_and_cannot_be_changed(copied):
    made = Layer(W, [0.1, 0.2, 0.3], "leaky_relu(0.2)", [[True, False], [True, True], [True, True]])
    network = Network((made, layer(2, 3, "softmax")), "cross_entropy", "sum")
    other = copied(network)
    assert (other.loss, other.reduction, other.sizes) == ("cross_entropy", "sum", (2, 3, 2))
    np.testing.assert_array_equal(other.parameters, network.parameters)
    np.testing.assert_array_equal(
        forward(other, [1.0, -2.0]).output, forward(network, [1.0, -2.0]).output
    )
    for one in (other.layers[0], copied(made)):
        assert one.activation == "leaky_relu(0.2)"
        np.testing.assert_array_equal(one.connected, made.connected)
        assert not one.W.flags.writeable


def test_a_cut_connection_has_weight_zero_whatever_was_given():
    one = Layer(W, None, "linear", [[True, False], [True, True], [False, False]])
    assert one.W.tolist() == [[1.0, 0.0], [3.0, 4.0], [0.0, 0.0]]


def test_layers_may_come_as_a_list_and_are_kept_as_a_tuple():
    network = Network([layer(3, 2), layer(1, 3)], "squared_error")
    assert isinstance(network.layers, tuple)
    assert network.sizes == (2, 3, 1)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ([1.0, 2.0], "W got shape (2,). It takes a table of numbers, one row for each neuron"),
        (5.0, "W got shape ()"),
        ([[]], "W got shape (1, 0). It takes one row and one column or more"),
        (np.ones((0, 2)), "W got shape (0, 2)"),
        ([[1.0, 2.0], [3.0]], "W has rows of different lengths"),
        ([[1.0, np.nan]], "W is not a number (NaN) at row 1, column 2"),
        ([[np.inf, 1.0]], "W is infinite at row 1, column 1"),
        ([[True, 1.0]], "W holds a boolean"),
        (np.ones((2, 2), dtype=bool), "W holds a boolean"),
        ([["1", "2"]], "W got text"),
        ([[1j, 2.0]], "W got complex numbers"),
        ([[None, 2.0]], "W got something that is not a number"),
    ],
)
def test_weights_that_are_none_are_refused(given, says):
    assert says in refusal(lambda: Layer(given, None, "linear"))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (
            [1.0, 2.0],
            "b got shape (2,). It takes shape (3,), a number for each neuron, one plain number",
        ),
        ([[1.0, 2.0, 3.0]], "b got shape (1, 3)"),
        ([1.0, 2.0, np.nan], "b is not a number (NaN) at place 3"),
        (np.inf, "b is infinite."),
        (True, "b holds a boolean"),
        ([1.0, 2.0, False], "b holds a boolean"),
        ("0", "b got text"),
        (1j, "b got complex numbers"),
    ],
)
def test_biases_that_do_not_fit_are_refused(given, says):
    assert says in refusal(lambda: Layer(W, given, "linear"))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ([[True, False]], "connected got bool values of shape (1, 2)"),
        ([True, False], "connected got bool values of shape (2,)"),
        ([[1, 0], [1, 1], [0, 0]], "connected got int64 values of shape (3, 2)"),
        ([[True, False], [True]], "connected has rows of different lengths"),
        (True, "connected got bool values of shape ()"),
    ],
)
def test_connections_that_do_not_fit_are_refused(given, says):
    message = refusal(lambda: Layer(W, None, "linear", given))
    assert says in message
    assert "It takes True or False for each weight, shape (3, 2), or None for all." in message


def test_softmax_of_one_neuron_is_refused_with_a_way_out():
    message = refusal(lambda: layer(1, 2, "softmax"))
    assert "always 1, so nothing could be learned" in message
    assert "use sigmoid" in message


@pytest.mark.parametrize("activation", ["sigmod", None, 3, "softmax(2)"])
def test_an_activation_that_is_none_is_refused(activation):
    assert "activation" in refusal(lambda: Layer(W, None, activation))


@pytest.mark.parametrize(
    ("loss", "activation", "partner"),
    [
        ("cross_entropy", "sigmoid", "softmax"),
        ("cross_entropy", "linear", "softmax"),
        ("binary_cross_entropy", "softmax", "sigmoid"),
        ("binary_cross_entropy", "tanh", "sigmoid"),
    ],
)
def test_a_cross_entropy_without_its_activation_is_refused_with_a_way_out(
    loss, activation, partner
):
    message = refusal(lambda: Network((layer(2, 2, activation),), loss))
    assert f"loss {loss} takes the activation {partner} in the last layer" in message
    assert f"it got {activation}" in message
    assert "squared_error as the loss" in message


@pytest.mark.parametrize(
    ("loss", "activation"), [("cross_entropy", "softmax"), ("binary_cross_entropy", "sigmoid")]
)
def test_only_the_last_activation_must_suit_a_cross_entropy(loss, activation):
    network = Network((layer(3, 2, "relu"), layer(2, 3, activation)), loss)
    assert network.fused


def test_layers_whose_widths_differ_are_refused():
    message = refusal(lambda: Network((layer(3, 2), layer(1, 4)), "squared_error"))
    assert "W of layer 2 has 4 columns, but layer 1 has 3 neurons" in message
    assert "one column for each neuron of the layer before" in message


@pytest.mark.parametrize("layers", [(), [], None, layer(1, 1), "layers", (layer(1, 1), "relu"), 3])
def test_what_is_no_list_of_layers_is_refused(layers):
    message = refusal(lambda: Network(layers, "squared_error"))
    assert message.startswith("layers got ")
    assert "It takes a tuple of one Layer or more." in message


@pytest.mark.parametrize("reduction", ["average", "", None, True])
def test_a_reduction_that_is_none_is_refused(reduction):
    message = refusal(lambda: Network((layer(1, 1),), "squared_error", reduction))
    assert 'It takes "mean" or "sum"' in message


@pytest.mark.parametrize("loss", ["mse", None, 3])
def test_a_loss_that_is_none_is_refused(loss):
    assert "loss got" in refusal(lambda: Network((layer(1, 1),), loss))


@pytest.mark.parametrize(
    ("sizes", "says"),
    [
        ((2, 0, 1), "sizes got 0. It takes a whole number from 1 up"),
        ((2, -1), "sizes got -1"),
        ((2, 3.0, 1), "sizes got 3.0"),
        ((2, 2.5), "sizes got 2.5"),
        ((2, True), "sizes got True"),
        ((2, "3"), "sizes got '3'"),
        ((2, None), "sizes got None"),
        ((2, float("nan")), "sizes got nan"),
        ((2,), "sizes got (2,). It takes the inputs and one layer or more"),
        ((), "sizes got ()"),
        (3, "sizes got 3. It takes whole numbers, such as (2, 3, 1)"),
        ("23", "sizes got '23'"),
        (np.array([2.0, 1.0]), "sizes got 2.0"),
    ],
)
def test_sizes_that_are_none_are_refused(sizes, says):
    assert says in refusal(lambda: Network.random(sizes, "sigmoid", "squared_error"))


@pytest.mark.parametrize("activations", [["sigmoid"], ["relu"] * 3, [], None, 3])
def test_activations_are_one_for_all_or_one_for_each_layer(activations):
    message = refusal(lambda: Network.random((2, 3, 1), activations, "squared_error"))
    assert "It takes one for all layers or 2, one for each layer" in message
    each = Network.random((2, 3, 1), ["relu", "sigmoid"], "squared_error")
    assert [one.activation for one in each.layers] == ["relu", "sigmoid"]
    both = Network.random((2, 3, 1), "tanh", "squared_error")
    assert [one.activation for one in both.layers] == ["tanh", "tanh"]


@pytest.mark.parametrize("bias", ["each", "shared", "none"])
def test_a_random_network_has_the_bias_mode_it_was_asked_for(bias):
    network = Network.random([2, np.int64(3), 1], "tanh", "squared_error", bias=bias)
    assert network.sizes == (2, 3, 1)
    assert [one.bias for one in network.layers] == [bias, bias]


@pytest.mark.parametrize("seed", [-1, 1.0, True, None, "1"])
def test_a_seed_that_is_none_is_refused(seed):
    message = refusal(lambda: Network.random((2, 1), "tanh", "squared_error", seed=seed))
    assert "seed got" in message


def test_no_layer_at_all_is_refused_as_none():
    for layers in ((), []):
        with pytest.raises(BackpropError, match="layers got none"):
            Network(layers, "squared_error")


def test_more_weights_than_memory_holds_are_refused_before_they_are_drawn():
    with pytest.raises(BackpropError, match="too many weights"):
        Network.random([2, 10**9, 1], "linear", "squared_error")
    with pytest.raises(BackpropError, match="at most 100,000,000 of them"):
        Network.random([10**400, 10**400], "linear", "squared_error")
