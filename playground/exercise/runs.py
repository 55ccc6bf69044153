"""The passes of an exercise: at the start of each, its parameters and its loss.

A run is plain data. Of each pass it holds one vector, `Network.parameters`, as bytes; structure and
settings, which all passes share, it holds once. A pass costs what the engine's own work costs.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, TypedDict

import numpy as np

from backprop_core import (
    Array,
    Forward,
    Network,
    NonFiniteError,
    backward,
    batch_loss,
    forward,
    learning_rate_of,
    real_array,
    update,
)
from playground.exercise.answers import Answers
from playground.exercise.credit import credited
from playground.exercise.document import Document, is_complete, network_of, with_parameters
from playground.exercise.document_check import check
from playground.exercise.document_conventions import without_conventions
from playground.exercise.edits.edited import Edited
from playground.exercise.kept import kept
from playground.exercise.moves import Move

MOST_NUMBERS = 400_000  # weights and biases kept for going back to earlier passes
MOST_PASSES = 2000


class Run(TypedDict):
    """`origin` has the first weights, so one can always go back to them. `exercise` has what all
    passes share; numbers and learning rate are those of the pass. Passes are numbered from 0, and
    keep their numbers when the oldest are dropped: `first` is the first that is kept."""

    origin: Document
    exercise: Document
    passes: list[bytes]  # parameters at the start of each pass, float64
    rates: list[float]
    losses: list[float | None]  # None while the drawing is unfinished
    first: int
    at: int  # the pass that is shown
    answers: Answers  # what was worked out by hand, in any of the passes


class _Prepared(NamedTuple):
    network: Network
    x: Array
    y: Array


@dataclass(frozen=True, eq=False)
class _AtPass:
    """A pass of an exercise as a key. A network that has its parameters already is used, and not
    compared."""

    exercise: Document
    packed: bytes
    network: Network | None = None

    def __hash__(self) -> int:
        return hash((id(self.exercise), self.packed))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _AtPass):
            return False
        return self.exercise is other.exercise and self.packed == other.packed


class _Seen(NamedTuple):
    """What is known of a pass when its loss is: the next pass goes on from there."""

    network: Network
    forward: Forward
    loss: float


def started(document: Document) -> Run:
    """A run that begins with this exercise."""
    parameters, loss = b"", loss_now(document)
    if is_complete(document):
        parameters = _packed(_prepared(document).network)
    return {
        "origin": document,
        "exercise": document,
        "passes": [parameters],
        "rates": [document["learning_rate"]],
        "losses": [loss],
        "first": 0,
        "at": 0,
        "answers": {},
    }


def current(run: Run) -> Document:
    """The exercise at the start of the pass that is shown."""
    place = place_of(run)
    return _document(run["exercise"], run["passes"][place], run["rates"][place])


def place_of(run: Run) -> int:
    """Where the pass that is shown stands in `passes`, `rates` and `losses`."""
    return run["at"] - run["first"]


def last_of(run: Run) -> int:
    """The number of the last pass."""
    return run["first"] + len(run["passes"]) - 1


def vectors_of(run: Run) -> Array:
    """The parameters at the start of each pass that is kept: (passes, count)."""
    return np.stack([np.frombuffer(packed) for packed in run["passes"]])


def first_loss(run: Run) -> float | None:
    """The loss of pass 0, kept or not."""
    return run["losses"][0] if run["first"] == 0 else loss_now(run["origin"])


def losses_since(run: Run, number: int) -> list[float | None]:
    """The losses of that pass and all after it, up to the one that is shown."""
    return run["losses"][max(0, number - run["first"]) : place_of(run) + 1]


def loss_now(document: Document) -> float | None:
    """The loss of an exercise, None while it is unfinished; inf or nan where it overflows."""
    if not is_complete(document):
        return None
    network = _prepared(document).network
    return _seen(_AtPass(document, _packed(network), network)).loss


def edited(run: Run, edit: Callable[[Document], Edited]) -> tuple[Run, Move]:
    """The run after an edit, and where its neurons went: it goes on from the numbers at hand, and
    the first weights get the same edit, so that the way back stays open. Raises BackpropError and
    changes nothing."""
    before = current(run)
    made, move = edit(before)
    if made == before:
        return run, move
    if without_conventions(made) == without_conventions(before):  # no number is another
        origin, exercise = (edit(one).document for one in (run["origin"], run["exercise"]))
        return {**run, "origin": origin, "exercise": exercise}, move
    now = check(credited(_no_update(made)))
    same = run["origin"] == before
    origin = now if same else check(credited(_no_update(edit(run["origin"]).document)))
    return {**started(now), "origin": origin}, move


def _no_update(document: Document) -> Document:
    """After an edit the numbers are no longer those of an update of a training run."""
    kept: Any = {name: value for name, value in document.items() if name != "update"}
    plain: Document = kept
    return plain if "update" in document else document


def with_learning_rate(run: Run, rate: Any) -> Run:
    """The run with another learning rate from here on, which makes no new numbers at once. Later
    passes, made with the old one, no longer follow and are dropped. Raises BackpropError."""
    rate, end = learning_rate_of(rate), place_of(run) + 1
    return {
        **run,
        "origin": {**run["origin"], "learning_rate": rate},
        "passes": run["passes"][:end],
        "rates": [*run["rates"][: end - 1], rate],
        "losses": run["losses"][:end],
    }


def advanced(run: Run, count: int = 1) -> Run:
    """The run after `count` more passes; later passes made before are dropped.

    Raises NonFiniteError, and changes nothing, when a number leaves the range of float64.
    """
    new, _, stopped = advanced_while_finite(run, count)
    if stopped is not None:
        raise stopped
    return new


def advanced_while_finite(
    run: Run, count: int, goal: float = -math.inf
) -> tuple[Run, int, NonFiniteError | None]:
    """The run after up to `count` more passes, how many of them could be made, and what stopped
    the next: an overshoot is seen growing until its numbers leave the range. Passes end where the
    loss is at most `goal`."""
    end = place_of(run) + 1
    passes, losses, rate = run["passes"][:end], run["losses"][:end], run["rates"][end - 1]
    (_, x, y), frozen = _prepared(run["exercise"]), run["exercise"]["biases_frozen"]
    network, made_of, _ = _seen(_AtPass(run["exercise"], passes[-1]))
    stopped = None
    for made in range(count):
        try:
            if made or not _is_finite(made_of):
                made_of = forward(network, x)
            gradients = backward(network, made_of, y)
            if made:
                losses.append(gradients.loss)
            if gradients.loss <= goal:
                break
            network = update(network, gradients, rate, biases_frozen=frozen)
        except NonFiniteError as error:
            stopped = error
            break
        passes.append(_packed(network))
    if len(losses) < len(passes):
        losses.append(_seen(_AtPass(run["exercise"], passes[-1], network)).loss)
    made = len(passes) - end
    new: Run = {
        **run,
        "passes": passes,
        "losses": losses,
        "rates": run["rates"][:end] + [rate] * made,
        "at": run["at"] + made,
    }
    return _shortened(new, len(network.parameters)), made, stopped


def _shortened(run: Run, numbers: int) -> Run:
    """Without the oldest passes: all that anyone makes of a small network are kept, fewer of a
    large one."""
    dropped = len(run["passes"]) - max(1, min(MOST_PASSES, MOST_NUMBERS // numbers))
    if dropped <= 0:
        return run
    return {
        **run,
        "passes": run["passes"][dropped:],
        "rates": run["rates"][dropped:],
        "losses": run["losses"][dropped:],
        "first": run["first"] + dropped,
    }


def at_pass(run: Run, number: int) -> Run:
    """The run seen from another of its passes; before the first that is kept, from that one."""
    return {**run, "at": max(run["first"], min(number, last_of(run)))}


def first_weights(run: Run) -> Run:
    """The run begun again from its first weights, at the present learning rate."""
    rate = run["rates"][place_of(run)]
    return started({**run["origin"], "learning_rate": rate})


@kept(64)
def _prepared(document: Document) -> _Prepared:
    x, y = (real_array(document[name], name, (2,), "rows") for name in ("x", "y"))
    return _Prepared(network_of(document), x, y)


@kept(64)
def _document(exercise: Document, packed: bytes, rate: float) -> Document:
    """The exercise with the numbers of a pass."""
    same_rate = rate == exercise["learning_rate"]
    if not is_complete(exercise):
        return exercise if same_rate else {**exercise, "learning_rate": rate}
    prepared = _prepared(exercise)
    if same_rate and packed == _packed(prepared.network):
        return exercise
    now = with_parameters(exercise, _at(prepared, packed))
    return {**now, "learning_rate": rate}


def _at(prepared: _Prepared, packed: bytes) -> Network:
    """The network with the parameters of a pass."""
    return prepared.network.with_parameters(np.frombuffer(packed))


def _packed(network: Network) -> bytes:
    return network.parameters.tobytes()


@lru_cache(16)
def _seen(at: _AtPass) -> _Seen:
    """The forward pass and the loss with the parameters of a pass, finite or not."""
    prepared = _prepared(at.exercise)
    network = at.network or _at(prepared, at.packed)
    with np.errstate(all="ignore"):
        made = forward(network, prepared.x, strict=False)
        return _Seen(network, made, batch_loss(network, made, prepared.y))


def _is_finite(made: Forward) -> bool:
    """Whether the engine would have let the forward pass through."""
    return all(np.isfinite(array).all() for array in (made.output, *(f.z for f in made.layers)))
