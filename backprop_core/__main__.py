"""`python -m backprop_core check exercise.json mine.npz`: are my gradients right?

The exercise has the fields layers (each W, b, activation, connected), loss, reduction, x, y,
learning_rate and biases_frozen. Somebody's numbers are an .npz or .json file with names such as
dW1 and db1, or with lists by quantity; or a .txt or .csv file with arrays as any program prints
them, each behind its name. Exit code 0 means that all of it is right, 1 that something is wrong,
and 2 that a file could not be read or has nothing to compare.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from backprop_core import BackpropError, Layer, Network, explain, read_file
from backprop_core.explanation import Report

_FIELDS = ("layers", "loss", "x", "y")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m backprop_core", description=__doc__)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("check", help="compare numbers with the exercise")
    command.add_argument("exercise", type=Path, help="the exercise, a .json file")
    command.add_argument("mine", type=Path, help="your numbers: .npz, .json, .txt or .csv")
    asked = parser.parse_args(arguments)
    try:
        report = checked(asked.exercise, asked.mine)
    except (BackpropError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(report)
    return 0 if report.right else 1


def checked(exercise: Path, mine: Path) -> Report:
    """The report on the numbers in one file for the exercise in the other."""
    now = _json(exercise)
    missing = [field for field in _FIELDS if not isinstance(now, dict) or field not in now]
    if missing:
        raise BackpropError(f"{exercise.name} has no {missing[0]}. It takes {', '.join(_FIELDS)}.")
    report = explain(
        _network(exercise, now),
        now["x"],
        now["y"],
        _numbers(mine),
        now.get("learning_rate", 0.1),
        biases_frozen=now.get("biases_frozen", False),
    )
    if not report.total:
        raise BackpropError(
            f"{mine.name} has no numbers to compare. It takes names such as dW1 and db1."
        )
    return report


def _network(path: Path, now: dict[str, Any]) -> Network:
    if not isinstance(now["layers"], list) or not all(isinstance(k, dict) for k in now["layers"]):
        raise BackpropError(f"{path.name}: layers takes a list of objects with W and activation.")
    layers = []
    for number, layer in enumerate(now["layers"], start=1):
        if "W" not in layer or "activation" not in layer:
            raise BackpropError(f"{path.name}: layer {number} takes W, b and activation.")
        layers.append(
            Layer(layer["W"], layer.get("b"), layer["activation"], layer.get("connected"))
        )
    return Network(tuple(layers), now["loss"], now.get("reduction", "mean"))


def _numbers(path: Path) -> dict[str, Any]:
    if path.suffix in (".txt", ".csv"):
        return _printed(path)
    if path.suffix != ".npz":
        found = _json(path)
        if not isinstance(found, dict):
            raise BackpropError(f"{path.name} takes an object with names such as dW1.")
        return found
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (ValueError, OSError) as error:
        raise BackpropError(f"{path.name} could not be read as .npz: {str(error)[:60]}") from None


def _printed(path: Path) -> dict[str, Any]:
    """Arrays by their names, each number with the digits it was written with."""
    found: dict[str, Any] = {}
    for array in read_file(path.name, path.read_bytes()):
        if array.label is None:
            raise BackpropError(f"{path.name} has an array without a name. It takes dW1 = … or so.")
        texts = [str(text).replace(",", ".") for text in array.texts.ravel()]
        kept = [
            None if value != value else text
            for text, value in zip(texts, array.values.ravel(), strict=True)
        ]
        found[array.label] = np.array(kept, dtype=object).reshape(array.values.shape)
    return found


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BackpropError(f"{path.name} could not be read as JSON: {str(error)[:60]}") from None


if __name__ == "__main__":
    sys.exit(main())
