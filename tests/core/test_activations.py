"""What each activation makes of z, far out, at its kink, and what it is given as a name."""

import math

import numpy as np
import pytest

from backprop_core import ACTIVATIONS, Activation, BackpropError, Layer, Network, forward
from backprop_core.activations import (
    activation_named,
    sigmoid,
    sigmoid_derivative,
)
from backprop_core.softmax import softmax, softmax_delta, softmax_jacobian
from tests.core.reference import ACTIVATION, H

ELEMENTWISE = [name for name in ACTIVATION if name != "softmax"]
FAR = [-1e4, -746.0, -710.0, -709.0, -700.0, -40.0, -1e-300, 0.0, 1e-300, 40.0, 700.0, 710.0, 1e4]


def slope_at(name, z):
    """f′(z) as the forward pass records it."""
    network = Network((Layer([[1.0]], None, name),), "squared_error")
    return float(forward(network, [z]).layers[0].slope[0, 0])


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_derivative_is_that_of_the_value(name):
    z = np.concatenate([np.linspace(-5, 5, 41)[:-1] + 0.01, [-30.0, 30.0]])
    activation = activation_named(name)
    by_complex_step = activation.value(z + 1j * H).imag / H
    np.testing.assert_allclose(activation.derivative(z), by_complex_step, rtol=1e-13, atol=1e-16)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_the_pair_of_the_forward_pass_is_value_and_derivative(name):
    z = np.concatenate([np.linspace(-6, 6, 101), FAR])
    activation = activation_named(name)
    with np.errstate(over="ignore"):
        a, slope = activation.value_and_slope(z)
    np.testing.assert_allclose(a, activation.value(z), rtol=1e-15, atol=1e-308)
    np.testing.assert_allclose(slope, activation.derivative(z), rtol=4e-15, atol=1e-308)


@pytest.mark.parametrize("name", ACTIVATION)
def test_values_are_those_of_the_plain_formula(name):
    z = np.linspace(-5, 5, 21)
    got = activation_named(name).value(z[None, :])[0]
    np.testing.assert_allclose(got, ACTIVATION[name](z), rtol=2e-15, atol=1e-15)


@pytest.mark.parametrize("name", ACTIVATION)
def test_nothing_overflows_far_out(name):
    activation = activation_named(name)
    z = np.array([FAR])
    with np.errstate(all="raise", under="ignore"):
        assert np.isfinite(activation.value(z)).all()
        if activation.derivative is not None:
            assert np.isfinite(activation.derivative(z)).all()


@pytest.mark.parametrize("z", [-700.0, -690.0, -40.0, 40.0, 700.0])
def test_small_slopes_keep_their_digits_far_out(z):
    e = math.exp(-abs(z))
    assert slope_at("sigmoid", z) == pytest.approx(e / (1 + e) ** 2, rel=1e-14, abs=0)
    assert slope_at("softplus", -abs(z)) == pytest.approx(e / (1 + e), rel=1e-14, abs=0)
    e2 = math.exp(-2 * abs(z / 2))
    assert slope_at("tanh", z / 2) == pytest.approx(4 * e2 / (1 + e2) ** 2, rel=1e-14, abs=0)


def test_probabilities_of_exactly_zero_and_one_are_reached():
    assert activation_named("sigmoid").value(np.array([-1e4, 1e4])).tolist() == [0.0, 1.0]
    assert softmax(np.array([[1e4, -1e4]])).tolist() == [[1.0, 0.0]]


@pytest.mark.parametrize("zero", [0.0, -0.0])
def test_slopes_at_the_kink_are_those_of_pytorch(zero):
    assert slope_at("relu", zero) == 0.0
    assert slope_at("leaky_relu", zero) == 0.01
    assert slope_at("leaky_relu(0.3)", zero) == 0.3
    assert slope_at("elu", zero) == 1.0
    assert slope_at("elu(0.5)", zero) == 0.5


def test_relu_makes_no_minus_zero():
    network = Network((Layer([[1.0]], None, "relu"),), "squared_error")
    assert not np.signbit(forward(network, [-3.0]).output).any()


def test_gelu_is_the_tanh_form():
    z = 1.5
    u = math.sqrt(2 / math.pi) * (z + 0.044715 * z**3)
    got = ACTIVATIONS["gelu"].value(np.array([z]))[0]
    assert got == pytest.approx(0.5 * z * (1 + math.tanh(u)), rel=1e-15)


def test_softmax_rows_sum_to_one_and_do_not_change_when_all_z_are_shifted():
    z = np.array([[1.0, 2.0, 3.0], [-5.0, 0.0, 5.0]])
    a = softmax(z)
    np.testing.assert_allclose(a.sum(axis=1), 1.0, rtol=1e-15)
    np.testing.assert_allclose(softmax(z + 1e3), a, rtol=1e-12)


def test_softmax_jacobian_is_that_of_softmax():
    z = np.array([[0.3, -1.2, 2.0], [0.0, 0.0, 0.0]])
    jacobian = softmax_jacobian(softmax(z))
    for j in range(3):
        nudge = np.zeros(3, dtype=complex)
        nudge[j] = 1j * H
        np.testing.assert_allclose(jacobian[:, :, j], softmax(z + nudge).imag / H, atol=1e-16)


def test_softmax_delta_is_the_product_with_the_full_jacobian():
    rng = np.random.default_rng(0)
    a, da = softmax(rng.normal(size=(5, 4))), rng.normal(size=(5, 4))
    by_jacobian = np.einsum("sk,skj->sj", da, softmax_jacobian(a))
    np.testing.assert_allclose(softmax_delta(a, da), by_jacobian, atol=1e-15)


def test_softmax_delta_keeps_its_digits_where_one_output_is_nearly_one():
    a = softmax(np.array([[40.0, 0.0]]))
    delta = softmax_delta(a, np.array([[1.0, 0.0]]))
    assert delta[0, 0] == pytest.approx(math.exp(-40.0), rel=1e-14)


WITH_PARAMETERS = [
    *ELEMENTWISE,
    *("leaky_relu(0)", "leaky_relu(-0.5)", "leaky_relu(1)", "elu(2)", "elu(-1)", "elu(0)"),
]


@pytest.mark.parametrize("name", WITH_PARAMETERS)
def test_the_range_holds_every_value_and_is_no_wider(name):
    f = activation_named(name)
    a = f.value(np.concatenate([np.linspace(-30, 30, 60001), [-1e8, 1e8]]))
    low, high = f.range.low, f.range.high
    assert ((a >= low) & (a <= high)).all()
    assert a.min() <= -99 if low == -np.inf else a.min() == pytest.approx(low, abs=1e-6)
    assert a.max() >= 1e4 if high == np.inf else a.max() == pytest.approx(high, abs=1e-6)


@pytest.mark.parametrize("name", WITH_PARAMETERS)
def test_an_end_of_the_range_is_reached_or_not_as_told(name):
    """Away from where float64 rounds to the end: |z| up to 15."""
    f = activation_named(name)
    a = f.value(np.linspace(-15, 15, 300001))
    for end, has, nearest in (
        (f.range.low, f.range.has_low, a.min()),
        (f.range.high, f.range.has_high, a.max()),
    ):
        assert not has or nearest == pytest.approx(end, rel=1e-8)
        assert has or nearest != end


def test_softmax_makes_numbers_between_0_and_1():
    assert ACTIVATIONS["softmax"].range == (0.0, 1.0, False, False)
    assert not ACTIVATIONS["softmax"].elementwise


@pytest.mark.parametrize("name", WITH_PARAMETERS)
def test_the_slope_jumps_at_the_kinks_and_nowhere_else(name):
    f = activation_named(name)
    places = np.round(np.linspace(-5, 5, 1001), 2)
    jumps = np.abs(f.derivative(places + 1e-9) - f.derivative(places - 1e-9)) > 1e-6
    assert set(places[jumps].tolist()) == set(f.kinks)


def test_the_slope_as_textbooks_write_it_is_the_slope():
    z = np.linspace(-5, 5, 101)
    written = [f for f in ACTIVATIONS.values() if f.slope_of_a is not None]
    assert {f.name for f in written} == {"sigmoid", "tanh"}
    for f in written:
        np.testing.assert_allclose(f.slope_of_a(f.value(z)), f.derivative(z), rtol=1e-11)


def test_an_interval_holds_what_lies_in_it():
    relu, sigmoid_ = ACTIVATIONS["relu"].range, ACTIVATIONS["sigmoid"].range
    assert 0 in relu
    assert 1e300 in relu
    assert -1e-300 not in relu
    assert 0 not in sigmoid_
    assert 1.0 not in sigmoid_
    assert 0.5 in sigmoid_
    assert "0.5" not in sigmoid_


@pytest.mark.parametrize("digit", ["٣", "３", "𝟏", "२"])
def test_a_digit_of_another_script_is_refused_by_name(digit):
    with pytest.raises(BackpropError, match=f"with the digit '{digit}'. It takes a number in the"):
        activation_named(f"leaky_relu(0.{digit})")


def test_a_message_quotes_at_most_60_characters():
    for spec in ("x" * 100_000, f"leaky_relu({'9' * 5000}x)", ["relu"] * 1000, 10**5000):
        with pytest.raises(BackpropError) as error:
            activation_named(spec)
        assert len(str(error.value)) < 260


def test_another_parameter_is_another_function():
    for name in ("leaky_relu", "elu"):
        f = ACTIVATIONS[name]
        assert f.with_parameter(0.3).parameter == 0.3
        assert f.with_parameter(0.3).name == name
    others = [f for f in ACTIVATIONS.values() if f.parameter is None]
    assert all(f.with_parameter is None for f in others)


def test_a_slope_is_written_in_brackets():
    assert activation_named("leaky_relu(0.2)").parameter == 0.2
    assert activation_named("leaky_relu").parameter == 0.01
    assert activation_named("elu(2)").parameter == 2.0


def test_a_function_of_ones_own_can_be_used():
    square = Activation("square", lambda z: z**2, lambda z: 2 * z)
    network = Network((Layer([[3.0]], None, square),), "squared_error")
    assert forward(network, [1.0]).output[0, 0] == 9.0


def test_a_parameter_may_have_a_real_minus_sign():
    assert activation_named("leaky_relu(−0.2)").parameter == -0.2


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("sigmod", "activation got 'sigmod'. It takes one of linear, sigmoid, tanh"),
        ("", "activation got ''"),
        (None, "activation got None"),
        (["relu"], "activation got ['relu']"),
        ("leaky_relu(abc)", "activation leaky_relu got 'abc' in brackets. It takes a number"),
        ("leaky_relu(0,2)", "activation leaky_relu got '0,2' in brackets. It takes a number"),
        ("leaky_relu(1_0)", "activation leaky_relu got '1_0' in brackets. It takes a number"),
        ("leaky_relu(٣)", "with the digit '٣'"),
        ("leaky_relu(nan)", "leaky_relu is not a number"),
        ("leaky_relu(inf)", "leaky_relu is infinite"),
        ("sigmoid(2)", "sigmoid takes no number"),
        ("swish(1)", "activation got 'swish(1)'"),
        (Activation("mine", np.tanh, None), "activation mine has no derivative"),
    ],
)
def test_what_names_no_activation_is_refused_in_words(given, says):
    with pytest.raises(BackpropError) as error:
        activation_named(given)
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("value", "derivative", "named"),
    [
        (lambda z: 1.0, np.ones_like, "its value, gave float"),
        (lambda z: z.sum(axis=0), np.ones_like, "its value, gave an array"),
        (np.tanh, lambda z: [1.0], "its derivative, gave list"),
        (np.tanh, lambda z: z > 0, "its derivative, gave an array of bool"),
    ],
)
def test_an_activation_of_ones_own_keeps_the_shape(value, derivative, named):
    with pytest.raises(BackpropError, match=named):
        activation_named(Activation("mine", value, derivative))


def test_a_function_of_ones_own_is_not_taken_for_the_one_whose_name_it_has():
    steep = Activation("sigmoid", lambda z: sigmoid(3 * z), lambda z: 3 * sigmoid_derivative(3 * z))
    with pytest.raises(BackpropError, match="takes the activation sigmoid in the last layer"):
        Network([Layer([[1.0]], None, steep)], "binary_cross_entropy")
    with pytest.raises(BackpropError, match="softmax has no derivative"):
        activation_named(Activation("softmax", np.tanh, None))
