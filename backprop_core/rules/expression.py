"""Arithmetic as a value: `beta1 * m + (1 - beta1) * g`, written down before any number is known.

An update rule is written once, with the ordinary signs of Python, and what comes out is a small
tree. The tree is evaluated on whole parameter vectors (evaluation.py), taken apart into the terms
of one weight (stage.py), and printed as a formula: three readings of one text, so none can differ
from another.

The leaves are named quantities. A scalar is one number for the whole update, such as a learning
rate; everything else is a vector (count,), one number for each parameter of the network.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["setting", "count", "parameter", "gradient", "state", "result"]


class Expression:
    """A formula. Python's signs make larger ones of it; plain numbers are taken as constants."""

    def __add__(self, other: Any) -> Expression:
        return Binary("+", self, expression(other))

    def __radd__(self, other: Any) -> Expression:
        return Binary("+", expression(other), self)

    def __sub__(self, other: Any) -> Expression:
        return Binary("-", self, expression(other))

    def __rsub__(self, other: Any) -> Expression:
        return Binary("-", expression(other), self)

    def __mul__(self, other: Any) -> Expression:
        return Binary("*", self, expression(other))

    def __rmul__(self, other: Any) -> Expression:
        return Binary("*", expression(other), self)

    def __truediv__(self, other: Any) -> Expression:
        return Binary("/", self, expression(other))

    def __rtruediv__(self, other: Any) -> Expression:
        return Binary("/", expression(other), self)

    def __pow__(self, other: Any) -> Expression:
        # NumPy's power takes twenty times as long as its square
        return Unary("square", self) if other == 2 else Binary("**", self, expression(other))

    def __neg__(self) -> Expression:
        return Unary("negative", self)

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The formulas that this one is made of; () for a leaf."""
        return ()

    @property
    def scalar(self) -> bool:
        """Whether it is one number for the whole update, and not one for each parameter."""
        return all(part.scalar for part in self.parts)

    def leaves(self) -> Iterator[Named]:
        """Every named quantity in it, from left to right, as often as it stands there."""
        for part in self.parts:
            yield from part.leaves()


@dataclass(frozen=True)
class Constant(Expression):
    """A number that belongs to the formula itself, such as the 1 of 1 − β."""

    value: float

    def __str__(self) -> str:
        return f"{self.value:g}"


@dataclass(frozen=True)
class Named(Expression):
    """A quantity with a name and a symbol.

    `kind` says where its value comes from: a "setting" of the rule, which holds its `value`; a
    "count" such as the update's number t; the old "parameter" (W and b) and its "gradient"; a
    "state" vector as the last update left it; or the "result" of an earlier stage.
    """

    name: str
    symbol: str
    kind: Kind
    value: float | None = None
    of_one: bool = False  # a result that is one number for all parameters

    @property
    def scalar(self) -> bool:
        """Whether it is one number for the whole update."""
        return self.of_one or self.kind in ("setting", "count")

    def leaves(self) -> Iterator[Named]:
        """Itself."""
        yield self

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Binary(Expression):
    """Two formulas and what joins them: + - * / ** maximum minimum."""

    sign: str
    left: Expression
    right: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        """Left and right."""
        return self.left, self.right

    def __str__(self) -> str:
        if self.sign not in _BINDS:
            return f"{self.sign}({self.left}, {self.right})"
        binds = _BINDS[self.sign]
        left = _bracketed(self.left, binds + (self.sign == "**"))
        right = _bracketed(self.right, binds + (self.sign in "-/**"))
        return f"{left} {self.sign} {right}"


@dataclass(frozen=True)
class Unary(Expression):
    """A function of one formula: negative square sqrt abs sign floor cos, or a vector's norm."""

    function: str
    of: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        """What the function is taken of."""
        return (self.of,)

    @property
    def scalar(self) -> bool:
        """The norm √Σ g² of a vector is one number, and so is any function of one."""
        return self.function == "norm" or self.of.scalar

    def __str__(self) -> str:
        if self.function == "negative":
            return f"-{_bracketed(self.of, _BINDS['*'])}"
        if self.function == "square":
            return f"{_bracketed(self.of, _BINDS['**'] + 1)} ** 2"
        return f"{self.function}({self.of})"


def expression(value: Any) -> Expression:
    """`value` as a formula: itself, or a constant."""
    return value if isinstance(value, Expression) else Constant(float(value))


def setting(name: str, symbol: str, value: float) -> Named:
    """A number that the rule was given, such as β₁."""
    return Named(name, symbol, "setting", value)


def state(name: str, symbol: str | None = None) -> Named:
    """A vector that the rule keeps, as the update before left it."""
    return Named(name, symbol or name, "state")


def sqrt(of: Expression) -> Expression:
    """√of."""
    return Unary("sqrt", of)


def sign(of: Expression) -> Expression:
    """−1, 0 or 1."""
    return Unary("sign", of)


def norm(of: Expression) -> Expression:
    """√Σ of², over all parameters of the network."""
    return Unary("norm", of)


def floor(of: Expression) -> Expression:
    """The largest whole number that is not above it."""
    return Unary("floor", of)


def cos(of: Expression) -> Expression:
    """The cosine."""
    return Unary("cos", of)


def maximum(left: Any, right: Any) -> Expression:
    """The larger of the two."""
    return Binary("maximum", expression(left), expression(right))


def minimum(left: Any, right: Any) -> Expression:
    """The smaller of the two."""
    return Binary("minimum", expression(left), expression(right))


PARAMETER = Named("parameter", "θ", "parameter")
GRADIENT = Named("gradient", "g", "gradient")
T = Named("t", "t", "count")  # the number of this update, from 1
EPOCH = Named("epoch", "e", "count")  # the number of this epoch, from 1
BATCH = Named("batch", "n", "count")  # samples in this update's batch
DATA_SET = Named("data_set", "N", "count")  # samples in the whole data set


def _bracketed(e: Expression, binds: int) -> str:
    sign = getattr(e, "sign", getattr(e, "function", ""))
    return f"({e})" if _BINDS.get(sign, binds) < binds else str(e)


_BINDS = {"+": 1, "-": 1, "negative": 2, "*": 2, "/": 2, "**": 3, "square": 3}
