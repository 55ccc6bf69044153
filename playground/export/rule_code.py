"""An update rule as code: its own formulas, stage by stage, with each parameter's names put in.

The rule wrote its arithmetic down as a value, and that text is Python already; so Adam comes out as
the lines that it is made of, and nothing here knows one rule from another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import numpy as np

from backprop_core import Trace
from backprop_core.rules import Binary, Constant, Expression, Named, Stage, Unary
from playground.export.network_code import laid

_CALLED = {"sqrt", "sign", "abs", "floor", "cos", "maximum", "minimum"}


def rule_code(trace: Trace, sending: bool) -> dict[str, Any]:
    """A `sentence` for the heading, the NumPy `code`, the names of the `parameters` that learn, and
    for a `plain` step against the gradient the optimizer of `torch`. W lies with a row for each
    `sending` neuron, or for each receiving one."""
    parameters = [name for name, _ in _parameters(trace)]
    plain = len(trace.shape.update) == 1
    sentence = "one step against each gradient, all at once" if plain else _name(trace)
    return {
        "sentence": sentence,
        "code": "\n".join(_lines(trace, sending)),
        "parameters": parameters,
        "plain": plain,
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


def _lines(trace: Trace, sending: bool) -> Iterator[str]:
    """The settings, what the rule has kept, and then its stages."""
    record, stages = trace.record, trace.record.stages
    called = settings_of(stages)
    for leaf, name in called.items():
        value = leaf.value if leaf.value is not None else record.values[leaf]
        yield f"{name} = {value!r}"
    for stage in stages:
        if stage.start is not None:
            yield from _kept(trace, stage, sending)
    yield from stage_lines(stages, [*_parameters(trace)], called)


def stage_lines(
    stages: Sequence[Stage], parameters: Sequence[tuple[str, bool]], called: dict[Named, str]
) -> Iterator[str]:
    """The stages, parameter by parameter where no number of all parameters, such as a norm, stands
    in between. `parameters` are names, each with whether it is a bias."""
    for scalar, group in groupby(stages, key=lambda stage: stage.scalar):
        together = [*group]
        if scalar:
            for stage in together:
                yield f"{stage.result} = {_of_all(stage.formula, parameters, called)}"
            continue
        for parameter, is_bias in parameters:
            yield from (_line(stage, parameter, is_bias, called) for stage in together)


def settings_of(stages: Sequence[Stage]) -> dict[Named, str]:
    """What each number that the rule was given is called: two of one name, such as the ε of
    clipping and of Adam, are told apart by a number."""
    called: dict[Named, str] = {}
    for stage in stages:
        for leaf in stage.inputs:
            if leaf.kind in ("setting", "count") and leaf not in called:
                same = sum(other.name == leaf.name for other in called)
                called[leaf] = f"{leaf.name}_{same + 1}" if same else leaf.name
    return called


def _line(stage: Stage, parameter: str, is_bias: bool, called: dict[Named, str]) -> str:
    """A stage for one parameter; one that is for the weights alone passes a bias by."""
    made = "new" if stage.result == "parameter" else stage.result
    left = f"{parameter}_new" if made == "new" else f"{made}_{parameter}"
    if is_bias and stage.covers == "weights" and stage.otherwise is not None:
        return f"{left} = {_leaf(stage.otherwise, parameter, called)}  # for the weights alone"
    return f"{left} = {renamed(stage.formula, parameter, called)}"


def _kept(trace: Trace, stage: Stage, sending: bool) -> Iterator[str]:
    """What the update before left, for each parameter."""
    vector = np.asarray(trace.record.values[Named(stage.result, stage.symbol, "state")])
    shaped = trace.network.with_parameters(vector).layers  # each number where its parameter is
    for parameter, is_bias in _parameters(trace):
        layer = shaped[int(parameter[1:]) - 1]
        text = np.asarray(layer.b if is_bias else laid(layer.W, sending)).tolist()
        yield f"{stage.result}_{parameter} = np.array({text!r})  # kept from before"


def _of_all(
    e: Expression, parameters: Sequence[tuple[str, bool]], called: dict[Named, str]
) -> Expression | str:
    """A formula that makes one number for all parameters: a norm goes over each of them."""
    if isinstance(e, Unary) and e.function == "norm":
        squares = (f"(({renamed(e.of, name, called)}) ** 2).sum()" for name, _ in parameters)
        return f"np.sqrt({' + '.join(squares)})"
    return renamed(e, "", called)


def renamed(e: Expression, parameter: str, called: dict[Named, str]) -> Expression:
    """The formula with the names that its quantities have for that parameter."""
    if isinstance(e, Named):
        return replace(e, name=_leaf(e, parameter, called))
    if isinstance(e, Constant):
        return e
    if isinstance(e, Binary):
        sign: Any = f"np.{e.sign}" if e.sign in _CALLED else e.sign
        left, right = (renamed(part, parameter, called) for part in (e.left, e.right))
        return Binary(sign, left, right)
    assert isinstance(e, Unary)
    function = f"np.{e.function}" if e.function in _CALLED else e.function
    return Unary(function, renamed(e.of, parameter, called))


def _leaf(leaf: Named, parameter: str, called: dict[Named, str]) -> str:
    if leaf.kind == "parameter":
        return parameter
    if leaf.kind == "gradient":
        return f"d{parameter}"
    return called.get(leaf, leaf.name) if leaf.scalar else f"{leaf.name}_{parameter}"
