"""The stages of an update as a list of NumPy calls on arrays that are there already.

It is made from the same formulas that the plain form evaluates, call for call in the same order,
so the numbers are the same to the last bit. What costs time in the plain form is not the
arithmetic but new arrays and dictionaries; here every result has its place before the first
update. Long vectors are worked through in pieces that fit into the processor's cache.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop_core.checks import Array
from backprop_core.rules.evaluation import in_arrays, in_floats
from backprop_core.rules.expression import GRADIENT, PARAMETER, Constant, Expression, Named, Unary
from backprop_core.rules.record import passed_by
from backprop_core.rules.stage import Stage

Call = tuple[Callable[..., Any], tuple[Any, ...]]
Scalars = dict[Named, float]

PIECE = 16384


def calls_of(
    stages: tuple[Stage, ...],
    numbers: Array,
    is_bias: NDArray[np.bool_],
    frozen: NDArray[np.bool_] | None,
    scalars: Scalars,
) -> list[Call]:
    """Calls that take `numbers`, (2 + kept vectors, count), from one update to the next, in place.

    Its rows are the parameters, the vectors that the stages keep, and the gradient. `scalars` has
    the counts t, epoch, batch and data set when the calls are made.
    """
    count = numbers.shape[1]
    whole = any(_takes_all(stage.formula) for stage in stages)
    length = count if whole else PIECE
    slots: dict[Expression, Array] = {}
    calls: list[Call] = []
    for start in range(0, count, length):
        part = slice(start, start + length)
        cut = None if frozen is None else frozen[part]
        piece = _Piece(numbers[:, part], is_bias[part], cut, scalars, slots)
        calls += piece.calls_of(stages)
    return calls


class _Piece:
    """The calls for one piece of the vectors; the slots of the scalars are common to all."""

    def __init__(
        self,
        numbers: Array,
        is_bias: NDArray[np.bool_],
        frozen: NDArray[np.bool_] | None,
        scalars: Scalars,
        slots: dict[Expression, Array],
    ) -> None:
        self.numbers, self.is_bias, self.frozen = numbers, is_bias, frozen
        self.scalars, self.slots = scalars, slots
        self.vectors: dict[Named, Array] = {PARAMETER: numbers[0], GRADIENT: numbers[-1]}
        self.temporaries: list[Array] = []
        self.free: list[Array] = []
        self.calls: list[Call] = []

    def calls_of(self, stages: tuple[Stage, ...]) -> list[Call]:
        if self.frozen is not None:
            self.calls.append((partial(np.copyto, where=self.frozen), (self.numbers[-1], 0.0)))
        kept = [stage for stage in stages if stage.start is not None]
        rows = dict(zip((stage.result for stage in kept), self.numbers[1:-1], strict=True))
        rows["parameter"] = self.numbers[0]
        for stage in kept:
            self.vectors[_old(stage)] = rows[stage.result]
        for number, stage in enumerate(stages):
            if stage.scalar:
                self._fill(stage)
                continue
            self._save_old(stage, stages[number + 1 :])
            self._vector_stage(stage, rows.get(stage.result))
        return self.calls

    def _fill(self, stage: Stage) -> None:
        """A stage with one result for all parameters, which is kept among the scalars."""
        closure, made = self._closure(stage.formula), stage.made
        if made in self.slots:
            return
        slot = self.slots[made] = np.zeros(())

        def fill() -> None:
            slot[()] = self.scalars[made] = closure(self.scalars)

        self.calls.append((fill, ()))

    def _save_old(self, stage: Stage, later: tuple[Stage, ...]) -> None:
        """Copy the old vector where a later stage asks for it, before this stage writes over it."""
        if stage.start is None or not any(_old(stage) in each.inputs for each in later):
            return
        copy = np.empty_like(self.vectors[_old(stage)])
        self.calls.append((np.copyto, (copy, self.vectors[_old(stage)])))
        self.vectors[_old(stage)] = copy

    def _vector_stage(self, stage: Stage, row: Array | None) -> None:
        result = np.empty(self.numbers.shape[1]) if row is None else row
        target = result if row is None or self.frozen is None else np.empty_like(row)
        made = self._vector(stage.formula, target)
        if made is not target:
            self.calls.append((np.copyto, (target, made)))
        if stage.otherwise is not None:
            left_out = passed_by(stage, self.is_bias, self.frozen)
            keep = partial(np.copyto, where=left_out)
            self.calls.append((keep, (target, self.vectors[stage.otherwise])))
        if target is not result:
            assert self.frozen is not None
            self.calls.append((partial(np.copyto, where=~self.frozen), (result, target)))
        self.vectors[stage.made] = result

    def _vector(self, e: Expression, out: Array | None = None) -> Array:
        """Where the value of `e` will be, after calls that make it; `out` if they make one."""
        if e.scalar:
            return self._scalar(e)
        if isinstance(e, Named):
            return self.vectors[e]
        operands = [self._vector(part) for part in e.parts]
        self.free += [one for one in operands if any(one is own for own in self.temporaries)]
        if out is None:
            out = self._temporary()
        self.calls.append(call_into(in_arrays(e), operands, out))
        return out

    def _temporary(self) -> Array:
        """An array for a result that is used once; an operand's own may be written over."""
        if not self.free:
            self.free.append(np.empty(self.numbers.shape[1]))
            self.temporaries += self.free
        return self.free.pop()

    def _scalar(self, e: Expression) -> Array:
        """A place of its own for a scalar: NumPy takes that more quickly than a plain float."""
        if e in self.slots:
            return self.slots[e]
        closure = self._closure(e)
        slot = self.slots[e] = np.zeros(())
        if all(leaf.kind == "setting" for leaf in e.leaves()):
            slot[()] = closure(self.scalars)
            return slot

        def fill() -> None:
            slot[()] = closure(self.scalars)

        self.calls.append((fill, ()))
        return slot

    def _closure(self, e: Expression) -> Callable[[Scalars], float]:
        """A function from the scalars to the value of a scalar formula."""
        if isinstance(e, Constant) or (isinstance(e, Named) and e.value is not None):
            constant = float(e.value)  # type: ignore[arg-type]
            return lambda scalars: constant
        if isinstance(e, Named):
            return lambda scalars: scalars[e]
        if isinstance(e, Unary) and e.function == "norm":
            vector, norm = self._vector(e.of), in_arrays(e)
            return lambda scalars: float(norm(vector))
        function, parts = in_floats(e), [self._closure(part) for part in e.parts]
        if len(parts) == 1:
            (of,) = parts
            return lambda scalars: function(of(scalars))
        left, right = parts
        return lambda scalars: function(left(scalars), right(scalars))


def call_into(function: Callable[..., Any], operands: Sequence[Array], out: Array) -> Call:
    """A call whose result goes into `out`. NumPy takes that fastest as the last argument, and for
    maximum and minimum by name alone."""
    if function in (np.maximum, np.minimum):
        return partial(function, out=out), tuple(operands)
    return function, (*operands, out)


def _takes_all(e: Expression) -> bool:
    """Whether a norm stands in it, which needs the whole vector."""
    if isinstance(e, Unary) and e.function == "norm":
        return True
    return any(_takes_all(part) for part in e.parts)


def _old(stage: Stage) -> Named:
    return Named(stage.result, stage.symbol, "state")
