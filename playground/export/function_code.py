"""Activations and losses as code: from a data file, or from the formula that somebody typed."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from backprop_core import activation_named
from playground.export.escapes import markdown_text, one_line
from playground.export.formula_code import Language, written_in
from playground.functions.catalogue import as_formula, readable
from playground.functions.typed.nodes import Node, names_in
from playground.functions.typed.typed_functions import is_typed, typed_activation, typed_loss
from playground.templates import filled


@lru_cache(maxsize=1)
def _library() -> dict[str, dict[str, dict[str, str]]]:
    text = (Path(__file__).parent / "functions.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def names_of(specs: list[str]) -> dict[str, str]:
    """What the function of each activation is called; different ones have different names."""
    names: dict[str, str] = {}
    for spec in specs:
        if spec not in names:
            base = "f" if is_typed(spec) else activation_named(spec).name
            taken = sum(one.rstrip("0123456789") == base for one in names.values())
            names[spec] = f"{base}{taken + 1}" if taken else base
    return names


def function_code(spec: str, name: str, *, told: bool = False) -> dict[str, Any]:
    """The bodies of the function and of its slope, in NumPy; in PyTorch that of a formula, and of
    a function whose slope is `told`."""
    if not is_listed(spec):
        function, _ = typed_activation(as_formula(spec))
        variables = {function.variable: "z"}
        return {
            "name": name,
            "formula": one_line(readable(as_formula(spec))).replace("\\", "").replace('"', ""),
            "value": f"    return {_shaped('numpy', function.tree, variables)}",
            "slope": f"    return {_shaped('numpy', function.slope, variables)}",
            "torch": _torch_body(
                _shaped("torch", function.tree, variables),
                f"slope = {_shaped('torch', function.slope, variables)}" if told else "",
            ),
        }
    known, parameter = _library()["activations"][activation_named(spec).name], _parameter(spec)
    return {
        "name": name,
        "formula": known["formula"],
        "value": _body(known["value"], parameter),
        "slope": _body(known.get("slope", ""), parameter),
        "torch": _told_body(known, parameter) if told else "",
    }


def _torch_body(value: str, slope: str = "") -> str:
    """The lines of a function in PyTorch, with those of its slope where that is told."""
    if not slope:
        return f"    return {value}"
    return _body(f"value = {value}\n{slope}\nreturn Told.apply(z, value, slope)", {})


def _told_body(known: dict[str, str], parameter: dict[str, str]) -> str:
    value = known.get("torch_value", f"value = {known['torch']}").strip()
    text = f"{value}\n{known['torch_slope'].strip()}\nreturn Told.apply(z, value, slope)"
    return _body(text, {"z": "z", **parameter})


def torch_call(spec: str, name: str, z: str, *, told: bool = False) -> str:
    """The activation of `z` in PyTorch, `name` being the function that the program has for it."""
    if told or not is_listed(spec):
        return f"{name}({z})"
    torch = _library()["activations"][activation_named(spec).name]["torch"]
    return filled(torch, {"z": z, **_parameter(spec)})


def is_listed(spec: str) -> bool:
    """Whether the data file has it; any other function is written from its formula."""
    return not is_typed(spec) and activation_named(spec).name in _library()["activations"]


def is_listed_loss(spec: str) -> bool:
    """The same of a loss."""
    return spec in _library()["losses"]


def _parameter(spec: str) -> dict[str, str]:
    return {"p": repr(activation_named(spec).parameter)}


def _body(text: str, names: dict[str, str]) -> str:
    return "\n".join(f"    {line}" for line in filled(text.strip(), names).splitlines())


def loss_code(spec: str, outputs: int, *, told: bool = False) -> dict[str, str]:
    """The loss of each sample, and its slope, in NumPy and PyTorch, where it may be `told`."""
    if is_listed_loss(spec):
        known = {"slope": "", "delta": "", **_library()["losses"][spec]}
        if told:
            known["torch"] = known["torch_told"]
        return {"label": readable(spec), **{name: text.strip() for name, text in known.items()}}
    function, _ = typed_loss(as_formula(spec, outputs))
    variables = {"a": "a", "y": "y"}
    torch = f"({_shaped('torch', function.tree, variables)})"
    if told:
        torch = f"Told.apply(a, {torch}, {_shaped('torch', function.slope, variables)})"
    return {
        "label": markdown_text(readable(spec)),
        "value": f"losses = ({_shaped('numpy', function.tree, variables)}).sum(axis=1)",
        "slope": _shaped("numpy", function.slope, variables),
        "delta": "",
        "torch": f"losses = {torch}.sum(dim=1)",
    }


def _shaped(language: Language, tree: Node, variables: dict[str, str]) -> str:
    """The formula; one without its variable is a plain number, and is given the array's shape."""
    text, name = written_in(language, tree, variables), next(iter(variables))
    return text if name in names_in(tree) else f"{text} + 0 * {variables[name]}"


def shared_out(loss: dict[str, str], share: str) -> dict[str, str]:
    """Its slopes times what a sample counts in the batch's loss."""
    slopes = {name: loss[name] for name in ("slope", "delta", "exact_delta") if loss.get(name)}
    return {**loss, **{name: f"({text}){share}" for name, text in slopes.items() if share}}
