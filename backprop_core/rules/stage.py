"""A stage: one operation of an update, such as "first_moment", as a value that says all about it.

An update is a list of stages in the order of the arithmetic. Each gives one named result, for
every parameter at once, from the gradient, the old parameters, the numbers that the rule was
given, what it kept from the update before, and the results of earlier stages.

    first = Stage("first_moment", "m", "m", beta1 * state("m") + (1 - beta1) * g, start=0.0)
    first.made          # m as later stages use it
    first.terms(values) # β₁ · m and (1 − β₁) · g with one weight's numbers put in
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from backprop_core.rules.evaluation import Value, evaluated
from backprop_core.rules.expression import Binary, Expression, Named, Unary


@dataclass(frozen=True)
class Stage:
    """`name` is the operation's, in the field's words; `result` names what it makes, with `symbol`.

    No two stages of an update have the same result. A `start` means that the result is kept for
    the next update, which finds it as `state(result)`, and is the value before the first. A stage
    that `covers` "weights" leaves the biases out: for them, and for what is frozen, the result is
    `otherwise`, as it was, and nothing happened. The last stage's result is "parameter", the new W
    and b.
    """

    name: str
    result: str
    symbol: str
    formula: Expression
    start: float | None = None
    covers: Literal["all", "weights"] = "all"
    otherwise: Named | None = None

    @property
    def scalar(self) -> bool:
        """Whether the result is one number for the whole update, and so one step of a walk."""
        return self.formula.scalar

    @property
    def made(self) -> Named:
        """The result, for the formulas of later stages."""
        return Named(self.result, self.symbol, "result", of_one=self.scalar)

    @property
    def inputs(self) -> tuple[Named, ...]:
        """The named quantities of the formula, each once, in the order in which they stand."""
        return tuple(dict.fromkeys(self.formula.leaves()))

    def terms(self, values: Mapping[Named, float]) -> tuple[StageTerm, ...]:
        """The formula as products that add up, with one parameter's numbers put in.

        `values` has every leaf of the formula that is no setting.
        """
        return tuple(product.with_numbers(values) for product in products(self.formula))


@dataclass(frozen=True)
class Factor:
    """One factor of a term and its number: a named quantity, or what stands in brackets."""

    formula: Expression
    value: float

    @property
    def name(self) -> str:
        """As in "beta1", "1 - beta1" or "sqrt(v_hat) + eps"."""
        return str(self.formula)


@dataclass(frozen=True)
class StageTerm:
    """What one product adds: sign · Π factors / Π divisors. A term without factors starts at 1."""

    sign: int
    factors: tuple[Factor, ...]
    divisors: tuple[Factor, ...]
    value: float


@dataclass(frozen=True)
class Product:
    """One summand of a formula, before any number is known."""

    sign: int
    whole: Expression
    factors: tuple[Expression, ...]
    divisors: tuple[Expression, ...]

    def with_numbers(self, values: Mapping[Named, Value]) -> StageTerm:
        """The term with each factor's number, and what it adds."""
        return StageTerm(
            self.sign,
            tuple(Factor(factor, _number(factor, values)) for factor in self.factors),
            tuple(Factor(divisor, _number(divisor, values)) for divisor in self.divisors),
            self.sign * _number(self.whole, values),
        )


def products(formula: Expression, sign: int = 1) -> Iterator[Product]:
    """The summands of a formula, from left to right, each with its factors and divisors."""
    if isinstance(formula, Binary) and formula.sign in ("+", "-"):
        yield from products(formula.left, sign)
        yield from products(formula.right, sign if formula.sign == "+" else -sign)
    elif isinstance(formula, Unary) and formula.function == "negative":
        yield from products(formula.of, -sign)
    else:
        factors, divisors = _factors(formula)
        yield Product(sign, formula, factors, divisors)


def _factors(e: Expression) -> tuple[tuple[Expression, ...], tuple[Expression, ...]]:
    """What is multiplied and what it is divided by."""
    if isinstance(e, Binary) and e.sign in ("*", "/"):
        left, below_left = _factors(e.left)
        right, below_right = _factors(e.right)
        if e.sign == "*":
            return left + right, below_left + below_right
        return left + below_right, below_left + right
    return (e,), ()


def _number(e: Expression, values: Mapping[Named, Value]) -> float:
    value = evaluated(e, values)
    assert isinstance(value, float)
    return value
