"""A second engine, so that the first can be doubted.

It is written from the textbook formulas as they stand, one sample at a time, with W · a in place
of the engine's x Wᵀ, and shares no line with it. It runs in complex numbers, so that a derivative
can be had by the complex step: nudge one number by i·h, and the imaginary part of the loss over h
is the slope, with no difference of nearly equal numbers.
"""

import numpy as np

from backprop_core import Network

H = 1e-100


def softmax(z):
    e = np.exp(z - max(z.real))
    return e / e.sum()


def above_zero(z, otherwise):
    """z where its real part is positive, and `otherwise` elsewhere."""
    return np.array([zj if zj.real > 0 else oj for zj, oj in zip(z, otherwise, strict=True)])


ACTIVATION = {
    "linear": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)),
    "relu": lambda z: above_zero(z, 0 * z),
    "leaky_relu": lambda z: above_zero(z, 0.01 * z),
    "leaky_relu(0.2)": lambda z: above_zero(z, 0.2 * z),
    "softplus": lambda z: np.log(1 + np.exp(z)),
    "elu": lambda z: above_zero(z, np.exp(z) - 1),
    "elu(0.5)": lambda z: above_zero(z, 0.5 * (np.exp(z) - 1)),
    "silu": lambda z: z / (1 + np.exp(-z)),
    "gelu": lambda z: 0.5 * z * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3))),
    "softmax": softmax,
}


def binary_cross_entropy(z, a, y):
    """1 − sigmoid(z) is sigmoid(−z), which loses no digits where a is nearly 1."""
    return -sum(y * np.log(a) + (1 - y) * np.log(ACTIVATION["sigmoid"](-z))) / len(y)


SAMPLE_LOSS = {
    "half_squared_error": lambda z, a, y: sum((a - y) ** 2) / 2,
    "squared_error": lambda z, a, y: sum((a - y) ** 2),
    "mean_squared_error": lambda z, a, y: sum((a - y) ** 2) / len(y),
    "mean_absolute_error": lambda z, a, y: sum((a - y) * np.sign((a - y).real)) / len(y),
    "binary_cross_entropy": binary_cross_entropy,
    "cross_entropy": lambda z, a, y: -sum(y * np.log(a)),
}

LOSSES = (*SAMPLE_LOSS, "root_mean_squared_error")


def outputs(layers, x):
    """The last (z, a) of each sample; `layers` holds (W, b, activation) for each layer."""
    rows = []
    for a in x:
        for W, b, activation in layers:
            z = W @ a
            if b is not None:
                z = z + b
            a = ACTIVATION[activation](z)
        rows.append((z, a))
    return rows


def loss_of(layers, loss, reduction, x, y):
    rows = outputs(layers, x)
    if loss == "root_mean_squared_error":
        squares = [sum((a - t) ** 2) for (_, a), t in zip(rows, y, strict=True)]
        return np.sqrt(sum(squares) / y.size)
    each = [SAMPLE_LOSS[loss](z, a, t) for (z, a), t in zip(rows, y, strict=True)]
    return sum(each) / len(each) if reduction == "mean" else sum(each)


def plain(network: Network):
    """A network's numbers as lists of (W, b, activation)."""
    return [(layer.W, layer.b, layer.activation) for layer in network.layers]


def complex_step(network: Network, x, y):
    """∂loss/∂W and ∂loss/∂b of each layer; 0 where there is no connection."""
    slopes = []
    for number, layer in enumerate(network.layers):
        dW = _slopes(network, x, y, number, 0, layer.W)
        if layer.connected is not None:
            dW[~layer.connected] = 0.0
        db = None if layer.b is None else _slopes(network, x, y, number, 1, layer.b)
        slopes.append((dW, db))
    return slopes


def _slopes(network, x, y, number, which, values):
    found = np.zeros(values.shape)
    for index in np.ndindex(values.shape):
        layers = plain(network)
        nudged = values.astype(complex)
        nudged[index] += 1j * H
        layers[number] = tuple(nudged if k == which else v for k, v in enumerate(layers[number]))
        loss = loss_of(layers, network.loss, network.reduction, x, y)
        found[index] = loss.imag / H
    return found
