"""Whether a document holds together, so that it can be drawn and walked through."""

from __future__ import annotations

from typing import Any

from backprop_core import BackpropError, Network, batch_of, loss_named, quoted, targets_of
from playground.exercise.document import Document, is_complete, network_of, sizes_of, state_of
from playground.exercise.hyperparameters import rule_of
from playground.exercise.limits import MAX_LAYERS, MAX_LETTERS, MAX_NEURONS, MAX_SAMPLES, MAX_SEED
from playground.functions.typed.typed_functions import loss_of


def check(document: Document) -> Document:
    """The document itself if it holds together; raises BackpropError naming what does not."""
    sizes = sizes_of(document)
    if len(sizes) > MAX_LAYERS + 1:
        raise BackpropError(
            f"layers got {len(sizes) - 1}. The drawing takes at most {MAX_LAYERS} layers."
        )
    if max(sizes, default=0) > MAX_NEURONS:
        raise BackpropError(f"A column has {max(sizes)} neurons. It takes at most {MAX_NEURONS}.")
    if len(document["x"]) > MAX_SAMPLES:
        raise BackpropError(f"x got {len(document['x'])} rows. It takes at most {MAX_SAMPLES}.")
    check_start(document)
    if is_complete(document):
        network = network_of(document)
        _check_update(document, network)
        x = batch_of(document["x"], "x", network.sizes[0], "input")
        targets_of(network, len(x), document["y"])
    return document


def _check_update(document: Document, network: Network) -> None:
    if "update" in document:
        rule_of(document["update"]["chosen"]).require_state(network, state_of(document["update"]))


def check_start(document: Document) -> None:
    """What is used only once something is drawn must be right before: tried on one weight now."""
    loss_named(loss_of(document["loss"]))
    Network.random(
        [1, 1],
        "linear",
        "squared_error",
        bias=document["bias"],
        init=document["init"],
        seed=document["seed"],
        reduction=document["reduction"],
    )
    if document["seed"] > MAX_SEED:
        raise BackpropError(f"seed got {quoted(document['seed'])}. It takes at most {MAX_SEED}.")


def require_text(value: Any, field: str) -> None:
    """Raise BackpropError unless it is text that a title, a source or a note may hold."""
    if not isinstance(value, str):
        raise BackpropError(f"{field} got {type(value).__name__}. It takes text.")
    if not value.isprintable() and any("\ud800" <= sign <= "\udfff" for sign in value):
        raise BackpropError(f"{field} contains half a character (a lone surrogate). It takes text.")
    if len(value) > MAX_LETTERS:
        raise BackpropError(f"{field} got {len(value)} characters. It takes at most {MAX_LETTERS}.")


def require_few(rows: Any) -> None:
    """Raise BackpropError for longer rows than a drawing has neurons."""
    longest = max((len(row) for row in rows if isinstance(row, list)), default=0)
    if longest > MAX_NEURONS:
        raise BackpropError(f"A column has {longest} neurons. It takes at most {MAX_NEURONS}.")
