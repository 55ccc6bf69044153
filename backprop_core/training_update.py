"""One update of a training run, as a value that can be kept, walked and resumed from.

It holds the run's numbers before and after it, and shares them with its neighbours; networks,
states and records are made of them when they are asked for.
"""

from __future__ import annotations

from typing import NamedTuple

from backprop_core.backward import Gradients
from backprop_core.checks import Array
from backprop_core.dropout import Masks
from backprop_core.forward import Forward
from backprop_core.network import Network
from backprop_core.recipe import Recipe, Rows
from backprop_core.rules.record import Record
from backprop_core.rules.state import Place, State
from backprop_core.stopping import Stopped


class Update(NamedTuple):
    """What `train` yields.

    `number` counts the updates and `epoch` the epochs, both from 1; `rows` are the indices in x of
    the batch's samples, (batch,). `loss` is the batch's loss before the update: `data_loss` plus
    the penalty. `epoch_loss` is the loss over the epoch, measured along the way; it is None before
    the epoch's last update. `stopped` says why there is no next update, and is None if there is
    one.

    If a number was not finite, the update did not take place: network and state are the
    last finite ones, and the loss is nan.
    """

    number: int
    epoch: int
    rows: Rows
    loss: float
    data_loss: float
    epoch_loss: float | None
    stopped: Stopped | None
    recipe: Recipe
    numbers: Array
    numbers_before: Array
    place: Place
    place_before: Place

    # There are arrays in it: it is equal to itself alone, and its text is short.
    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        end = "" if self.stopped is None else f", stopped by {self.stopped.reason}"
        return f"Update(number={self.number}, epoch={self.epoch}, loss={self.loss:g}{end})"

    @property
    def network(self) -> Network:
        """The network after the update."""
        return self.recipe.network_of(self.numbers)

    @property
    def state(self) -> State:
        """The rule's state and the place in the data after the update, to go on from."""
        failed = self.stopped is not None and self.stopped.error is not None
        return self.recipe.state_of(self.numbers, self.number - failed, self.place)

    @property
    def before(self) -> Network:
        """The network before the update, which both passes went through."""
        return self.recipe.network_of(self.numbers_before)

    @property
    def state_before(self) -> State:
        """The state before the update."""
        return self.recipe.state_of(self.numbers_before, self.number - 1, self.place_before)

    @property
    def masks(self) -> Masks | None:
        """The dropout masks of this update, or None."""
        return self.recipe.masks(len(self.rows), self.number)

    def passes(self) -> tuple[Forward, Gradients]:
        """The forward and the backward pass of this update, worked out anew, dropout and all.

        Raises NonFiniteError where a number is not finite.
        """
        return self.recipe.passes(self.before, self.rows, self.number)

    def record(self) -> Record:
        """Every stage of the update with its numbers, worked out anew; errors as in `passes`."""
        _, g = self.passes()
        return self.recipe.record(self.before, g, self.state_before)
