"""A pass worked by hand, one number at a time, in which a mistake can be made.

It shares no line with the engine or with the catalogue of slips: plain loops over samples and
neurons, and a mistake is a subclass that works one kind of number wrongly. `where` are the layers
in which it does so.
"""

import math

import numpy as np


def sigmoid(z):
    return 1 / (1 + math.exp(-z)) if z > -700 else 0.0


def gelu_parts(z):
    u = math.sqrt(2 / math.pi) * (z + 0.044715 * z**3)
    return math.tanh(u), math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * z * z)


VALUE = {
    "linear": lambda z: z,
    "sigmoid": sigmoid,
    "tanh": math.tanh,
    "relu": lambda z: z if z > 0 else 0.0,
    "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
    "softplus": lambda z: math.log1p(math.exp(-abs(z))) + max(z, 0),
    "elu": lambda z: z if z > 0 else math.exp(z) - 1,
    "silu": lambda z: z * sigmoid(z),
    "gelu": lambda z: 0.5 * z * (1 + gelu_parts(z)[0]),
}
SLOPE = {
    "linear": lambda z: 1.0,
    "sigmoid": lambda z: sigmoid(z) * (1 - sigmoid(z)),
    "tanh": lambda z: 1 - math.tanh(z) ** 2,
    "relu": lambda z: 1.0 if z > 0 else 0.0,
    "leaky_relu": lambda z: 1.0 if z > 0 else 0.01,
    "softplus": sigmoid,
    "elu": lambda z: 1.0 if z > 0 else math.exp(z),
    "silu": lambda z: sigmoid(z) + z * sigmoid(z) * (1 - sigmoid(z)),
    "gelu": lambda z: (
        0.5 * (1 + gelu_parts(z)[0]) + 0.5 * z * (1 - gelu_parts(z)[0] ** 2) * gelu_parts(z)[1]
    ),
}


class ByHand:
    """The pass as it should be: z, a, da, delta, dW, db of every layer."""

    def __init__(self, network, x, y, rate, where, choice=0):
        self.network, self.x, self.y, self.rate = network, x.tolist(), y.tolist(), rate
        self.where, self.choice = set(where), choice
        self.layers = network.layers
        self.last = len(self.layers) - 1
        self.samples = range(len(self.x))
        self.into, self.zs, self.outs = {}, {}, {}
        self.das, self.deltas, self.dWs, self.dbs = {}, {}, {}, {}

    @classmethod
    def fits(cls, network, batch, layer):
        """Whether the mistake can be made in that layer."""
        return True

    def here(self, layer):
        return layer in self.where

    def width(self, layer):
        return range(self.layers[layer].n_out)

    def inputs(self, layer):
        return range(self.layers[layer].n_in)

    def work(self):
        for layer in range(self.last + 1):
            for s in self.samples:
                self.into[layer, s] = self.x[s] if layer == 0 else self.outs[layer - 1, s]
                self.zs[layer, s] = [self.z(layer, s, j) for j in self.width(layer)]
                self.outs[layer, s] = self.a(layer, s)
        for layer in range(self.last, -1, -1):
            for s in self.samples:
                if layer == self.last:
                    self.das[layer, s] = [self.da_at_the_loss(s, k) for k in self.width(layer)]
                else:
                    self.das[layer, s] = [self.da(layer, s, i) for i in self.width(layer)]
                self.deltas[layer, s] = self.delta(layer, s)
            self.dWs[layer] = [
                [
                    self.dW(layer, j, i) if self.is_there(layer, j, i) else 0.0
                    for i in self.inputs(layer)
                ]
                for j in self.width(layer)
            ]
            self.dbs[layer] = self.db(layer)
        return self

    def is_there(self, layer, j, i):
        connected = self.layers[layer].connected
        return connected is None or connected[j, i]

    def bias(self, layer, j):
        b = self.layers[layer].b
        return 0.0 if b is None else float(b[j] if b.ndim else b)

    def z(self, layer, s, j):
        W = self.layers[layer].W
        return sum(W[j, i] * self.into[layer, s][i] for i in self.inputs(layer)) + self.bias(
            layer, j
        )

    def a(self, layer, s):
        z = self.zs[layer, s]
        name = self.layers[layer].activation
        if name == "softmax":
            e = [math.exp(v - max(z)) for v in z]
            return [v / sum(e) for v in e]
        return [VALUE[name](v) for v in z]

    def share(self):
        if self.network.reduction == "sum" or self.network.loss == "root_mean_squared_error":
            return 1.0
        return 1.0 / len(self.x)

    def loss_slope(self, s, k):
        a, y = self.outs[self.last, s][k], self.y[s][k]
        n = len(self.y[s])
        return {
            "half_squared_error": lambda: a - y,
            "squared_error": lambda: 2 * (a - y),
            "mean_squared_error": lambda: 2 * (a - y) / n,
            "mean_absolute_error": lambda: (float(a > y) - float(a < y)) / n,
            "root_mean_squared_error": lambda: (a - y) / self.root() / n / len(self.x),
            "binary_cross_entropy": lambda: (a - y) / (a * (1 - a)) / n,
            "cross_entropy": lambda: -y / a,
        }[self.network.loss]()

    def root(self):
        squares = [
            (self.outs[self.last, s][k] - self.y[s][k]) ** 2
            for s in self.samples
            for k in self.width(self.last)
        ]
        return math.sqrt(sum(squares) / len(squares))

    def da_at_the_loss(self, s, k):
        return self.loss_slope(s, k) * self.share()

    def slope(self, layer, s, j):
        return SLOPE[self.layers[layer].activation](self.zs[layer, s][j])

    def delta(self, layer, s):
        da, a = self.das[layer, s], self.outs[layer, s]
        if layer == self.last and self.network.fused:
            return [self.short(s, k) for k in self.width(layer)]
        if self.layers[layer].activation == "softmax":
            return [self.through_softmax(da, a, j) for j in self.width(layer)]
        return [da[j] * self.slope(layer, s, j) for j in self.width(layer)]

    def short(self, s, k):
        """a − y, where loss and activation go together."""
        a, y = self.outs[self.last, s][k], self.y[s][k]
        if self.network.loss == "binary_cross_entropy":
            return (a - y) / len(self.y[s]) * self.share()
        return (a * sum(self.y[s]) - y) * self.share()

    def through_softmax(self, da, a, j):
        return sum(da[k] * a[k] * ((k == j) - a[j]) for k in range(len(a)))

    def da(self, layer, s, i):
        """Back to neuron i of `layer`, through the weights of the layer after it."""
        W = self.layers[layer + 1].W
        return sum(self.deltas[layer + 1, s][k] * W[k, i] for k in self.width(layer + 1))

    def dW(self, layer, j, i):
        return sum(self.deltas[layer, s][j] * self.into[layer, s][i] for s in self.samples)

    def db_of(self, layer, j):
        return sum(self.deltas[layer, s][j] for s in self.samples)

    def db(self, layer):
        b = self.layers[layer].b
        if b is None:
            return None
        each = [self.db_of(layer, j) for j in self.width(layer)]
        return each if b.ndim else sum(each)

    def given(self, *quantities):
        """What somebody would hand in."""
        rows = {"z": self.zs, "a": self.outs, "delta": self.deltas, "da": self.das}
        found = {}
        for name in quantities:
            if name in rows:
                found[name] = [
                    np.array([rows[name][layer, s] for s in self.samples])
                    for layer in range(self.last + 1)
                ]
            else:
                kept = {"dW": self.dWs, "db": self.dbs}[name]
                found[name] = [
                    None if kept[layer] is None else np.array(kept[layer])
                    for layer in range(self.last + 1)
                ]
        return found
