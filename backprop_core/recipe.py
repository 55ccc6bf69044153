"""All that one update of a training run depends on besides its numbers, and the plain update.

The numbers of a run are one table: a row of parameters, and a row for each vector that the rule
keeps. An update is a function from one table to the next. Here it goes through the engine's own
forward, backward and record, as a walk does; `fast_training` makes the same numbers in less time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop_core.backward import Gradients, backward
from backprop_core.checks import Array, make_read_only, quoted
from backprop_core.dropout import Dropout, Masks, forward_with
from backprop_core.errors import BackpropError
from backprop_core.forward import Forward, batch_of, forward
from backprop_core.network import Network, require_network
from backprop_core.penalty import Penalty
from backprop_core.rules.clipping import ClipByNorm, ClipByValue
from backprop_core.rules.gradient_descent import GradientDescent
from backprop_core.rules.options import flag, require_kind
from backprop_core.rules.record import Record
from backprop_core.rules.rule import GivesStages, Rule
from backprop_core.rules.stage import Stage
from backprop_core.rules.state import Place, State

Rows = NDArray[np.intp]
# What one update made: the table after it, (1 + kept vectors, count), and the two parts of the
# loss of its batch, which was taken before it.
Made = tuple[Array, float, float]


@dataclass(frozen=True, eq=False)
class Recipe:
    """The network's shape, the data x (samples, n_in) and y (samples, n_out), and the choices."""

    network: Network
    x: Array
    y: Array
    rule: Rule
    penalty: Penalty | None = None
    clip: GivesStages | None = None
    dropout: Dropout | None = None
    biases_frozen: bool = False

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of an update, in the order of the arithmetic."""
        return self.rule.stages(self.penalty, self.clip)

    @cached_property
    def kept(self) -> tuple[str, ...]:
        """The vectors that the rule keeps, in the order of the table's rows from the second on."""
        return tuple(stage.result for stage in self.stages if stage.start is not None)

    def start(self, state: State | None) -> State:
        """The state to go on from, or the rule's first; BackpropError where it does not fit."""
        state = self.rule.start(self.network) if state is None else state
        self.rule.require_state(self.network, state)
        if not 0 <= state.place.row < len(self.x):
            raise BackpropError(
                f"state got the row {state.place.row}. It takes one of this data set, which has "
                f"{len(self.x)} rows."
            )
        return state

    def numbers(self, network: Network, state: State) -> Array:
        """The table with those parameters and kept vectors."""
        made = np.array([network.parameters, *(state.vectors[name] for name in self.kept)])
        make_read_only(made)
        return made

    def network_of(self, numbers: Array) -> Network:
        """The network with the parameters of that table."""
        return self.network.with_parameters(numbers[0])

    def state_of(self, numbers: Array, updates: int, place: Place) -> State:
        """The state with the kept vectors of that table."""
        return State(updates, dict(zip(self.kept, numbers[1:], strict=True)), place)

    def masks(self, batch: int, update: int) -> Masks | None:
        """The dropout masks of that update; None without dropout."""
        return None if self.dropout is None else self.dropout.masks(self.network, batch, update)

    def passes(self, network: Network, rows: Rows, update: int) -> tuple[Forward, Gradients]:
        """Forward and backward through the batch of those rows, as update number `update` has it.

        Raises NonFiniteError for the first number that is not finite.
        """
        masks = self.masks(len(rows), update)
        x = self.x[rows]
        f = forward(network, x) if masks is None else forward_with(network, x, masks)
        return f, backward(network, f, self.y[rows])

    def record(self, network: Network, g: Gradients, state: State) -> Record:
        """The update with every number on the way; raises NonFiniteError as `rule.record` does."""
        return self.rule.record(
            network,
            g,
            state,
            penalty=self.penalty,
            clip=self.clip,
            data_set=len(self.x),
            biases_frozen=self.biases_frozen,
        )

    def begin_epoch(self, order: Rows) -> None:
        """The plain update needs nothing of the epoch's order."""

    def update(self, numbers: Array, rows: Rows, updates: int, place: Place) -> Made:
        """The plain update number `updates` + 1. Raises NonFiniteError, naming the first number."""
        network = self.network_of(numbers)
        _, g = self.passes(network, rows, updates + 1)
        record = self.record(network, g, self.state_of(numbers, updates, place))
        made = self.numbers(record.network, record.state)
        return made, g.loss, self.penalty_of(network, len(rows))

    def penalty_of(self, network: Network, batch: int) -> float:
        """What the penalty adds to the loss of a batch of that size; 0 without one."""
        if self.penalty is None:
            return 0.0
        return self.penalty.value(network, batch, len(self.x))


def recipe_of(
    network: Network,
    x: Any,
    y: Any,
    rule: Any,
    penalty: Any,
    clip: Any,
    dropout: Any,
    biases_frozen: Any,
) -> Recipe:
    """Those arguments of `train`, checked. Raises BackpropError naming the one that is wrong."""
    require_network(network)
    x = batch_of(x, "x", network.layers[0].n_in, "input")
    y = batch_of(y, "y", network.layers[-1].n_out, "output")
    if len(y) != len(x):
        raise BackpropError(
            f"y got {len(y)} rows, x has {len(x)}. It takes a row of targets for each sample."
        )
    rule = rule if isinstance(rule, Rule) else GradientDescent(_rate(rule))
    require_kind(penalty, "penalty", Penalty)
    require_kind(clip, "clip", ClipByValue, ClipByNorm)
    require_kind(dropout, "dropout", Dropout)
    if dropout is not None:
        dropout.rates(network)
    frozen = flag(biases_frozen, "biases_frozen")
    return Recipe(network, x, y, rule, penalty, clip, dropout, frozen)


def _rate(rule: Any) -> Any:
    if isinstance(rule, (bool, str)) or not np.isscalar(rule):
        raise BackpropError(
            f"rule got {quoted(rule)}. It takes a rule such as rules.Adam(0.01), or the "
            "learning rate of gradient descent."
        )
    return rule
