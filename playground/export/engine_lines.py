"""The code of a step: the engine's own lines, read from the module that ran, and the same in NumPy.

The engine works for any network; beside it stands the line of the exercise's own program, in which
this network's arrays have their names.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

from backprop_core import (
    Step,
    Trace,
    UpdateStage,
    backward,
    batch_loss,
    forward,
    loss_contributions,
    softmax,
    softmax_delta,
)
from backprop_core.rules import Named, Rule, Schedule, Stage
from playground.exercise.document_conventions import conventions_of
from playground.exercise.view import View
from playground.export.program import numpy_program
from playground.export.rule_code import settings_of

_OF_BACKWARD = {  # functions of the module that `backward` is in
    "loss_slope": "_at_the_outputs",
    "fused_output": "_at_the_outputs",
    "threshold_error": "_at_the_outputs",
    "back_through_activation": "_through_activation",
    "weight_gradient": "_layer_gradient",
    "bias_gradient": "_layer_gradient",
}
GRADIENT = Named("gradient", "g", "gradient")
_PUBLIC: dict[str, Callable[..., Any]] = {
    "weighted_sum": forward,
    "softmax": softmax,
    "sample_loss": loss_contributions,
    "batch_loss": batch_loss,
    "inseparable_loss": batch_loss,
    "back_through_weights": backward,
    "back_through_softmax": softmax_delta,
}


def engine_lines(step: Step, trace: Trace) -> str:
    """The source of the functions of the engine that made the step's number."""
    found = dict.fromkeys(_source(one) for one in _functions(step, trace))
    return "\n\n".join(text for text in found if text)


def _functions(step: Step, trace: Trace) -> Iterator[Any]:
    name, loss = step.operation.name, trace.network.loss_function
    if isinstance(step.operation, UpdateStage):
        yield from _of_stage(trace.record.stage(step.operation.result), trace)
    elif name == "activation":
        yield trace.network.layers[step.address.in_layer].f.value
    elif name in _PUBLIC:
        yield _PUBLIC[name]
    else:
        yield getattr(inspect.getmodule(backward), _OF_BACKWARD[name])
    if name == "back_through_activation":
        yield trace.network.layers[step.address.in_layer].f.derivative
    elif name in ("sample_loss", "batch_loss"):
        yield loss.fused.contributions if loss.fused is not None else loss.contributions
    elif name == "inseparable_loss":
        yield loss.total
    elif name == "loss_slope":
        yield loss.slope
    elif name in ("fused_output", "threshold_error") and loss.fused is not None:
        yield loss.fused.delta


def _of_stage(stage: Stage, trace: Trace) -> Iterator[Any]:
    """What wrote the stage down: a penalty, clipping, a schedule, or the rule itself."""
    for name in ("penalty", "clip"):
        giver = trace.options.get(name)
        if giver is not None and stage.result in {one.result for one in giver.stages(GRADIENT)}:
            yield type(giver).stages
            return
    rate = trace.rule.lr
    if isinstance(rate, Schedule) and stage.result == "learning_rate":
        yield type(rate).formula
        return
    mark = r"updated\(" if stage.result == "parameter" else rf'Stage\(\s*"{stage.name}"'
    own, shared = _methods(trace.rule), vars(inspect.getmodule(Rule)).values()
    for functions in (own, filter(inspect.isfunction, shared)):
        found = [one for one in functions if re.search(mark, _source(one))]
        yield from found
        if found:
            return


def _methods(rule: Rule) -> Iterator[Any]:
    """The functions of the rule's own classes."""
    for kind in type(rule).__mro__:
        if issubclass(kind, Rule) and kind is not Rule:
            yield from filter(inspect.isfunction, vars(kind).values())


def _source(function: Any) -> str:
    """Its lines; "" for what is NumPy's own, such as tanh."""
    try:
        return textwrap.dedent(inspect.getsource(function)).strip("\n")
    except (TypeError, OSError):
        return ""


def numpy_lines(step: Step, view: View) -> str:
    """The lines of the exercise's own program that make the step's array."""
    lines = numpy_program(view).splitlines()
    wanted = tuple(f"{name} = " for name in _names(step, view.trace))
    found = [line for line in lines if line.startswith(wanted)]
    where = _where(step, conventions_of(view.document).weights == "sending")
    return "\n".join([*found, *([f"{_array(step)}{where}  # this step"] if where else [])])


def _of_one_sample(step: Step) -> bool:
    """Whether it makes a sample's loss, of a batch."""
    return step.quantity == "loss" and step.sample is not None


def _names(step: Step, trace: Trace) -> Iterator[str]:
    if step.quantity == "loss":
        yield from ("losses", "largest", "top", "others", "log_a")
        if not _of_one_sample(step):
            yield "loss"
    elif isinstance(step.operation, UpdateStage):
        stage = trace.record.stage(step.operation.result)
        called = settings_of(trace.record.stages)
        yield from (called.get(leaf, leaf.name) for leaf in stage.inputs if leaf.scalar)
        yield _array(step)
    else:
        yield _array(step)
        if step.operation.name == "back_through_softmax":
            yield "apart"


def _array(step: Step) -> str:
    """What its array is called in the program: z1, dW2, W1_new, or m_W1 of a rule."""
    if _of_one_sample(step):
        return "losses"
    if step.layer is None:
        return step.quantity
    if step.layer == -1:
        return "dx"
    number = step.layer + 1
    made, of, parameter = step.quantity.partition(" of ")
    if of:
        return f"{made}_{parameter}{number}"
    new = "_new" if isinstance(step.operation, UpdateStage) else ""
    return f"{step.quantity}{number}{new}"


def _where(step: Step, sending: bool) -> str:
    """Its place in the array, as an index."""
    at = step.address
    weight = (at.source, at.neuron) if sending else (at.neuron, at.source)
    places = [k for k in (at.sample, *weight) if k is not None]
    return f"[{', '.join(map(str, places))}]" if places and _array(step) != "loss" else ""
