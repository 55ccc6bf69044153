"""A document from outside, such as a file, a link or a preset: read, or refused with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from backprop_core import BackpropError, learning_rate_of, quoted, real_array
from playground.exercise.conventions import conventions_in
from playground.exercise.document import EMPTY, Document, LayerDocument, UpdateDocument, layer_of
from playground.exercise.document_check import check, require_few, require_text
from playground.exercise.document_conventions import conventions_of, with_conventions
from playground.exercise.hyperparameters import read_hyperparameters
from playground.exercise.limits import MAX_SAMPLES
from playground.where import is_count

_TEXTS = ("title", "source", "note")
_NETWORK = ("x", "y", "layers")
_OPTIONAL = ("update", "conventions")


def parse(raw: Any) -> Document:
    """A document from outside: a file, a link, a preset. Raises BackpropError for what is wrong.

    Unknown fields are refused, missing ones but x, y and layers get their usual value, and nothing
    is run.
    """
    if not isinstance(raw, Mapping):
        raise BackpropError(
            "The file contains no network. It takes a JSON object with x, y and layers."
        )
    unknown = sorted(set(raw) - {*EMPTY, *_OPTIONAL})
    if unknown:
        got, takes = quoted(unknown[0]), ", ".join((*EMPTY, *_OPTIONAL))
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
    check(cast(Document, document))
    missing = [field for field in _NETWORK if field not in raw]
    if missing:  # an empty drawing says so
        raise BackpropError(f"The exercise has no {missing[0]}. It takes x, y and layers.")
    return cast(Document, document)


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
        require_few(value)
    rows: list[list[float]] = real_array(value, field, (2,), takes).tolist()
    return rows


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
        require_few([raw["W"], *raw["W"]])
    made = layer_of(raw["W"], raw.get("b"), activation, raw.get("connected"), number)
    b = None if made.b is None else made.b.tolist()
    plain: LayerDocument = {"W": made.W.tolist(), "b": b, "activation": activation}
    if made.connected is not None and not made.connected.all():
        plain["connected"] = made.connected.tolist()
    return plain
