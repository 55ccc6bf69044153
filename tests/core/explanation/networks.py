"""Random networks of every kind, with a batch that suits them."""

import numpy as np

from backprop_core import ACTIVATIONS, LOSSES, Layer, Network

PARTNER = {"binary_cross_entropy": "sigmoid", "cross_entropy": "softmax"}


SMOOTH = [name for name, f in ACTIVATIONS.items() if not f.threshold]
SMOOTH_LOSSES = [name for name, loss in LOSSES.items() if not loss.for_thresholds]


def random_case(rng, most_layers=4):
    """(network, x, y, learning rate): any activations, loss, biases, batch and cut edges."""
    loss = str(rng.choice(SMOOTH_LOSSES))
    count = int(rng.integers(1, most_layers + 1))
    sizes = [int(rng.integers(1, 6)) for _ in range(count + 1)]
    if loss == "cross_entropy":
        sizes[-1] = max(2, sizes[-1])
    layers = [
        _layer(rng, sizes[k], sizes[k + 1], PARTNER.get(loss) if k == count - 1 else None)
        for k in range(count)
    ]
    network = Network(tuple(layers), loss, str(rng.choice(["mean", "sum"])))
    batch = int(rng.integers(1, 6))
    x = rng.normal(size=(batch, sizes[0]))
    y = rng.uniform(size=(batch, sizes[-1]))
    if loss == "cross_entropy" and rng.uniform() < 0.6:
        y = np.eye(sizes[-1])[rng.integers(0, sizes[-1], batch)]
    return network, x, y, float(rng.choice([0.1, 0.5, 0.01, 1.0, 0.3]))


def _layer(rng, n_in, n_out, activation):
    possible = [name for name in SMOOTH if n_out > 1 or name != "softmax"]
    W = rng.normal(size=(n_out, n_in))
    shape = {"each": n_out, "shared": (), "none": None}[
        str(rng.choice(["each", "shared", "none"], p=[0.6, 0.2, 0.2]))
    ]
    connected = rng.uniform(size=(n_out, n_in)) < 0.75 if rng.uniform() < 0.3 else None
    b = None if shape is None else rng.normal(size=shape)
    return Layer(W, b, activation or str(rng.choice(possible)), connected)
