"""The exercise as a program that stands on its own: plain NumPy, or PyTorch.

It is written as a teacher would at the board, layer by layer in the symbols of the lesson, and
every number that the app shows is asserted in it. Cells are marked with `# %%`, which editors
know, so the same text is a script and, taken apart, a notebook.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from backprop_core import Trace, activation_named
from playground.exercise.view import View
from playground.export.escapes import markdown_text, one_line
from playground.export.formula_code import Language, written_in
from playground.export.rule_code import rule_code
from playground.export.templated import rendered
from playground.functions.catalogue import readable
from playground.functions.typed.nodes import Node, names_in
from playground.functions.typed.typed_functions import (
    formula_in,
    is_typed,
    typed_activation,
    typed_loss,
)
from playground.templates import filled


def numpy_program(view: View) -> str:
    """A script in plain NumPy that asserts every number of the pass."""
    return rendered("numpy.py", _names(view, "np.array"))


def torch_program(view: View) -> str:
    """The same with PyTorch, where autograd makes the gradients and an optimizer the update."""
    return rendered("torch.py", _names(view, "torch.tensor"))


@lru_cache(maxsize=1)
def _library() -> dict[str, dict[str, dict[str, str]]]:
    text = (Path(__file__).parent / "functions.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _names(view: View, maker: str) -> dict[str, Any]:
    """All that the templates put in."""
    trace, document = view.trace, view.document
    batch, network = len(trace.y), trace.network
    called = _called([layer["activation"] for layer in document["layers"]])
    about = [one_line(document[field]) for field in ("source", "note") if document[field]]
    layers = [_layer(trace, n, called, document, maker) for n in range(len(network.layers))]
    shared = network.reduction == "mean" and batch > 1 and network.loss_function.separable
    loss = _shared_out(_loss(document["loss"]), " / batch" if shared else "")
    functions = [_function(spec, name) for spec, name in called.items()]
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
        "rule": rule_code(trace),
        "imports": "math" if "math.erf" in f"{loss}{functions}" else "",
    }


def _called(specs: list[str]) -> dict[str, str]:
    """What the function of each activation is called; different ones have different names."""
    names: dict[str, str] = {}
    for spec in specs:
        if spec not in names:
            base = "f" if is_typed(spec) else activation_named(spec).name
            taken = sum(one.rstrip("0123456789") == base for one in names.values())
            names[spec] = f"{base}{taken + 1}" if taken else base
    return names


def _function(spec: str, name: str) -> dict[str, Any]:
    if is_typed(spec):
        function, _ = typed_activation(formula_in(spec))
        variables = {function.variable: "z"}
        return {
            "name": name,
            "formula": one_line(formula_in(readable(spec))).replace("\\", "").replace('"', ""),
            "value": f"    return {_shaped('numpy', function.tree, variables)}",
            "slope": f"    return {_shaped('numpy', function.slope, variables)}",
            "torch": _shaped("torch", function.tree, variables),
            "torch_typed": True,
        }
    known, parameter = _library()["activations"][activation_named(spec).name], _parameter(spec)
    return {
        "name": name,
        "formula": known["formula"],
        "value": _body(known["value"], parameter),
        "slope": _body(known.get("slope", ""), parameter),
        "torch": "",
        "torch_typed": False,
    }


def _parameter(spec: str) -> dict[str, str]:
    return {"p": repr(activation_named(spec).parameter)}


def _body(text: str, names: dict[str, str]) -> str:
    return "\n".join(f"    {line}" for line in filled(text.strip(), names).splitlines())


def _loss(spec: str) -> dict[str, str]:
    if not is_typed(spec):
        known = {"slope": "", "delta": "", **_library()["losses"][spec]}
        return {"label": readable(spec), **{name: text.strip() for name, text in known.items()}}
    function, _ = typed_loss(formula_in(spec))
    variables = {"a": "a", "y": "y"}
    return {
        "label": markdown_text(readable(spec)),
        "value": f"losses = ({_shaped('numpy', function.tree, variables)}).sum(axis=1)",
        "slope": _shaped("numpy", function.slope, variables),
        "delta": "",
        "torch": f"losses = ({_shaped('torch', function.tree, variables)}).sum(dim=1)",
    }


def _shaped(language: Language, tree: Node, variables: dict[str, str]) -> str:
    """The formula; one without its variable is a plain number, and is given the array's shape."""
    text, name = written_in(language, tree, variables), next(iter(variables))
    return text if name in names_in(tree) else f"{text} + 0 * {variables[name]}"


def _shared_out(loss: dict[str, str], share: str) -> dict[str, str]:
    """Its slopes times what a sample counts in the batch's loss."""
    slopes = {name: loss[name] for name in ("slope", "delta") if loss[name]}
    return {**loss, **{name: f"({text}){share}" for name, text in slopes.items() if share}}


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
    torch = (
        "" if is_typed(spec) else _library()["activations"][activation_named(spec).name]["torch"]
    )
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
        "torch": filled(torch.replace("(z", f"({z}").replace("z *", f"{z} *"), _parameter(spec))
        if torch
        else f"{called[spec]}({z})",
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
