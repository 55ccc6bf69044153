"""The checker: it agrees with right gradients, and fails on every kind of wrong one."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given

from backprop_core import BackpropError, Layer, Network, backward, forward, gradient_check
from tests.core.cases import case
from tests.core.reference import complex_step
from tests.core.strategies import passes

NETWORK, X, Y = case("tanh", "squared_error", "each")


def claimed(change):
    """The right gradients, with dW and db of each layer as `change(number, dW, db)` makes them."""
    right = backward(NETWORK, forward(NETWORK, X), Y)
    layers = [change(number, made.dW, made.db) for number, made in enumerate(right.layers)]
    return SimpleNamespace(layers=[SimpleNamespace(dW=dW, db=db) for dW, db in layers])


@given(passes())
def test_right_gradients_pass(drawn):
    network, x, y = drawn
    check = gradient_check(network, x, y)
    assert check, f"{check.worst} differs by {check.error}"
    assert check.error <= 1e-13


def test_each_parameter_has_its_own_numbers_side_by_side():
    check = gradient_check(NETWORK, X, Y)
    assert [(p.name, p.layer) for p in check.parameters] == [
        ("dW", 0),
        ("db", 0),
        ("dW", 1),
        ("db", 1),
    ]
    for (dW, db), k in zip(complex_step(NETWORK, X, Y), (0, 2), strict=True):
        np.testing.assert_allclose(check.parameters[k].numeric, dW, rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(check.parameters[k + 1].numeric, db, rtol=1e-12, atol=1e-15)
        assert check.parameters[k].difference.shape == dW.shape


def test_right_gradients_from_elsewhere_pass():
    assert gradient_check(NETWORK, X, Y, claimed(lambda number, dW, db: (dW, db)))
    assert gradient_check(NETWORK, X, Y, claimed(lambda number, dW, db: (dW.tolist(), list(db))))


WRONG = {
    "a sign is missing": lambda n, dW, db: (-dW, db) if n == 0 else (dW, db),
    "the factor 2 of the square is missing": lambda n, dW, db: (dW / 2, db / 2),
    "1/batch is missing": lambda n, dW, db: (dW * len(X), db * len(X)),
    "the bias is forgotten": lambda n, dW, db: (dW, np.zeros_like(db)),
    "the first layer is forgotten": lambda n, dW, db: (dW * (n > 0), db),
    "one entry is off by 1e-9": lambda n, dW, db: (dW + 1e-9 * (dW == dW.max()), db),
    "one entry is off by 1e-12": lambda n, dW, db: (dW, db + 1e-12 * (db == db.max())),
    "two neurons are swapped": lambda n, dW, db: (dW[::-1], db),
    "an entry is not a number": lambda n, dW, db: (dW, np.where(n == 1, np.nan, db)),
    "an entry is infinite": lambda n, dW, db: (np.where(dW == dW.max(), np.inf, dW), db),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_a_wrong_gradient_fails(mistake):
    check = gradient_check(NETWORK, X, Y, claimed(WRONG[mistake]))
    assert not check
    assert not check.error <= 1e-13


def test_a_transposed_gradient_fails():
    square = Network((Layer([[0.3, -0.2], [0.1, 0.7]], None, "sigmoid"),), "squared_error")
    x, y = [1.0, -2.0], [0.0, 1.0]
    right = backward(square, forward(square, x), y)
    transposed = SimpleNamespace(layers=[SimpleNamespace(dW=right.layers[0].dW.T, db=None)])
    assert gradient_check(square, x, y, right)
    assert not gradient_check(square, x, y, transposed)


def test_deltas_through_updated_weights_fail():
    right = backward(NETWORK, forward(NETWORK, X), Y)
    made = forward(NETWORK, X)
    updated = NETWORK.layers[1].W - 0.5 * right.layers[1].dW
    delta = right.layers[1].delta @ updated * made.layers[0].slope
    layers = [SimpleNamespace(dW=delta.T @ made.x, db=delta.sum(axis=0)), right.layers[1]]
    assert not gradient_check(NETWORK, X, Y, SimpleNamespace(layers=layers))


def test_a_missing_slope_of_the_activation_fails():
    right = backward(NETWORK, forward(NETWORK, X), Y)
    dW = right.layers[0].da.T @ X
    layers = [SimpleNamespace(dW=dW, db=right.layers[0].da.sum(axis=0)), right.layers[1]]
    assert not gradient_check(NETWORK, X, Y, SimpleNamespace(layers=layers))


def test_its_numbers_are_its_own_and_cannot_be_written_to():
    mine = np.array(backward(NETWORK, forward(NETWORK, X), Y).layers[0].dW)
    check = gradient_check(NETWORK, X, Y, claimed(lambda n, dW, db: (dW if n else mine, db)))
    mine[:] = 0.0
    assert check
    for one in check.parameters:
        assert not one.analytic.flags.writeable
        assert not one.numeric.flags.writeable


def test_the_worst_parameter_is_named():
    check = gradient_check(
        NETWORK, X, Y, claimed(lambda n, dW, db: (dW, db + 1e-3) if n == 1 else (dW, db))
    )
    assert (check.worst.name, check.worst.layer) == ("db", 1)
    assert check.error == pytest.approx(1e-3 / check.scale, rel=1e-9)


def test_a_gradient_of_zero_is_measured_against_the_slope_at_the_outputs():
    """Softmax of two, both outputs too large: what one wins by a change, the other loses."""
    network = Network((Layer([[0.3], [-0.2]], [0.1, 0.0], "softmax"),), "mean_absolute_error")
    check = gradient_check(network, [1.0], [-1.0, -1.0])
    assert check
    assert check.scale == 0.5


def test_a_gradient_of_the_wrong_shape_is_refused():
    with pytest.raises(BackpropError, match=r"dW of layer 1 got shape \(3, 4\). .* \(4, 3\)"):
        gradient_check(NETWORK, X, Y, claimed(lambda n, dW, db: (dW.T, db)))


def test_gradients_of_too_few_layers_are_refused():
    with pytest.raises(BackpropError, match=r"gradients got 0 layers\. It takes something with 2"):
        gradient_check(NETWORK, X, Y, SimpleNamespace(layers=[]))


@pytest.mark.parametrize("dW", ["text", [[1.0], [1.0, 2.0]], {"a": 1}])
def test_a_gradient_that_is_not_all_numbers_is_refused(dW):
    with pytest.raises(BackpropError, match="dW of layer 1 is missing, or is not all numbers"):
        gradient_check(NETWORK, X, Y, claimed(lambda n, _, db: (dW, db)))


def test_a_gradient_without_layers_is_refused():
    with pytest.raises(BackpropError, match="gradients got 0 layers"):
        gradient_check(NETWORK, X, Y, object())


@pytest.mark.parametrize("layers", [None, True, 3, iter([])])
def test_what_is_no_list_of_layers_is_refused(layers):
    with pytest.raises(BackpropError, match=r"gradients got .* It takes something with 2"):
        gradient_check(NETWORK, X, Y, SimpleNamespace(layers=layers))


@pytest.mark.parametrize("tolerance", [-1e-9, float("nan"), "1e-9", None, [1e-9]])
def test_a_tolerance_that_is_no_number_from_0_up_is_refused(tolerance):
    with pytest.raises(BackpropError, match=r"^tolerance "):
        gradient_check(NETWORK, X, Y, tolerance=tolerance)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "gelu"])
@pytest.mark.parametrize(
    "loss", ["mean_absolute_error", "root_mean_squared_error", "squared_error"]
)
def test_targets_that_are_the_outputs_themselves_give_a_gradient_of_zero_and_pass(loss, activation):
    network = Network.random((3, 5, 4), activation, loss, seed=4)
    x = np.random.default_rng(5).normal(size=(6, 3))
    check = gradient_check(network, x, forward(network, x).output)
    assert check
    assert check.error == 0.0


def test_a_kink_is_not_stepped_over():
    for activation in ("relu", "leaky_relu", "elu"):
        network = Network((Layer([[0.0], [0.0]], [0.0, 1.0], activation),), "mean_absolute_error")
        assert gradient_check(network, [1.0], [0.0, 0.5])
