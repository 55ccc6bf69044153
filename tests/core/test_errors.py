"""One base class, and an error that knows where the arithmetic left the numbers."""

import pytest

from backprop_core import BackpropError, NonFiniteError


def test_every_error_is_a_value_error():
    assert issubclass(BackpropError, ValueError)
    assert issubclass(NonFiniteError, BackpropError)


def test_a_non_finite_error_carries_its_place():
    with pytest.raises(BackpropError, match="too large") as caught:
        raise NonFiniteError("z is too large", "z", 1, 2)
    assert (caught.value.quantity, caught.value.layer, caught.value.neuron) == ("z", 1, 2)
