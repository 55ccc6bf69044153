"""What is trained on what."""

from __future__ import annotations

from dataclasses import dataclass

from backprop_core import Array, Network


@dataclass(frozen=True, eq=False)
class Task:
    """What is trained on what: x (samples, n_in) and y (samples, n_out), and points to test on,
    which may be none."""

    network: Network
    x: Array
    y: Array
    test_x: Array
    test_y: Array
    biases_frozen: bool = False
