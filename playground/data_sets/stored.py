"""Data sets that lie in files: Fisher's irises, and handwritten digits.

Iris: R. A. Fisher, 1936. Digits: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten
Digits, 1998; each image of 8 × 8 pixels is reduced to 4 × 4 here, since a column of the drawing
holds 16 neurons. Both from the UCI Machine Learning Repository, CC BY 4.0.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from playground.data_sets.data_set import DataSet, of_classes

_FILES = Path(__file__).parent / "files"
FULL = 64.0  # a square of 4 pixels, each from 0 to 16


@cache
def iris() -> DataSet:
    """150 flowers of three species, by the length and width of two kinds of leaves, in cm."""
    names, rows = _table("iris")
    x = np.array([row[:-1] for row in rows], dtype=float)
    species = list(dict.fromkeys(row[-1] for row in rows))
    labels = np.array([species.index(row[-1]) for row in rows])
    return of_classes("Iris", x, labels, names[:-1], species)


@cache
def all_digits() -> DataSet:
    """1797 handwritten digits; 0 is white, 1 is black."""
    names, rows = _table("digits")
    numbers = np.array(rows, dtype=float)
    labels = numbers[:, -1].astype(np.intp)
    return of_classes(
        "Handwritten digits", numbers[:, :-1] / FULL, labels, names[:-1], tuple("0123456789")
    )


def digits(points: int, seed: int, classes: int) -> DataSet:
    """Some of them, of the first `classes` digits."""
    every = all_digits()
    of_these = np.flatnonzero(every.labels < classes)
    order = np.random.default_rng(seed).permutation(of_these)[:points]
    return of_classes(
        every.title, every.x[order], every.labels[order], every.inputs, every.classes[:classes]
    )


def _table(name: str) -> tuple[list[str], list[list[str]]]:
    text = (_FILES / f"{name}.csv").read_text(encoding="utf-8")
    head, *rows = [line.split(",") for line in text.splitlines()]
    return head, rows
