"""One pass of an exercise: its network, its forward pass and its loss, made from its parameters.

What all passes share is prepared once, and passes that were just seen are not made again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from backprop_core import Array, Forward, Network, batch_loss, forward, real_array
from playground.exercise.document import Document, is_complete, network_of, with_parameters
from playground.exercise.kept import kept


class _Prepared(NamedTuple):
    """What all passes share: the network with the exercise's own numbers, x and y."""

    network: Network
    x: Array
    y: Array


@dataclass(frozen=True, eq=False)
class AtPass:
    """A pass of an exercise as a key. A network that has its parameters already is used, and not
    compared."""

    exercise: Document
    packed: bytes
    network: Network | None = None

    def __hash__(self) -> int:
        return hash((id(self.exercise), self.packed))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, AtPass):
            return False
        return self.exercise is other.exercise and self.packed == other.packed


class _Seen(NamedTuple):
    """What is known of a pass when its loss is: the next pass goes on from there."""

    network: Network
    forward: Forward
    loss: float


def loss_now(document: Document) -> float | None:
    """The loss of an exercise, None while it is unfinished; inf or nan where it overflows."""
    if not is_complete(document):
        return None
    network = prepared_of(document).network
    return seen(AtPass(document, packed_parameters(network), network)).loss


@kept(64)
def prepared_of(document: Document) -> _Prepared:
    """What all passes of a complete exercise share."""
    x, y = (real_array(document[name], name, (2,), "rows") for name in ("x", "y"))
    return _Prepared(network_of(document), x, y)


@kept(64)
def document_at(exercise: Document, packed: bytes, rate: float) -> Document:
    """The exercise with the numbers of a pass."""
    same_rate = rate == exercise["learning_rate"]
    if not is_complete(exercise):
        return exercise if same_rate else {**exercise, "learning_rate": rate}
    prepared = prepared_of(exercise)
    if same_rate and packed == packed_parameters(prepared.network):
        return exercise
    now = with_parameters(exercise, _at(prepared, packed))
    return {**now, "learning_rate": rate}


def _at(prepared: _Prepared, packed: bytes) -> Network:
    """The network with the parameters of a pass."""
    return prepared.network.with_parameters(np.frombuffer(packed))


def packed_parameters(network: Network) -> bytes:
    """Its weights and biases, float64, as a run keeps them."""
    return network.parameters.tobytes()


@lru_cache(16)
def seen(at: AtPass) -> _Seen:
    """The forward pass and the loss with the parameters of a pass, finite or not."""
    prepared = prepared_of(at.exercise)
    network = at.network or _at(prepared, at.packed)
    made = forward(network, prepared.x, strict=False)
    return _Seen(network, made, batch_loss(network, made, prepared.y))


def is_finite(made: Forward) -> bool:
    """Whether the engine would have let the forward pass through."""
    return all(np.isfinite(array).all() for array in (made.output, *(f.z for f in made.layers)))
