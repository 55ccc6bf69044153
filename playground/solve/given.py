"""What the exercise gives for a number and the graph does not show: the loss function where it is
computed or differentiated, the learning rate and the rule's other settings in the update."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

from backprop_core import Step, Trace
from backprop_core.rules import GradientDescent
from playground.functions.catalogue import written_loss
from playground.notation import number_text
from playground.notation.symbols import Symbols

_OF_THE_LOSS = ("sample_loss", "batch_loss", "inseparable_loss", "loss_slope", "fused_output")


def given_for(step: Step, trace: Trace, symbols: Symbols, digits: int) -> str:
    """In a few words; "" where the graph shows all that the step needs."""
    if step.phase == "update":
        return _update(trace, symbols, digits)
    return loss_in_words(trace) if step.operation.name in _OF_THE_LOSS else ""


def loss_in_words(trace: Trace) -> str:
    """The loss function, and what is made of it over several samples."""
    label, batch = written_loss(trace.network.loss).label, len(trace.y)
    return label if batch == 1 else f"{label}, {trace.network.reduction} over {batch} samples"


def _update(trace: Trace, symbols: Symbols, digits: int) -> str:
    def number(value: float) -> str:
        return number_text.on_screen(value, number_text.resized(digits, number_text.SAME))

    rate = f"{symbols.label('learning_rate')} = {number(trace.learning_rate)}"
    if isinstance(trace.rule, GradientDescent):
        return rate
    return ", ".join([type(trace.rule).__name__, rate, *_settings(trace, number)])


def _settings(trace: Trace, number: Callable[[float], str]) -> Iterator[str]:
    rule: Any = trace.rule
    for field in fields(rule):
        value = getattr(rule, field.name)
        values = value if isinstance(value, tuple) else (value,)
        if field.name != "lr" and any(isinstance(v, float) and v for v in values):
            yield f"{field.name} = {', '.join(map(number, values))}"
