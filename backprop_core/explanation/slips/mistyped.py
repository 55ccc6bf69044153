"""One number that is other than it should be: an input, a target, a weight or a bias that was
mistyped or misread, or one number of the forward pass that went wrong and was carried on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from backprop_core.explanation.here import Arithmetic, Here, form_in_a
from backprop_core.explanation.operations import operations
from backprop_core.explanation.problem import Problem
from backprop_core.explanation.slips.slip import Also, Slip
from backprop_core.explanation.words import number
from backprop_core.network import Network

Index = tuple[int, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Unknown:
    """A number that may have been another: `slip(t)` is the pass with it at t.

    It is entry `index` of `kind`: x, y, or W, b, z or a of a layer; after a wrong a the slope may
    be taken as `form`(a). `others` are numbers beside it that it is easily mixed up with, `start`
    is where a search for it begins.
    """

    kind: str
    layer: int
    index: Index
    usual: float
    slip: Callable[[float], Slip | None]
    form: Callable[[Any], Any] | None = None
    others: tuple[float, ...] = ()
    start: float | None = None

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
            swapped = float(text[:k] + other + one + text[k + 2 :])
            yield swapped if t >= 0 else -swapped


def unknowns(problem: Problem) -> Iterator[Unknown]:
    """Every number of the exercise."""
    yield from _each("x", problem.x, 0, lambda index: _Input(problem, index))
    yield from _each("y", problem.y, problem.last, lambda index: _Target(problem, index))
    for layer, own in enumerate(problem.layers):
        for name, array in (("W", own.W), ("b", own.b)):
            if array is not None:
                yield from _each(name, array, layer, _parameter_of(problem, layer, name))


@dataclass(frozen=True, eq=False, slots=True)
class _Number:
    """A number of the exercise: `problem_with(t)` is the exercise with it at t."""

    problem: Problem
    index: Index

    def there(self) -> bool:
        """Whether there is such a number; a cut edge has none."""
        return True

    def problem_with(self, t: float) -> Problem:
        raise NotImplementedError

    def in_pass_after(self, after: Problem, other: Problem) -> Problem:
        """The pass after the update, in the same way; its parameters follow from the update."""
        return replace(after, x=other.x, y=other.y)

    @property
    def words(self) -> str:
        raise NotImplementedError

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations that use it."""
        raise NotImplementedError

    def slip(self, usual: float, t: float) -> Slip | None:
        """Those operations, done as in the other exercise."""
        if not np.isfinite(t):
            return None
        other = self.problem_with(t)
        right = {(each.name, each.makes[0]): each.right for each in operations(other)}

        def arithmetic_of(name: str) -> Arithmetic:
            def arithmetic(o: Here) -> Any:
                there = other if o.problem is self.problem else self.in_pass_after(o.problem, other)
                return right[name, o.quantity](Here(there, o.values, o.quantity, o.layer))

            return arithmetic

        first, *more = self.operations
        words = self.words
        return Slip(
            "input_mistyped",
            first,
            f"{words} = {t:.6g}",
            arithmetic_of(first),
            f"{words[0].upper()}{words[1:]} seems to have been taken as {number(t, 6)}; it is "
            f"{number(usual, 6)}.",
            "Compare what you typed with the exercise, sign and decimal point too.",
            2.2,
            words,
            tuple((name, arithmetic_of(name)) for name in more),
            free=1,
            value=t,
        )


class _Input(_Number):
    operations = ("weighted_sum", "weight_gradient")

    def problem_with(self, t: float) -> Problem:
        return replace(self.problem, x=_with(self.problem.x, self.index, t))

    @property
    def words(self) -> str:
        return f"input {self.index[1] + 1}{_of_sample(self.problem, self.index[0])}"


class _Target(_Number):
    operations = ("loss_slope", "loss")

    def problem_with(self, t: float) -> Problem:
        return replace(self.problem, y=_with(self.problem.y, self.index, t))

    @property
    def words(self) -> str:
        return f"target {self.index[1] + 1}{_of_sample(self.problem, self.index[0])}"


@dataclass(frozen=True, eq=False, slots=True)
class _Parameter(_Number):
    layer: int
    name: str

    operations = ("weighted_sum", "back_through_weights", "update")

    def there(self) -> bool:
        connected = self.problem.layers[self.layer].connected
        return self.name == "b" or connected is None or bool(connected[self.index])

    def problem_with(self, t: float) -> Problem:
        network, own = self.problem.network, self.problem.layers[self.layer]
        changed = {"W": own.W, "b": own.b}
        changed[self.name] = _with(changed[self.name], self.index, t)
        layers = list(network.layers)
        layers[self.layer] = own.with_numbers(changed["W"], changed["b"])  # type: ignore[arg-type]
        other = Network(tuple(layers), network.loss, network.reduction)
        return replace(self.problem, network=other)

    @property
    def words(self) -> str:
        if self.name == "W":
            of = "neuron {} of the layer before" if self.layer else "input {}"
            source = of.format(self.index[1] + 1)
            return f"the weight from {source} to neuron {self.index[0] + 1} of {{where}}"
        return f"the bias of neuron {self.index[0] + 1} of {{where}}" if self.index else "the bias"


def _parameter_of(problem: Problem, layer: int, name: str) -> Callable[[Index], _Number]:
    return lambda index: _Parameter(problem, index, layer, name)


def _each(
    kind: str, array: Any, layer: int, number_at: Callable[[Index], _Number]
) -> Iterator[Unknown]:
    """An unknown for each entry; it is easily mixed up with others of its row."""
    for index in np.ndindex(array.shape):
        each, usual = number_at(index), float(array[index])
        if each.there():
            row = np.ravel(array[index[0]] if array.ndim == 2 else array).tolist()
            others = tuple(sorted(set(row) - {usual}))
            slip = _slip_of(each, usual)
            yield Unknown(kind, layer, index, usual, slip, others=others[:8])


def _slip_of(entry: _Number, usual: float) -> Callable[[float], Slip | None]:
    return lambda t: entry.slip(usual, t)


def _with(array: Any, index: Index, t: float) -> Any:
    changed = np.array(array)
    changed[index] = t
    return changed


def _of_sample(problem: Problem, sample: int) -> str:
    return f" of sample {sample + 1}" if problem.batch > 1 else ""


def forward_numbers(problem: Problem) -> Iterator[Unknown]:
    """Every z and a of the forward pass; after a wrong a the slope may be taken from it."""
    for layer in range(problem.last, -1, -1):
        form = form_in_a(problem.layers[layer].f)
        for index in np.ndindex(problem.batch, problem.layers[layer].n_out):
            if form is not None:
                yield _forward_number(problem, "a", layer, index, form)
            yield _forward_number(problem, "a", layer, index, None)
            yield _forward_number(problem, "z", layer, index, None)


def _forward_number(
    problem: Problem, quantity: str, layer: int, index: Index, form: Callable[[Any], Any] | None
) -> Unknown:
    usual = float(getattr(problem.forward.layers[layer], quantity)[index])
    also: Also = () if form is None else (("slope", lambda o: form(o.a)),)
    where = f"{quantity} of neuron {index[1] + 1} of {{where}}"
    if problem.batch > 1:
        where += f" for sample {index[0] + 1}"

    def slip(t: float) -> Slip:
        return Slip(
            "forward_slip",
            "weighted_sum" if quantity == "z" else "activation",
            f"{quantity} = {t:.6g}",
            lambda o: _with(o.right, index, t) if o.problem is problem else o.right,
            f"A slip in the forward pass: {where} seems to have been {number(t, 6)}; it is "
            f"{number(usual, 6)}.",
            "Check this number of the forward pass first.",
            2.6,
            f"{quantity} {index}",
            also,
            free=1,
            value=t,
        )

    start = None if form is None else usual + 1.0
    return Unknown(quantity, layer, index, usual, slip, form, start=start)
