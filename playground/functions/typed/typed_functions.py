"""Activations and losses of the reader's own, such as `own: x*sigmoid(x)` and `own: (a-y)**4`.

That is also how a document names them. An activation is a formula in x or z; a loss is one in a and
y, what one output contributes to a sample's loss. Each is read, differentiated and checked
once, and then it is an Activation or a Loss of the engine like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from backprop_core import Activation, BackpropError, Loss
from backprop_core.activations import activation_named
from playground.functions.typed import expression
from playground.functions.typed.evaluate import values
from playground.functions.typed.expression import CONSTANTS, Node, names_in
from playground.functions.typed.fitness import Span, agreement, require_finite
from playground.functions.typed.normalise import FormulaError

PREFIX = "own:"
NUMBERS_A = Span("a", -2.0, 2.0, tuple(k / 4 for k in range(-8, 9)))
PROBABILITIES = Span("a", 1 / 512, 511 / 512, tuple(k / 8 for k in range(9)))


@dataclass(frozen=True)
class OwnFunction:
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


def is_own(spec: Any) -> bool:
    """Whether `spec` names a function of one's own."""
    return isinstance(spec, str) and spec.startswith(PREFIX)


def named(text: str) -> str:
    """How a document names the function with that formula."""
    return f"{PREFIX} {' '.join(text.split())}"


def formula_in(spec: str) -> str:
    """The formula in "own: …"."""
    return spec.removeprefix(PREFIX).strip()


def activation_of(spec: Any) -> Any:
    """What the engine takes for a document's `spec`: an Activation of one's own, or its name."""
    return own_activation(formula_in(spec))[1] if is_own(spec) else spec


def loss_of(spec: Any) -> Any:
    """What the engine takes for a document's `spec`: a Loss of one's own, or its name."""
    return own_loss(formula_in(spec))[1] if is_own(spec) else spec


@lru_cache(maxsize=256)
def own_activation(text: str) -> tuple[OwnFunction, Activation]:
    """f(x) or f(z), finite from −6 to 6. Raises BackpropError saying why it cannot be used."""
    tree = expression.parse(text, ("x", "z"), "activation")
    used = sorted(names_in(tree) - set(CONSTANTS))
    if len(used) != 1:
        got = "both x and z" if used else "no variable"
        raise BackpropError(
            f"activation got {expression.shown(text)}, which has {got}. "
            "It takes a formula in one variable, the input sum: x or z."
        )
    own = _checked(text, tree, [Span(used[0], -6.0, 6.0)], "activation")

    def at(node: Node) -> Any:
        return lambda z: values(node, {own.variable: z})

    return own, Activation(own.name, at(own.tree), at(own.slope))


@lru_cache(maxsize=256)
def own_loss(text: str) -> tuple[OwnFunction, Loss]:
    """One output's part of a sample's loss, in a and y, finite for numbers or for probabilities.

    Raises BackpropError saying why it cannot be used.
    """
    tree = expression.parse(text, ("a", "y"), "loss")
    if "a" not in names_in(tree):
        raise BackpropError(
            f"loss got {expression.shown(text)}, in which there is no a. "
            "It takes a formula in the output a and the target y."
        )
    own = _checked(text, tree, [NUMBERS_A, PROBABILITIES], "loss")

    def at(node: Node) -> Any:
        return lambda a, y: values(node, {"a": a, "y": y})

    return own, Loss(own.name, at(own.tree), at(own.slope))


def _checked(text: str, tree: Node, spans: Sequence[Span], field: str) -> OwnFunction:
    """The function, over the first of the spans in which it is fit."""
    problems = []
    for span in spans:
        try:
            require_finite(tree, span)  # before SymPy, which works on nothing that is not finite
            return _differentiated(text, tree, span)
        except FormulaError as why:
            problems.append(str(why))
    reasons = "; nor for probabilities: ".join(problems)
    raise BackpropError(f"{field} got {expression.shown(text)}: {reasons}.")


def _differentiated(text: str, tree: Node, span: Span) -> OwnFunction:
    from playground.functions.typed.derivative import derivative

    slope = derivative(tree, span.variable)
    return OwnFunction(text, tree, slope, span, agreement(tree, slope, span))


def own_formula_of(spec: str, outputs: int = 1) -> str:
    """A formula that computes what this activation or loss does, to go on from.

    `outputs` is how many outputs a loss takes its mean over. Softmax, which is no function of one
    number, becomes a sigmoid, and the root mean squared error the square below its root.
    """
    if is_own(spec):
        return formula_in(spec)
    if spec in _LOSS_FORMULAS:
        return _LOSS_FORMULAS[spec].replace("/n", f"/{outputs}" if outputs > 1 else "")
    f = activation_named(spec)
    parameter = "" if f.parameter is None else f"({f.parameter!r})"
    return _FORMULAS[f.name].replace("{p}", parameter)


_FORMULAS = {
    "linear": "x",
    "sigmoid": "sigmoid(x)",
    "tanh": "tanh(x)",
    "relu": "relu(x)",
    "leaky_relu": "relu(x) + {p}*min(x, 0)",
    "softplus": "softplus(x)",
    "elu": "relu(x) + {p}*(exp(min(x, 0)) - 1)",
    "silu": "x*sigmoid(x)",
    "gelu": "0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x**3)))",
    "softmax": "sigmoid(x)",
}
_LOSS_FORMULAS = {
    "half_squared_error": "(a-y)**2/2",
    "squared_error": "(a-y)**2",
    "mean_squared_error": "(a-y)**2/n",
    "mean_absolute_error": "abs(a-y)/n",
    "root_mean_squared_error": "(a-y)**2",
    "binary_cross_entropy": "-(y*log(a) + (1-y)*log(1-a))/n",
    "cross_entropy": "-y*log(a)",
}
