"""Names for all arrays in what somebody keeps them in: nested dicts, lists of layers, objects.

Each becomes one flat dict with names such as dW1, whatever way the source has of saying so:
{'layer1': {'dW': …}}, [(dW, db), …], Grads(dW1=…), {'fc1.weight.grad': …}.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

_NEW = re.compile(
    r"(?i)^(?:new|updated)_?(?P<before>[wb]\w*)$|^(?P<behind>[wb]\w*?)_?(?:new|updated)$"
)
_GRADIENT = re.compile(
    r"^(?:d|d_|grads?_|gradients?_|dL_?d|dJ_?d|dE_?d)(?P<behind>[Wwb])_?(?P<layer>\d+)$"
    r"|^(?P<before>[Wwb])_?(?P<number>\d+)[_.](?:grad|gradient)s?$"
)
_MODULE = re.compile(
    r"^(?P<module>.+)[./](?P<kind>weight|bias|kernel|W|w|b)(?::0)?(?P<grad>[._]grad)?$"
)
_PAIRS = {2: ("dW", "db")}


def flat(source: Any) -> dict[str, Any] | None:
    """Every array by its name; None for what holds no named arrays."""
    if hasattr(source, "files"):  # an .npz
        source = {name: source[name] for name in source.files}
    source = _as_mapping(source)
    if source is None:
        return None
    named = dict(_flattened(source, ""))
    modules = list(dict.fromkeys(each["module"] for name in named if (each := _MODULE.match(name))))
    new_last = sorted(named, key=lambda name: bool(_NEW.match(name)))  # W1_new goes before W1
    return {_plain(name, modules): named[name] for name in new_last}


def _as_mapping(source: Any) -> Mapping[str, Any] | None:
    if isinstance(source, Mapping):
        return source
    if is_dataclass(source) and not isinstance(source, type):
        return {each.name: getattr(source, each.name) for each in fields(source)}
    if hasattr(source, "_asdict"):
        return dict(source._asdict())
    if isinstance(source, (list, tuple)) and source:
        return _of_layers(source)
    own = getattr(source, "__dict__", None)
    return own if own and not hasattr(source, "shape") and not callable(source) else None


def _of_layers(source: list[Any] | tuple[Any, ...]) -> dict[str, Any] | None:
    """A list of one entry for each layer: dicts, or pairs of dW and db."""
    if all(isinstance(each, (list, tuple)) and len(each) in _PAIRS for each in source):
        if all(hasattr(part, "shape") or part is None for each in source for part in each):
            return {
                f"layer{k}": dict(zip(_PAIRS[len(each)], each, strict=True))
                for k, each in enumerate(source, start=1)
            }
        return None
    layers = [_as_mapping(each) for each in source]
    if any(each is None for each in layers):
        return None
    return {f"layer{k}": each for k, each in enumerate(layers, start=1)}


def _flattened(source: Mapping[str, Any], before: str) -> Iterator[tuple[str, Any]]:
    for key, value in source.items():
        name = f"{before}.{key}" if before else str(key)
        inner = value if isinstance(value, Mapping) else None
        if str(key) == "layers" and isinstance(value, (list, tuple)):
            inner, name = _of_layers(value), before
        if inner is None:
            yield name, value
        else:
            yield from _flattened(inner, name)


def _plain(name: str, modules: list[str]) -> str:
    """dW1 for grad_W1, fc1.weight.grad and layer1.dW; new_W1 for W1_updated."""
    numbered = re.fullmatch(r"(?:.*\.)?layers?[._]?(\d+)\.(\w+)", name)
    if numbered and numbered[2] not in ("weight", "bias", "kernel"):
        return f"{numbered[2]}{numbered[1]}"
    name = re.sub(r"^(?:cache|parameters|params)\.(?=\w+$)", "", name)
    if inside := re.fullmatch(r"(?:grads?|gradients?)\.(\w+)", name):
        is_bare = re.fullmatch(r"[WwbB]_?\d+", inside[1])
        name = f"d{_capital(inside[1])}" if is_bare else inside[1]
    if new := _NEW.match(name):
        which = _capital(new["before"] or new["behind"])
        return f"new_{which}" if which[-1].isdigit() else which
    if gradient := _GRADIENT.match(name):
        which = gradient["behind"] or gradient["before"]
        return f"d{_capital(which)}{gradient['layer'] or gradient['number']}"
    if module := _MODULE.match(name):
        which = "b" if module["kind"] in ("bias", "b") else "W"
        return f"d{which}{modules.index(module['module']) + 1}"
    return name


def _capital(which: str) -> str:
    return f"W{which[1:]}" if which[0] == "w" else which
