"""Inputs and targets in a paste, by their names, as rows of the samples that there are then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from backprop_core import Array, BackpropError, WrittenArray
from playground.exercise.document import Document
from playground.exercise.pasted_network import INPUTS, TARGETS, Parameters, labelled, with_samples


def samples_in(arrays: Sequence[WrittenArray], n_in: int, n_out: int) -> tuple[Array, Array] | None:
    """x (batch, n_in) and y (batch, n_out) of a paste that has these two alone; None for another.
    Raises BackpropError where they do not fit the network, or one another."""
    names = {(one.label or "").strip().lower() for one in arrays}
    if len(arrays) != 2 or not (names & {*INPUTS} and names & {*TARGETS}):
        return None
    x, y = labelled(arrays, INPUTS, n_in), labelled(arrays, TARGETS, n_out)
    for found, name, width, what in ((x, "x", n_in, "input"), (y, "y", n_out, "output")):
        if found is None:
            count = f"{width} number{'s' * (width != 1)}, one for each {what}"
            raise BackpropError(f"The {name} that you pasted does not fit. Its rows take {count}.")
    assert x is not None
    assert y is not None
    if len(x) != len(y):
        raise BackpropError(
            f"You pasted {len(x)} rows of x and {len(y)} of y. Each sample takes a row of both."
        )
    return x, y


def left_out(arrays: Sequence[WrittenArray], found: Parameters, now: Document) -> str:
    """What is to be said of inputs and targets beside a pasted network that are not taken with it;
    "" where all are."""
    labels = {(one.label or "").strip().lower() for one in arrays}
    unfit = [
        name
        for name, names, taken in (("x", INPUTS, found.x), ("y", TARGETS, found.y))
        if labels & {*names} and taken is None
    ]
    if unfit:
        does, was = ("does", "was") if len(unfit) == 1 else ("do", "were")
        names = " and the ".join(unfit)
        return f"The {names} that you pasted {does} not fit the network and {was} left out."
    if with_samples(found, now) is not now or (found.x is None and found.y is None):
        return ""
    rows = [len(now[key] if taken is None else taken) for key, taken in _sides(found)]
    return f"Inputs and targets stay as they are: there are {rows[0]} rows of x and {rows[1]} of y."


def _sides(found: Parameters) -> tuple[tuple[Literal["x", "y"], Array | None], ...]:
    return ("x", found.x), ("y", found.y)
