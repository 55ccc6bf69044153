"""Where somebody's numbers come from: a dict of lists, a cache of a hand-written pass, a module.

A cache names its layers by number, from 1: Z1, A1, dZ1, dA1, dW1, db1. A PyTorch module keeps each
gradient beside its parameter, in the order in which the layers were made, which their shapes may
correct.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from backprop_core.errors import BackpropError
from backprop_core.explanation.named_arrays import flat
from backprop_core.explanation.problem import QUANTITIES, Problem

_NUMBERED = re.compile(r"(?:new_(?=[Wb]))?(dW|db|dZ|dz|dA|da|delta|Z|z|A|a|W|b)_?(\d+)")
_CALLED = {"dZ": "delta", "dz": "delta", "dA": "da", "Z": "z", "A": "a"}


def as_given(problem: Problem, source: Any) -> dict[str, Any]:
    """Lists by quantity, one entry a layer. Raises BackpropError for what names no quantity."""
    if hasattr(source, "named_parameters"):
        return _of_module(problem, source)
    named = flat(source)
    if named is None:
        raise BackpropError(
            f"given got {type(source).__name__}. It takes a dict such as {{'dW': [...]}}, a cache "
            "with names such as dW1, or a PyTorch module after backward()."
        )
    found: dict[str, Any] = {}
    is_object = not isinstance(source, Mapping) and not hasattr(source, "files")
    for name, value in named.items():
        if name in QUANTITIES:
            found[name] = _detached(value)
        elif not is_object or _NUMBERED.fullmatch(name):  # an object keeps other things as well
            _put(problem, found, name, _detached(value))
    if is_object and not found:
        raise BackpropError(
            f"given got {type(source).__name__}, which holds none of {', '.join(QUANTITIES)}."
        )
    return found


def _put(problem: Problem, found: dict[str, Any], name: str, value: Any) -> None:
    numbered = _NUMBERED.fullmatch(name)
    if numbered is None:
        known = ", ".join(QUANTITIES)
        raise BackpropError(f"given got {name[:60]!r}. It takes any of {known}, or dW1, db1, …")
    quantity, layer = _CALLED.get(numbered[1], numbered[1]), int(numbered[2]) - 1
    if layer < 0 and quantity == "a":
        return  # A0 is x
    if not 0 <= layer <= problem.last:
        raise BackpropError(f"given got {name}. The network has layers 1 to {problem.last + 1}.")
    may_be_old = quantity in ("W", "b") and not name.startswith("new_")
    if may_be_old and _is_old(getattr(problem.layers[layer], quantity), value):
        return
    entries = found.setdefault(quantity, [None] * (problem.last + 1))
    entries[layer] = value


def _is_old(parameter: Any, value: Any) -> bool:
    """Whether a cache only keeps the parameters that the pass went through."""
    if parameter is None:
        return value is None
    same_size = np.size(value) == parameter.size
    return same_size and bool(np.array_equal(np.reshape(value, parameter.shape), parameter))


def _detached(value: Any) -> Any:
    """A tensor, or a list of them, as arrays that no gradient hangs on."""
    if hasattr(value, "detach"):
        if str(value.dtype) == "torch.bfloat16":
            raise BackpropError("given got bfloat16, of two digits. Compare a run in float32.")
        return np.asarray(value.detach().cpu())
    return [_detached(one) for one in value] if isinstance(value, (list, tuple)) else value


def _of_module(problem: Problem, module: Any) -> dict[str, Any]:
    """dW and db from the .grad of each weight and bias."""
    pairs: list[tuple[Any, Any]] = []  # dW and db of each layer
    for name, parameter in module.named_parameters():
        if parameter.ndim > 1:
            pairs.append((_array_of(name, parameter.grad), None))
        elif pairs:
            pairs[-1] = pairs[-1][0], _array_of(name, parameter.grad)
    count = problem.last + 1
    if len(pairs) != count:
        raise BackpropError(
            f"given got a module with {len(pairs)} weights. It takes {count}, one per layer."
        )
    dW, db = zip(*_in_order(problem, pairs), strict=True)
    return {"dW": [*dW], "db": [*db]}


def _in_order(problem: Problem, pairs: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """In the order of the layers, where a module has made them in another and their shapes tell."""
    shapes = [layer.W.shape for layer in problem.layers]
    if [dW.shape for dW, _ in pairs] == shapes or len(set(shapes)) < len(shapes):
        return pairs
    by_shape = {dW.shape: (dW, db) for dW, db in pairs}
    return [by_shape[shape] for shape in shapes] if {*by_shape} == {*shapes} else pairs


def _array_of(name: str, grad: Any) -> Any:
    if grad is None:
        raise BackpropError(f"{name} has no gradient. Call backward() on the loss first.")
    return np.asarray(grad.detach().cpu().numpy() if hasattr(grad, "detach") else grad)
