"""The exercise as a program that stands on its own: plain NumPy, or PyTorch.

It is written as a teacher would at the board, layer by layer in the symbols of the lesson, and
every number that the app shows is asserted in it. Cells are marked with `# %%`, which editors
know, so the same text is a script and, taken apart, a notebook.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from backprop_core import Array, Trace, per_sample_weight
from playground.exercise.paper_trace import exact_trace
from playground.exercise.view import View
from playground.export.network_code import laid, literal, network_names
from playground.export.rounding import COMPARED, Rounding
from playground.export.rule_code import rule_code
from playground.export.templated import rendered
from playground.export.told_slopes import is_told_the_loss, told_activations

_SAFE = 2.0  # times a bound to first order


def numpy_program(view: View) -> str:
    """A script in plain NumPy that asserts every number of the pass."""
    trace = exact_trace(view.trace)
    cancels = _cancels(trace)
    names = _names(view, "np.array", Rounding(trace, plain=not cancels))
    if cancels:
        names["loss"]["delta"] = names["loss"]["exact_delta"]
    return rendered("numpy.py", names)


def torch_program(view: View) -> str:
    """The same with PyTorch, where autograd makes the gradients and an optimizer the update."""
    trace = exact_trace(view.trace)
    told = told_activations(view.document, trace)
    if is_told_the_loss(view.document, trace):
        told |= {view.document["loss"]}
    rounding = Rounding(trace, autograd=True)
    return rendered("torch.py", _names(view, "torch.tensor", rounding, told))


def _names(
    view: View, maker: str, rounding: Rounding, told: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """All that the templates put in."""
    trace = view.trace
    names = network_names(view.document, trace.network, maker, len(trace.y), told=told)
    for index, layer in enumerate(names["layers"]):
        layer["shown"] = _shown(trace, index, layer["fused"], names["sending"], rounding)
    dx = _compared(trace.input_gradient, rounding.of("da", -1, trace.input_gradient), 7)
    shown_loss = _compared(trace.gradients.loss, rounding.of("loss", -1, trace.gradients.loss), 7)
    made = {
        **names,
        "x": literal(trace.forward.x, maker, 5),
        "y": literal(trace.y, maker, 5),
        "shapes": {"x": str(trace.forward.x.shape), "y": str(trace.y.shape)},
        "shown_loss": shown_loss,
        "dx": dx if trace.shape.to_inputs else "",
        "rule": rule_code(trace, names["sending"]),
    }
    compared = [
        shown_loss,
        made["dx"],
        *(t for one in names["layers"] for t in one["shown"].values()),
    ]
    return {**made, "rounding": any("rounding=" in text for text in compared)}


def _shown(
    trace: Trace, index: int, fused: bool, sending: bool, rounding: Rounding
) -> dict[str, str]:
    """The numbers of a layer, by their names, as a check takes them."""
    forward, gradients = trace.forward.layers[index], trace.gradients.layers[index]
    new = trace.after.layers[index]
    arrays = {
        **{name: getattr(forward, name) for name in ("z", "a")},
        **{name: getattr(gradients, name) for name in ("delta", "dW", "db")},
        **({} if fused else {"da": gradients.da}),
        **{"W": new.W, "b": new.b},
    }
    made = {}
    for name, array in arrays.items():
        if array is not None:
            off = rounding.of(name, index, array)
            if name in ("W", "dW"):
                array, off = laid(array, sending), None if off is None else laid(off, sending)
            made[name] = _compared(array, off, 7)
    return made


def _compared(shown: Any, off: Array | None, indent: int) -> str:
    """A number or an array, and what rounding may make of it."""
    text = literal(shown, "", indent)
    if off is None:
        return text
    if np.isinf(off).all():
        return f'{text}, rounding=float("inf")'
    two_digits = np.vectorize(lambda one: float(f"{one:.1e}"), otypes=[float])
    return f"{text}, rounding={literal(two_digits(_SAFE * off), '', indent)}"


@np.errstate(all="ignore")
def _cancels(trace: Trace) -> bool:
    """Whether the plain difference of outputs and targets loses digits of delta."""
    fused, y = trace.network.loss_function.fused, trace.y
    if fused is None or fused.plain is None:
        return False
    plain = fused.plain(trace.forward.output, y) * per_sample_weight(trace.network, len(y))
    delta = trace.gradients.layers[-1].delta
    return not np.allclose(plain, delta, rtol=COMPARED, atol=0, equal_nan=True)
