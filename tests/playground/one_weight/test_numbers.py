"""What the page on one weight shows: names, lights, formulas, what stops a path, the check."""

import itertools
import math

import numpy as np
import pytest

from backprop_core import Address, Layer, Network, trace
from backprop_core.paths import Paths
from playground.notation.symbols import NOTATIONS, Symbols
from playground.one_weight.numbers import (
    MOST_LISTED,
    before,
    items,
    lit_by,
    numbers_tex,
    path_name,
    product_tex,
    stopped_by,
    valid_prefix,
)
from playground.one_weight.path_checks import Check, checks, units_apart
from tests.playground.tree_value import value_of_tex
from tests.playground.walks import document_of, walk_of

MAZUR = walk_of(document_of((2, 2, 2)))
W = Address("W", 0, 0, 0)


def symbols_of(t, notation="own"):
    return Symbols(NOTATIONS[notation], t.network.sizes, len(t.y))


def test_a_path_is_named_by_its_neurons_and_starts_at_the_weights_source():
    symbols = symbols_of(MAZUR)
    assert [path_name(Paths(MAZUR, W), p, symbols) for p in Paths(MAZUR, W)] == [
        "x1 → h1 → o1",
        "x1 → h1 → o2",
    ]
    bias = Paths(MAZUR, Address("b", 0, 1))
    assert [path_name(bias, p, symbols) for p in bias] == ["h2 → o1", "h2 → o2"]
    soft = walk_of(document_of((2, 2), "softmax"))
    paths = Paths(soft, W)
    assert [path_name(paths, p, symbols_of(soft)) for p in paths] == ["x1 → o1", "x1 → o1 → o2"]


def test_all_paths_are_lit_or_the_chosen_one_and_nothing_else():
    paths = Paths(MAZUR, W)
    edges, neurons = lit_by(paths)
    assert sorted(edges) == [(0, 0, 0), (1, 0, 0), (1, 1, 0)]
    assert sorted(neurons) == [(0, 0), (1, 0), (2, 0), (2, 1)]
    second = list(paths)[1]
    edges, neurons = lit_by(paths, second)
    assert sorted(edges) == [(0, 0, 0), (1, 1, 0)]
    assert sorted(neurons) == [(0, 0), (1, 0), (2, 1)]


def test_what_is_lit_is_what_the_listed_paths_pass():
    t = walk_of(document_of((2, 3, 3, 2), ["tanh", "softmax", "tanh"]))
    for parameter in (Address("W", 0, 2, 1), Address("b", 1, 0)):
        paths = Paths(t, parameter)
        passed = set()
        for path in paths:
            for a, b in itertools.pairwise(path):
                if a.quantity == "a":
                    passed.add((b.layer, b.neuron, a.neuron))
        own = {(0, 2, 1)} if parameter.quantity == "W" else set()
        assert set(lit_by(paths)[0]) == passed | own


def test_without_a_path_nothing_is_lit():
    cut = Layer([[0.4, 0.5]], [0.6], "sigmoid", [[False, True]])
    network = Network([Layer(np.ones((2, 1)), [0.1, 0.2], "sigmoid"), cut], "squared_error")
    t = trace(network, [0.5], [1.0], 0.5)
    for parameter in (W, Address("b", 0, 0)):
        assert lit_by(Paths(t, parameter)) == ((), ())
        assert items(Paths(t, parameter)) == []


@pytest.mark.parametrize("notation", NOTATIONS)
def test_both_lines_of_a_product_give_what_the_path_adds(notation):
    t = walk_of(document_of((2, 3, 3, 2), ["tanh", "softmax", "sigmoid"], batch=2))
    symbols = symbols_of(t, notation)
    paths = Paths(t, Address("W", 0, 1, 0))
    for item in items(paths):
        factors = paths.factors(item.prefix, 1)
        wanted = paths.part(item.prefix, 1)
        numbers = {symbols.tex(f.address): float(f.value) for f in factors}
        for tex in (numbers_tex(factors, 17), product_tex(factors, symbols)):
            assert math.isclose(value_of_tex(tex, numbers), wanted, rel_tol=1e-14)


def test_a_factor_of_0_is_found_and_stands_in_bold():
    layers = [Layer([[-1.0]], [0.0], "relu"), Layer([[0.5]], [0.6], "sigmoid")]
    t = trace(Network(layers, "squared_error"), [0.5], [1.0], 0.5)
    paths = Paths(t, W)
    (path,) = paths
    factors = paths.factors(path, 0)
    assert stopped_by(factors).address == Address("slope", 0, 0, sample=0)
    assert r"0.5 \cdot \mathbf{0} \cdot 0.5" in numbers_tex(factors, 4)
    assert stopped_by(Paths(MAZUR, W).factors(next(iter(Paths(MAZUR, W))), 0)) is None


def test_many_paths_are_grouped_and_a_branch_can_be_opened_down_to_its_paths():
    t = walk_of(document_of((2, 8, 8, 8, 8), "tanh"))
    paths = Paths(t, W)
    first = items(paths)
    assert [item.count for item in first] == [64] * 8
    assert not any(item.whole for item in first)
    opened = items(paths, first[3].prefix)
    assert [item.count for item in opened] == [8] * 8
    listed = items(paths, opened[0].prefix)
    assert len(listed) == 8
    assert all(item.whole and item.count == 1 for item in listed)
    assert before(paths, opened[0].prefix) == first[3].prefix
    assert before(paths, first[3].prefix) == ()
    fewer = Paths(t, Address("W", 2, 0, 0))
    assert fewer.count == 8 <= MOST_LISTED
    assert all(item.whole for item in items(fewer))


def test_a_branch_that_the_network_no_longer_has_is_closed():
    t = walk_of(document_of((2, 8, 8, 8, 8), "tanh"))
    prefix = items(Paths(t, W))[3].prefix
    assert valid_prefix(Paths(t, W), prefix) == prefix
    assert valid_prefix(Paths(walk_of(document_of((2, 8, 2, 8))), W), prefix) == ()


def test_the_check_shows_each_sample_and_their_sum():
    t = walk_of(document_of((2, 3, 2), batch=3))
    found = checks(Paths(t, W))
    assert [c.label for c in found] == ["sample 1", "sample 2", "sample 3", "all samples"]
    assert found[-1].gradient == t.gradients.layers[0].dW[0, 0]
    for sample, check in enumerate(found[:-1]):
        assert check.gradient == t.gradients.layers[0].dW_per_sample[sample, 0, 0]
    for check in found:
        assert check.total == pytest.approx(check.gradient, rel=1e-13)
        assert check.difference == check.total - check.gradient
    assert len(checks(Paths(MAZUR, W))) == 1


def test_units_in_the_last_place_are_counted():
    assert units_apart(1.0, 1.0) == 0
    assert units_apart(1.0, math.nextafter(1.0, 2)) == 1
    assert units_apart(-5e-324, 5e-324) == 2
    assert units_apart(0.0, -0.0) == 0
    assert units_apart(math.nan, 1.0) is None
    assert units_apart(math.inf, 1.0) is None
    assert units_apart(0.1 + 0.2, 0.3) == 1


def test_parts_that_cancel_are_told_from_plain_rounding():
    assert Check("", 1e-17, 2e-17, 1.0).cancels
    assert Check("", 1e-17, 2e-17, 1.0).relative < 1
    assert not Check("", 0.3, 0.1 + 0.2, 0.5).cancels
