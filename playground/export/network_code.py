"""What the programs say of a network, whatever is done with it: its parameters, its functions and
the lines of a pass, as names that the templates put in.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from backprop_core import Array, Layer, Network
from playground.exercise.document import Document
from playground.exercise.document_conventions import conventions_of
from playground.export.escapes import markdown_text, one_line
from playground.export.function_code import (
    function_code,
    loss_code,
    names_of,
    shared_out,
    torch_call,
)

_HELPERS = ("Told", "larger", "smaller")  # that a program in PyTorch may need


def network_names(
    document: Document,
    network: Network,
    maker: str,
    batch: int | None,
    *,
    told: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """For passes of `batch` samples, None where their number varies; `maker` is the call that makes
    an array. Of the functions that are `told`, as the document names them, autograd is told the
    slope."""
    called = names_of([layer["activation"] for layer in document["layers"]])
    about = [one_line(document[field]) for field in ("source", "note") if document[field]]
    sending = conventions_of(document).weights == "sending"
    separable = network.loss_function.separable
    shared = network.reduction == "mean" and batch != 1 and separable
    loss = loss_code(document["loss"], network.sizes[-1], told=document["loss"] in told)
    loss = shared_out(loss, " / batch" if shared else "")
    functions = [function_code(spec, name, told=spec in told) for spec, name in called.items()]
    layers = []
    for index, layer in enumerate(network.layers):
        spec, last = document["layers"][index]["activation"], index == len(network.layers) - 1
        layers.append(
            {
                **_layer(layer, index, called[spec], maker, sending),
                "softmax": spec == "softmax",
                "torch": torch_call(spec, called[spec], f"z{index + 1}", told=spec in told),
                "fused": last and network.fused,
                "out_shape": f"({batch or 'batch'}, {layer.n_out})",
            }
        )
    return {
        "title": markdown_text(document["title"]) or "A network",
        "about": [markdown_text(line) for line in about],
        "batch": batch,
        "separable": separable,
        "reduction": network.reduction,
        "layers": layers,
        "functions": functions,
        "last": len(layers),
        "loss": loss,
        "frozen": document["biases_frozen"],
        "sending": sending,
        "rows": f"Row {'i' if sending else 'j'} of `W` holds the weights "
        + ("*out of* neuron i" if sending else "*into* neuron j"),
        "imports": "math" if "math.erf" in f"{loss}{functions}" else "",
        "helpers": [one for one in _HELPERS if one in f"{loss['torch']}{functions}"],
    }


def laid(weights: Array, sending: bool) -> Array:
    """An array (n_out, n_in) as it lies in the program."""
    return weights.T if sending else weights


def _layer(layer: Layer, index: int, called: str, maker: str, sending: bool) -> dict[str, Any]:
    connected, W, incoming = layer.connected, f"W{index + 1}", f"a{index}" if index else "x"
    cut = connected is not None and not connected.all()
    gradient = (incoming, f"delta{index + 1}") if sending else (f"delta{index + 1}", incoming)
    return {
        "number": index + 1,
        "incoming": incoming,
        "W_in": W if sending else f"{W}.T",
        "W_back": f"{W}.T" if sending else W,
        "dW": f"{gradient[0]}.T @ {gradient[1]}",
        "W": literal(laid(layer.W, sending), maker, 6),
        "b": "" if layer.b is None else literal(layer.b, maker, 5),
        "connected": literal(laid(np.asarray(connected, float), sending), maker, 14) if cut else "",
        "shape": str(laid(layer.W, sending).shape),
        "bias_shape": "one for the whole layer" if layer.bias == "shared" else f"({layer.n_out},)",
        "bias_axis": "" if layer.bias == "shared" else "axis=0",
        "neurons": layer.n_out,
        "function": called,
        "mask": layer.mask is not None,
        "mask_shown": "" if layer.mask is None else literal(layer.mask, maker, 9),
    }


def literal(array: Any, maker: str, indent: int) -> str:
    """An array with every digit: rows on lines of their own where it has several."""
    array = np.asarray(array, dtype=float)
    text = number(float(array)) if array.ndim == 0 else _rows(array, indent + len(maker))
    return f"{maker}({text})" if maker else text


def _rows(array: Any, indent: int) -> str:
    if array.ndim == 1:
        return f"[{', '.join(map(number, array.tolist()))}]"
    return f"[{(',' + chr(10) + ' ' * (indent + 1)).join(_rows(row, 0) for row in array)}]"


def number(value: float) -> str:
    """A float with every digit."""
    return repr(value) if np.isfinite(value) else f'float("{value}")'
