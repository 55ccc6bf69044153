"""The order of the steps: which number is computed when, before any number is known.

The order is that of the textbooks: forward z, then a, layer by layer; the loss; then from the last
layer back da, delta, dW, db; and only when every gradient is known, all the updates. The plan
depends only on the network's shape and the update rule, so it serves every pass, and it finds
the step that computes a given number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate, groupby
from typing import Literal, overload

from backprop_core.checks import quoted
from backprop_core.errors import BackpropError
from backprop_core.story import operations
from backprop_core.story.address import Address, require_address
from backprop_core.story.block import Block, Spot
from backprop_core.story.operations import Operation, UpdateStage, stages_of
from backprop_core.story.operations.back_through_weights import BACK_THROUGH_WEIGHTS
from backprop_core.story.shape import Shape

Granularity = Literal["term", "neuron", "layer"]
GRANULARITIES: tuple[Granularity, ...] = ("term", "neuron", "layer")


class Addresses(Sequence[Address]):
    """The addresses of all steps of a plan, each worked out when it is asked for."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def __len__(self) -> int:
        return len(self._plan)

    @overload
    def __getitem__(self, index: int) -> Address: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Address]: ...
    def __getitem__(self, index: int | slice) -> Address | Sequence[Address]:
        if isinstance(index, slice):
            return [self._plan.at(k)[1] for k in range(len(self))[index]]
        return self._plan.at(range(len(self))[index])[1]


@dataclass(frozen=True, eq=False)
class Plan:
    """The steps of a pass in order, and the step that computes each number.

    `blocks` are the steps of one layer that do the same, and `starts` the first step of each.
    """

    shape: Shape
    granularity: Granularity
    blocks: tuple[Block, ...] = field(repr=False)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The first step of each block."""
        return tuple(accumulate(map(len, self.blocks), initial=0))[:-1]

    def __len__(self) -> int:
        return self.starts[-1] + len(self.blocks[-1])

    @property
    def addresses(self) -> Sequence[Address]:
        """Of every step the number that it makes, or the part of it."""
        return Addresses(self)

    def at(self, k: int) -> tuple[Operation, Address]:
        """What step k does, and the number that it makes."""
        n = bisect_right(self.starts, k) - 1
        return self.blocks[n].at(k - self.starts[n])

    def step_making(self, address: Address) -> int | None:
        """The step after which `address` is known; it may compute the whole layer."""
        whole = address.whole
        layer = whole._replace(neuron=None, source=None)
        for at in (whole, layer, layer._replace(sample=None)):
            for start, block in self._blocks_of.get(at[:2], ()):
                step = block.making(at)
                if step is not None:
                    return start + step
        return None

    @cached_property
    def _blocks_of(self) -> dict[tuple[str, int | None], list[tuple[int, Block]]]:
        """The blocks that make a quantity of a layer."""
        found: dict[tuple[str, int | None], list[tuple[int, Block]]] = {}
        for start, block in zip(self.starts, self.blocks, strict=True):
            for operation in block.operations:
                found.setdefault((operation.quantity, block.layer), []).append((start, block))
        return found

    @cached_property
    def _rows(self) -> dict[tuple[str, int, int], tuple[int, ...]]:
        return {}

    def steps_making(self, quantity: str, layer: int, sample: int) -> tuple[int, ...]:
        """The steps that make a layer's numbers of a sample, neuron by neuron, which is the order
        they come in; () for what no step makes. Kept."""
        row = self._rows.get((quantity, layer, sample))
        if row is None:
            every = range(self.shape.sizes[layer + 1])
            found = [self.step_making(Address(quantity, layer, j, sample=sample)) for j in every]
            row = tuple(step for step in found if step is not None)
            self._rows[quantity, layer, sample] = row
        return row

    def nearest(self, address: Address) -> int | None:
        """The step at `address`, or the one that makes the same number, or one like it."""
        alike = self._blocks_of.get(address[:2], ())
        for start, block in alike:
            step = block.index(address)
            if step is not None:
                return start + step
        made = self.step_making(address)
        if made is not None:
            return made
        return next((start + block.first(address.quantity) for start, block in alike), None)

    def operation_making(self, address: Address) -> Operation | None:
        """The operation that makes the number at `address`, if any does."""
        require_address(address)
        alike = self._operations.get(address.quantity, ())
        return next((o for o in alike if o.makes(self.shape, address)), None)

    @cached_property
    def _operations(self) -> dict[str, list[Operation]]:
        """By what they make."""
        updates = (one for stage in stages_of(self.shape.update) for one in stage)
        found: dict[str, list[Operation]] = {}
        for one in (*operations.FORWARD, *operations.LOSS, *operations.BACKWARD, *updates):
            found.setdefault(one.quantity, []).append(one)
        return found


def plan_for(shape: Shape, granularity: Granularity) -> Plan:
    """The plan of a whole pass. Raises BackpropError for an unknown granularity."""
    if not isinstance(granularity, str) or granularity not in GRANULARITIES:
        raise BackpropError(
            f"granularity got {quoted(granularity)}. It takes one of {', '.join(GRANULARITIES)}."
        )
    return _plan(shape, granularity, (operations.FORWARD, operations.LOSS, operations.BACKWARD))


Order = tuple[tuple[Operation, ...], ...]


@lru_cache(maxsize=8)
def _plan(shape: Shape, granularity: Granularity, order: Order) -> Plan:
    made = (_block(shape, granularity, *which) for which in _story(shape, granularity, order))
    return Plan(shape, granularity, tuple(block for block in made if len(block)))


def _story(
    shape: Shape, granularity: Granularity, order: Order
) -> Iterator[tuple[tuple[Operation, ...], int | None]]:
    """What happens, in order: the operations that take turns, and the layer."""
    forward, loss, backward = order
    at_once = granularity == "layer"
    layers = range(len(shape.biases))
    for layer in layers:
        yield from (((one,), layer) for one in _happening(forward, shape, layer, at_once))
    yield from (((one,), None) for one in _happening(loss, shape, None, at_once))
    for layer in reversed(layers):
        yield from (((one,), layer) for one in _happening(backward, shape, layer, at_once))
    if shape.to_inputs:
        yield from (((one,), -1) for one in backward if one is BACK_THROUGH_WEIGHTS)
    for scalar, stages in groupby(stages_of(shape.update), key=lambda stage: len(stage) == 1):
        yield from _update(shape, list(stages), scalar=scalar, at_once=at_once)


def _happening(
    some: Iterable[Operation], shape: Shape, layer: int | None, at_once: bool
) -> Iterator[Operation]:
    for one in some:
        if one.happens_at_once(shape, layer) if at_once else one.happens(shape, layer):
            yield one


def _update(
    shape: Shape, stages: list[tuple[UpdateStage, ...]], *, scalar: bool, at_once: bool
) -> Iterator[tuple[tuple[Operation, ...], int | None]]:
    """Stages up to the next that is one number for all: parameter by parameter, each in turn."""
    if scalar:
        yield from ((stage, None) for stage in stages)
        return
    for layer in range(len(shape.biases)):
        for of_parameter in zip(*stages, strict=True):
            turns = tuple(_happening(of_parameter, shape, layer, at_once))
            if at_once:
                yield from (((one,), layer) for one in turns)
            elif turns:
                yield turns, layer


def _block(
    shape: Shape, granularity: Granularity, turns: tuple[Operation, ...], layer: int | None
) -> Block:
    if granularity == "layer":
        return Block(turns, layer, 0, ((None, None),), (1,))
    samples, spots = _spots(shape, turns[0], layer)
    parts = (1,) * (len(spots) * len(turns))
    if granularity == "term":
        parts = tuple(
            max(1, one.term_count(shape, Address(one.quantity, layer, neuron)))
            for neuron, _ in spots
            for one in turns
        )
    return Block(turns, layer, samples, spots, parts)


def _spots(shape: Shape, one: Operation, layer: int | None) -> tuple[int, tuple[Spot, ...]]:
    """For how many samples, and where in the layer, an operation makes its numbers."""
    if layer is None:
        of_samples = one.over == "samples" and shape.batch > 1
        return shape.batch if of_samples else 0, ((None, None),)
    if one.over == "weights":
        return 0, _connections(shape.sources[layer])
    if one.over == "biases" and shape.biases[layer] == "shared":
        return 0, ((None, None),)
    neurons = tuple((j, None) for j in range(shape.sizes[layer + 1]))
    return shape.batch if one.over == "neurons" else 0, neurons


@lru_cache(maxsize=64)
def _connections(sources: tuple[tuple[int, ...], ...]) -> tuple[Spot, ...]:
    return tuple((neuron, source) for neuron, into in enumerate(sources) for source in into)
