"""Many passes at once, each with one number other than it is.

To find out which value of which number explains what is given, thousands of passes are tried.
Their samples are laid one under the other as one large batch, so that every operation of the pass
is done once for all of them; only what adds up over samples is taken apart again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from backprop_core.checks import Array
from backprop_core.explanation.here import Given, Here, Values, form_in_a
from backprop_core.explanation.operations import Operation, loss_of_outputs
from backprop_core.explanation.problem import Place, Problem
from backprop_core.explanation.slips.mistyped import Unknown


class _Others(NamedTuple):
    """The passes in which a number of an array is another, which number, and by how much."""

    passes: NDArray[np.intp]
    at: tuple[NDArray[np.intp], ...]
    by: Array


@dataclass(frozen=True, eq=False)
class SideBySide:
    """Pass c of `count` has the number `unknowns[c]` at `t[c]`, (count,).

    `given` is carried on in each of them.
    """

    problem: Problem
    operations: Sequence[Operation]
    given: Given
    unknowns: Sequence[Unknown]
    t: Array

    @property
    def count(self) -> int:
        """How many passes there are."""
        return len(self.unknowns)

    def made(self) -> Iterator[tuple[Place, Array]]:
        """What each operation makes in all passes, (count, *shape), in the order of the work."""
        values: Values = {}
        for operation in self.operations:
            place = operation.makes
            value = self._value(operation, values)
            if value is None:
                values[place] = None
                continue
            yield place, value
            claim = self.given.get(place)
            if claim is not None:
                value = np.where(np.isnan(claim), value, claim)
            values[place] = value.reshape(-1, value.shape[-1]) if _has_rows(place) else value

    @cached_property
    def _tall(self) -> Problem:
        """The exercise with the samples of all passes in one batch."""
        inputs = self.problem.x, self.problem.y
        x, y = (np.repeat(each[None], self.count, axis=0) for each in inputs)
        for name, array in (("x", x), ("y", y)):
            self._put(array, name, None)
        x, y = (each.reshape(-1, each.shape[-1]) for each in (x, y))
        return replace(self.problem, x=x, y=y, copies=self.count)

    @cached_property
    def _by_kind(self) -> dict[tuple[str, int | None], _Others]:
        """For each array, the passes in which a number of it is another, and which number."""
        found: dict[tuple[str, int | None], list[int]] = {}
        for c, each in enumerate(self.unknowns):
            layer = None if each.kind in ("x", "y") else each.layer
            found.setdefault((each.kind, layer), []).append(c)
        return {at: self._others(np.array(passes)) for at, passes in found.items()}

    def _others(self, passes: NDArray[np.intp]) -> _Others:
        index = np.array([self.unknowns[c].index for c in passes], dtype=np.intp).T
        usual = np.array([self.unknowns[c].usual for c in passes])
        return _Others(passes, tuple(index), self.t[passes] - usual)

    def _put(self, array: Array, kind: str, layer: int | None) -> None:
        """The other numbers in their places: array (count, *shape)."""
        others = self._by_kind.get((kind, layer))
        if others is not None:
            array[(others.passes, *others.at)] = self.t[others.passes]

    def _apart(self, rows: Any) -> Array:
        """(count · batch, n) → (count, batch, n)."""
        array: Array = np.asarray(rows)
        return array.reshape(self.count, self.problem.batch, -1)

    def _value(self, operation: Operation, values: Values) -> Array | None:
        quantity, layer = operation.makes
        here = Here(self._tall, values, quantity, operation.layer)
        if quantity in _TOTALS:
            total: Array = _TOTALS[quantity](self, here)
            return total
        if quantity == "da" and operation.name == "loss_slope" and not _separable(self.problem):
            return self._slopes_of_total(here)
        made = operation.right(here)
        if made is None:
            return None
        rows = np.array(self._apart(made))
        if operation.name == "weighted_sum":
            self._other_sums(rows, here)
        elif operation.name == "back_through_weights":
            self._other_ways_back(rows, here)
        elif operation.name == "slope":
            self._slopes_from_a(rows, here)
        self._put(rows, quantity, layer)
        return rows

    def _other_sums(self, z: Array, here: Here) -> None:
        if W := self._by_kind.get(("W", here.layer)):
            j, i = W.at
            z[W.passes, :, j] += W.by[:, None] * self._apart(here.into)[W.passes, :, i]
        if b := self._by_kind.get(("b", here.layer)):
            each: Any = (b.passes, slice(None), *b.at)
            z[each] += b.by[:, None] if b.at else b.by[:, None, None]

    def _other_ways_back(self, da: Array, here: Here) -> None:
        if W := self._by_kind.get(("W", here.layer)):
            j, i = W.at
            da[W.passes, :, i] += W.by[:, None] * self._apart(here.delta)[W.passes, :, j]

    def _slopes_from_a(self, slope: Array, here: Here) -> None:
        others = self._by_kind.get(("a", here.layer))
        form = form_in_a(here.f)
        if others is None or form is None:
            return
        formed = [c for c in others.passes if self.unknowns[c].form is not None]
        slope[formed] = form(self._apart(here.a)[formed])

    def _slopes_of_total(self, o: Here) -> Array:
        """A loss that is no sum over samples is taken pass by pass."""
        slope = self.problem.network.loss_function.slope
        pairs = zip(self._apart(o.a), self._apart(o.y), strict=True)
        return np.stack([slope(a, y) for a, y in pairs]) * self.problem.share

    def _loss(self, o: Here) -> Array:
        loss, last = self.problem.network.loss_function, o.at(self.problem.last)
        a, y = self._apart(last.a), self._apart(o.y)
        if loss.total is not None:
            return np.array([loss.total(*each) for each in zip(a, y, strict=True)])
        each = self._apart(loss_of_outputs(last))
        total: Array = each.sum(axis=(1, 2)) * self.problem.share
        return total

    def _dW(self, o: Here) -> Array:
        delta, into = self._apart(o.delta), self._apart(o.into)
        return self.problem.without_cuts(o.layer, delta.transpose(0, 2, 1) @ into)

    def _db(self, o: Here) -> Array:
        assert o.b is not None
        made: Array = self._apart(o.delta).sum(axis=1 if o.b.ndim else (1, 2))
        return made

    def _step(self, name: str, o: Here) -> Array:
        gradients = o.values["d" + name, o.layer]
        if self.problem.rule is None:
            made: Array = -self.problem.rate * gradients
            return made
        return np.stack([self.problem.step(name, o.layer, each) for each in gradients])

    def _new(self, name: str, o: Here) -> Array:
        made: Array = getattr(o.own, name) + o.values["step_" + name, o.layer]
        if others := self._by_kind.get((name, o.layer)):
            made[(others.passes, *others.at)] += others.by
        return made


def _has_rows(place: Place) -> bool:
    """Whether it has a row for each sample."""
    return place[0] not in _TOTALS


def _separable(problem: Problem) -> bool:
    return problem.network.loss_function.separable


_TOTALS: dict[str, Any] = {
    "loss": SideBySide._loss,
    "dW": SideBySide._dW,
    "db": SideBySide._db,
    "step_W": lambda passes, o: passes._step("W", o),
    "step_b": lambda passes, o: passes._step("b", o),
    "W": lambda passes, o: passes._new("W", o),
    "b": lambda passes, o: passes._new("b", o),
}
"""What is one array a pass, not a row a sample."""
