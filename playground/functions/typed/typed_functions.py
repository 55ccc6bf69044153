"""Typed activations and losses, such as `own: x*sigmoid(x)` and `own: (a-y)**4` in a document.

An activation is a formula in x or z; a loss is one in a and
y, what one output contributes to a sample's loss. Each is read, differentiated and checked
once, and then it is an Activation or a Loss of the engine like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from backprop_core import Activation, BackpropError, Loss, quoted
from playground.functions.typed import expression
from playground.functions.typed.evaluate import values
from playground.functions.typed.fitness import Span, agreement, require_finite
from playground.functions.typed.nodes import CONSTANTS, Node, names_in
from playground.functions.typed.normalise import FormulaError
from playground.functions.typed.work import require_few_operations, require_short_derivative

PREFIX = "own:"
NUMBERS_A = Span("a", -2.0, 2.0, tuple(k / 4 for k in range(-8, 9)))
PROBABILITIES = Span("a", 1 / 512, 511 / 512, tuple(k / 8 for k in range(9)))


@dataclass(frozen=True)
class TypedFunction:
    """A formula in `variable` (and y), its slope ∂/∂variable, and where it was checked.

    `error` is the largest difference between the slope and the second method over the span.
    """

    text: str
    tree: Node
    slope: Node
    span: Span
    error: float

    @property
    def name(self) -> str:
        """As a document names it."""
        return named(self.text)

    @property
    def variable(self) -> str:
        """x, z or a."""
        return self.span.variable


def is_typed(spec: Any) -> bool:
    """Whether `spec` names a typed function."""
    return isinstance(spec, str) and spec.startswith(PREFIX)


def named(text: str) -> str:
    """How a document names the function with that formula."""
    return f"{PREFIX} {' '.join(text.split())}"


def formula_in(spec: str) -> str:
    """The formula in "own: …"."""
    return spec.removeprefix(PREFIX).strip()


def activation_of(spec: Any) -> Any:
    """What the engine takes for a document's `spec`: a typed function's Activation, or a name."""
    return typed_activation(formula_in(spec))[1] if is_typed(spec) else spec


def loss_of(spec: Any) -> Any:
    """What the engine takes for a document's `spec`: a typed function's Loss, or a name."""
    return typed_loss(formula_in(spec))[1] if is_typed(spec) else spec


@lru_cache(maxsize=256)
def typed_activation(text: str) -> tuple[TypedFunction, Activation]:
    """f(x) or f(z), finite from −6 to 6. Raises BackpropError saying why it cannot be used."""
    tree = expression.parse(text, ("x", "z"), "activation")
    used = sorted(names_in(tree) - set(CONSTANTS))
    if len(used) != 1:
        got = "both x and z" if used else "no variable"
        raise BackpropError(
            f"activation got {quoted(text)}, which has {got}. "
            "It takes a formula in one variable, the input sum: x or z."
        )
    function = _checked(text, tree, [Span(used[0], -6.0, 6.0)], "activation")

    def at(node: Node) -> Any:
        return lambda z: values(node, {function.variable: z})

    return function, Activation(function.name, at(function.tree), at(function.slope))


@lru_cache(maxsize=256)
def typed_loss(text: str) -> tuple[TypedFunction, Loss]:
    """One output's part of a sample's loss, in a and y, finite for numbers or for probabilities.

    Raises BackpropError saying why it cannot be used.
    """
    tree = expression.parse(text, ("a", "y"), "loss")
    if "a" not in names_in(tree):
        raise BackpropError(
            f"loss got {quoted(text)}, in which there is no a. "
            "It takes a formula in the output a and the target y."
        )
    function = _checked(text, tree, [NUMBERS_A, PROBABILITIES], "loss")

    def at(node: Node) -> Any:
        return lambda a, y: values(node, {"a": a, "y": y})

    probabilities = function.span == PROBABILITIES
    return function, Loss(
        function.name, at(function.tree), at(function.slope), probabilities=probabilities
    )


def _checked(text: str, tree: Node, spans: Sequence[Span], field: str) -> TypedFunction:
    """The function, over the first of the spans in which it is fit."""
    problems: list[str] = []
    try:
        require_short_derivative(tree, spans[0].variable)
        require_few_operations(tree)
    except FormulaError as why:
        raise _refused(field, text, str(why)) from None
    slope: Node | None = None
    for span in spans:
        try:
            require_finite(tree, span)  # before SymPy, which works on nothing that is not finite
            slope = slope or _derivative(tree, span.variable)
            return TypedFunction(text, tree, slope, span, agreement(tree, slope, span))
        except FormulaError as why:
            problems.append(str(why))
    raise _refused(field, text, "; nor for probabilities: ".join(problems))


def _derivative(tree: Node, variable: str) -> Node:
    from playground.functions.typed.derivative import derivative

    slope = derivative(tree, variable)
    require_few_operations(tree, slope)
    return slope


def _refused(field: str, text: str, why: str) -> BackpropError:
    return BackpropError(f"{field} got {quoted(text)}: {why}.")
