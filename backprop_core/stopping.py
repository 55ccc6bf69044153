"""When a training run ends, and why it did."""

from __future__ import annotations

from math import inf
from typing import Any, Literal, NamedTuple

from backprop_core.checks import count_or_none, real_number
from backprop_core.errors import NonFiniteError
from backprop_core.rules.options import option
from backprop_core.rules.state import Place

Reason = Literal["epochs", "updates", "loss", "patience", "not_finite"]


class Stopped(NamedTuple):
    """Why a run ended. `error` names the first number that was not finite, where that is why."""

    reason: Reason
    error: NonFiniteError | None = None


class Limits(NamedTuple):
    """When a run ends; None or −∞ where it does not end for that."""

    epochs: int | None
    updates: int | None
    loss: float
    patience: int | None
    min_delta: float

    def reached(self, updates: int, place: Place) -> bool:
        """Whether nothing is left to do, after so many updates, at that place in the data."""
        done = self.epochs is not None and place.epoch >= self.epochs
        return done or (self.updates is not None and updates >= self.updates)

    def stopped(self, updates: int, place: Place, epoch_loss: float | None) -> Stopped | None:
        """Why the update that led there was the last; `epoch_loss` is None inside an epoch."""
        if epoch_loss is not None:
            if epoch_loss <= self.loss:
                return Stopped("loss")
            if self.patience is not None and place.waited >= self.patience:
                return Stopped("patience")
            if self.epochs is not None and place.epoch >= self.epochs:
                return Stopped("epochs")
        if self.updates is not None and updates >= self.updates:
            return Stopped("updates")
        return None


def limits_of(epochs: Any, updates: Any, until_loss: Any, patience: Any, min_delta: Any) -> Limits:
    """Those arguments of `train`, checked. Raises BackpropError naming the one that is wrong."""
    return Limits(
        count_or_none(epochs, "epochs", 0),
        count_or_none(updates, "updates", 0),
        -inf if until_loss is None else real_number(until_loss, "until_loss"),
        count_or_none(patience, "patience", 1),
        option(min_delta, "min_delta"),
    )
