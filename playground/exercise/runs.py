"""The passes of an exercise: at the start of each, its parameters and its loss.

A run is plain data. Of each pass it holds one vector, `Network.parameters`, as bytes; structure and
settings, which all passes share, it holds once. A pass costs what the engine's own work costs.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypedDict

import numpy as np

from backprop_core import Array, NonFiniteError, backward, forward, learning_rate_of, update
from playground.exercise.answers import Answers
from playground.exercise.credit import credited
from playground.exercise.document import Document, is_complete
from playground.exercise.document_check import check
from playground.exercise.document_conventions import without_conventions
from playground.exercise.edits.edited import Edited
from playground.exercise.moves import Move
from playground.exercise.passes import (
    AtPass,
    document_at,
    is_finite,
    loss_now,
    packed_parameters,
    prepared_of,
    seen,
)

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


def started(document: Document) -> Run:
    """A run that begins with this exercise."""
    parameters, loss = b"", loss_now(document)
    if is_complete(document):
        parameters = packed_parameters(prepared_of(document).network)
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
    return document_at(run["exercise"], run["passes"][place], run["rates"][place])


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
    (_, x, y), frozen = prepared_of(run["exercise"]), run["exercise"]["biases_frozen"]
    loss: float | None
    network, made_of, loss = seen(AtPass(run["exercise"], passes[-1]))
    stopped = None
    for made in range(count):
        try:
            if made or not is_finite(made_of):
                made_of, loss = forward(network, x), None
            gradients = backward(network, made_of, y, loss=loss)
            if made:
                losses.append(gradients.loss)
            if gradients.loss <= goal:
                break
            network = update(network, gradients, rate, biases_frozen=frozen)
        except NonFiniteError as error:
            stopped = error
            break
        passes.append(packed_parameters(network))
    if len(losses) < len(passes):
        losses.append(seen(AtPass(run["exercise"], passes[-1], network)).loss)
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
