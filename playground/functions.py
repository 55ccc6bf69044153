"""How activations and losses are written: LaTeX templates with {z}, {a}, {y}, {p} and {n}.

`p` is the parameter of leaky_relu and elu, `n` the number of outputs, `y` the target.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Written:
    """A function's symbol, its formula, and its derivative's formula."""

    symbol: str
    formula: str
    derivative: str


ACTIVATIONS: dict[str, Written] = {
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


@dataclass(frozen=True)
class WrittenLoss:
    """Per sample: what stands before the sum over outputs, one output's part, and its slope."""

    label: str
    before: str
    part: str
    slope: str


LOSSES: dict[str, WrittenLoss] = {
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
        "root mean squared error", "", "({a}-{y})^2", r"\frac{{{a}-{y}}}{{N\cdot L}}"
    ),
    "binary_cross_entropy": WrittenLoss(
        "binary cross-entropy",
        r"-\tfrac1{{{n}}}",
        r"\bigl[{y}\cdot\ln {a}+(1-{y})\cdot\ln(1-{a})\bigr]",
        r"\tfrac1{{{n}}}\,({a}-{y})",
    ),
    "cross_entropy": WrittenLoss(
        "cross-entropy", "-", r"{y}\cdot\ln {a}", r"{a}\cdot\textstyle\sum y-{y}"
    ),
}
