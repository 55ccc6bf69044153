"""How long one training step takes, beside PyTorch: `python -m benchmarks.engine`.

A step is forward, loss, backward and update, in float64, on one thread, on the same numbers. The
engine records every number on the way, as it always does; PyTorch runs as it is used:
nn.Sequential, zero_grad, forward, loss, backward, and a step of optim.SGD.

Both take turns of some steps each in one process, so that a busy or slow machine slows both
alike. Each turn gives one ratio, and the median of the ratios is reported.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from backprop_core import Network, backward, forward, update
from benchmarks.table import markdown

TURNS, STEPS_PER_TURN, WARM_UP = 60, 50, 5
LEARNING_RATE = 0.01
INSTALL = "PyTorch is not installed. Install it with: .venv/bin/pip install torch==2.13.0"


@dataclass(frozen=True)
class Setting:
    """One network to time. `target` is the largest ratio aimed at, or None where none was set."""

    sizes: tuple[int, ...]
    batch: int
    hidden: str
    last: str
    loss: str
    target: float | None = None

    @property
    def name(self) -> str:
        """As in "2-3-1, batch 1, sigmoid, then sigmoid, mean_squared_error"."""
        widths = "-".join(str(size) for size in self.sizes)
        return f"{widths}, batch {self.batch}, {self.hidden}, {self.last} out, {self.loss}"


SMALL, MIDDLE, LARGE = (2, 3, 1), (4, 8, 8, 2), (16, 16, 16, 16, 10)
SETTINGS = (
    Setting(SMALL, 1, "sigmoid", "sigmoid", "mean_squared_error", 0.25),
    Setting(SMALL, 1, "tanh", "sigmoid", "mean_squared_error"),
    Setting(MIDDLE, 32, "sigmoid", "sigmoid", "mean_squared_error", 0.30),
    Setting(MIDDLE, 32, "tanh", "linear", "mean_squared_error"),
    Setting(MIDDLE, 32, "relu", "linear", "mean_squared_error"),
    Setting(LARGE, 256, "relu", "softmax", "cross_entropy", 0.50),
    Setting(LARGE, 256, "sigmoid", "softmax", "cross_entropy"),
    Setting(LARGE, 256, "tanh", "softmax", "cross_entropy"),
    Setting(LARGE, 256, "sigmoid", "sigmoid", "mean_squared_error"),
)


def rows() -> list[dict[str, Any]]:
    """One row for each setting: name, ours and peer in microseconds a step, ratio, target.

    Measured in a process of its own: NumPy and PyTorch read the number of threads as they start.
    Raises ModuleNotFoundError, which says how to install it, where PyTorch is missing.
    """
    if find_spec("torch") is None:
        raise ModuleNotFoundError(INSTALL)
    one_thread = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}
    command = [sys.executable, "-m", "benchmarks.engine", "--json"]
    output = subprocess.check_output(command, env=os.environ | one_thread, text=True)
    measured: list[dict[str, Any]] = json.loads(output)
    return measured


def _row(setting: Setting) -> dict[str, Any]:
    x, y = _data(setting)
    ours, peer = _take_turns(_our_step(setting, x, y), _torch_step(setting, x, y))
    return {
        "name": setting.name,
        "ours": median(ours) * 1e6,
        "peer": median(peer) * 1e6,
        "ratio": median(one / other for one, other in zip(ours, peer, strict=True)),
        "target": setting.target,
    }


def _data(setting: Setting) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    n_out = setting.sizes[-1]
    x = rng.normal(size=(setting.batch, setting.sizes[0]))
    return x, np.eye(n_out)[rng.integers(0, n_out, setting.batch)]


def _our_step(setting: Setting, x: np.ndarray, y: np.ndarray) -> Callable[[], None]:
    activations = [setting.hidden] * (len(setting.sizes) - 2) + [setting.last]
    network = Network.random(setting.sizes, activations, setting.loss)

    def step() -> None:
        nonlocal network
        f = forward(network, x)
        g = backward(network, f, y)
        network = update(network, g, LEARNING_RATE)

    return step


def _torch_step(setting: Setting, x: np.ndarray, y: np.ndarray) -> Callable[[], None]:
    import torch  # large: only the measuring process needs it

    torch.set_num_threads(1)
    layers: list[Any] = []
    modules = {"sigmoid": torch.nn.Sigmoid, "tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}
    hidden = [setting.hidden] * (len(setting.sizes) - 2)
    activations = [*hidden, setting.last]
    for (n_in, n_out), activation in zip(pairwise(setting.sizes), activations, strict=True):
        layers.append(torch.nn.Linear(n_in, n_out, dtype=torch.float64))
        if activation in modules:  # softmax is part of CrossEntropyLoss
            layers.append(modules[activation]())
    model = torch.nn.Sequential(*layers)
    optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)
    fused = setting.loss == "cross_entropy"
    loss_of = torch.nn.CrossEntropyLoss() if fused else torch.nn.MSELoss()
    inputs, targets = torch.tensor(x), torch.tensor(y)

    def step() -> None:
        optimizer.zero_grad()
        loss = loss_of(model(inputs), targets)
        loss.backward()
        optimizer.step()

    return step


def _take_turns(
    one: Callable[[], None], other: Callable[[], None]
) -> tuple[list[float], list[float]]:
    """Seconds a step of each, turn by turn, after a warm-up."""
    gc.collect()
    pairs = [(_seconds(one), _seconds(other)) for _ in range(WARM_UP + TURNS)][WARM_UP:]
    return [ours for ours, _ in pairs], [peer for _, peer in pairs]


def _seconds(step: Callable[[], None]) -> float:
    start = perf_counter()
    for _ in range(STEPS_PER_TURN):
        step()
    return (perf_counter() - start) / STEPS_PER_TURN


def main() -> None:
    """Print the table; with --json, measure in this process and print the rows as they are."""
    if "--json" in sys.argv:
        print(json.dumps([_row(setting) for setting in SETTINGS]))
        return
    try:
        print(markdown("One training step, beside PyTorch eager, one thread", "µs", rows()))
    except ModuleNotFoundError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
