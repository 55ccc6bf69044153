"""An update rule as code: its own formulas, stage by stage, with each parameter's names put in.

The rule wrote its arithmetic down as a value, and that text is Python already; so Adam comes out as
the lines that it is made of, and nothing here knows one rule from another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from backprop_core import Trace
from backprop_core.rules import Binary, Constant, Expression, Named, Unary

_CALLED = {"sqrt", "sign", "abs", "floor", "cos", "maximum", "minimum"}


def rule_code(trace: Trace) -> dict[str, str]:
    """A `sentence` for the heading, the NumPy `code`, and the optimizer of `torch`."""
    parameters = [name for name, _ in _parameters(trace)]
    plain = len(trace.shape.update) == 1
    sentence = "one step against each gradient, all at once" if plain else _name(trace)
    return {
        "sentence": sentence,
        "code": "\n".join(_lines(trace)),
        "torch": f"torch.optim.SGD([{', '.join(parameters)}], lr={trace.learning_rate!r})",
    }


def _name(trace: Trace) -> str:
    return f"the rule is {type(trace.rule).__name__}"


def _parameters(trace: Trace) -> Iterator[tuple[str, bool]]:
    """Each parameter that is updated, and whether it is a bias."""
    for number, layer in enumerate(trace.network.layers, start=1):
        yield f"W{number}", False
        if layer.b is not None and not trace.shape.biases_frozen:
            yield f"b{number}", True


def _lines(trace: Trace) -> Iterator[str]:
    stages = trace.record.stages
    settings = {leaf.name: leaf for stage in stages for leaf in stage.inputs if leaf.scalar}
    for name, leaf in settings.items():
        if leaf.kind in ("setting", "count"):
            value = leaf.value if leaf.value is not None else trace.record.values[leaf]
            yield f"{name} = {value!r}"
    for parameter, _ in _parameters(trace):
        for stage in stages:
            made = "new" if stage.result == "parameter" else stage.result
            left = f"{parameter}_new" if made == "new" else f"{made}_{parameter}"
            yield f"{left} = {renamed(stage.formula, parameter)}"


def renamed(e: Expression, parameter: str) -> Expression:
    """The formula with the names that its quantities have for that parameter."""
    if isinstance(e, Named):
        return replace(e, name=_leaf(e, parameter))
    if isinstance(e, Constant):
        return e
    if isinstance(e, Binary):
        sign: Any = f"np.{e.sign}" if e.sign in _CALLED else e.sign
        return Binary(sign, renamed(e.left, parameter), renamed(e.right, parameter))
    assert isinstance(e, Unary)
    function = f"np.{e.function}" if e.function in _CALLED else e.function
    return Unary(function, renamed(e.of, parameter))


def _leaf(leaf: Named, parameter: str) -> str:
    if leaf.kind == "parameter":
        return parameter
    if leaf.kind == "gradient":
        return f"d{parameter}"
    return leaf.name if leaf.scalar else f"{leaf.name}_{parameter}"
