"""The sum over all paths is the gradient, for every network; and there are as many as there are."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_core import Address, BackpropError, Layer, Network, trace
from backprop_core.paths import Paths
from tests.core.strategies import passes

MOST = 3000  # paths that a test lists


def parameters_of(network):
    """The address of every weight and bias that there is."""
    for number, layer in enumerate(network.layers):
        for j, i in np.ndindex(layer.W.shape):
            if layer.connected is None or layer.connected[j, i]:
                yield Address("W", number, j, i)
        if layer.bias == "shared":
            yield Address("b", number)
        elif layer.bias == "each":
            yield from (Address("b", number, j) for j in range(layer.n_out))


def scale_of(made):
    """The largest gradient, or product on its way, against which rounding is measured."""
    found = [np.abs(layer.dW).max() for layer in made.gradients.layers]
    return max([*found, 1e-300])


def brute_force(made, parameter):
    """Every path's neurons, found by trying all of them: z and a of each layer in turn."""
    network = made.network
    last = len(network.layers) - 1
    first = parameter.layer
    starts = range(network.layers[first].n_out)
    if parameter.neuron is not None:
        starts = [parameter.neuron]
    ranges = [starts]
    for number in range(first, last + 1):
        width = range(network.layers[number].n_out)
        if number > first:
            ranges.append(width)
        if number < last or not network.fused:
            ranges.append(width)
    for places in itertools.product(*ranges):
        if all(
            leads(network, first, k, a, b) for k, (a, b) in enumerate(itertools.pairwise(places))
        ):
            yield places


def leads(network, first, k, a, b):
    layer = network.layers[first + k // 2]
    if k % 2 == 0:
        return a == b or layer.f.derivative is None
    after = network.layers[first + k // 2 + 1]
    return after.connected is None or bool(after.connected[b, a])


@given(passes())
def test_the_products_of_all_paths_add_up_to_each_gradient(case):
    made = trace(*case, 0.1)
    for parameter in parameters_of(made.network):
        paths = Paths(made, parameter)
        if paths.count > MOST:
            continue
        parts = [[paths.part(path, s) for path in paths] for s in range(len(made.y))]
        size = max([scale_of(made), *(abs(p) for row in parts for p in row)])
        assert abs(sum(map(sum, parts)) - paths.gradient) <= 1e-12 * size
        each = paths.gradient_per_sample
        for row, share, forwards in zip(parts, each, paths.sum_per_sample, strict=True):
            assert abs(sum(row) - share) <= 1e-12 * size
            assert abs(forwards - share) <= 1e-12 * size


@given(passes())
def test_the_paths_are_those_that_trying_all_neurons_finds(case):
    made = trace(*case, 0.1)
    for parameter in parameters_of(made.network):
        paths = Paths(made, parameter)
        listed = [tuple(at.neuron for at in path) for path in paths]
        assert listed == sorted(brute_force(made, parameter))
        assert paths.count == len(listed)


@given(passes(), st.data())
def test_branches_share_out_the_paths_and_the_sum(case, data):
    made = trace(*case, 0.1)
    parameter = data.draw(st.sampled_from(list(parameters_of(made.network)) or [None]))
    if parameter is None:
        return
    paths, sample = Paths(made, parameter), len(made.y) - 1
    prefix, whole = (), float(paths.gradient_per_sample[sample])
    while not paths.ends(prefix):
        branches = paths.branches(prefix)
        assert sum(paths.count_through(b) for b in branches) == paths.count_through(prefix)
        parts = [paths.part(b, sample) for b in branches]
        size = max([scale_of(made), *map(abs, parts)])
        assert abs(sum(parts) - whole) <= 1e-12 * size
        if not branches:
            assert paths.count == 0
            return
        prefix = data.draw(st.sampled_from(branches))
        whole = paths.part(prefix, sample)


def test_a_path_is_told_as_the_places_it_visits_and_its_factors():
    hidden = Layer([[0.15, 0.20], [0.25, 0.30]], [0.35, 0.35], "sigmoid")
    output = Layer([[0.40, 0.45], [0.50, 0.55]], [0.60, 0.60], "sigmoid")
    made = trace(Network([hidden, output], "half_squared_error"), [0.05, 0.10], [0.01, 0.99], 0.5)
    paths = Paths(made, Address("W", 0, 0, 0))
    first, second = paths
    assert first == (
        Address("z", 0, 0),
        Address("a", 0, 0),
        Address("z", 1, 0),
        Address("a", 1, 0),
    )
    assert second[-1] == Address("a", 1, 1)
    factors = paths.factors(first, 0)
    assert [n.quantity for n in factors] == ["x", "slope", "W", "slope", "da"]
    np.testing.assert_allclose(
        [n.value for n in factors],
        [0.05, 0.241300709, 0.40, 0.186815602, 0.74136507],
        rtol=1e-8,
    )  # as Mazur prints them
    assert sum(paths.part(p, 0) for p in paths) == pytest.approx(0.000438568, abs=5e-10)


@pytest.mark.parametrize("sizes", [(2, 3, 2), (16,) * 9, (3, 5, 1, 7, 2)])
def test_counts_are_products_of_connection_matrices(sizes):
    rng = np.random.default_rng(1)
    layers, tables = [], []
    for n_in, n_out in itertools.pairwise(sizes):
        connected = rng.uniform(size=(n_out, n_in)) < 0.8
        layers.append(Layer(rng.normal(size=(n_out, n_in)), np.zeros(n_out), "tanh", connected))
        tables.append([[int(there) for there in row] for row in connected])
    made = trace(Network(layers, "squared_error"), np.ones(sizes[0]), np.ones(sizes[-1]), 0.1)
    ways = [1] * sizes[-1]  # from each neuron of the last layer
    for table in reversed(tables[1:]):
        ways = [
            sum(row[i] * w for row, w in zip(table, ways, strict=True))
            for i in range(len(table[0]))
        ]
    for j, wanted in enumerate(ways):
        assert Paths(made, Address("b", 0, j)).count == wanted


def test_the_largest_drawing_has_16_to_the_7_paths_and_softmax_layers_double_the_choices():
    largest = Network.random((16,) * 9, "tanh", "squared_error")
    made = trace(largest, np.ones(16), np.ones(16), 0.1)
    paths = Paths(made, Address("W", 0, 3, 5))
    assert paths.count == 16**7
    assert len(paths.branches(())) == 16
    assert paths.count_through(paths.branches(())[4]) == 16**6
    difference = abs(paths.sum_per_sample[0] - paths.gradient)
    assert difference <= 1e-12 * np.abs(made.gradients.layers[0].dW).max()
    soft = Network.random((2, 4, 3), "softmax", "squared_error")
    assert Paths(trace(soft, [1, 2], [1, 0, 0], 0.1), Address("W", 0, 0, 0)).count == 4 * 3 * 3
    fused = Network.random((2, 4, 3), ("tanh", "softmax"), "cross_entropy")
    assert Paths(trace(fused, [1, 2], [1, 0, 0], 0.1), Address("W", 0, 0, 0)).count == 3


def test_cuts_leave_no_path_and_a_gradient_of_0():
    cut = Layer([[0.4, 0.5]], [0.6], "sigmoid", [[False, True]])
    network = Network([Layer(np.ones((2, 1)), 0.1, "sigmoid"), cut], "squared_error")
    made = trace(network, [0.5], [1.0], 0.5)
    blocked = Paths(made, Address("W", 0, 0, 0))
    assert (blocked.count, list(blocked), blocked.branches(())) == (0, [], ())
    assert (blocked.gradient, blocked.sum_per_sample.tolist()) == (0.0, [0.0])
    shared = Paths(made, Address("b", 0))
    assert [path[0] for path in shared] == [Address("z", 0, 1)]


@pytest.mark.parametrize(
    ("parameter", "words"),
    [
        (Address("W", 1, 0, 0), "no such connection"),
        (Address("W", 0, 2, 0), "no such connection"),
        (Address("W", 5, 0, 0), "It takes"),
        (Address("dW", 0, 0, 0), "It takes"),
        (Address("b", 0, 0), "'shared'"),
        (Address("b", 1, 4), "'each'"),
    ],
)
def test_what_is_no_parameter_is_refused(parameter, words):
    cut = Layer([[0.4, 0.5]], [0.6], "sigmoid", [[False, True]])
    network = Network([Layer(np.ones((2, 1)), 0.1, "sigmoid"), cut], "squared_error")
    with pytest.raises(BackpropError, match=words):
        Paths(trace(network, [0.5], [1.0], 0.5), parameter)
