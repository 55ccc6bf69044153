"""The exercise as a program that stands on its own: plain NumPy, or PyTorch.

It is written as a teacher would at the board, layer by layer in the symbols of the lesson, and
every number that the app shows is asserted in it. Cells are marked with `# %%`, which editors
know, so the same text is a script and, taken apart, a notebook.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from backprop_core import Trace
from playground.exercise.view import View
from playground.export.escapes import markdown_text, one_line
from playground.export.function_code import (
    function_code,
    loss_code,
    names_of,
    shared_out,
    torch_call,
)
from playground.export.rule_code import rule_code
from playground.export.templated import rendered


def numpy_program(view: View) -> str:
    """A script in plain NumPy that asserts every number of the pass."""
    return rendered("numpy.py", _names(view, "np.array"))


def torch_program(view: View) -> str:
    """The same with PyTorch, where autograd makes the gradients and an optimizer the update."""
    return rendered("torch.py", _names(view, "torch.tensor"))


def _names(view: View, maker: str) -> dict[str, Any]:
    """All that the templates put in."""
    trace, document = view.trace, view.document
    batch, network = len(trace.y), trace.network
    called = names_of([layer["activation"] for layer in document["layers"]])
    about = [one_line(document[field]) for field in ("source", "note") if document[field]]
    layers = [_layer(trace, n, called, document, maker) for n in range(len(network.layers))]
    shared = network.reduction == "mean" and batch > 1 and network.loss_function.separable
    loss = shared_out(loss_code(document["loss"], trace.y.shape[1]), " / batch" if shared else "")
    functions = [function_code(spec, name) for spec, name in called.items()]
    return {
        "title": markdown_text(document["title"]) or "A network",
        "about": [markdown_text(line) for line in about],
        "x": literal(trace.forward.x, maker, 4),
        "y": literal(trace.y, maker, 4),
        "shapes": {"x": str(trace.forward.x.shape), "y": str(trace.y.shape)},
        "batch": batch,
        "separable": network.loss_function.separable,
        "reduction": network.reduction,
        "layers": layers,
        "functions": functions,
        "last": len(layers),
        "loss": loss,
        "shown_loss": _number(trace.gradients.loss),
        "frozen": document["biases_frozen"],
        "dx": literal(trace.input_gradient, "", 7) if trace.shape.to_inputs else "",
        "rule": rule_code(trace),
        "imports": "math" if "math.erf" in f"{loss}{functions}" else "",
    }


def _layer(
    trace: Trace, index: int, called: dict[str, str], document: Any, maker: str
) -> dict[str, Any]:
    layer, spec = trace.network.layers[index], document["layers"][index]["activation"]
    cut = layer.connected is not None and not layer.connected.all()
    arrays = {name: getattr(trace.gradients.layers[index], name) for name in ("delta", "dW", "db")}
    arrays |= {name: getattr(trace.forward.layers[index], name) for name in ("z", "a")}
    fused = index == trace.shape.last and trace.network.fused
    if not fused:
        arrays["da"] = trace.gradients.layers[index].da
    new = trace.after.layers[index]
    arrays |= {"W": new.W, "b": new.b}
    known = {name: array for name, array in arrays.items() if array is not None}
    n_out, batch = layer.n_out, len(trace.y)
    z = f"z{index + 1}"
    return {
        "number": index + 1,
        "incoming": f"a{index}" if index else "x",
        "W": literal(layer.W, maker, 5),
        "b": "" if layer.b is None else literal(layer.b, maker, 5),
        "connected": literal(layer.connected * 1.0, maker, 13) if cut else "",  # type: ignore[operator]
        "shape": str(layer.W.shape),
        "bias_shape": "one for the whole layer" if layer.bias == "shared" else f"({n_out},)",
        "bias_axis": "" if layer.bias == "shared" else "axis=0",
        "out_shape": f"({batch}, {n_out})",
        "function": called[spec],
        "torch": torch_call(spec, called[spec], z),
        "softmax": spec == "softmax",
        "fused": fused,
        "shown": {name: literal(array, "", 7) for name, array in known.items()},
        "plain": {name: literal(array, "", 7) for name, array in known.items()},
    }


def literal(array: Any, maker: str, indent: int) -> str:
    """An array with every digit: rows on lines of their own where it has several."""
    array = np.asarray(array, dtype=float)
    text = _number(float(array)) if array.ndim == 0 else _rows(array, indent + len(maker))
    return f"{maker}({text})" if maker else text


def _rows(array: Any, indent: int) -> str:
    if array.ndim == 1:
        return f"[{', '.join(map(_number, array.tolist()))}]"
    return f"[{(',' + chr(10) + ' ' * (indent + 1)).join(_rows(row, 0) for row in array)}]"


def _number(value: float) -> str:
    return repr(value) if np.isfinite(value) else f'float("{value}")'
