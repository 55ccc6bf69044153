"""The state dict comes back through the reader of Check, and PyTorch takes it."""

import io

import numpy as np
import pytest

from backprop_core import read_file
from playground.exercise.pasted_network import network_in
from playground.export.state_dict import state_dict_npz
from tests.playground.export.exercises import EVERY, MAZUR, view_of


@pytest.mark.parametrize("name", EVERY)
def test_the_way_back_brings_every_digit(name):
    network = view_of(name).network
    found = network_in(read_file("network.npz", state_dict_npz(view_of(name))))
    for layer, W, b in zip(network.layers, found.weights, found.biases, strict=True):
        assert np.array_equal(W, layer.W)
        assert (b is None) == (layer.b is None)
        assert layer.b is None or np.array_equal(b, np.broadcast_to(layer.b, (layer.n_out,)))


def test_the_names_are_those_of_a_sequential():
    held = np.load(io.BytesIO(state_dict_npz(view_of(MAZUR))))
    assert list(held) == ["0.weight", "0.bias", "2.weight", "2.bias"]


@pytest.mark.torch
@pytest.mark.parametrize("name", [MAZUR, "shared", "deep"])
def test_pytorch_loads_it_and_gives_the_same_output(name):
    torch = pytest.importorskip("torch")
    view = view_of(name)
    parts = []
    for layer in view.network.layers:
        has_bias = layer.b is not None
        parts.append(torch.nn.Linear(layer.n_in, layer.n_out, has_bias, dtype=torch.float64))
        kinds = {"sigmoid": torch.nn.Sigmoid, "tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}
        parts.append(kinds[layer.activation]())
    model = torch.nn.Sequential(*parts)
    held = np.load(io.BytesIO(state_dict_npz(view)))
    model.load_state_dict({key: torch.from_numpy(value) for key, value in held.items()})
    output = model(torch.tensor(view.trace.forward.x)).detach().numpy()
    np.testing.assert_allclose(output, view.trace.forward.output, rtol=1e-12)
