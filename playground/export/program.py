"""The exercise as a program that stands on its own: plain NumPy, or PyTorch.

It is written as a teacher would at the board, layer by layer in the symbols of the lesson, and
every number that the app shows is asserted in it. Cells are marked with `# %%`, which editors
know, so the same text is a script and, taken apart, a notebook.
"""

from __future__ import annotations

from typing import Any

from backprop_core import Trace
from playground.exercise.view import View
from playground.export.network_code import laid, literal, network_names, number
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
    trace = view.trace
    names = network_names(view.document, trace.network, maker, len(trace.y))
    for index, layer in enumerate(names["layers"]):
        layer["shown"] = _shown(trace, index, layer["fused"], names["sending"])
    return {
        **names,
        "x": literal(trace.forward.x, maker, 5),
        "y": literal(trace.y, maker, 5),
        "shapes": {"x": str(trace.forward.x.shape), "y": str(trace.y.shape)},
        "shown_loss": number(trace.gradients.loss),
        "dx": literal(trace.input_gradient, "", 7) if trace.shape.to_inputs else "",
        "rule": rule_code(trace, names["sending"]),
    }


def _shown(trace: Trace, index: int, fused: bool, sending: bool) -> dict[str, str]:
    """The numbers of a layer, by their names."""
    forward, gradients = trace.forward.layers[index], trace.gradients.layers[index]
    new = trace.after.layers[index]
    arrays = {
        **{name: getattr(forward, name) for name in ("z", "a")},
        **{name: getattr(gradients, name) for name in ("delta", "dW", "db")},
        **({} if fused else {"da": gradients.da}),
        **{"W": new.W, "b": new.b},
    }
    for name in ("W", "dW"):
        arrays[name] = laid(arrays[name], sending)
    return {name: literal(array, "", 7) for name, array in arrays.items() if array is not None}
