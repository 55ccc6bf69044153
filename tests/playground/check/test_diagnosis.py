"""Every usual mistake is made here by hand, in plain NumPy, and the diagnosis has to name it."""

from itertools import pairwise

import numpy as np
import pytest

from backprop_core import Layer, Network, backward, forward, gradient_check
from playground.check.attempt import LayerClaim, pass_of
from playground.check.diagnosis import (
    BLANK,
    CLOSE,
    DIFFERENT,
    ROUNDED,
    SAME,
    agreement,
    diagnose,
    gradient_name,
    layer_verdicts,
)
from playground.check.wrong_gradients import wrong_gradients
from playground.notation.symbols import OWN, Symbols
from playground.ui.page_text import sections

RATE = 0.3


def weights(rng, n_out, n_in):
    return rng.normal(size=(n_out, n_in))


def network(
    loss="squared_error",
    hidden="sigmoid",
    output="sigmoid",
    bias="each",
    reduction="mean",
    sizes=(3, 3, 3),
    seed=5,
):
    rng = np.random.default_rng(seed)
    layers = []
    for number, (n_in, n_out) in enumerate(pairwise(sizes)):
        b = {"each": rng.normal(size=n_out), "shared": rng.normal(), "none": None}[bias]
        name = output if number == len(sizes) - 2 else hidden
        layers.append(Layer(weights(rng, n_out, n_in), b, name))
    return Network(tuple(layers), loss, reduction)


def batch(net, samples=4, seed=7):
    rng = np.random.default_rng(seed)
    y = rng.uniform(0.1, 0.9, (samples, net.sizes[-1]))
    return rng.normal(size=(samples, net.sizes[0])), y


def made(net, samples=4):
    x, y = batch(net, samples)
    return pass_of(net, x, y, RATE)


def claim_of(p, deltas=None, inputs=None, dW=None, db=None):
    """dW = deltaᵀ a and db = Σ delta, or something else in their place."""
    g = p.gradients.layers
    deltas = [layer.delta for layer in g] if deltas is None else deltas
    inputs = [p.forward.x, *(layer.a for layer in p.forward.layers)] if inputs is None else inputs
    claims = []
    for number, layer in enumerate(p.network.layers):
        W = deltas[number].T @ inputs[number]
        b = deltas[number].sum(axis=0) if layer.bias == "each" else deltas[number].sum()
        claims.append(
            LayerClaim(
                dW(W) if dW else W,
                None if layer.b is None else np.asarray(db(b) if db else b),
            )
        )
    return tuple(claims)


def scaled(p, factor):
    return claim_of(p, dW=lambda W: factor * W, db=lambda b: factor * b)


def names(p, claim):
    return [wrong.mistake for finding in diagnose(p, claim).findings for wrong in finding.mistakes]


def likeliest(p, claim):
    findings = diagnose(p, claim).findings
    return findings[0].mistakes[0].mistake if findings else None


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# The wrong backward passes of a sigmoid network with squared error, one mistake in each.


def two_layer_pass(p, *, output_slope=None, hidden_slope=None, W=None):
    """Deltas of a 2-layer sigmoid network, the slopes or the second W replaced."""
    (z1, a1), (z2, a2) = [(layer.z, layer.a) for layer in p.forward.layers]
    f1 = a1 * (1 - a1) if hidden_slope is None else hidden_slope(z1, a1)
    f2 = a2 * (1 - a2) if output_slope is None else output_slope(z2, a2)
    delta2 = 2 * (a2 - p.y) / len(p.y) * f2
    W = p.network.layers[1].W if W is None else W
    return [delta2 @ W * f1, delta2]


def test_the_pass_made_by_hand_is_right_when_nothing_is_changed():
    p = made(network())
    diagnosis = diagnose(p, claim_of(p, two_layer_pass(p)))
    assert not diagnosis.findings
    assert not diagnosis.wrong
    assert diagnosis.first is None
    assert diagnosis.count(SAME) == 3 * 3 + 3 + 3 * 3 + 3


def test_transposed():
    p = made(network())
    diagnosis = diagnose(p, claim_of(p, dW=lambda W: W.T))
    assert [f.mistakes[0].mistake for f in diagnosis.findings] == ["transposed"]
    assert diagnosis.findings[0].explained == (("dW", 0), ("dW", 1))
    assert ("db", 0) not in diagnosis.wrong


@pytest.mark.parametrize(("factor", "mistake"), [(2.0, "doubled"), (0.5, "halved")])
def test_a_factor_of_two(factor, mistake):
    p = made(network(), samples=3)
    assert likeliest(p, scaled(p, factor)) == mistake


@pytest.mark.parametrize(
    ("reduction", "factor", "mistake"),
    [
        ("mean", 5, "batch_forgotten"),
        ("mean", 1 / 5, "batch_twice"),
        ("sum", 1 / 5, "batch_divided"),
    ],
)
def test_mean_and_sum_over_the_batch(reduction, factor, mistake):
    p = made(network(reduction=reduction), samples=5)
    found = diagnose(p, scaled(p, factor)).findings[0].mistakes[0]
    assert found.mistake == mistake
    assert found.details["batch"] == "5"


@pytest.mark.parametrize(
    ("loss", "factor", "mistake"),
    [
        ("mean_squared_error", 3, "outputs_forgotten"),
        ("half_squared_error", 1 / 3, "outputs_divided"),
    ],
)
def test_mean_and_sum_over_the_outputs(loss, factor, mistake):
    p = made(network(loss=loss), samples=4)
    assert likeliest(p, scaled(p, factor)) == mistake


def test_the_error_turned_round_flips_everything():
    p = made(network())
    found = names(p, scaled(p, -1.0))
    assert found[0] == "error_turned"
    assert "sign" not in found


def test_a_sign_flipped_in_one_place_is_not_called_a_turned_error():
    p = made(network())
    right = claim_of(p)
    claim = (LayerClaim(-right[0].dW, right[0].db), right[1])
    assert names(p, claim) == ["sign"]


@pytest.mark.parametrize(
    ("slopes", "where"),
    [
        ({"output_slope": lambda z, a: 1.0}, "the output layer"),
        ({"hidden_slope": lambda z, a: 1.0}, "the hidden layer"),
        ({"output_slope": lambda z, a: 1.0, "hidden_slope": lambda z, a: 1.0}, "every layer"),
    ],
)
def test_derivative_of_the_activation_left_out(slopes, where):
    p = made(network())
    found = diagnose(p, claim_of(p, two_layer_pass(p, **slopes))).findings
    assert len(found) == 1
    assert found[0].mistakes[0].mistake == "slope_left_out"
    assert found[0].mistakes[0].details["where"] == where


def test_derivative_taken_at_a_instead_of_z():
    p = made(network())

    def slope(z, a):
        return sigmoid(a) * (1 - sigmoid(a))

    deltas = two_layer_pass(p, output_slope=slope, hidden_slope=slope)
    assert likeliest(p, claim_of(p, deltas)) == "slope_at_a"


def test_z_put_into_a_formula_that_takes_a():
    p = made(network())
    deltas = two_layer_pass(p, hidden_slope=lambda z, a: z * (1 - z))
    found = diagnose(p, claim_of(p, deltas)).findings[0].mistakes[0]
    assert found.mistake == "slope_of_z"
    assert found.details["where"] == "the hidden layer"


def test_deltas_sent_through_updated_weights():
    p = made(network())
    W = p.network.layers[1].W - RATE * p.gradients.layers[1].dW
    diagnosis = diagnose(p, claim_of(p, two_layer_pass(p, W=W)))
    assert diagnosis.findings[0].mistakes[0].mistake == "updated_weights"
    assert set(diagnosis.wrong) == {("dW", 0), ("db", 0)}


def test_weights_turned_on_the_way_back():
    p = made(network())
    W = p.network.layers[1].W.T
    assert likeliest(p, claim_of(p, two_layer_pass(p, W=W))) == "weights_transposed"


def test_forgotten_bias():
    p = made(network())
    assert names(p, claim_of(p, db=lambda b: 0 * b)) == ["bias_forgotten"]


def test_mean_in_place_of_the_sum_for_a_shared_bias():
    p = made(network(bias="shared"))
    assert names(p, claim_of(p, db=lambda b: b / 3)) == ["shared_bias_mean"]


def test_one_neuron_only_for_a_shared_bias():
    p = made(network(bias="shared"))
    right = claim_of(p)
    one = p.gradients.layers[1].delta[:, 2].sum()
    claim = (right[0], LayerClaim(right[1].dW, np.asarray(one)))
    assert names(p, claim) == ["shared_bias_one"]


def test_one_sum_for_biases_that_are_each_neurons_own():
    p = made(network())
    assert names(p, claim_of(p, db=lambda b: np.full(3, b.sum()))) == ["bias_added_up"]


@pytest.mark.parametrize("times", [1, 4])
def test_one_sample_of_the_batch(times):
    p = made(network(), samples=4)
    deltas = [times * layer.delta[3:] for layer in p.gradients.layers]
    inputs = [p.forward.x[3:], *(layer.a[3:] for layer in p.forward.layers)]
    found = diagnose(p, claim_of(p, deltas, inputs)).findings[0].mistakes[0]
    assert found.mistake == "one_sample"
    assert found.details["sample"] == "4"


def test_delta_of_the_next_layer():
    p = made(network())
    last = p.gradients.layers[1].delta
    assert likeliest(p, claim_of(p, [last, last])) == "delta_of_next"


def test_delta_of_the_layer_before():
    p = made(network())
    first = p.gradients.layers[0].delta
    assert likeliest(p, claim_of(p, [first, first])) == "delta_of_previous"


def test_the_layers_own_output_instead_of_its_input():
    p = made(network())
    inputs = [layer.a for layer in p.forward.layers]
    assert likeliest(p, claim_of(p, inputs=inputs)) == "own_activation"


def test_z_instead_of_a():
    p = made(network())
    inputs = [p.forward.x, p.forward.layers[0].z]
    assert likeliest(p, claim_of(p, inputs=inputs)) == "z_for_a"


@pytest.mark.parametrize(
    ("loss", "output"), [("binary_cross_entropy", "sigmoid"), ("cross_entropy", "softmax")]
)
def test_the_outputs_slope_taken_although_the_loss_has_cancelled_it(loss, output):
    p = made(network(loss=loss, output=output))
    a = p.forward.layers[1].a
    delta = p.gradients.layers[1].delta * a * (1 - a)
    a1 = p.forward.layers[0].a
    deltas = [delta @ p.network.layers[1].W * a1 * (1 - a1), delta]
    assert likeliest(p, claim_of(p, deltas)) == "fused_twice"


def test_softmax_with_its_diagonal_only():
    p = made(network(output="softmax"))
    a = p.forward.layers[1].a
    delta = 2 * (a - p.y) / len(p.y) * a * (1 - a)
    a1 = p.forward.layers[0].a
    deltas = [delta @ p.network.layers[1].W * a1 * (1 - a1), delta]
    assert likeliest(p, claim_of(p, deltas)) == "softmax_diagonal"


def test_the_gradient_of_another_loss():
    p = made(network(loss="mean_absolute_error"))
    other = Network(p.network.layers, "binary_cross_entropy")
    g = backward(other, p.forward, p.y)
    claim = tuple(LayerClaim(layer.dW, layer.db) for layer in g.layers)
    found = diagnose(p, claim).findings[0].mistakes[0]
    assert found.mistake == "other_loss"
    assert found.details["other"] == "binary cross-entropy"


@pytest.mark.parametrize(("factor", "mistake"), [(RATE, "learning_rate"), (-RATE, "update_step")])
def test_the_learning_rate_in_the_gradient(factor, mistake):
    p = made(network())
    assert likeliest(p, scaled(p, factor)) == mistake


def test_new_weights_instead_of_the_gradient():
    p = made(network())
    claim = tuple(
        LayerClaim(layer.W - RATE * g.dW, layer.b - RATE * g.db)
        for layer, g in zip(p.network.layers, p.gradients.layers, strict=True)
    )
    assert likeliest(p, claim) == "new_parameters"


def test_a_layer_that_gets_nothing():
    p = made(network())
    right = claim_of(p)
    claim = (LayerClaim(0 * right[0].dW, 0 * right[0].db), right[1])
    assert set(names(p, claim)) == {"zero", "bias_forgotten"}


def test_any_other_factor_is_named():
    p = made(network())
    found = diagnose(p, scaled(p, 3.7)).findings[0]
    assert found.mistakes[0].mistake == "factor"
    assert found.mistakes[0].details["factor"] == "3.7"
    assert len(found.explained) == 4


def test_noise_of_finite_differences_is_no_mistake():
    net = network()
    p = made(net)
    h = 1e-6

    def loss(layers):
        other = Network(layers, net.loss, net.reduction)
        return backward(other, forward(other, p.forward.x), p.y).loss

    slopes = np.zeros((3, 3))
    for index in np.ndindex(3, 3):
        W = net.layers[0].W.copy()
        W[index] += h
        moved = (Layer(W, net.layers[0].b, "sigmoid"), net.layers[1])
        slopes[index] = (loss(moved) - loss(net.layers)) / h
    right = claim_of(p)
    diagnosis = diagnose(p, (LayerClaim(slopes, right[0].db), right[1]))
    assert not diagnosis.wrong
    assert diagnosis.count(CLOSE) > 0
    assert layer_verdicts(net, diagnosis) == [CLOSE, SAME]


def test_a_difference_of_a_percent_everywhere_is_called_coarse():
    p = made(network())
    rng = np.random.default_rng(0)
    claim = claim_of(p, dW=lambda W: W * (1 + rng.uniform(-0.01, 0.01, W.shape)))
    assert names(p, claim) == ["coarse"]


def test_random_numbers_are_not_explained():
    p = made(network())
    rng = np.random.default_rng(0)
    claim = claim_of(p, dW=lambda W: rng.normal(size=W.shape))
    diagnosis = diagnose(p, claim)
    assert not diagnosis.findings
    assert diagnosis.unexplained == (("dW", 0), ("dW", 1))


def test_two_mistakes_in_two_places_are_both_named():
    p = made(network())
    right = claim_of(p)
    claim = (LayerClaim(right[0].dW.T, right[0].db), LayerClaim(right[1].dW, 0 * right[1].db))
    diagnosis = diagnose(p, claim)
    assert [f.mistakes[0].mistake for f in diagnosis.findings] == ["transposed", "bias_forgotten"]
    assert [f.explained for f in diagnosis.findings] == [(("dW", 0),), (("db", 1),)]


def test_mistakes_that_cannot_be_told_apart_are_named_together():
    p = made(network(), samples=2)
    found = names(p, scaled(p, 2.0))
    assert {"doubled", "batch_forgotten"} <= set(found)


def test_the_first_place_to_look_is_the_one_nearest_the_outputs():
    p = made(network())
    deltas = two_layer_pass(p, output_slope=lambda z, a: 1.0)
    assert diagnose(p, claim_of(p, deltas)).first == ("dW", 1)
    assert gradient_name(Symbols(OWN, p.network.sizes), ("dW", 1)) == "dW of the output layer"


def test_cut_connections_take_a_gradient_of_zero():
    layer = Layer([[0.5, 0.0], [0.2, 0.3]], None, "tanh", [[True, False], [True, True]])
    p = pass_of(Network((layer,), "squared_error"), [0.4, 0.7], [0.1, 0.9], RATE)
    right = claim_of(p, dW=lambda W: np.where(layer.connected, W, 0.0))
    assert not diagnose(p, right).wrong
    ignored = diagnose(p, claim_of(p))
    assert ignored.wrong == (("dW", 0),)
    assert ignored.agreement["dW", 0].tolist() == [[SAME, DIFFERENT], [SAME, SAME]]


# How entries are compared.


def test_an_entry_agrees_when_it_is_the_true_number_rounded():
    truth = np.array([0.08216704, 0.1670, -2.5, 0.0823])
    given = np.array([0.0822, 0.167, -2.5, 0.0833])
    assert agreement(given, truth, 1.0).tolist() == [ROUNDED, SAME, SAME, DIFFERENT]


def test_so_does_one_that_was_cut_off_and_not_rounded():
    assert agreement(np.array([0.0821]), np.array([0.08217]), 1.0).tolist() == [ROUNDED]


def test_a_plain_zero_does_not_pass_for_a_small_number():
    truth = np.array([0.0031, 0.4521])
    assert agreement(np.array([0.0, 0.4521]), truth, 1.0).tolist() == [DIFFERENT, SAME]


def test_one_digit_is_too_few_to_agree():
    truth = np.array([0.2613, 0.3])
    assert agreement(np.array([0.3, 0.3]), truth, 1.0).tolist() == [DIFFERENT, SAME]


def test_a_blank_is_neither_right_nor_wrong():
    p = made(network())
    right = claim_of(p)
    blank = LayerClaim(np.full((3, 3), np.nan), np.full(3, np.nan))
    diagnosis = diagnose(p, (blank, right[1]))
    assert diagnosis.count(BLANK) == 12
    assert not diagnosis.wrong
    assert layer_verdicts(p.network, diagnosis) == [BLANK, SAME]
    wrong = LayerClaim(np.full((3, 3), np.nan), -right[0].db)
    assert diagnose(p, (wrong, right[1])).wrong == (("db", 0),)


def test_every_mistake_has_an_explanation():
    told = sections("check/mistakes")
    nets = [
        network(),
        network(bias="shared", reduction="sum"),
        network(loss="cross_entropy", output="softmax", sizes=(2, 3, 3, 3)),
        network(loss="mean_squared_error", output="softmax"),
    ]
    made_here = {wrong.mistake for net in nets for wrong in wrong_gradients(made(net))}
    assert made_here | {"factor", "coarse", "noise", "unexplained", "first"} == set(told)


@pytest.mark.parametrize("bias", ["each", "shared", "none"])
def test_a_mistake_made_on_purpose_is_found_and_a_right_gradient_never_blamed(bias):
    p = made(network(bias=bias, sizes=(2, 3, 3, 2)))
    for wrong in wrong_gradients(p):
        found = diagnose(p, wrong.claim)
        assert found.wrong
        assert not found.unexplained
    assert not diagnose(p, claim_of(p)).findings


def test_a_wrong_gradient_also_fails_the_engines_check():
    p = made(network())
    for wrong in wrong_gradients(p):
        claimed = type("Claimed", (), {"layers": wrong.claim})
        assert not gradient_check(p.network, p.forward.x, p.y, claimed)
