"""The loss after the update: right work with and without rounding, what follows, and its slips."""

import numpy as np
import pytest

from backprop_core import Layer, Network, backward, batch_loss, explain, forward, update
from tests.core.explanation.networks import random_case
from tests.core.explanation.real_work import EXERCISES, network_of
from tests.core.explanation.rounded_by_hand import rounder
from tests.core.explanation.test_any_rounded_work import RoundedByHand, on_paper

FEW, MANY = 40, 800

NETWORK = Network(
    [Layer([[0.2, -0.3], [0.4, 0.1]], [0.1, -0.2], "sigmoid"), Layer([[0.5, -0.6]], [0.3], "tanh")],
    "half_squared_error",
)
X, Y, RATE = [[0.5, 1.0], [-1.0, 0.3]], [[0.7], [-0.2]], 0.5


def after_of(network, x, y, rate, **more):
    g = backward(network, forward(network, x), y)
    new = update(network, g, rate, **more)
    return new, batch_loss(new, forward(new, x), np.asarray(y, dtype=float))


PUBLISHED = [name for name, each in EXERCISES.items() if each["expected"].get("loss_after")]


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_loss_after_the_update_of_published_exercises_is_right(name):
    each = EXERCISES[name]
    network, frozen = network_of(each), {"biases_frozen": each["biases_frozen"]}
    y = np.zeros((len(each["x"]), network.sizes[-1])) if each["y"] is None else each["y"]
    for text in (f"{each['expected']['loss_after']:.4f}", f"{each['expected']['loss_after']:.12g}"):
        given = {"loss_after": text}
        assert explain(network, each["x"], y, given, each["learning_rate"], **frozen).right


def rounded_report(seed):
    rng = np.random.default_rng(seed)
    while True:
        network, x, y, rate = random_case(rng, most_layers=3)
        network, x, y = on_paper(network, x, y, rng)
        kind, count = str(rng.choice(["decimals", "digits"])), int(rng.integers(3, 6))
        rounded = rounder(kind, count, rng.uniform() < 0.2)
        flags = {name: bool(rng.uniform() < 0.5) for name in ("products", "slopes", "from_a")}
        try:
            work = RoundedByHand(network, x, y, rate, rounded=rounded, **flags).work()
            new = network_after(network, work, rate, rounded)
            again = RoundedByHand(new, x, y, rate, rounded=rounded, **flags).work()
        except (OverflowError, ZeroDivisionError):
            continue
        loss = loss_of(again, y)
        if np.isfinite(loss) and loss < 1e3:
            break
    loss = float(rounded(loss))
    text = f"{loss:.{count}f}" if kind == "decimals" else f"{loss:.{count}g}"
    given = {"loss_after": text}
    if rng.uniform() < 0.5:
        given["W"] = [one.W for one in new.layers]
    return explain(network, x, y, given, learning_rate=rate)


def network_after(network, work, rate, rounded):
    layers = []
    for k, one in enumerate(network.layers):
        W = rounded(one.W - rounded(rate * np.array(work.dWs[k])))
        b = None if one.b is None else rounded(one.b - rounded(rate * np.array(work.dbs[k])))
        layers.append(Layer(W, b, one.activation, one.connected))
    return Network(layers, network.loss, network.reduction)


def loss_of(work, y):
    network, last = work.network, work.last
    a = np.array([work.outs[last, s] for s in work.samples])
    loss = network.loss_function
    if loss.total is not None:
        return float(loss.total(a, y))
    with np.errstate(all="ignore"):
        return float(loss.contributions(a, y).sum() * work.share())


def test_rounded_work_is_right():
    for seed in range(FEW):
        report = rounded_report(seed)
        assert report.right, f"seed {seed}:\n{report}"


@pytest.mark.nightly
def test_eight_hundred_rounded_works_are_right():
    for seed in range(1000, 1000 + MANY):
        report = rounded_report(seed)
        assert report.right, f"seed {seed}:\n{report}"


def test_it_follows_from_wrong_weights():
    g = backward(NETWORK, forward(NETWORK, X), Y)
    W = [one.W - 0.7 * each.dW for one, each in zip(NETWORK.layers, g.layers, strict=True)]
    b = [one.b - RATE * each.db for one, each in zip(NETWORK.layers, g.layers, strict=True)]
    layers = zip(W, b, NETWORK.layers, strict=True)
    other = Network([Layer(*each, one.activation) for *each, one in layers], NETWORK.loss)
    loss = batch_loss(other, forward(other, X), np.array(Y))
    given = {"W": W, "b": b, "loss_after": loss}
    report = explain(NETWORK, X, Y, given, RATE)
    assert str(report.verdicts["loss_after"]) == "follows"
    assert report.verdicts["loss_after"].shape == ()


def test_the_loss_before_the_update_is_named():
    before = batch_loss(NETWORK, forward(NETWORK, X), np.array(Y))
    report = explain(NETWORK, X, Y, {"loss": before, "loss_after": before}, RATE)
    assert report.first.quantity == "loss_after"
    assert report.causes[0].names == ("loss_before",)
    assert "First wrong number: the loss after the update is" in str(report)


@pytest.mark.parametrize("slip", ["half", "no bias"])
def test_a_slip_of_the_forward_pass_is_made_again_after_the_update(slip):
    """As somebody would who halves the loss, or forgets the biases of the hidden layer."""
    if slip == "half":
        new, loss = after_of(NETWORK, X, Y, RATE)
        before = batch_loss(NETWORK, forward(NETWORK, X), np.array(Y))
        report = explain(NETWORK, X, Y, {"loss": before / 2, "loss_after": loss / 2}, RATE)
        assert "factor_missing" in report.causes[0].names
        return
    first, last = NETWORK.layers
    bare = Network([Layer(first.W, None, "sigmoid"), last], NETWORK.loss)
    f = forward(bare, X)
    new, loss = after_of(bare, X, Y, RATE)
    given = {
        "z": [one.z for one in f.layers],
        "W": [one.W for one in new.layers],
        "loss_after": loss,
    }
    report = explain(NETWORK, X, Y, given, RATE)
    assert report.causes[0].names == ("bias_forgotten",)
    assert report.causes[0].certain


def test_biases_that_stay_give_another_loss():
    _, kept = after_of(NETWORK, X, Y, RATE, biases_frozen=True)
    _, moved = after_of(NETWORK, X, Y, RATE)
    assert explain(NETWORK, X, Y, {"loss_after": kept}, RATE, biases_frozen=True).right
    report = explain(NETWORK, X, Y, {"loss_after": moved}, RATE, biases_frozen=True)
    assert "biases_updated" in [name for cause in report.causes for name in cause.names]
    assert explain(NETWORK, X, Y, {"loss_after": moved}, RATE).right
    assert not explain(NETWORK, X, Y, {"loss_after": kept}, RATE).right


def test_biases_that_stay_are_right_as_they_are():
    kept, moved = ([one.b for one in after_of(NETWORK, X, Y, RATE, biases_frozen=frozen)[0].layers]
                   for frozen in (True, False))  # fmt: skip
    assert explain(NETWORK, X, Y, {"b": kept}, RATE, biases_frozen=True).right
    report = explain(NETWORK, X, Y, {"b": moved}, RATE, biases_frozen=True)
    assert report.causes[0].names == ("biases_updated",)


def test_a_mistyped_input_is_found_with_the_loss_after_beside():
    x = [[0.5, 1.0], [-1.0, 0.8]]
    new, loss = after_of(NETWORK, x, Y, RATE)
    g = backward(NETWORK, forward(NETWORK, x), Y)
    given = {"dW": [one.dW for one in g.layers], "W": [one.W for one in new.layers]}
    report = explain(NETWORK, X, Y, {**given, "loss_after": loss}, RATE)
    assert report.causes[0].names == ("input_mistyped",)


def test_the_loss_before_the_update_is_not_taken_for_one_after_it_by_coarser_rounding():
    layers = (
        Layer([[0.15, 0.2], [0.25, 0.3]], [0.35, 0.35], "sigmoid"),
        Layer([[0.4, 0.45], [0.5, 0.55]], [0.6, 0.6], "sigmoid"),
    )
    network, x, y = Network(layers, "half_squared_error"), [[0.05, 0.1]], [[0.01, 0.99]]
    for text in ("0.298", "0.2984"):
        found = explain(network, x, y, {"loss_after": text}, 0.5)
        assert found.causes[0].what.startswith("This is the loss before the update")
