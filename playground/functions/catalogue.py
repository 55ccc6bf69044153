"""How activations and losses are written: LaTeX templates with {z}, {a}, {y}, {p} and {n}.

`p` is the parameter of leaky_relu and elu, `n` the number of outputs, `y` the target. Functions of
the reader's own are looked up like all others, and written from their formulas.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from backprop_core import Activation, Loss
from playground.functions.typed.expression_latex import template
from playground.functions.typed.typed_functions import formula_in, is_own, own_activation, own_loss
from playground.latex.width import tex_width


@dataclass(frozen=True)
class Written:
    """A function's symbol, its formula, and its derivative's formula."""

    symbol: str
    formula: str
    derivative: str


UNNAMED = Written("f({z})", "f({z})", "f'({z})")  # a function that nobody has named
_ACTIVATIONS: dict[str, Written] = {
    "linear": Written("{z}", "{z}", "1"),
    "sigmoid": Written(r"\sigma({z})", r"\frac{{1}}{{1+e^{{-{z}}}}}", r"{a}\,\bigl(1-{a}\bigr)"),
    "tanh": Written(
        r"\tanh({z})", r"\frac{{e^{{{z}}}-e^{{-{z}}}}}{{e^{{{z}}}+e^{{-{z}}}}}", "1-({a})^2"
    ),
    "relu": Written(
        r"\operatorname{{relu}}({z})",
        r"\max(0,\;{z})",
        r"\begin{{cases}}1 & {z}>0\\ 0 & \text{{otherwise}}\end{{cases}}",
    ),
    "leaky_relu": Written(
        r"\operatorname{{leaky\,relu}}({z})",
        r"\begin{{cases}}{z} & {z}>0\\ {p}\cdot {z} & \text{{otherwise}}\end{{cases}}",
        r"\begin{{cases}}1 & {z}>0\\ {p} & \text{{otherwise}}\end{{cases}}",
    ),
    "softplus": Written(
        r"\operatorname{{softplus}}({z})", r"\ln\bigl(1+e^{{{z}}}\bigr)", r"\sigma({z})"
    ),
    "elu": Written(
        r"\operatorname{{elu}}({z})",
        r"\begin{{cases}}{z} & {z}>0\\ {p}\cdot(e^{{{z}}}-1) & \text{{otherwise}}\end{{cases}}",
        r"\begin{{cases}}1 & {z}>0\\ {p}\cdot e^{{{z}}} & \text{{otherwise}}\end{{cases}}",
    ),
    "silu": Written(
        r"\operatorname{{silu}}({z})",
        r"{z}\cdot\sigma({z})",
        r"\sigma({z})+{z}\cdot\sigma({z})\cdot\bigl(1-\sigma({z})\bigr)",
    ),
    "gelu": Written(
        r"\operatorname{{gelu}}({z})",
        r"\tfrac12\cdot {z}\cdot\Bigl(1+"
        r"\tanh\bigl(\sqrt{{2/\pi}}\cdot({z}+0.044715\cdot({z})^3)\bigr)\Bigr)",
        r"\operatorname{{gelu}}'({z})",
    ),
    "softmax": Written(r"\operatorname{{softmax}}({z})", "", ""),
}


def written(activation: Activation | str) -> Written:
    """How an activation is written, one of the reader's own too."""
    name = activation if isinstance(activation, str) else activation.name
    if is_own(name):
        return _own_activation(formula_in(name))
    return _ACTIVATIONS.get(name, UNNAMED)


LONGEST_FORMULA = 60  # signs, with numbers put in; a longer one of one's own is written f(z)
_PLACES = re.compile(r"\{[zay]\}")


def _room(template: str) -> int:
    """About how many signs wide it is."""
    return tex_width(_PLACES.sub("0.0000", template))


@lru_cache(maxsize=256)
def _own_activation(text: str) -> Written:
    own, _ = own_activation(text)
    places = {own.variable: "{z}"}
    formula, slope = template(own.tree, places), template(own.slope, places)
    return Written(
        UNNAMED.symbol,
        formula if _room(formula) <= LONGEST_FORMULA else UNNAMED.formula,
        slope if _room(slope) <= LONGEST_FORMULA else UNNAMED.derivative,
    )


@dataclass(frozen=True)
class WrittenLoss:
    """Per sample: what stands before the sum over outputs, one output's part, and its slope.

    In a slope `count` is the number of all outputs of the batch, `root` the loss that is a root,
    `total` the sum of a sample's targets, and `times` the sign before that.
    """

    label: str
    before: str
    part: str
    slope: str


_LOSSES: dict[str, WrittenLoss] = {
    "half_squared_error": WrittenLoss("half squared error", r"\tfrac12", "({a}-{y})^2", "{a}-{y}"),
    "squared_error": WrittenLoss("squared error", "", "({a}-{y})^2", "2\\,({a}-{y})"),
    "mean_squared_error": WrittenLoss(
        "mean squared error", r"\tfrac1{{{n}}}", "({a}-{y})^2", r"\tfrac2{{{n}}}\,({a}-{y})"
    ),
    "mean_absolute_error": WrittenLoss(
        "mean absolute error",
        r"\tfrac1{{{n}}}",
        r"\lvert {a}-{y}\rvert",
        r"\tfrac1{{{n}}}\operatorname{{sign}}({a}-{y})",
    ),
    "root_mean_squared_error": WrittenLoss(
        "root mean squared error", "", "({a}-{y})^2", r"\frac{{{a}-{y}}}{{{count}\cdot {root}}}"
    ),
    "binary_cross_entropy": WrittenLoss(
        "binary cross-entropy",
        r"-\tfrac1{{{n}}}",
        r"\bigl[{y}\cdot\ln {a}+(1-{y})\cdot\ln(1-{a})\bigr]",
        r"\tfrac1{{{n}}}\,({a}-{y})",
    ),
    "cross_entropy": WrittenLoss(
        "cross-entropy", "-", r"{y}\cdot\ln {a}", r"{a}{times}{total}-{y}"
    ),
}


@lru_cache(maxsize=256)
def _own_loss(text: str) -> WrittenLoss:
    """A sum stands in brackets, since the outputs' parts are added up."""
    own, _ = own_loss(text)
    places = {"a": "{a}", "y": "{y}"}
    return WrittenLoss(
        readable(own.name), "", template(own.tree, places, term=True), template(own.slope, places)
    )


def written_loss(loss: Loss | str) -> WrittenLoss:
    """How a loss is written, one of the reader's own too."""
    name = loss if isinstance(loss, str) else loss.name
    return _own_loss(formula_in(name)) if is_own(name) else _LOSSES[name]


def readable(name: str) -> str:
    """A function's name for people; a formula without *, which is a sign of Markdown's, too."""
    return name.replace("**", "^").replace("*", "·") if is_own(name) else name.replace("_", " ")


def short_name(name: str, most: int = 16) -> str:
    """A function's name for a place with little room; one's own by its formula, if it is short."""
    if not is_own(name):
        return readable(name)
    formula = formula_in(readable(name))
    return formula if len(formula) <= most else "own function"


def called(name: str) -> str:
    """What stands before the bracket where the function is applied: relu(…), and f(…) for own."""
    return "f" if is_own(name) else readable(name)
