"""The whole pass as JSON, for other programs: the exercise, every array, and every step.

`docs/schema/pass.schema.json` says what each field means. Layers, neurons and samples are counted
from 1, as on screen; JSON has no word for a number that is not finite, so that is text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from backprop_core import Address, Number, Step
from playground.exercise.credit import credited
from playground.exercise.view import View
from playground.latex.write import latex
from playground.steps.formula import formula_of
from playground.steps.sentences import sentence

MOST_STEPS = 5000  # of a longer walk the steps are those of whole layers
_LAYER = ("z", "a", "da", "delta", "dW", "db")


def pass_json(view: View) -> Iterator[str]:
    """The pass as text, in a piece for all but the steps and one for each of them."""
    if len(view.trace) > MOST_STEPS:
        view = replace(view.at_once, chosen_sample=0)
    trace = view.trace
    made = {
        "format": "backprop-playground/pass",
        "version": 1,
        "exercise": credited(view.document),
        "notation": view.symbols.notation.key,
        "granularity": trace.plan.granularity,
        "learning_rate": plain(trace.learning_rate),
        "loss": plain(trace.gradients.loss),
        "loss_after": plain(view.loss_after),
        "layers": [_layer(view, n) for n in range(len(trace.network.layers))],
    }
    yield _text(made).removesuffix("\n}") + ',\n "steps": ['
    between = "\n  "
    for step in trace:
        yield between + _text(_step(view, step)).replace("\n", "\n  ")
        between = ",\n  "
    yield "\n ]\n}\n"


def _text(made: dict[str, Any]) -> str:
    return json.dumps(made, ensure_ascii=False, indent=1, allow_nan=False)


def plain(value: Any) -> Any:
    """A number, or an array of them, as JSON has it."""
    array = np.asarray(value, dtype=float)
    if array.ndim:
        return [plain(one) for one in array]
    number = float(array)
    return number if np.isfinite(number) else json.dumps(number)


def _layer(view: View, n: int) -> dict[str, Any]:
    """Every array of a layer; None for what it does not have."""
    with np.errstate(all="ignore"):
        arrays = {name: view.trace.array(name, n) for name in _LAYER}
    arrays |= {f"{name}_new": view.trace.array(name, n) for name in ("W", "b")}
    return {name: None if array is None else plain(array) for name, array in arrays.items()}


def _step(view: View, step: Step) -> dict[str, Any]:
    formula = formula_of(step, view.trace, view.digits, view.symbols.notation)
    return {
        "number": step.number + 1,
        "phase": step.phase,
        "operation": step.operation.name,
        **_place(step.address),
        "part": None if step.part is None else step.part + 1,
        "complete": step.complete,
        "name": view.symbols.made(step),
        "formula": " = ".join(map(latex, (formula.left, *formula.lines))),
        "sentence": sentence(step, view.trace, view.symbols.notation),
        "inputs": list(_inputs(step)),
        "value": plain(step.value),
    }


def _inputs(step: Step) -> Iterator[dict[str, Any]]:
    seen: dict[Address, Number] = {number.address: number for number in step.inputs}
    for at, number in seen.items():
        yield {**_place(at), "value": plain(number.value)}


def _place(at: Address) -> dict[str, Any]:
    places = {"layer": at.layer, "neuron": at.neuron, "from": at.source, "sample": at.sample}
    counted = {name: None if place is None else place + 1 for name, place in places.items()}
    return {"quantity": at.quantity, **counted}
