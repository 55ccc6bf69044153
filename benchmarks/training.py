"""How long one update of a training run takes: `python -m benchmarks.training`.

Two peers, in float64 and on one thread. PyTorch runs as it is used: nn.Sequential, rows gathered by
a shuffled index, zero_grad, forward, loss, backward and a step of optim.SGD or optim.Adam. The
other is the plain loop that playgrounds in a browser run, plain_loop.js, in Node: one object for
each neuron and connection, a 2-4-2-1 of tanh on 500 points of two circles.

As in `benchmarks.engine`, both sides take turns in one run, each turn gives one ratio, and the
median of the ratios is reported. Every update of ours is a value: network, state, rows and loss.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from backprop_core import Network, rules, train
from benchmarks.engine import INSTALL, Setting
from benchmarks.table import markdown

TURNS, WARM_UP, SECONDS_PER_TURN = 40, 5, 0.02
BATCHES = 8  # in the data set
LOOP = Path(__file__).parent / "plain_loop.js"
NO_NODE = "Node is not installed. Install it with: apt install nodejs"

SETTINGS = (
    (Setting((2, 3, 1), 1, "sigmoid", "sigmoid", "mean_squared_error"), 0.12, 0.15),
    (Setting((4, 8, 8, 2), 32, "sigmoid", "sigmoid", "mean_squared_error"), 0.10, 0.15),
    (Setting((16, 16, 16, 16, 10), 256, "relu", "softmax", "cross_entropy"), 0.30, 0.35),
    (Setting((784, 100, 10), 64, "relu", "softmax", "cross_entropy"), 0.80, 0.85),
)
RULES = {"SGD": rules.GradientDescent(0.01), "Adam": rules.Adam(0.01)}
CIRCLES = ((10, 0.7), (30, 2.0), (500, 10.0))  # batch, and at least so many times the updates


def rows() -> list[dict[str, Any]]:
    """One row for each setting and rule beside PyTorch: microseconds an update, ratio, target.

    Measured in a process of its own, as NumPy and PyTorch read the number of threads as they start.
    Raises ModuleNotFoundError, which says how to install it, where PyTorch is missing.
    """
    if find_spec("torch") is None:
        raise ModuleNotFoundError(INSTALL)
    return _alone("--torch")


def rows_beside_the_loop() -> list[dict[str, Any]]:
    """One row for each batch of the two circles: microseconds, and our speed over the loop's.

    Raises FileNotFoundError, which says how to install it, where Node is missing.
    """
    if shutil.which("node") is None:
        raise FileNotFoundError(NO_NODE)
    return _alone("--loop")


def speeds(found: list[dict[str, Any]]) -> str:
    """The rows beside the loop as a table."""
    lines = [
        "### Training a 2-4-2-1 on two circles, beside a plain JavaScript loop",
        "",
        "| | ours, µs | peer, µs | times its updates | at least |",
        "|---|---:|---:|---:|---:|",
    ]
    for row in found:
        lines.append(
            f"| {row['name']} | {row['ours']:.1f} | {row['peer']:.1f} "
            f"| {row['ratio']:.2f} | {row['target']:g} |"
        )
    return "\n".join([*lines, ""])


def _alone(part: str) -> list[dict[str, Any]]:
    one_thread = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}
    command = [sys.executable, "-m", "benchmarks.training", part]
    output = subprocess.check_output(command, env=os.environ | one_thread, text=True)
    measured: list[dict[str, Any]] = json.loads(output)
    return measured


def _beside_torch() -> list[dict[str, Any]]:
    found = []
    for setting, *targets in SETTINGS:
        x, y = _data(setting)
        for (name, rule), target in zip(RULES.items(), targets, strict=True):
            ours = _our_update(setting, x, y, rule)
            peer = _torch_update(setting, x, y, name)
            found.append(_row(f"{setting.name}, {name}", _take_turns(ours, peer), target))
    return found


def _row(name: str, seconds: list[tuple[float, float]], target: float) -> dict[str, Any]:
    return {
        "name": name,
        "ours": median(ours for ours, _ in seconds) * 1e6,
        "peer": median(peer for _, peer in seconds) * 1e6,
        "ratio": median(ours / peer for ours, peer in seconds),
        "target": target,
    }


def _data(setting: Setting) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    samples, n_out = setting.batch * BATCHES, setting.sizes[-1]
    x = rng.normal(size=(samples, setting.sizes[0]))
    return x, np.eye(n_out)[rng.integers(0, n_out, samples)]


def _our_update(
    setting: Setting, x: np.ndarray, y: np.ndarray, rule: rules.Rule
) -> Callable[[], Any]:
    activations = [setting.hidden] * (len(setting.sizes) - 2) + [setting.last]
    network = Network.random(setting.sizes, activations, setting.loss)
    run = train(network, x, y, rule, setting.batch, None, shuffle=0)
    return lambda: next(run).loss


def _torch_update(setting: Setting, x: np.ndarray, y: np.ndarray, name: str) -> Callable[[], Any]:
    import torch  # large: only the measuring process needs it

    torch.set_num_threads(1)
    model = torch.nn.Sequential(*_modules(torch, setting))
    optimizer = getattr(torch.optim, name)(model.parameters(), lr=0.01)
    fused = setting.loss == "cross_entropy"
    loss_of = torch.nn.CrossEntropyLoss() if fused else torch.nn.MSELoss()
    inputs, targets = torch.tensor(x), torch.tensor(y)

    def run() -> Iterator[Any]:
        while True:
            for rows in torch.randperm(len(inputs)).split(setting.batch):
                optimizer.zero_grad()
                loss = loss_of(model(inputs[rows]), targets[rows])
                loss.backward()
                optimizer.step()
                yield loss

    updates = run()
    return lambda: next(updates)


def _modules(torch: Any, setting: Setting) -> list[Any]:
    kinds = {"sigmoid": torch.nn.Sigmoid, "tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}
    activations = [setting.hidden] * (len(setting.sizes) - 2) + [setting.last]
    layers = []
    for (n_in, n_out), activation in zip(pairwise(setting.sizes), activations, strict=True):
        layers.append(torch.nn.Linear(n_in, n_out, dtype=torch.float64))
        if activation in kinds:  # softmax is part of CrossEntropyLoss
            layers.append(kinds[activation]())
    return layers


def _take_turns(one: Callable[[], Any], other: Callable[[], Any]) -> list[tuple[float, float]]:
    """Seconds an update of each, turn by turn, after a warm-up; each turn lasts about as long."""
    gc.collect()
    counts = [max(1, round(SECONDS_PER_TURN / _seconds(update, 20))) for update in (one, other)]
    turns = [(_seconds(one, counts[0]), _seconds(other, counts[1])) for _ in range(WARM_UP + TURNS)]
    return turns[WARM_UP:]


def _seconds(update: Callable[[], Any], count: int) -> float:
    start = perf_counter()
    for _ in range(count):
        update()
    return (perf_counter() - start) / count


def _beside_the_loop() -> list[dict[str, Any]]:
    return [_row_of_circles(batch, target) for batch, target in CIRCLES]


def _row_of_circles(batch: int, target: float) -> dict[str, Any]:
    x, y = two_circles(500)
    network = Network.random((2, 4, 2, 1), "tanh", "half_squared_error")
    run = train(network, x, y, rules.GradientDescent(0.03), batch, None, shuffle=0)
    command = ["node", str(LOOP), str(batch)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as node:
        assert node.stdin is not None
        assert node.stdout is not None
        _send(node, json.dumps({"x": x.tolist(), "y": y.ravel().tolist()}))
        ours_at_first = _seconds(lambda: next(run).loss, 20)
        loops_at_first = float(_send(node, "200")) / 1e6
        counts = [max(20, round(SECONDS_PER_TURN / one)) for one in (ours_at_first, loops_at_first)]
        turns = []
        for _ in range(WARM_UP + TURNS):
            ours = _seconds(lambda: next(run).loss, counts[0])
            turns.append((ours, float(_send(node, str(counts[1]))) / 1e6))
        node.stdin.close()
    row = _row(f"batch {batch}", turns[WARM_UP:], target)
    return row | {"ratio": median(peer / ours for ours, peer in turns[WARM_UP:])}


def _send(node: subprocess.Popen[str], line: str) -> str:
    """One line to the loop, and its answer: microseconds an update."""
    assert node.stdin is not None
    assert node.stdout is not None
    node.stdin.write(line + "\n")
    node.stdin.flush()
    return node.stdout.readline()


def two_circles(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Points within a circle (target 1) and on a ring around it (target −1)."""
    rng = np.random.default_rng(0)
    inside = np.arange(count) % 2 == 0
    radius = np.where(inside, rng.uniform(0.0, 2.5, count), rng.uniform(3.5, 5.0, count))
    angle = rng.uniform(0.0, 2.0 * np.pi, count)
    x = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    return x, np.where(inside, 1.0, -1.0)[:, None]


def main() -> None:
    """Print the tables; with --torch or --loop, measure in this process and print the rows."""
    parts = {"--torch": _beside_torch, "--loop": _beside_the_loop}
    for part, measure in parts.items():
        if part in sys.argv:
            print(json.dumps(measure()))
            return
    try:
        print(markdown("One update in training, beside PyTorch eager, one thread", "µs", rows()))
        print(speeds(rows_beside_the_loop()))
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
