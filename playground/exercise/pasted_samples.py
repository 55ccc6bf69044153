"""Inputs and targets in a paste, by their names, as rows of the samples that there are then."""

from __future__ import annotations

from collections.abc import Sequence, Sized

from backprop_core import Array, BackpropError, WrittenArray
from playground.exercise.document import Document
from playground.exercise.pasted_network import INPUTS, TARGETS, Parameters, labelled, with_samples


def samples_in(arrays: Sequence[WrittenArray], n_in: int, n_out: int) -> tuple[Array, Array] | None:
    """x (batch, n_in) and y (batch, n_out) of a paste that has these two alone; None for another.
    Raises BackpropError where they do not fit the network, or one another."""
    if len(arrays) != 2 or len(_named(arrays)) != 2:
        return None
    x, y = labelled(arrays, INPUTS, n_in), labelled(arrays, TARGETS, n_out)
    for found, name, width, what in ((x, "x", n_in, "input"), (y, "y", n_out, "output")):
        if found is None:
            count = f"{width} number{'s' * (width != 1)}, one for each {what}"
            raise BackpropError(f"The {name} that you pasted does not fit. Its rows take {count}.")
    assert x is not None
    assert y is not None
    if len(x) != len(y):
        raise BackpropError(f"{_unlike(x, y)} Each sample takes a row of both.")
    return x, y


def left_out(arrays: Sequence[WrittenArray], found: Parameters, now: Document) -> str:
    """What is to be said of inputs and targets beside a pasted network that are not taken with it;
    "" where all are."""
    taken = {"x": found.x, "y": found.y}
    unfit = [name for name in _named(arrays) if taken[name] is None]
    if unfit:
        does, was = ("does", "was") if len(unfit) == 1 else ("do", "were")
        names = " and the ".join(unfit)
        return f"The {names} that you pasted {does} not fit the network and {was} left out."
    if with_samples(found, now) is not now or (found.x is None and found.y is None):
        return ""
    x, y = (now["x"] if found.x is None else found.x), (now["y"] if found.y is None else found.y)
    return f"Inputs and targets stay as they are. {_unlike(x, y)}"


def _named(arrays: Sequence[WrittenArray]) -> list[str]:
    """Which of x and y stand in a paste by their names."""
    labels = {(one.label or "").strip().lower() for one in arrays}
    return [name for name, names in (("x", INPUTS), ("y", TARGETS)) if labels & {*names}]


def _unlike(x: Sized, y: Sized) -> str:
    return f"x and y have different numbers of rows: {len(x)} and {len(y)}."
