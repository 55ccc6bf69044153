"""What the app's passes cost, beside the engine's own work: `python -m benchmarks.passes`.

A pass of a run keeps its parameters and its loss, so that one can go back to it. Beside it stands
forward, backward and update alone, on the same numbers; beside reading the loss of an exercise, as
after an edit, one forward pass of a network that is built from it. Both take turns, as in
benchmarks.engine, and the median of the ratios is reported; processor time is measured, so that
other programs on the machine count little.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from statistics import median
from time import thread_time
from typing import Any

import numpy as np

from backprop_core import Network, backward, forward, update
from benchmarks.click import largest
from benchmarks.table import markdown
from playground.exercise.document import Document, network_of
from playground.exercise.passes import loss_now
from playground.exercise.presets import presets
from playground.exercise.runs import advanced, started

TURNS, WARM_UP, PASSES = 40, 5, 200
MOST = 1.5  # times the engine's own work
Work = Callable[[], None]  # of so many passes


def rows() -> list[dict[str, Any]]:
    """One row for each document and way to make passes: name, ours and peer in microseconds a
    pass, ratio, target."""
    found = []
    for name, document in (
        ("Mazur 2-2-2", presets()["01_mazur_own_bias"]),
        ("XOR, four samples", presets()["07_xor"]),
        ("largest, 9 columns of 16", largest()),
    ):
        engine = _engine(document)
        found += [
            _row(f"{name}: {PASSES} passes at once", _at_once(document), engine, MOST),
            _row(f"{name}: one by one", _one_by_one(document), engine, MOST),
            _row(f"{name}: reading a loss", _losses(document), _forward(document), None),
        ]
    return found


def _engine(document: Document) -> Work:
    """Forward, backward and update alone."""
    first, x, y, rate = _ready(document)

    def work() -> None:
        network = first
        for _ in range(PASSES):
            network = update(network, backward(network, forward(network, x), y), rate)

    return work


def _forward(document: Document) -> Work:
    """Of new networks each time, made from a document as an edit makes it."""

    def work() -> None:
        for _ in range(PASSES):
            forward(network_of(document), document["x"])

    return work


def _ready(document: Document) -> tuple[Network, np.ndarray, np.ndarray, float]:
    x, y = np.array(document["x"]), np.array(document["y"])
    return network_of(document), x, y, document["learning_rate"]


def _at_once(document: Document) -> Work:
    run = started(document)
    return lambda: _ignored(advanced(run, PASSES))


def _one_by_one(document: Document) -> Work:
    def work() -> None:
        run = started(document)
        for _ in range(PASSES):
            run = advanced(run)

    return work


def _losses(document: Document) -> Work:
    """Of another document each time, as after an edit."""

    def work() -> None:
        for _ in range(PASSES):
            loss_now({**document})

    return work


def _ignored(_: object) -> None:
    """What is measured is the way there."""


def _row(name: str, ours: Work, peer: Work, target: float | None) -> dict[str, Any]:
    gc.collect()
    pairs = [(_seconds(ours), _seconds(peer)) for _ in range(WARM_UP + TURNS)][WARM_UP:]
    return {
        "name": name,
        "ours": median(one for one, _ in pairs) * 1e6,
        "peer": median(other for _, other in pairs) * 1e6,
        "ratio": median(one / other for one, other in pairs),
        "target": target,
    }


def _seconds(work: Work) -> float:
    start = thread_time()
    work()
    return (thread_time() - start) / PASSES


def report() -> str:
    """As Markdown."""
    return markdown("A pass of a run, beside forward, backward and update alone", "µs", rows())


if __name__ == "__main__":
    print(report())
