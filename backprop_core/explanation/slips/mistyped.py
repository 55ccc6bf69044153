"""One number that is other than it should be: an input, a target, a weight or a bias that was
mistyped or misread, or one number of the forward pass that went wrong and was carried on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from backprop_core.explanation.passes import Arithmetic, Here, form_in_a, operations
from backprop_core.explanation.problem import Problem
from backprop_core.explanation.slips.slip import Also, Slip
from backprop_core.network import Layer, Network


@dataclass(frozen=True, eq=False)
class Unknown:
    """A number of the exercise that may have been another: `slip(t)` is the pass with it at t."""

    usual: float
    slip: Callable[[float], Slip | None]
    layer: int
    others: tuple[float, ...] = ()
    starts: tuple[float, ...] = ()

    @property
    def suspects(self) -> Iterator[float]:
        """What it is easily taken for: the other sign, a shifted point, swapped digits."""
        t = self.usual
        yield from (-t, 10 * t, t / 10, 0.0, 1.0 - t, *_digits_swapped(t), *self.others)


def _digits_swapped(t: float) -> Iterator[float]:
    text = repr(abs(t))
    if "e" in text or len(text) > 8:
        return
    for k in range(len(text) - 1):
        one, other = text[k], text[k + 1]
        if one != other and "." not in (one, other):
            swapped = text[:k] + other + one + text[k + 2 :]
            yield float(swapped) if t >= 0 else -float(swapped)


def unknowns(problem: Problem) -> Iterator[Unknown]:
    """Every number of the exercise."""
    yield from _of_data(problem)
    for layer, own in enumerate(problem.layers):
        yield from _of_layer(problem, layer, own)


def _of_data(problem: Problem) -> Iterator[Unknown]:
    for name, array, layer in (("x", problem.x, 0), ("y", problem.y, problem.last)):
        for index in np.ndindex(array.shape):
            others = tuple(set(array[index[0]].tolist()) - {float(array[index])})

            def slip(
                t: float, name: str = name, array: Any = array, index: Any = index
            ) -> Slip | None:
                changed = _with(array, index, t)
                what = "input" if name == "x" else "target"
                words = f"{what} {index[1] + 1}" + (
                    f" of sample {index[0] + 1}" if problem.batch > 1 else ""
                )
                places = ("weighted_sum", "weight_gradient") if name == "x" else ("loss_slope",)
                more = () if name == "x" else ("loss",)
                return _as_if(
                    replace(problem, **{name: changed}), (*places, *more), words, t, array[index]
                )

            yield Unknown(float(array[index]), slip, layer, others)


def _of_layer(problem: Problem, layer: int, own: Layer) -> Iterator[Unknown]:
    for name in ("W", "b"):
        array = getattr(own, name)
        if array is None:
            continue
        for index in np.ndindex(array.shape):
            if name == "W" and own.connected is not None and not own.connected[index]:
                continue

            def slip(
                t: float, name: str = name, array: Any = array, index: Any = index
            ) -> Slip | None:
                changed = own.with_numbers(
                    *(
                        (_with(array, index, t), own.b)
                        if name == "W"
                        else (own.W, _with(array, index, t))
                    )
                )
                layers = tuple(
                    changed if k == layer else each for k, each in enumerate(problem.layers)
                )
                network = problem.network
                other = Network(layers, network.loss, network.reduction)
                places = ("weighted_sum", "back_through_weights", "update")
                words = _parameter(name, index)
                return _as_if(replace(problem, network=other), places, words, t, array[index])

            row = np.ravel(array).tolist()
            yield Unknown(float(array[index]), slip, layer, tuple(set(row) - {float(array[index])}))


def _parameter(name: str, index: tuple[int, ...]) -> str:
    if name == "b":
        return f"the bias of neuron {index[0] + 1}" if index else "the bias"
    return f"the weight from {index[1] + 1} to {index[0] + 1}"


def _with(array: Any, index: tuple[int, ...], t: float) -> Any:
    changed = np.array(array)
    changed[index] = t
    return changed


def _as_if(
    other: Problem, places: tuple[str, ...], words: str, t: float, usual: float
) -> Slip | None:
    """The operations done as in another exercise."""
    if not np.isfinite(t):
        return None
    right = {(each.name, each.makes[0]): each.right for each in operations(other)}

    def arithmetic_of(name: str) -> Arithmetic:
        def arithmetic(o: Here) -> Any:
            there = Here(other, o.values, o.quantity, o.layer)
            return right[name, o.quantity](there)

        return arithmetic

    also: Also = tuple((name, arithmetic_of(name)) for name in places[1:])
    return Slip(
        "input_mistyped",
        places[0],
        f"{words} = {t:.6g}",
        arithmetic_of(places[0]),
        f"{words[0].upper()}{words[1:]} seems to have been {t:.6g}; the exercise has {usual:.6g}.",
        "Compare what you typed with the exercise, sign and decimal point too.",
        2.2,
        words,
        also,
        free=1,
        value=t,
    )


def forward_numbers(problem: Problem) -> Iterator[Unknown]:
    """Every z and a of the forward pass."""
    for layer in range(problem.last, -1, -1):
        for sample in range(problem.batch):
            for neuron in range(problem.layers[layer].n_out):
                index = (sample, neuron)
                yield _forward_number(problem, "activation", layer, index, from_a=True)
                yield _forward_number(problem, "activation", layer, index, from_a=False)
                yield _forward_number(problem, "weighted_sum", layer, index, from_a=False)


def _forward_number(
    problem: Problem, operation: str, layer: int, index: tuple[int, int], from_a: bool
) -> Unknown:
    quantity = "z" if operation == "weighted_sum" else "a"
    usual = float(getattr(problem.forward.layers[layer], quantity)[index])
    form = form_in_a(problem.layers[layer].f)

    def slip(t: float) -> Slip | None:
        if from_a and form is None:
            return None
        also: Also = (("slope", lambda o: form(o.a)),) if from_a and form is not None else ()
        where = f"{quantity} of neuron {index[1] + 1} in {{where}}"
        if problem.batch > 1:
            where += f" for sample {index[0] + 1}"
        return Slip(
            "forward_slip",
            operation,
            f"{quantity} = {t:.6g}",
            lambda o: _with(o.right, index, t),
            f"A slip in the forward pass: {where} seems to have been {t:.6g}; it is {usual:.6g}.",
            "Check this number of the forward pass first.",
            2.6,
            f"{quantity} {index} {from_a}",
            also,
            free=1,
            value=t,
        )

    return Unknown(usual, slip, layer, starts=(usual + 1.0,) if from_a else ())
