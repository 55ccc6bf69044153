"""The notations, as data: one TOML file each in playground/notation/files, checked when it is read.

What a file leaves out is as in own.toml; the symbols of numbers and arrays it may not leave out.
Within << >>, l is the number of the layer, k that of the layer before, h the hidden layer counted
from 1; j the neuron, i the source neuron, n the source counted on through the layers; J and I the
letters of their layers; c a comma where digits would be ambiguous; s the sample, S the sample as a
superscript of its own, both empty where there is only one. Once read, these are format strings,
which are filled for every number of a graph.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

from playground.templates import TextError, format_string

_FOLDER = Path(__file__).parent / "files"
_FIELDS = frozenset("lkhjincJIsS") | {"label", "neuron", "source"}
_ARRAYS = ("x", "z", "a", "slope", "jacobian", "da", "delta", "W", "b", "dW", "db")
_TABLES = ("neurons", "layers", "words", "plain", "short", "names", "numbers", "arrays", "matrices")
_TEMPLATES = ("neurons", "layers", "names", "numbers", "arrays", "matrices")
_FROM_OWN = ("neurons", "layers", "words", "plain")  # where a file says nothing
_REQUIRED = {
    "numbers": (*_ARRAYS, "y", "loss"),
    "arrays": (*_ARRAYS, "y"),
    "matrices": ("z", "da", "delta", "delta of softmax", "dW"),
    "names": ("*", "W", "dW"),
}
_CHOICES = {
    "samples": ("rows", "columns"),
    "weights": ("receiving", "sending"),
    "separator": (",", "when ambiguous"),
}


class NotationError(ValueError):
    """A notation's file that cannot be used: the file, the entry, and what is wrong with it."""


@dataclass(frozen=True, eq=False)
class Notation:
    """How one author writes. `samples`: whether rows or columns of an array are samples;
    `weights`: whether a row of W belongs to the receiving or to the sending neuron. `by_rule`: what
    stands in the place of a weight's gradient is by how much a rule without a gradient moves it."""

    key: str
    name: str
    order: int
    source: str
    note: str
    presets: tuple[str, ...]
    first_layer: int
    samples: str
    weights: str
    separator: str
    sample: str
    target: str
    sigmoid: str
    function: str
    outputs: str
    letters: Mapping[str, str]
    neurons: Mapping[str, str]
    layers: Mapping[str, str]
    words: Mapping[str, str]
    plain: Mapping[str, str]
    short: Mapping[str, str]
    names: Mapping[str, str]
    numbers: Mapping[str, str]
    arrays: Mapping[str, str]
    matrices: Mapping[str, str]
    by_rule: bool = False


@lru_cache(maxsize=1)
def notations() -> dict[str, Notation]:
    """All notations by the names of their files, the app's own first."""
    own = _read("own")
    keys = [path.stem for path in _FOLDER.glob("*.toml")]
    read = {key: notation_of(key, _read(key), own) for key in keys}
    return dict(sorted(read.items(), key=lambda item: item[1].order))


def _read(key: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{key}.toml").read_text(encoding="utf-8"))


def notation_of(key: str, data: Mapping[str, Any], own: Mapping[str, Any]) -> Notation:
    """The notation that `data` describes. Raises NotationError."""
    filled = {**data}
    for table in _TABLES:
        filled[table] = {
            **(own.get(table, {}) if table in _FROM_OWN else {}),
            **data.get(table, {}),
        }
    for quantity in ("learning_rate", "share", "mask"):
        filled["numbers"].setdefault(quantity, own["numbers"][quantity])
    filled["arrays"].setdefault("mask", own["arrays"]["mask"])
    try:
        for table in _TEMPLATES:
            filled[table] = {q: format_string(text) for q, text in filled[table].items()}
        for field in ("sample", "sigmoid"):
            filled[field] = format_string(filled[field])
    except TextError as error:
        raise NotationError(f"playground/notation/files/{key}.toml: {error}") from None
    filled["letters"] = data.get("letters", {"input": "", "hidden": "", "output": ""})
    problem = next(_problems(filled, set(own) | {"letters", "short"}), None)
    if problem is not None:
        raise NotationError(f"playground/notation/files/{key}.toml: {problem}.")
    return Notation(key=key, **{**filled, "presets": tuple(filled["presets"])})


def _problems(data: Mapping[str, Any], known: set[str]) -> Iterator[str]:
    for name in known:
        if name not in data:
            yield f"{name} is missing"
    for name in data:
        if name not in known:
            yield f"{name} is not known; it takes {', '.join(sorted(known))}"
    for name, choices in _CHOICES.items():
        if data[name] not in choices:
            yield f"{name} got {data[name]!r}; it takes one of {', '.join(choices)}"
    for table, required in _REQUIRED.items():
        for quantity in required:
            if quantity not in data[table]:
                yield f"[{table}] has no {quantity}"
    for table in ("neurons", "layers", "names", "numbers", "arrays"):
        for quantity, template in data[table].items():
            if unknown := _fields(template) - _FIELDS:
                yield f"[{table}] {quantity} has the unknown field {unknown.pop()}"
    for quantity, template in data["matrices"].items():
        if unknown := _fields(template) - set(_ARRAYS):
            yield f"[matrices] {quantity} has the unknown field {unknown.pop()}"


def _fields(template: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(template) if field is not None}
