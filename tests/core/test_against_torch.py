"""Every gradient against PyTorch in float64, to 1e-12, and its slopes at the kinks."""

import numpy as np
import pytest

from backprop_core import Layer, Network, backward, forward, update
from tests.core.cases import GRID, VARIANTS, assert_gradients_equal, case

torch = pytest.importorskip("torch", reason="PyTorch is not installed; `make test-torch` does both")
F = torch.nn.functional

pytestmark = pytest.mark.torch

ACTIVATION = {
    "linear": lambda z: z,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": F.leaky_relu,
    "leaky_relu(0.2)": lambda z: F.leaky_relu(z, 0.2),
    "softplus": F.softplus,
    "elu": F.elu,
    "elu(0.5)": lambda z: F.elu(z, 0.5),
    "silu": F.silu,
    "gelu": lambda z: F.gelu(z, approximate="tanh"),
    "softmax": lambda z: torch.softmax(z, dim=1),
}

# From (z, a, y) to the loss of each sample. The cross-entropies take z: they are fused here too.
LOSS = {
    "half_squared_error": lambda z, a, y: F.mse_loss(a, y, reduction="none").sum(1) / 2,
    "squared_error": lambda z, a, y: F.mse_loss(a, y, reduction="none").sum(1),
    "mean_squared_error": lambda z, a, y: F.mse_loss(a, y, reduction="none").mean(1),
    "mean_absolute_error": lambda z, a, y: F.l1_loss(a, y, reduction="none").mean(1),
    "binary_cross_entropy": lambda z, a, y: F.binary_cross_entropy_with_logits(
        z, y, reduction="none"
    ).mean(1),
    "cross_entropy": lambda z, a, y: F.cross_entropy(z, y, reduction="none"),
}


def torch_pass(network, x, y):
    """The loss, [(W, b), …] and every layer's z as tensors, after PyTorch's own backward pass."""
    parameters = [(leaf(layer.W), leaf(layer.b)) for layer in network.layers]
    sums, a, y = [], torch.tensor(x), torch.tensor(y)
    for layer, (W, b) in zip(network.layers, parameters, strict=True):
        if layer.connected is not None:
            W = W * torch.tensor(layer.connected)
        z = a @ W.T if b is None else a @ W.T + b
        z.retain_grad()
        sums.append(z)
        a = ACTIVATION[layer.activation](z)
    loss = reduced(network, z, a, y)
    loss.backward()
    return loss.item(), parameters, sums


def leaf(values):
    return None if values is None else torch.tensor(values, requires_grad=True)


def reduced(network, z, a, y):
    if network.loss == "root_mean_squared_error":
        return F.mse_loss(a, y).sqrt()
    each = LOSS[network.loss](z, a, y)
    return each.mean() if network.reduction == "mean" else each.sum()


def slopes_of(parameters):
    return [(W.grad.numpy(), None if b is None else b.grad.numpy()) for W, b in parameters]


@pytest.mark.parametrize(("activation", "loss", "bias"), GRID)
def test_loss_deltas_and_gradients_are_those_of_torch(activation, loss, bias):
    for reduction, batch, cut in VARIANTS:
        network, x, y = case(activation, loss, bias, reduction, batch, cut)
        value, parameters, sums = torch_pass(network, x, y)
        got = backward(network, forward(network, x), y)
        assert got.loss == pytest.approx(value, rel=1e-12)
        assert_gradients_equal(got, slopes_of(parameters), 1e-12)
        for layer, z in zip(got.layers, sums, strict=True):
            scale = np.abs(z.grad.numpy()).max()
            np.testing.assert_allclose(layer.delta, z.grad.numpy(), rtol=0, atol=1e-12 * scale)


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "leaky_relu(0.2)", "elu", "elu(0.5)"])
def test_the_slope_where_z_is_exactly_zero_is_that_of_torch(activation):
    network = Network((Layer([[1.0], [1.0], [0.0]], None, activation),), "squared_error")
    x, y = [[0.0], [-0.0], [1.0]], [[1.0, 2.0, 3.0]] * 3
    _, _, sums = torch_pass(network, np.array(x), np.array(y))
    got = backward(network, forward(network, x), y)
    np.testing.assert_array_equal(got.layers[0].delta, sums[0].grad.numpy())


def test_the_slope_of_an_absolute_error_of_exactly_zero_is_that_of_torch():
    network = Network((Layer([[1.0], [2.0]], None, "linear"),), "mean_absolute_error")
    x, y = np.array([[1.0], [3.0]]), np.array([[1.0, 3.0], [2.0, 6.0]])
    _, parameters, _ = torch_pass(network, x, y)
    got = backward(network, forward(network, x), y)
    np.testing.assert_array_equal(got.layers[0].dW, parameters[0][0].grad.numpy())


@pytest.mark.parametrize("z", [-1e4, -800.0, -40.0, 0.0, 40.0, 800.0, 1e4])
@pytest.mark.parametrize(
    ("activation", "loss"), [("sigmoid", "binary_cross_entropy"), ("softmax", "cross_entropy")]
)
def test_the_fused_losses_are_those_of_torch_however_large_z_is(activation, loss, z):
    network = Network((Layer([[1.0], [-1.0]], None, activation),), loss)
    for y in ([0.0, 1.0], [1.0, 0.0], [0.5, 0.5]):
        value, parameters, _ = torch_pass(network, np.array([[z]]), np.array([y]))
        got = backward(network, forward(network, [z]), y)
        assert got.loss == pytest.approx(value, rel=1e-12, abs=1e-16)
        expected = parameters[0][0].grad.numpy()
        np.testing.assert_allclose(got.layers[0].dW, expected, rtol=1e-12, atol=1e-11)


@pytest.mark.parametrize(
    ("activation", "loss"), [("tanh", "squared_error"), ("silu", "cross_entropy")]
)
def test_twenty_updates_end_where_torch_sgd_ends(activation, loss):
    network, x, y = case(activation, loss, "each")
    parameters = [(leaf(layer.W), leaf(layer.b)) for layer in network.layers]
    sgd = torch.optim.SGD([p for pair in parameters for p in pair], lr=0.1)
    for _ in range(20):
        sgd.zero_grad()
        a = torch.tensor(x)
        for layer, (W, b) in zip(network.layers, parameters, strict=True):
            z = a @ W.T + b
            a = ACTIVATION[layer.activation](z)
        reduced(network, z, a, torch.tensor(y)).backward()
        sgd.step()
        network = update(network, backward(network, forward(network, x), y), 0.1)
    for layer, (W, b) in zip(network.layers, parameters, strict=True):
        np.testing.assert_allclose(layer.W, W.detach().numpy(), rtol=1e-12, atol=1e-13)
        np.testing.assert_allclose(layer.b, b.detach().numpy(), rtol=1e-12, atol=1e-13)
