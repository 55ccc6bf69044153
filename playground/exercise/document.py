"""The exercise as a plain document: network, batch and settings, ready for JSON.

The session keeps documents and nothing derived from them; presets, files and links hold the same.
A drawing may be unfinished: no columns at all, or inputs only. With a layer it has a Network.

A document has: title, source, note, loss, reduction, learning_rate, biases_frozen, init, seed,
bias (for layers to come), x and y as rows, and layers, each with W (rows go into a neuron), b (a
list, one number or None), activation, and connected where edges are cut. An activation or a loss is
named, as in "leaky_relu(0.2)", or a formula of one's own, as in "own: x*sigmoid(x)". It may have
`conventions`, too: how its numbers are written on paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NotRequired, TypedDict, cast

import numpy as np

from backprop_core import (
    LOSSES,
    BackpropError,
    Bias,
    Layer,
    Network,
    Reduction,
    batch_of,
    learning_rate_of,
    loss_named,
    quoted,
    real_array,
    targets_of,
)
from backprop_core.rules import Place, State
from playground.exercise.conventions import (
    USUAL,
    Conventions,
    ConventionsDocument,
    conventions_in,
)
from playground.exercise.hyperparameters import (
    Hyperparameters,
    dropout_of,
    read_hyperparameters,
    rule_of,
)
from playground.exercise.limits import MAX_LAYERS, MAX_LETTERS, MAX_NEURONS, MAX_SAMPLES, MAX_SEED
from playground.functions.typed.typed_functions import activation_of, loss_of
from playground.where import is_count


class LayerDocument(TypedDict):
    """A layer: W has a row for each neuron; b is a list, one number that is shared, or None;
    `connected` is there where edges are cut."""

    W: list[list[float]]
    b: list[float] | float | None
    activation: str
    connected: NotRequired[list[list[bool]]]


class UpdateDocument(TypedDict):
    """One update of a training run: its number, which rows of a data set of how many samples its
    batch has, how it was made, and what the rule had kept before it, by name."""

    number: int
    epoch: int
    rows: list[int]
    data_set: int
    chosen: Hyperparameters
    vectors: dict[str, list[float]]


class Document(TypedDict):
    """An exercise; x and y have a row for each sample. With an `update` they are its batch, and
    the walk is that of this update."""

    title: str
    source: str
    note: str
    loss: str
    reduction: Reduction
    learning_rate: float
    biases_frozen: bool
    init: str
    seed: int
    bias: Bias
    x: list[list[float]]
    y: list[list[float]]
    layers: list[LayerDocument]
    update: NotRequired[UpdateDocument]
    conventions: NotRequired[ConventionsDocument]


EMPTY: Document = {
    "title": "Own drawing",
    "source": "",
    "note": "",
    "loss": "half_squared_error",
    "reduction": "mean",
    "learning_rate": 0.5,
    "biases_frozen": False,
    "init": "xavier",
    "seed": 0,
    "bias": "each",
    "x": [[]],
    "y": [[]],
    "layers": [],
}
_TEXTS = ("title", "source", "note")


def sizes_of(document: Document) -> tuple[int, ...]:
    """Neurons of each column, inputs first; () for an empty drawing."""
    n_in = len(document["x"][0])
    return (n_in, *(len(layer["W"]) for layer in document["layers"])) if n_in else ()


def is_complete(document: Document) -> bool:
    """Whether the drawing has inputs and at least one layer, so that it can be walked through."""
    return bool(document["layers"])


def network_of(document: Document) -> Network:
    """The network of a complete drawing. Raises BackpropError when it does not fit together."""
    layers = []
    for number, layer in enumerate(document["layers"], start=1):
        connected = layer.get("connected")
        layers.append(_as_layer(layer["W"], layer["b"], layer["activation"], connected, number))
    network = Network(tuple(layers), loss_of(document["loss"]), document["reduction"])
    return network if "update" not in document else _masked(network, document)


def _masked(network: Network, document: Document) -> Network:
    """With the dropout masks that the update of its number has."""
    dropout = dropout_of(document["update"]["chosen"])
    if dropout is None:
        return network
    return dropout.masked(network, len(document["x"]), document["update"]["number"])


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


def parse(raw: Any) -> Document:
    """A document from outside: a file, a link, a preset. Raises BackpropError for what is wrong.

    Unknown fields are refused, missing ones get their usual value, and nothing is run.
    """
    if not isinstance(raw, Mapping):
        raise BackpropError(
            "The file contains no network. It takes a JSON object with x, y and layers."
        )
    unknown = sorted(set(raw) - set(EMPTY) - {"update", "conventions"})
    if unknown:
        got, takes = quoted(unknown[0]), ", ".join(EMPTY)
        raise BackpropError(f"The field {got} is unknown. It takes {takes}.")
    document: dict[str, Any] = {**EMPTY, **raw}
    for field in _TEXTS:
        require_text(document[field], field)
    if not isinstance(document["biases_frozen"], bool):
        got = document["biases_frozen"]
        raise BackpropError(f"biases_frozen got {quoted(got)}. It takes true or false.")
    document["learning_rate"] = learning_rate_of(document["learning_rate"])
    document["x"] = _rows(document["x"], "x")
    document["y"] = _rows(document["y"], "y")
    document["layers"] = [_layer(layer, k) for k, layer in enumerate(_list(document, "layers"), 1)]
    if len(document["y"]) != len(document["x"]):
        rows = len(document["y"]), len(document["x"])
        raise BackpropError(f"y got {rows[0]} rows, x has {rows[1]}. It takes one for each sample.")
    if "update" in raw:
        document["update"] = _update(raw["update"])
    conventions_in(raw.get("conventions", {}))
    document = with_conventions(document, conventions_of(cast(Document, document)))
    return check(cast(Document, document))


def _check_update(document: Document, network: Network) -> None:
    if "update" in document:
        rule_of(document["update"]["chosen"]).require_state(network, state_of(document["update"]))


def state_of(update: UpdateDocument) -> State:
    """What the rule had kept before that update."""
    vectors = {name: np.array(vector) for name, vector in update["vectors"].items()}
    return State(update["number"] - 1, vectors, Place(epoch=update["epoch"] - 1))


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


def _update(raw: Any) -> UpdateDocument:
    takes = f"It takes {', '.join(UpdateDocument.__annotations__)}."
    if not isinstance(raw, Mapping) or set(raw) != set(UpdateDocument.__annotations__):
        raise BackpropError(f"update got other fields than its own. {takes}")
    counts = [raw["number"], raw["epoch"], raw["data_set"], *_list(raw, "rows")]
    if not all(is_count(count) for count in counts) or not isinstance(raw["vectors"], Mapping):
        raise BackpropError(f"update got something other than counts and vectors. {takes}")
    vectors = {
        str(name): real_array(vector, str(name)[:60], (1,), "a list of numbers").tolist()
        for name, vector in raw["vectors"].items()
    }
    plain: Any = {**raw, "chosen": read_hyperparameters(raw["chosen"]), "vectors": vectors}
    made: UpdateDocument = plain
    return made


def _list(document: Mapping[str, Any], field: str) -> list[Any]:
    value = document[field]
    if not isinstance(value, list):
        raise BackpropError(f"{field} got {type(value).__name__}. It takes a list.")
    return value


def _rows(value: Any, field: str) -> list[list[float]]:
    takes = "a list of rows of numbers, one row for each sample"
    if isinstance(value, list):  # looked at before all of it is converted
        if len(value) > MAX_SAMPLES:
            raise BackpropError(f"{field} got {len(value)} rows. It takes at most {MAX_SAMPLES}.")
        _require_few(value)
    rows: list[list[float]] = real_array(value, field, (2,), takes).tolist()
    return rows


def _require_few(rows: Any) -> None:
    """Raise BackpropError for longer rows than a drawing has neurons."""
    longest = max((len(row) for row in rows if isinstance(row, list)), default=0)
    if longest > MAX_NEURONS:
        raise BackpropError(f"A column has {longest} neurons. It takes at most {MAX_NEURONS}.")


def _layer(raw: Any, number: int) -> LayerDocument:
    if not isinstance(raw, Mapping) or "W" not in raw or "activation" not in raw:
        raise BackpropError(f"Layer {number} takes W, b and activation.")
    unknown = sorted(set(raw) - {"W", "b", "activation", "connected"})
    if unknown:
        raise BackpropError(
            f"Layer {number}: the field {quoted(unknown[0])} is unknown. "
            "It takes W, b, activation and connected."
        )
    activation = raw["activation"]
    if not isinstance(activation, str):
        got = type(activation).__name__
        raise BackpropError(f"Layer {number}: activation got {got}. It takes a name.")
    if isinstance(raw["W"], list):
        _require_few([raw["W"], *raw["W"]])
    made = _as_layer(raw["W"], raw.get("b"), activation, raw.get("connected"), number)
    b = None if made.b is None else made.b.tolist()
    plain: LayerDocument = {"W": made.W.tolist(), "b": b, "activation": activation}
    if made.connected is not None and not made.connected.all():
        plain["connected"] = made.connected.tolist()
    return plain


def _as_layer(W: Any, b: Any, activation: str, connected: Any, number: int) -> Layer:
    try:
        return Layer(W, b, activation_of(activation), connected)
    except BackpropError as error:
        raise BackpropError(f"Layer {number}: {error}") from None


def conventions_of(document: Document) -> Conventions:
    """How its numbers are written on paper. The rules of threshold units are written with target
    minus output wherever they are taught, so that is usual with them."""
    chosen = conventions_in(document["conventions"]) if "conventions" in document else USUAL
    if "error" in document.get("conventions", {}):
        return chosen
    return replace(chosen, turned=is_for_thresholds(document["loss"]))


def is_for_thresholds(loss: str) -> bool:
    """Whether a document's loss is the perceptron rule or the delta rule."""
    return isinstance(loss, str) and loss in LOSSES and LOSSES[loss].for_thresholds


def with_conventions(document: Mapping[str, Any], chosen: Conventions) -> dict[str, Any]:
    """The same exercise with those; with the usual ones it has no such field."""
    others = without_conventions(document)
    written = chosen.document(turned=is_for_thresholds(document["loss"]))
    return {**others, "conventions": written} if written else others


def without_conventions(document: Mapping[str, Any]) -> dict[str, Any]:
    """The same exercise with the usual ones."""
    return {name: value for name, value in document.items() if name != "conventions"}


def with_parameters(document: Document, network: Network) -> Document:
    """The same exercise with the weights and biases of `network`."""
    layers: list[LayerDocument] = [
        {**layer, "W": new.W.tolist(), "b": None if new.b is None else new.b.tolist()}
        for layer, new in zip(document["layers"], network.layers, strict=True)
    ]
    return {**document, "layers": layers}


def bias_mode(b: list[float] | float | None) -> Bias:
    """The shape of b is the bias mode: each, shared or none."""
    if b is None:
        return "none"
    return "each" if isinstance(b, list) else "shared"


def connected_of(layer: LayerDocument) -> np.ndarray:
    """Which edges there are, bool (n_out, n_in)."""
    shape = np.shape(layer["W"])
    return np.array(layer["connected"]) if "connected" in layer else np.ones(shape, dtype=bool)
