"""Gradients are known by name in whatever people keep them."""

from collections import OrderedDict, namedtuple
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest

from backprop_core import BackpropError, Network, backward, explain, forward, update

NETWORK = Network.random((3, 4, 2), ["tanh", "sigmoid"], "mean_squared_error", seed=0)
X = np.random.default_rng(0).normal(size=(5, 3))
Y = np.random.default_rng(1).uniform(size=(5, 2))
MADE = forward(NETWORK, X)
G = backward(NETWORK, MADE, Y)
NEW = update(NETWORK, G, 0.1)
FIRST, SECOND = G.layers
NAMED = {"dW1": FIRST.dW, "db1": FIRST.db, "dW2": SECOND.dW, "db2": SECOND.db}


@dataclass
class Grads:
    """Somebody's own class."""

    dW1: np.ndarray
    db1: np.ndarray


SOURCES = {
    "layers by name": {
        "layer1": {"dW": FIRST.dW, "db": FIRST.db},
        "layer2": {"dW": SECOND.dW, "db": SECOND.db},
    },
    "a list of dicts": [{"dW": each.dW, "db": each.db} for each in G.layers],
    "a list of pairs": [(each.dW, each.db) for each in G.layers],
    "a namedtuple": namedtuple("G", NAMED)(**NAMED),
    "a namespace": SimpleNamespace(**NAMED),
    "a dataclass": Grads(FIRST.dW, FIRST.db),
    "the engine's gradients": G,
    "the engine's numbers": MADE,
    "grad_W1": {f"grad_{name[1:]}": each for name, each in NAMED.items()},
    "W1.grad": {f"{name[1:]}.grad": each for name, each in NAMED.items()},
    "grads of W1": {"grads": {name[1:]: each for name, each in NAMED.items()}},
    "modules": {"fc1.weight.grad": FIRST.dW, "fc2.weight.grad": SECOND.dW},
    "a state dict": OrderedDict([("0.weight", FIRST.dW), ("2.weight", SECOND.dW)]),
    "W1_new": {"W1_new": NEW.layers[0].W, "W1": NETWORK.layers[0].W, "new_b2": NEW.layers[1].b},
}


@pytest.mark.parametrize("kind", SOURCES)
def test_right_numbers_are_known_by_their_names(kind):
    report = explain(NETWORK, X, Y, SOURCES[kind], learning_rate=0.1)
    assert report.right
    assert report.total >= 12


@pytest.mark.parametrize("name", ["W1_new", "new_W1", "W1_updated", "updated_W_1"])
def test_new_weights_that_are_still_the_old_ones_are_wrong(name):
    report = explain(NETWORK, X, Y, {name: NETWORK.layers[0].W}, learning_rate=0.1)
    assert (report.total, report.right) == (12, False)
    assert explain(NETWORK, X, Y, {"W1": NETWORK.layers[0].W}, learning_rate=0.1).total == 0


@pytest.mark.torch
def test_tensors_with_a_history_are_read():
    torch = pytest.importorskip("torch")
    given = {name: torch.tensor(each, requires_grad=True) for name, each in NAMED.items()}
    report = explain(NETWORK, X, Y, given)
    assert report.right
    assert report.total == 26
    with pytest.raises(BackpropError, match="given got"):
        explain(NETWORK, X, Y, {"dW1": torch.zeros(4, 3).bfloat16()})


@pytest.mark.torch
def test_a_module_whose_layers_were_made_in_another_order():
    torch = pytest.importorskip("torch")
    linears = {"out": torch.nn.Linear(4, 2), "hidden": torch.nn.Linear(3, 4)}
    module = torch.nn.ModuleDict(linears).double()
    for name, layer in (("hidden", FIRST), ("out", SECOND)):
        module[name].weight.grad = torch.tensor(layer.dW)
        module[name].bias.grad = torch.tensor(layer.db)
    report = explain(NETWORK, X, Y, module)
    assert report.right
    assert report.total == 26


@pytest.mark.parametrize(
    "source",
    [SimpleNamespace(x=1), "dW1", [1, 2], {"foo": 1}],
)
def test_what_names_no_gradient_is_refused(source):
    with pytest.raises(BackpropError, match="given got"):
        explain(NETWORK, X, Y, source)


def test_zeros_were_never_filled_in():
    given = {"dW": [0.0 * each.dW for each in G.layers], "db": [0.0 * each.db for each in G.layers]}
    assert explain(NETWORK, X, Y, given).causes[0].names == ("left_at_zero",)
    network = Network.random((3, 4, 3), ["relu", "softmax"], "cross_entropy", seed=0)
    g = backward(network, forward(network, X), np.eye(3)[[0, 1, 2, 0, 1]])
    given = {"dW": [0.0 * each.dW for each in g.layers]}
    report = explain(network, X, np.eye(3)[[0, 1, 2, 0, 1]], given)
    assert report.causes[0].names == ("left_at_zero",)
