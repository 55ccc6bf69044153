"""Passes and undo, as plain values.

A run is the exercise at the start of each pass: {"origin", "passes", "losses", "at"}. `origin` has
the first weights, so one can always go back to them. The history is a list of runs and a place in
it; an edit, a pass and an undo each make a new history. All of it is plain data.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from backprop_core import NonFiniteError, backward, forward, update
from playground.exercise.document import Document, check, is_complete, network_of, with_parameters

Run = dict[str, Any]
History = dict[str, Any]
Edit = Callable[[Document], Document]

MOST_UNDO = 100
MOST_NUMBERS = 400_000  # weights and biases kept for going back to earlier passes
MOST_PASSES = 2000


def started(document: Document) -> Run:
    """A run that begins with this exercise."""
    return {
        "origin": document,
        "passes": [document],
        "losses": [loss_now(document)],
        "at": 0,
    }


def current(run: Run) -> Document:
    """The exercise at the start of the pass that is shown."""
    document: Document = run["passes"][run["at"]]
    return document


def loss_now(document: Document) -> float | None:
    """The loss of an exercise, None while it is unfinished; inf or nan where it overflows."""
    if not is_complete(document):
        return None
    network = network_of(document)
    made = forward(network, document["x"], strict=False)
    return backward(network, made, document["y"], strict=False).loss


def edited(run: Run, edit: Edit) -> Run:
    """The run after an edit: it goes on from the numbers at hand, and the first weights get the
    same edit, so that the way back stays open. Raises BackpropError and changes nothing."""
    now = check(edit(current(run)))
    same = run["origin"] == current(run)
    origin = now if same else check(edit(run["origin"]))
    return {**started(now), "origin": origin}


def adjusted(run: Run, field: str, value: Any) -> Run:
    """The run with a setting that makes no new numbers at once, such as the learning rate.

    Later passes, made with the old one, no longer follow and are dropped.
    """
    end = run["at"] + 1
    passes = [*run["passes"][: end - 1], {**current(run), field: value}]
    origin = {**run["origin"], field: value}
    return {**run, "passes": passes, "losses": run["losses"][:end], "origin": origin}


def advanced(run: Run, count: int = 1) -> Run:
    """The run after `count` more passes; later passes made before are dropped.

    Raises NonFiniteError, and changes nothing, when a weight leaves the range of numbers.
    """
    at = run["at"]
    passes, losses = list(run["passes"][: at + 1]), list(run["losses"][: at + 1])
    for _ in range(count):
        document = passes[-1]
        network = network_of(document)
        made = forward(network, document["x"])
        gradients = backward(network, made, document["y"])
        frozen = document["biases_frozen"]
        new = update(network, gradients, document["learning_rate"], biases_frozen=frozen)
        passes.append(with_parameters(document, new))
        losses.append(loss_now(passes[-1]))
    dropped = max(0, len(passes) - _passes_kept(passes[-1]))
    passes, losses = passes[dropped:], losses[dropped:]
    return {**run, "passes": passes, "losses": losses, "at": len(passes) - 1}


def advanced_while_finite(run: Run, count: int) -> tuple[Run, int, NonFiniteError | None]:
    """The run after up to `count` more passes, how many of them could be made, and what stopped
    the next: an overshoot is seen growing until its numbers leave the range."""
    for made in range(count):
        try:
            run = advanced(run)
        except NonFiniteError as error:
            return run, made, error
    return run, count, None


def _passes_kept(document: Document) -> int:
    """How many passes to keep: all that anyone makes of a small network, fewer of a large one."""
    numbers = sum(len(layer["W"]) * (len(layer["W"][0]) + 1) for layer in document["layers"])
    return min(MOST_PASSES, MOST_NUMBERS // numbers)


def at_pass(run: Run, number: int) -> Run:
    """The run seen from another of its passes, counted from 0."""
    return {**run, "at": max(0, min(number, len(run["passes"]) - 1))}


def first_weights(run: Run) -> Run:
    """The run begun again from its first weights, at the present learning rate."""
    rate = current(run)["learning_rate"]
    return started({**run["origin"], "learning_rate": rate})


def history_of(run: Run) -> History:
    """A history that begins with this run."""
    return {"runs": [run], "labels": [""], "at": 0}


def recorded(history: History, run: Run, label: str) -> History:
    """The history with one more entry; what had been undone is dropped.

    Two changes of the learning rate in a row count as one, since a slider makes many, unless the
    second drops passes that an undo should bring back; and so do two looks at other passes.
    """
    at = history["at"]
    runs, labels = history["runs"][: at + 1], history["labels"][: at + 1]
    again = label in ("learning rate", "going to another pass") and labels[-1] == label
    if again and len(run["passes"]) == len(runs[-1]["passes"]):
        runs, labels = runs[:-1], labels[:-1]
    runs, labels = [*runs, run][-MOST_UNDO:], [*labels, label][-MOST_UNDO:]
    return {"runs": runs, "labels": labels, "at": len(runs) - 1}


def present(history: History) -> Run:
    """The run that is shown."""
    run: Run = history["runs"][history["at"]]
    return run


def undone(history: History) -> History:
    """One entry back, if there is one."""
    return {**history, "at": max(0, history["at"] - 1)}


def redone(history: History) -> History:
    """One entry forward again, if there is one."""
    return {**history, "at": min(len(history["runs"]) - 1, history["at"] + 1)}


def undoes(history: History) -> str | None:
    """What an undo would take back; None at the beginning."""
    return history["labels"][history["at"]] if history["at"] > 0 else None


def redoes(history: History) -> str | None:
    """What a redo would bring again; None at the end."""
    last = history["at"] == len(history["runs"]) - 1
    return None if last else history["labels"][history["at"] + 1]
