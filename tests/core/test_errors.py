"""One base class, and an error that knows where the arithmetic left the numbers."""

import pytest

from backprop_core import (
    BackpropError,
    Network,
    NonFiniteError,
    backward,
    forward,
    gradient_check,
    trace,
    update,
)


def test_every_error_is_a_value_error():
    assert issubclass(BackpropError, ValueError)
    assert issubclass(NonFiniteError, BackpropError)


def test_a_non_finite_error_carries_its_place():
    with pytest.raises(BackpropError, match="too large") as caught:
        raise NonFiniteError("z is too large", "z", 1, 2)
    assert (caught.value.quantity, caught.value.layer, caught.value.neuron) == ("z", 1, 2)


def test_what_is_no_network_pass_or_gradient_is_refused_by_name():
    network = Network.random((1, 1), "tanh", "squared_error")
    made = forward(network, [0.5])
    for call in (
        lambda: forward("net", [0.5]),
        lambda: backward(None, made, [0.5]),
        lambda: update(3, backward(network, made, [0.5]), 0.1),
        lambda: trace([], [0.5], [0.5], 0.1),
        lambda: gradient_check(None, [0.5], [0.5]),
    ):
        with pytest.raises(BackpropError, match=r"network got \w+\. It takes a Network"):
            call()
    with pytest.raises(BackpropError, match=r"f got list\. It takes what forward gives"):
        backward(network, [1.0], [0.5])
    with pytest.raises(BackpropError, match=r"g got NoneType\. It takes what backward gives"):
        update(network, None, 0.1)
