"""Every rule, clipping and schedule against PyTorch in float64, to 1e-12."""

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from backprop_core import Dropout, Network, Penalty, backward, forward, rules, train
from backprop_core.rules import schedules
from tests.core.cases import PARTNER
from tests.core.rules.options import CASES, IDS
from tests.core.test_against_torch import ACTIVATION, leaf, reduced

torch = pytest.importorskip("torch", reason="PyTorch is not installed; `make test-torch` does both")

pytestmark = pytest.mark.torch

FEW, NETWORKS, UPDATES = 6, 50, 200
LOSSES = ("half_squared_error", "mean_squared_error", "binary_cross_entropy", "cross_entropy")


def drawn(seed):
    """A random network of one to three layers, and an endless supply of batches for it."""
    rng = np.random.default_rng(seed)
    sizes = [int(size) for size in rng.integers(2, 6, size=rng.integers(2, 5))]
    loss = LOSSES[seed % len(LOSSES)]
    names = [str(name) for name in rng.choice(["tanh", "sigmoid", "silu", "relu"], len(sizes) - 1)]
    names[-1] = PARTNER.get(loss, names[-1])
    bias = ("each", "shared", "none")[seed % 3]
    network = Network.random(sizes, names, loss, bias=bias, seed=seed)
    batch = int(rng.integers(1, 6))

    def batches():
        while True:
            yield rng.normal(size=(batch, sizes[0])), rng.dirichlet(np.ones(sizes[-1]), batch)

    return network, batches()


def optimizer_of(network, name, lr, options):
    """PyTorch's tensors [(W, b), …], and its optimiser for them."""
    parameters = [(leaf(layer.W), leaf(layer.b)) for layer in network.layers]
    flat = [tensor for pair in parameters for tensor in pair if tensor is not None]
    options = {"momentum" if key == "mu" else key: value for key, value in options.items()}
    return parameters, getattr(torch.optim, name)(flat, lr=lr, **options)


def flattened(parameters):
    flat = [
        tensor.detach().numpy().ravel()
        for pair in parameters
        for tensor in pair
        if tensor is not None
    ]
    return np.concatenate(flat)


def assert_same(network, parameters):
    expected = flattened(parameters)
    scale = max(1.0, np.abs(expected).max())
    np.testing.assert_allclose(network.parameters, expected, rtol=0, atol=1e-12 * scale)


@pytest.mark.parametrize("networks", [FEW, pytest.param(NETWORKS, marks=pytest.mark.nightly)])
@pytest.mark.parametrize(("rule", "reference", "name", "lr", "options"), CASES, ids=IDS)
def test_two_hundred_updates_of_random_networks_are_those_of_torch_optim(
    rule, reference, name, lr, options, networks
):
    """The optimiser alone: it is given our gradients, which test_against_torch.py compares.

    Each update has data of its own. Where a gradient comes to rest at 0, rules that divide by its
    size make any number of its last bit, ours and PyTorch's alike. What is to go uphill is given
    the slopes of −loss, so that it comes to no overflow.
    """
    for seed in range(networks):
        network, batches = drawn(seed)
        state = rule.start(network)
        parameters, optimizer = optimizer_of(network, name, lr, options)
        for x, y in islice(batches, UPDATES):
            g = backward(network, forward(network, x), y)
            g = turned(g) if options.get("maximize") else g
            give(parameters, g)
            network, state = rule.step(network, g, state)
            optimizer.step()
        assert_same(network, parameters)


def turned(g):
    layers = (
        replace(layer, dW=-layer.dW, db=None if layer.db is None else -layer.db)
        for layer in g.layers
    )
    return replace(g, loss=-g.loss, layers=tuple(layers))


def give(parameters, g):
    for (W, b), layer in zip(parameters, g.layers, strict=True):
        W.grad = torch.tensor(layer.dW)
        if b is not None:
            b.grad = torch.tensor(layer.db)


@pytest.mark.parametrize("rule_name", ["GradientDescent", "Momentum", "Adagrad", "Adam", "AdamW"])
def test_a_whole_training_in_mini_batches_ends_where_torch_ends(rule_name):
    """Forward, backward and optimiser are all PyTorch's own here, and `train` is ours."""
    rule, _, name, lr, options = next(one for one in CASES if type(one[0]).__name__ == rule_name)
    rng = np.random.default_rng(0)
    network = Network.random((3, 5, 2), "tanh", "mean_squared_error", seed=1)
    x, y = rng.normal(size=(11, 3)), rng.normal(size=(11, 2))
    parameters, optimizer = optimizer_of(network, name, lr, options)
    for u in train(network, x, y, rule, batch_size=4, epochs=60, shuffle=5):
        optimizer.zero_grad()
        loss = torch_loss(network, parameters, x[u.rows], y[u.rows])
        loss.backward()
        optimizer.step()
        assert u.loss == pytest.approx(loss.item(), rel=1e-11)
    assert u.number == 180
    assert_same(u.network, parameters)


def torch_loss(network, parameters, x, y):
    a = torch.tensor(x)
    for layer, (W, b) in zip(network.layers, parameters, strict=True):
        z = a @ W.T + b
        a = ACTIVATION[layer.activation](z)
    return reduced(network, z, a, torch.tensor(y))


def test_a_penalty_is_what_torch_makes_of_it_as_part_of_the_loss():
    rng = np.random.default_rng(0)
    network = Network.random((3, 4, 2), "tanh", "mean_squared_error", seed=1)
    x, y = rng.normal(size=(6, 3)), rng.normal(size=(6, 2))
    parameters, optimizer = optimizer_of(network, "SGD", 0.1, {})
    penalty = Penalty(l1=0.02, l2=0.05)
    for u in train(network, x, y, 0.1, epochs=50, penalty=penalty):
        optimizer.zero_grad()
        loss = torch_loss(network, parameters, x, y)
        loss = loss + sum(0.02 * W.abs().sum() + 0.025 * (W**2).sum() for W, _ in parameters)
        loss.backward()
        optimizer.step()
        assert u.loss == pytest.approx(loss.item(), rel=1e-12)
    assert_same(u.network, parameters)


def test_dropout_is_what_torch_makes_of_the_same_masks():
    rng = np.random.default_rng(0)
    network = Network.random((3, 6, 5, 2), "sigmoid", "mean_squared_error", seed=1)
    x, y = rng.normal(size=(6, 3)), rng.normal(size=(6, 2))
    parameters, optimizer = optimizer_of(network, "SGD", 0.5, {})
    for u in train(network, x, y, 0.5, epochs=30, dropout=Dropout((0.5, 0.2), inputs=0.3, seed=2)):
        optimizer.zero_grad()
        a = torch.tensor(x) * torch.tensor(u.masks[0])
        for (W, b), mask in zip(parameters, u.masks[1:], strict=True):
            z = a @ W.T + b
            a = torch.sigmoid(z)
            a = a if mask is None else a * torch.tensor(mask)
        reduced(network, z, a, torch.tensor(y)).backward()
        optimizer.step()
    assert_same(u.network, parameters)


@pytest.mark.parametrize("limit", [0.01, 0.5, 100.0])
@pytest.mark.parametrize("kind", ["value", "norm"])
def test_clipping_is_that_of_torch(kind, limit):
    clip = rules.ClipByValue(limit) if kind == "value" else rules.ClipByNorm(limit)
    clip_torch = getattr(torch.nn.utils, f"clip_grad_{kind}_")
    for seed in range(10):
        network, batches = drawn(seed)
        parameters, optimizer = optimizer_of(network, "SGD", 0.1, {})
        flat = [tensor for pair in parameters for tensor in pair if tensor is not None]
        for x, y in islice(batches, 20):
            g = backward(network, forward(network, x), y)
            give(parameters, g)
            clip_torch(flat, limit)
            optimizer.step()
            network, _ = rules.GradientDescent(0.1).step(network, g, clip=clip)
        assert_same(network, parameters)


SCHEDULES = {
    "constant": (schedules.ConstantRate(0.3), lambda o, s: s.ConstantLR(o, 1.0)),
    "step": (schedules.StepDecay(0.3, 7, 0.5), lambda o, s: s.StepLR(o, 7, 0.5)),
    "exponential": (schedules.Exponential(0.3, 0.9), lambda o, s: s.ExponentialLR(o, 0.9)),
    "cosine": (schedules.Cosine(0.3, 20, 0.01), lambda o, s: s.CosineAnnealingLR(o, 20, 0.01)),
    "1/t": (
        schedules.InverseTime(0.3, 0.2),
        lambda o, s: s.LambdaLR(o, lambda done: 1 / (1 + 0.2 * done)),
    ),
    "warm-up": (schedules.WarmUp(0.3, 8), lambda o, s: s.LinearLR(o, total_iters=8)),
    "warm-up, then exponential": (
        schedules.WarmUp(schedules.Exponential(0.3, 0.9), 8, 0.1),
        lambda o, s: s.ChainedScheduler([s.LinearLR(o, 0.1, 1.0, 8), s.ExponentialLR(o, 0.9)]),
    ),
}


@pytest.mark.parametrize("name", SCHEDULES)
def test_the_rates_of_a_schedule_are_those_of_torch(name):
    schedule, make = SCHEDULES[name]
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.3)
    scheduler = make(optimizer, torch.optim.lr_scheduler)
    for update in range(1, 50):
        rate = optimizer.param_groups[0]["lr"]
        assert schedule.rate(update) == pytest.approx(rate, rel=1e-12)
        optimizer.step()
        scheduler.step()
