"""What the stage shows: a trace, the step one is at, and how its numbers are written.

From these follows what is known by now. A number that a later step makes is None, and one that no
step makes, such as ∂loss/∂a where loss and softmax are taken together, has no place at all.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from playground.stage.outside import (
    Address,
    Sheet,
    Step,
    Symbols,
    Trace,
    Verdict,
    loss_contributions,
    rounds_of,
)

Neuron = tuple[int, int]  # column, neuron; the inputs are column 0
Edge = tuple[int, int, int]  # layer, neuron it goes to, neuron it comes from

Known = tuple[tuple[str, tuple[float | None, ...]], ...]

QUANTITIES = ("z", "a", "da", "delta")


@dataclass(frozen=True)
class StageView:
    """`position` counts the steps of `trace` from 0, and `sample` is the row of the batch that is
    shown where the step is not about one. `selection`, `neurons` and `edges` are lit besides. When
    `calm` the step lights nothing: it only says how much is known. `opened` are the columns whose
    folded rows are shown. In a `printed` picture nothing can be pointed at. With a `sheet` the pass
    is solved by hand: what is asked shows what was answered.
    """

    trace: Trace
    position: int
    symbols: Symbols
    digits: int = 4
    chosen_sample: int = 0
    selection: Neuron | Edge | None = None
    neurons: frozenset[Neuron] = frozenset()
    edges: frozenset[Edge] = frozenset()
    calm: bool = False
    opened: frozenset[int] = frozenset()
    sheet: Sheet | None = None
    printed: bool = False

    @cached_property
    def step(self) -> Step:
        return self.trace[self.position]

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        return self.trace.network.sizes

    @cached_property
    def last(self) -> int:
        """The column of the outputs."""
        return len(self.sizes) - 1

    @property
    def sample(self) -> int:
        own = self.step.sample
        return min(self.chosen_sample, len(self.trace.y) - 1) if own is None else own

    @property
    def at_end(self) -> bool:
        return self.position == len(self.trace) - 1

    @cached_property
    def inputs(self) -> list[float]:
        row: list[float] = self.trace.forward.x[self.sample].tolist()
        return row

    def column(self, column: int) -> dict[str, list[float | None]]:
        """Each quantity of the neurons of a column as far as it is known, those alone that a step
        makes."""
        return self._columns[column]

    def rests(self, column: int) -> bool:
        """Whether the step makes no number of the column's neurons, and nobody answers there."""
        return self.sheet is None and self.step.layer != column - 1

    def known(self, column: int) -> Known:
        """The same as `column`, to look up by it what was made of these numbers before."""
        return tuple((quantity, tuple(row)) for quantity, row in self.column(column).items())

    @cached_property
    def _columns(self) -> list[dict[str, list[float | None]]]:
        inputs: dict[str, list[float | None]] = {"x": list(self.inputs), **self._layer(-1)}
        return [inputs, *(self._layer(layer) for layer in range(self.last))]

    def _layer(self, layer: int) -> dict[str, list[float | None]]:
        plan = self.trace.plan
        made = {q: plan.steps_making(q, layer, self.sample) for q in QUANTITIES}
        return {q: self._known(q, layer, steps) for q, steps in made.items() if steps}

    def _known(self, quantity: str, layer: int, made: Sequence[int]) -> list[float | None]:
        """A sum that is running stands in the place of the number it will be."""
        step, count = self.step, bisect_right(made, self.position)
        if made[0] > self.position:
            values: list[float | None] = [None] * len(made)
        else:
            array: Any = self.trace.value(Address(quantity, layer))
            row = array[self.sample].tolist()
            values = row[:count] + [None] * (len(made) - count)
        if step.quantity == quantity and step.layer == layer and not step.complete:
            assert step.neuron is not None
            values[step.neuron] = float(step.value)
        if self.sheet is None:
            return values
        at = Address(quantity, layer, sample=self.sample)
        return [self._answered(at._replace(neuron=j), one) for j, one in enumerate(values)]

    def _answered(self, at: Address, ours: float | None) -> float | None:
        """What a sheet lets stand there; of a sum that is asked in parts, the part it is at."""
        if self.sheet is None:
            return ours
        if self.step.address.whole == at and not self.step.complete:
            return self.sheet.shown(self.step.address, None)
        return self.sheet.shown(at, ours)

    @property
    def slot(self) -> Address | None:
        """The number that somebody is to enter now; a part of a sum has the slot of the whole."""
        slot = None if self.sheet is None else self.sheet.slot(self.position)
        return None if slot is None else slot.whole

    def verdict(self, at: Address) -> Verdict | None:
        """What there is to tell of the answer that stands at `at`."""
        if self.sheet is None:
            return None
        here = self.step.address
        return self.sheet.verdict(here if here.whole == at and not self.step.complete else at)

    def knows(self, at: Address) -> bool:
        """Whether the number has been made by now."""
        made = self.trace.plan.step_making(at)
        by_now = made is not None and made <= self.position
        return by_now and not (self.sheet is not None and self.sheet.hides(at))

    def made(self, at: Address) -> float | None:
        """The number at `at` by now: a weight's gradient, or a weight or a bias after the update;
        None where it is not known yet."""
        step = self.step
        if self.sheet is not None:
            return self._answered(at, self.final(at) if self.knows(at) else None)
        if step.address.whole == at and not step.complete:
            return float(step.value)
        return self.final(at) if self.knows(at) else None

    def final(self, at: Address) -> float | None:
        """The number that the walk will have made at `at`; None where no step makes it."""
        if self.trace.plan.step_making(at) is None:
            return None
        value: Any = self.trace.value(at)
        return float(value)

    def is_running(self, at: Address) -> bool:
        """Whether the step adds one more part to this number, which is not whole yet."""
        running = not self.step.complete and self.step.address.whole == at
        return running and self.sheet is None

    def weight(self, edge: Edge) -> float:
        layer, to, source = edge
        return float(self.trace.network.layers[layer].W[to, source])

    def edges_of(self, layer: int) -> Iterator[Edge]:
        """All edges into a layer, by the neuron they go to and then the one they come from."""
        for to, sources in enumerate(self.trace.plan.shape.sources[layer]):
            yield from ((layer, to, source) for source in sources)

    def edge_count(self, layer: int) -> int:
        return sum(map(len, self.trace.plan.shape.sources[layer]))

    @property
    def targets(self) -> list[float]:
        row: list[float] = self.trace.y[self.sample].tolist()
        return row

    @cached_property
    def output_losses(self) -> list[float] | None:
        """What each output adds to its sample's loss; None where the loss is no such sum."""
        trace = self.trace
        if not trace.network.loss_function.separable:
            return None
        with np.errstate(all="ignore"):  # a loss may overflow, which is then shown as ∞
            each = loss_contributions(trace.network, trace.forward, trace.y)
        row: list[float] = rounds_of(trace)(each[self.sample]).tolist()
        return row
