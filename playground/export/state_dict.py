"""The weights and biases as a PyTorch state dict, in a file that needs no PyTorch to write or read.

The names are those of `torch.nn.Sequential(Linear, activation, Linear, activation, …)`, and each W
has a row for each neuron that it leads into, as there. The way back is the page Check my work,
which reads such a file.

    model.load_state_dict({k: torch.from_numpy(v) for k, v in np.load("network.npz").items()})
    np.savez("network.npz", **{k: v.numpy() for k, v in model.state_dict().items()})
"""

from __future__ import annotations

import io

import numpy as np

from backprop_core import Array, Network
from playground.exercise.view import View


def state_dict(network: Network) -> dict[str, Array]:
    """Each array under its name: W is (n_out, n_in) and b (n_out,), a shared bias once for each
    neuron. A layer without biases has none."""
    found: dict[str, Array] = {}
    for number, layer in enumerate(network.layers):
        found[f"{2 * number}.weight"] = layer.W
        if layer.b is not None:
            found[f"{2 * number}.bias"] = np.broadcast_to(layer.b, (layer.n_out,))
    return found


def state_dict_npz(view: View) -> bytes:
    """The file, with every digit."""
    into = io.BytesIO()
    np.savez(into, allow_pickle=False, **state_dict(view.network))
    return into.getvalue()
