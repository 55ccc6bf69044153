"""Right work on networks of every kind, rounded number by number as people do, is never called
wrong: softmax and cross-entropies, batches, shared biases, cut edges; blanks, and turned arrays."""

import math

import numpy as np
import pytest

from backprop_core import Layer, Network, backward, explain, forward
from tests.core.explanation.by_hand import ByHand
from tests.core.explanation.networks import random_case
from tests.core.explanation.rounded_by_hand import rounder, texts

QUANTITIES = ("z", "a", "delta", "dW", "db")
FEW, MANY = 60, 1500


class RoundedByHand(ByHand):
    """Every number that is written down is rounded; `products` and `slopes` are written, too, or
    kept on the calculator. `from_a`: the slopes of sigmoid and tanh are taken from a."""

    def __init__(self, *exercise, rounded, products, slopes, from_a):
        super().__init__(*exercise, where=[])
        self._rounded = rounded
        self.products, self.slopes, self.from_a = products, slopes, from_a

    def rounds(self, value):
        return float(self._rounded(value)) if math.isfinite(value) else value

    def product(self, one, other):
        return self.rounds(one * other) if self.products else one * other

    def z(self, layer, s, j):
        W, into = self.layers[layer].W, self.into[layer, s]
        total = sum(self.product(W[j, i], into[i]) for i in self.inputs(layer))
        return self.rounds(total + self.bias(layer, j))

    def a(self, layer, s):
        return [self.rounds(value) for value in super().a(layer, s)]

    def slope(self, layer, s, j):
        name, a = self.layers[layer].activation, self.outs[layer, s][j]
        if self.from_a and name == "sigmoid":
            made = self.product(a, 1 - a)
        elif self.from_a and name == "tanh":
            made = 1 - self.product(a, a)
        else:
            made = super().slope(layer, s, j)
        return self.rounds(made) if self.slopes else made

    def da_at_the_loss(self, s, k):
        if self.network.fused:
            return 0.0  # which nobody writes down
        return self.rounds(super().da_at_the_loss(s, k))

    def delta(self, layer, s):
        return [self.rounds(value) for value in super().delta(layer, s)]

    def da(self, layer, s, i):
        W, delta = self.layers[layer + 1].W, self.deltas[layer + 1, s]
        return self.rounds(sum(self.product(delta[k], W[k, i]) for k in self.width(layer + 1)))

    def dW(self, layer, j, i):
        terms = ((self.deltas[layer, s][j], self.into[layer, s][i]) for s in self.samples)
        return self.rounds(sum(self.product(*each) for each in terms))

    def db(self, layer):
        made = super().db(layer)
        return [*map(self.rounds, made)] if isinstance(made, list) else made and self.rounds(made)


def on_paper(network, x, y, rng):
    """The same with numbers as a sheet has them."""
    digits = int(rng.integers(1, 3))
    layers = (
        Layer(
            np.round(one.W, digits),
            None if one.b is None else np.round(one.b, digits),
            one.activation,
            one.connected,
        )
        for one in network.layers
    )
    if network.loss == "cross_entropy":
        y = np.eye(network.sizes[-1])[rng.integers(0, network.sizes[-1], len(x))]
    made = Network(tuple(layers), network.loss, network.reduction)
    return made, np.round(x, digits), np.round(y, digits)


def written(array, quantity, rng, kind, count, as_text, blanks):
    """As it is handed in: as text or floats, with blanks, and now and then turned."""
    if array is None:
        return None
    made = texts(array, kind, count) if as_text else array.copy()
    if blanks and array.ndim:
        left_out = rng.uniform(size=array.shape) < 0.3
        if not left_out.all():
            made = np.where(left_out, None if as_text else np.nan, made)
    turns = quantity in ("z", "delta", "dW") and array.ndim == 2 and len({1, *array.shape}) == 3
    return made.T if turns and rng.uniform() < 0.3 else made


def report_on(seed):
    rng = np.random.default_rng(seed)
    while True:
        network, x, y, rate = random_case(rng, most_layers=3)
        network, x, y = on_paper(network, x, y, rng)
        kind, count = str(rng.choice(["decimals", "digits"])), int(rng.integers(3, 7))
        if kind == "decimals" and rng.uniform() < 0.2:
            count = 2
        rounded = rounder(kind, count, rng.uniform() < 0.2)
        flags = {name: bool(rng.uniform() < 0.5) for name in ("products", "slopes", "from_a")}
        names = [name for name in QUANTITIES if rng.uniform() < 0.5] or ["dW"]
        try:
            work = RoundedByHand(network, x, y, rate, rounded=rounded, **flags).work()
        except (OverflowError, ZeroDivisionError):
            continue
        given = work.given(*names)
        if all(
            np.isfinite(one).all() for each in given.values() for one in each if one is not None
        ):
            break
    as_text, blanks = rng.uniform() < 0.7, rng.uniform() < 0.4
    handed_in = {
        name: [written(one, name, rng, kind, count, as_text, blanks) for one in each]
        for name, each in given.items()
    }
    return explain(network, x, y, handed_in, learning_rate=rate)


def test_right_work_of_any_kind_is_right():
    for seed in range(FEW):
        report = report_on(seed)
        assert report.right, f"seed {seed}:\n{report}"


@pytest.mark.nightly
def test_fifteen_hundred_right_works_of_any_kind_are_right():
    for seed in range(20_000, 20_000 + MANY):
        report = report_on(seed)
        assert report.right, f"seed {seed}:\n{report}"


def test_what_is_wrong_is_not_excused_by_rounding_where_all_it_is_made_from_is_given():
    """With the outputs given, the loss; with the gradients given, the new weights."""
    rng = np.random.default_rng(8)
    network = Network(
        [Layer(rng.normal(size=(3, 2)), rng.normal(size=3), "sigmoid")], "mean_squared_error"
    )
    x, y = rng.normal(size=(3, 2)), rng.uniform(size=(3, 3))
    f = forward(network, x)
    g = backward(network, f, y)
    for loss, dW, right in ((1.0, 1.0, True), (1.08, 1.0, False), (1.0, 1.08, False)):
        new = network.layers[0].W - 0.5 * dW * g.layers[0].dW
        given = {
            "a": [f.output.round(4).astype(str)],
            "loss": f"{loss * g.loss:.4f}",
            "dW": [g.layers[0].dW.round(4).astype(str)],
            "W": [new.round(4).astype(str)],
        }
        report = explain(network, x, y, given, learning_rate=0.5)
        assert report.right == right
        assert right or report.first.quantity == ("loss" if loss > 1.0 else "W")


def test_the_gradient_of_a_bias_that_adds_up_to_nothing_may_be_off_by_what_rounding_leaves():
    """Of softmax and a shared bias it is 0; of probabilities to 3 decimals it was -0.001 here."""
    network = Network(
        [
            Layer([[-1.18], [1.3], [-1.03], [-0.49]], 1.49, "linear"),
            Layer([[0.65, -1.04, 0.59, 0.16], [-2.27, 1.0, 1.28, 0.44]], -0.28, "linear"),
            Layer([[0.92, 0.72], [0.54, 1.29], [-0.26, 1.35]], -0.46, "softmax"),
        ],
        "cross_entropy",
        "sum",
    )
    given = {
        "dW": [
            [["-0.70332"], ["0.75457"], ["-0.16787"], ["-0.03244"]],
            [
                ["-1.29637", "-2.75994", "-1.38516", "-1.70352"],
                ["0.31592", "0.66543", "0.33740", "0.41330"],
            ],
            [["0.39581", "-0.60087"], ["1.05734", "-1.57074"], ["-1.45282", "2.17071"]],
        ],
        "db": ["-0.33581", "-1.01374", "-0.00100"],
    }
    x, y = [[0.21], [-0.07], [0.8], [1.07]], np.eye(3)[[0, 1, 1, 2]]
    assert explain(network, x, y, given).right
