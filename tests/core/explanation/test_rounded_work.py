"""Right work in which every intermediate was rounded is never called wrong."""

from itertools import pairwise

import numpy as np
import pytest

from backprop_core import Layer, Network, backward, explain, forward
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


def test_work_that_a_slip_explains_as_well_is_right():
    """Of an output of 0.998, 1 − a and a (1 − a) are the same in three digits."""
    report = report_on(101371, as_text=False)
    assert report.right, report


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


MIXED = ("digits", "one decimal more", "cut off")


def mixed_report(seed, how):
    """Forward numbers to so many decimals, and the backward pass rounded in another way."""
    network, x, y, _, count, flags, quantities = case(seed)
    count = max(count, 3)
    back = {
        "digits": rounder("digits", count),
        "one decimal more": rounder("decimals", count + 1),
        "cut off": rounder("decimals", count, cut=True),
    }[how]
    kinds = {"digits": ("digits", count), "one decimal more": ("decimals", count + 1)}
    work = worked(network, x, y, rounder("decimals", count), back=back, **flags)
    forward = ("decimals", count)
    given = {
        name: [
            texts(each, *(forward if name in ("z", "a") else kinds.get(how, forward)))
            for each in work[name]
        ]
        for name in quantities
    }
    return explain(network, x, y, given)


@pytest.mark.parametrize("how", MIXED)
def test_work_with_passes_rounded_in_different_ways_is_right(how):
    for seed in range(300, 312):
        report = mixed_report(seed, how)
        assert report.right, f"seed {seed}:\n{report}"


def test_new_weights_made_of_coarser_gradients_are_right():
    """η = 0.05 brings two more decimals into the new weights than the gradients have."""
    for seed in range(400, 408):
        network, x, y, _, _, flags, _ = case(seed)
        work = worked(network, x, y, rounder("decimals", 3), **flags)
        new = [
            np.round(layer.W - 0.05 * dW, 5)
            for layer, dW in zip(network.layers, work["dW"], strict=True)
        ]
        given = {"W": [texts(each, "decimals", 5) for each in new]}
        report = explain(network, x, y, given, learning_rate=0.05)
        assert report.right, f"seed {seed}:\n{report}"


TIGHT = Network(
    (Layer([[0.4, -0.6]], [0.2], "sigmoid"), Layer([[0.7]], [-0.1], "sigmoid")),
    "half_squared_error",
)
ON_THE_WAY = {
    "z": [[["0.0200"]], [["0.2535"]]],
    "a": [[["0.5050"]], [["0.5630"]]],
    "delta": [[["-0.0188"]], [["-0.1075"]]],
}
X_TIGHT, Y_TIGHT = [[0.9, 0.9]], [[1.0]]


@pytest.mark.parametrize("wrong", ["-0.0521", "-0.0565", "-0.0536", "0.0543"])
def test_a_product_of_numbers_that_are_given_has_little_room(wrong):
    given = {"a": ON_THE_WAY["a"], "delta": ON_THE_WAY["delta"], "dW": [None, [[wrong]]]}
    verdicts = explain(TIGHT, X_TIGHT, Y_TIGHT, given).verdicts
    assert verdicts["dW"][1].tolist() == [["wrong"]]


@pytest.mark.parametrize("right", ["-0.0543", "-0.0542"])
def test_a_product_of_rounded_numbers_that_are_given_is_right(right):
    given = {"a": ON_THE_WAY["a"], "delta": ON_THE_WAY["delta"], "dW": [None, [[right]]]}
    assert explain(TIGHT, X_TIGHT, Y_TIGHT, given).right


def test_one_number_off_where_all_others_are_right_to_six_decimals_is_wrong():
    layers = (
        Layer([[-0.45, -0.22], [-2.02, -0.23]], [-0.87, 3.32], "sigmoid"),
        Layer([[0.23, -0.35], [-0.28, -0.67]], [-1.06, -0.39], "sigmoid"),
    )
    network = Network(layers, "binary_cross_entropy", "sum")
    x, y = [[-0.24, 0.96], [-0.2, 0.02]], [[1.0, 0.3], [0.3, 0.9]]
    g = backward(network, forward(network, x), y).layers
    given = {"dW": [each.dW.round(6) for each in g], "db": [each.db.round(6) for each in g]}
    assert explain(network, x, y, given).right
    given["dW"][1][1, 0] = -0.115694  # for −0.110185
    report = explain(network, x, y, given)
    assert not report.right
    assert report.verdicts["dW"][1].tolist() == [["exact", "exact"], ["wrong", "exact"]]


def test_one_number_far_off_among_exact_ones_is_not_called_rounded():
    """db is the same delta as dW, whose every number is right to four decimals."""
    network = Network((Layer([[0.5, -0.3, 0.8]], [0.1], "sigmoid"),), "half_squared_error")
    x, y = [[0.9, 0.7, -0.4]], [[1.0]]
    dW = np.round(backward(network, forward(network, x), y).layers[0].dW, 4)
    report = explain(network, x, y, {"dW": [texts(dW, "decimals", 4)], "db": [["-0.1139"]]})
    assert report.verdicts["db"][0].tolist() == ["wrong"]


SINGLE = {
    "tolist": lambda one: repr(float(one)),
    "print": "{:.8g}".format,
    "torch": "{:.4f}".format,
}


@pytest.mark.parametrize("how", SINGLE)
def test_what_float32_makes_of_a_pass_is_right(how):
    """A list made of float32 has 17 digits of which 8 are meant: 0.07 is 0.07000000029802322."""
    for seed in range(500, 540):
        network, x, y, *_ = case(seed)
        flags = dict.fromkeys(("products", "slopes", "from_a", "errors"), False)
        work = worked(network, x.astype("f4"), y.astype("f4"), np.float32, **flags)
        written = np.vectorize(SINGLE[how], otypes=[object])
        given = {
            name: [written(each.astype("f4")) for each in work[name]]
            for name in ("z", "a", "delta", "dW", "db")
        }
        report = explain(network, x, y, given)
        assert report.right, f"seed {seed}:\n{report}"


def test_a_slip_in_float32_is_seen():
    network, x, y, *_ = case(503)
    dW = [layer.dW.astype("f4") for layer in backward(network, forward(network, x), y).layers]
    dW[-1] = dW[-1] * np.float32(1.5)
    assert not explain(network, x, y, {"dW": [each.tolist() for each in dW]}).right


def test_zeros_alone_are_as_coarse_as_two_decimals():
    """1 − tanh² of a number that rounds to 1 is 0, and so are all the gradients before it."""
    network = Network((Layer([[2.0]], [1.2], "tanh"),), "half_squared_error")
    report = explain(network, [[1.0]], [[0.5]], {"dW": [[["0"]]], "db": [["0"]]})
    assert report.right
    assert not explain(network, [[0.1]], [[0.5]], {"dW": [[["0"]]], "db": [["0"]]}).right


def test_softmaxs_error_may_be_taken_from_any_of_its_outputs():
    """0.99109 and 0.0089023, cut off after five digits, do not quite add up to 1."""
    network = Network((Layer([[3.0], [-1.7125]], None, "softmax"),), "cross_entropy")
    for delta in (["-0.0089100", "0.0089023"], ["-0.0089023", "0.0089023"]):
        given = {"a": [[["0.99109", "0.0089023"]]], "delta": [[delta]]}
        assert explain(network, [[1.0]], [[1.0, 0.0]], given).right


def test_sums_without_more_digits_do_not_hide_what_was_cut_off_later():
    """z has two decimals as it is, and is no coarser than the gradients with five."""
    network = Network(
        (
            Layer(
                [[0.2, -2.5, 1.0, -1.0], [2.7, -0.7, 0.7, 0.5], [-0.7, 0.5, -1.1, -0.4],
                 [0.4, -0.2, 0.5, 1.3]],
                [0.4, -0.3, 1.3, 0.6],
                "leaky_relu",
            ),
            Layer([[1.5, 1.8, -0.6, 1.6]], None, "softplus"),
        ),
        "half_squared_error",
    )  # fmt: skip
    x, y = [[-0.4, 1.9, -1.5, -0.4], [-1.6, -1.1, 1.3, -0.8]], [[0.1], [0.2]]
    given = {
        "z": [[[-5.53, -3.96, 4.34, -1.21], [4.93, -3.34, 0.76, -0.21]], [[-2.77759], [6.87552]]],
        "dW": [
            [[-8.00348, -5.5024, 6.50284, -4.00174], [-0.09603, -0.06605, 0.07805, -0.04801],
             [3.20112, 2.20226, -2.60216, 1.60042], [-0.08536, -0.05869, 0.06936, -0.04268]],
            [[16.44057, -0.11134, 2.52941, -0.00699]],
        ],
        "db": [[5.00217, 0.06, -2.00018, 0.05334], None],
    }  # fmt: skip
    assert explain(network, x, y, given).right
