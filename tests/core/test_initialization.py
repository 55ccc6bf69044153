"""First weights: their spread, and that a seed gives them back."""

import numpy as np
import pytest

from backprop_core import INITIALIZATIONS, BackpropError, Network
from backprop_core.initialization import initial_weights

N_OUT, N_IN = 300, 200  # 60000 draws: a spread is met to about half a percent


def drawn(init, seed=0):
    return initial_weights(init, N_OUT, N_IN, np.random.default_rng(seed))


def test_all_six_schemes_are_there():
    assert list(INITIALIZATIONS) == ["xavier", "he", "uniform", "normal", "zeros", "constant"]


@pytest.mark.parametrize(
    ("init", "spread"),
    [
        ("xavier", np.sqrt(2 / (N_IN + N_OUT))),
        ("xavier(3)", 3 * np.sqrt(2 / (N_IN + N_OUT))),
        ("he", np.sqrt(2 / N_IN)),
        ("he(0.5)", 0.5 * np.sqrt(2 / N_IN)),
        ("uniform", 1 / np.sqrt(3)),
        ("uniform(0.5)", 0.5 / np.sqrt(3)),
        ("normal", 1.0),
        ("normal(2)", 2.0),
        ("normal(-2)", 2.0),
    ],
)
def test_the_spread_is_the_one_that_the_scheme_promises(init, spread):
    weights = drawn(init)
    assert weights.shape == (N_OUT, N_IN)
    assert weights.std() == pytest.approx(spread, rel=0.01)
    assert weights.mean() == pytest.approx(0.0, abs=0.02 * spread)


@pytest.mark.parametrize(
    ("init", "bound"), [("xavier", np.sqrt(6 / 500)), ("uniform", 1.0), ("uniform(0.5)", 0.5)]
)
def test_a_uniform_scheme_keeps_within_its_bound_and_uses_it(init, bound):
    weights = np.abs(drawn(init))
    assert 0.99 * bound < weights.max() <= bound


def test_zeros_and_constant_are_what_they_say():
    assert not drawn("zeros").any()
    assert (drawn("constant") == 1.0).all()
    assert (drawn("constant(-0.1)") == -0.1).all()


@pytest.mark.parametrize("init", INITIALIZATIONS)
def test_the_same_seed_gives_the_same_weights(init):
    def network(seed):
        return Network.random((3, 4, 2), "tanh", "squared_error", init=init, seed=seed)

    for one, again in zip(network(7).layers, network(7).layers, strict=True):
        np.testing.assert_array_equal(one.W, again.W)
    if init not in ("zeros", "constant"):
        assert (network(7).layers[0].W != network(8).layers[0].W).all()


def test_a_seed_means_the_same_weights_for_ever():
    """People write seeds down, so a NumPy that draws other numbers would have to be noticed."""
    network = Network.random((2, 1), "tanh", "squared_error", init="normal", seed=0)
    assert np.round(network.layers[0].W, 8).tolist() == [[0.12573022, -0.13210486]]


def test_nothing_is_drawn_from_the_process_wide_generator():
    np.random.seed(5)
    expected = np.random.random()
    np.random.seed(5)
    Network.random((3, 4, 2), "tanh", "squared_error", seed=1)
    assert np.random.random() == expected


def test_biases_start_at_zero():
    network = Network.random((3, 4, 2), "tanh", "squared_error", init="constant(3)")
    assert all(not layer.b.any() for layer in network.layers)


@pytest.mark.parametrize(
    ("init", "says"),
    [
        ("glorot", "init got 'glorot'. It takes one of xavier, he, uniform"),
        ("", "init got ''"),
        (None, "init got None"),
        (0.5, "init got 0.5"),
        ("uniform(nan)", "init uniform is not a number"),
        ("normal(inf)", "init normal is infinite"),
        ("normal(wide)", "init normal got 'wide' in brackets"),
        ("zeros(3)", "init zeros takes no number"),
    ],
)
def test_an_unknown_scheme_is_refused_in_words(init, says):
    with pytest.raises(BackpropError) as error:
        drawn(init)
    assert says in str(error.value)


def test_a_spread_that_could_not_be_drawn_is_refused_in_words():
    with pytest.raises(BackpropError, match="at most 1e\\+100"):
        initial_weights("uniform(1e308)", 2, 2, np.random.default_rng(0))
