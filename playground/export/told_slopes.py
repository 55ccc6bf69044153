"""Which functions of a pass have slopes that PyTorch's autograd does not find by itself.

Where a typed formula overflows on its way, or where PyTorch has other slopes at a kink, autograd
gives no number or another one; and where a sigmoid is saturated, a (1 − a) has lost its digits.
There the program has to tell it the slope.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from backprop_core import Trace
from playground.exercise.document import Document
from playground.export.autograd import autograd_slope, of_gelu, of_sigmoid, of_tanh
from playground.export.function_code import is_listed, is_listed_loss
from playground.export.rounding import COMPARED, SMALLEST
from playground.functions.catalogue import as_formula
from playground.functions.typed.evaluate import values
from playground.functions.typed.typed_functions import typed_activation, typed_loss

_LOSES_DIGITS: dict[str, Callable[[Any], Any]] = {
    "sigmoid": of_sigmoid,
    "tanh": of_tanh,
    "gelu": of_gelu,
}


@np.errstate(all="ignore")
def told_activations(document: Document, trace: Trace) -> frozenset[str]:
    """Those whose slopes have to be told, as the document names them."""
    return frozenset(
        layer["activation"]
        for n, layer in enumerate(document["layers"])
        if trace.forward.layers[n].slope is not None and _is_told(layer["activation"], trace, n)
    )


def _is_told(spec: str, trace: Trace, n: int) -> bool:
    """Whether layer n has another slope by autograd, or other errors than its own slope makes."""
    z, da = trace.forward.layers[n].z, trace.gradients.layers[n].da
    slope: Any = trace.network.layers[n].f.value_and_slope(z)[1]
    if is_listed(spec):
        return spec in _LOSES_DIGITS and not _same(_LOSES_DIGITS[spec](z), slope)
    function, _ = typed_activation(as_formula(spec))
    tree, names = function.tree, {function.variable: z}
    alone, on_the_way = (autograd_slope(tree, function.variable, names, g) for g in (1.0, da))
    return not (_same(alone, slope) and _same(on_the_way, da * slope))


@np.errstate(all="ignore")
def is_told_the_loss(document: Document, trace: Trace) -> bool:
    """Whether the slope of the loss has to be told."""
    error = trace.forward.output - trace.y
    if is_listed_loss(document["loss"]):
        too_large = np.isinf(2 * error) & np.isfinite(error)
        return document["loss"] == "half_squared_error" and bool(too_large.any())
    function, _ = typed_loss(as_formula(document["loss"], trace.y.shape[1]))
    names = {"a": trace.forward.output, "y": trace.y}
    return not _same(autograd_slope(function.tree, "a", names), values(function.slope, names))


def _same(one: Any, other: Any) -> bool:
    return np.allclose(one, other, rtol=COMPARED, atol=SMALLEST, equal_nan=True)
