"""Random networks of any architecture, with inputs and targets that suit them."""

from itertools import pairwise

import numpy as np
from hypothesis import strategies as st

from backprop_core import ACTIVATIONS, LOSSES, Layer, Network
from tests.core.cases import BIASES, PARTNER, bias_values


@st.composite
def passes(draw, batches=(1, 3), losses=tuple(LOSSES)):
    """(network, x, y): up to three layers of up to four neurons, some connections cut.

    Hypothesis chooses the architecture; the numbers come from a seed, which is one more choice.
    """
    loss = draw(st.sampled_from(losses))
    sizes = draw(st.lists(st.integers(1, 4), min_size=2, max_size=4))
    if PARTNER.get(loss) == "softmax":
        sizes[-1] = max(sizes[-1], 2)
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    layers = []
    for number, (n_in, n_out) in enumerate(pairwise(sizes), start=2):
        possible = [name for name in ACTIVATIONS if n_out > 1 or name != "softmax"]
        activation = draw(st.sampled_from(possible))
        if number == len(sizes):
            activation = PARTNER.get(loss, activation)
        layers.append(draw(layer(rng, n_out, n_in, activation)))
    network = Network(tuple(layers), loss, draw(st.sampled_from(("mean", "sum"))))
    batch = draw(st.integers(*batches))
    return network, rng.normal(size=(batch, sizes[0])), rng.uniform(size=(batch, sizes[-1]))


@st.composite
def layer(draw, rng, n_out, n_in, activation):
    """One layer with normal weights; cut connections may leave a neuron with no input at all."""
    connected = rng.uniform(size=(n_out, n_in)) < 0.7 if draw(st.booleans()) else None
    b = bias_values(rng, draw(st.sampled_from(BIASES)), n_out)
    return Layer(rng.normal(size=(n_out, n_in)), b, activation, connected)
