"""Right work in which every intermediate was rounded is never called wrong."""

from itertools import pairwise

import numpy as np
import pytest

from backprop_core import Layer, Network, explain
from tests.core.explanation.rounded_by_hand import rounder, texts, worked

GIVEN = (("dW", "db"), ("dW",), ("z", "a", "dW"), ("delta", "dW", "db"))


def case(seed):
    """A network with short numbers, as on a sheet, and right work on it rounded in some way."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 5, size=int(rng.integers(2, 5)))
    kind, count = str(rng.choice(["decimals", "digits"])), int(rng.integers(2, 7))
    layers = tuple(
        Layer(
            np.round(rng.normal(size=(n_out, n_in)), 1),
            np.round(rng.normal(size=n_out), 1),
            str(rng.choice(["sigmoid", "tanh", "relu", "linear"])),
        )
        for n_in, n_out in pairwise(sizes)
    )
    network = Network(layers, str(rng.choice(["half_squared_error", "squared_error"])))
    batch = int(rng.integers(1, 4))
    x = np.round(rng.normal(size=(batch, sizes[0])), 1)
    y = np.round(rng.uniform(size=(batch, sizes[-1])), 1)
    flags = {name: bool(rng.uniform() < 0.5) for name in ("products", "slopes", "from_a", "errors")}
    return network, x, y, kind, count, flags, GIVEN[rng.integers(len(GIVEN))]


def report_on(seed, *, as_text, cut=False):
    network, x, y, kind, count, flags, quantities = case(seed)
    work = worked(network, x, y, rounder(kind, count, cut), **flags)
    given = {
        name: [texts(each, kind, count) if as_text else each for each in work[name]]
        for name in quantities
    }
    return explain(network, x, y, given)


@pytest.mark.parametrize("as_text", [False, True])
def test_rounded_work_is_right(as_text):
    for seed in range(40):
        report = report_on(seed, as_text=as_text)
        assert report.right, f"seed {seed}:\n{report}"


def test_digits_that_were_cut_off_are_right():
    for seed in range(200, 220):
        report = report_on(seed, as_text=True, cut=True)
        assert report.right, f"seed {seed}:\n{report}"


@pytest.mark.nightly
def test_two_thousand_rounded_works_are_right():
    for seed in range(1000, 3000):
        report = report_on(seed, as_text=seed % 2 == 0, cut=seed % 10 == 0)
        assert report.right, f"seed {seed}:\n{report}"


def test_a_mistake_in_rounded_work_is_not_taken_for_rounding():
    network = Network((Layer([[0.5, -0.3]], [0.1], "sigmoid"),), "half_squared_error")
    x, y = [[1.0, 2.0]], [[1.0]]
    work = worked(
        network, np.array(x), np.array(y), rounder("decimals", 4),
        products=True, slopes=True, from_a=True, errors=True,
    )  # fmt: skip
    report = explain(network, x, y, {"dW": [-work["dW"][0]], "db": [-work["db"][0]]})
    assert not report.right
    assert report.causes[0].slips[0].name == "error_turned"
