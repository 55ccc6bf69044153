"""LaTeX read as a tree: formulas that stand in data files, with places for what is put into them.

It knows what the files use, and refuses what a reader would stumble over: two numbers side by side
are no product, and a minus after a sign needs its brackets. A place is written \\place{name}.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from playground.latex.tree import (
    Absolute,
    Array,
    Bold,
    Call,
    Cases,
    Dots,
    Fraction,
    Indicator,
    Negative,
    Node,
    Number,
    Place,
    Power,
    Product,
    Quotient,
    Root,
    Row,
    SoFar,
    Square,
    Sum,
    Symbol,
    Text,
    Total,
    Transposed,
    times,
)

_SILENT = r"\\[,;!]|\\(?:[bB]igg?[lr]|textstyle|displaystyle)(?![a-zA-Z])"
_TOKEN = re.compile(
    r"(\\(?:place|text|operatorname|mathrm)\{[^{}]*\})"
    rf"|{_SILENT}"
    r"|(\\[a-zA-Z]+|\\\\|\d+(?:\.\d+)?|\S)"
)
_NAMES = {r"\ln", r"\tanh", r"\sigma", r"\max", r"\min", r"\sin", r"\cos", r"\tan", r"\arctan"}
_NAMES |= {r"\sinh", r"\cosh"}
_CLOSES = {"(": ")", "[": "]", "{": "}"}
_ENDS = {None, "+", "-", ")", "]", "}", ",", ">", "&", r"\\", r"\ge", r"\rvert", r"\end"}


class MisreadError(ValueError):
    """LaTeX that a reader would stumble over."""


@lru_cache(maxsize=512)
def read(tex: str, functions: frozenset[str] = frozenset()) -> Node:
    """The tree of a formula; `functions` are further names that take their arguments in brackets.

    Raises MisreadError.
    """
    tokens = [whole or one for whole, one in _TOKEN.findall(tex) if whole or one]
    reader = _Reader(tokens, functions)
    node = reader.sum()
    if reader.next() is not None:
        raise MisreadError(f"{tex} goes on with {' '.join(tokens[reader.at :])}")
    return node


class _Reader:
    def __init__(self, tokens: list[str], functions: frozenset[str]) -> None:
        self.tokens, self.functions, self.at = tokens, functions, 0

    def next(self, ahead: int = 0) -> str | None:
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else None

    def take(self, *expected: str) -> str:
        token = self.next()
        if token is None or (expected and token not in expected):
            raise MisreadError(f"{' or '.join(expected) or 'more'} expected, {token} found")
        self.at += 1
        return token

    def sum(self) -> Node:
        terms = [self.signed()]
        while self.next() in ("+", "-"):
            negative = self.take() == "-"
            if self.next() in ("+", "-"):
                raise MisreadError("two signs in a row")
            term = self.product()
            terms.append(Negative(term) if negative else term)
        return terms[0] if len(terms) == 1 else Sum(tuple(terms))

    def signed(self) -> Node:
        if self.next() != "-":
            return self.product()
        self.take()
        of = self.product()
        return Number(-of.value, f"-{of.text}") if isinstance(of, Number) else Negative(of)

    def product(self) -> Node:
        """Factors, of which arrays side by side hold together more closely than with ⊙."""
        made = self.factors()
        while self.next() == r"\odot":
            self.take()
            made = Product((made, self.factors()), "⊙")
        return made

    def factors(self) -> Node:
        made, sign = [self.power()], None
        while self.next() not in _ENDS | {r"\odot"}:
            token = self.next()
            if token == "/":
                self.take()
                made = [Quotient(_joined(made, sign), self.power())]
                continue
            dot = token == r"\cdot"
            if dot:
                self.take()
            elif token is not None and token[0].isdigit():
                raise MisreadError("two numbers side by side")
            if self.next() == "-":
                raise MisreadError("a negative factor without brackets")
            this = "·" if dot else ""
            if sign is not None and this != sign:
                made = [_joined(made, sign)]
            made.append(self.power())
            if dot and _is_power_of_ten(made[-1]) and _is_plain(made[-2]):
                mantissa, power = made[-2:]
                made[-2:] = [_scientific(mantissa, power)]
                continue
            sign = this
        return Row(tuple(made)) if isinstance(made[0], Text) else _joined(made, sign)

    def power(self) -> Node:
        bracketed = self.next() == "("
        grouped = self.next() == "{"
        base = self.atom()
        if self.next() != "^":
            return base
        self.take()
        if self.next() == "{" and self.next(1) == r"\top":
            for token in ("{", r"\top", "}"):
                self.take(token)
            return Transposed(base, bracketed)
        if grouped:
            raise MisreadError("a power of something without brackets")
        power = self.group() if self.next() == "{" else self.atom()
        if isinstance(base, Number) and base.text == "10" and isinstance(power, Number):
            return Number(10.0**power.value, f"1e{power.text}")
        return Power(base, power)

    def atom(self) -> Node:
        token = self.take()
        if token.startswith(r"\place{"):
            place = Place(token[7:-1])
            return Call(place.name, self.arguments()) if place.name in self.functions else place
        if token[0].isdigit():
            return Number(float(token), token)
        if token in _CLOSES:
            inside = self.sum()
            self.take(_CLOSES[token])
            return Square(inside) if token == "[" else inside
        if token == r"\infty":
            return Number(float("inf"), "∞")
        made = getattr(self, f"_{token[1:]}", None) if token[0] == "\\" else None
        if made is not None:
            node: Node = made()
            return node
        if token == "f" and self.next() in ("(", "'"):
            return self.call(token)
        if token in _NAMES or token.startswith((r"\operatorname", r"\mathrm")):
            return self.call(token)
        if token.startswith(r"\text{"):
            return Text(token[6:-1])
        return Symbol(token)

    def call(self, name: str) -> Node:
        slope = "'" if self.next() == "'" else ""
        if slope:
            self.take()
        if self.next() == "(":
            return Call(name + slope, self.arguments())
        return Call(name, (self.power(),))

    def arguments(self) -> tuple[Node, ...]:
        self.take("(")
        made = [self.sum()]
        while self.next() == ",":
            self.take()
            made.append(self.sum())
        self.take(")")
        return tuple(made)

    def group(self) -> Node:
        self.take("{")
        inside = self.sum()
        self.take("}")
        return inside

    def digit_or_group(self) -> Node:
        """After \\tfrac a single digit needs no braces."""
        token = self.next() or ""
        if token.isdigit() and len(token) > 1:
            self.tokens[self.at : self.at + 1] = list(token)
        return self.group() if self.next() == "{" else self.atom()

    def _frac(self) -> Node:
        return Fraction(self.group(), self.group())

    def _tfrac(self) -> Node:
        return Fraction(self.digit_or_group(), self.digit_or_group(), small=True)

    def _sqrt(self) -> Node:
        return Root(self.group())

    def _lvert(self) -> Node:
        inside = self.sum()
        self.take(r"\rvert")
        return Absolute(inside)

    def _cdots(self) -> Node:
        return Dots()

    def _underbrace(self) -> Node:
        inside = self.group()
        for token in ("_", "{", r"\text{so far}", "}"):
            self.take(token)
        return SoFar(inside)

    def _mathbf(self) -> Node:
        if self.next(3) != "_":
            return Bold(self.group())
        for token in ("{", "1", "}", "_", "{"):
            self.take(token)
        of = self.sum()
        for token in (">", "0", "}"):
            self.take(token)
        return Indicator(of)

    def _sum(self) -> Node:
        for token in ("_", "{"):
            self.take(token)
        over = self.take()
        self.take("}")
        return Total(over[6:-1], self.product())

    def _begin(self) -> Node:
        kind = self.name()
        made = self.cases() if kind == "cases" else self.array()
        self.take(r"\end")
        if self.name() != kind:
            raise MisreadError(f"{kind} does not end")
        return made

    def name(self) -> str:
        self.take("{")
        name = ""
        while self.next() != "}":
            name += self.take()
        self.take("}")
        return name

    def cases(self) -> Node:
        above = self.sum()
        self.take("&")
        of = self.sum()
        with_zero = self.next() == r"\ge"
        for token in (r"\ge" if with_zero else ">", "0", r"\\"):
            self.take(token)
        otherwise = self.sum()
        for token in ("&", r"\text{otherwise}"):
            self.take(token)
        return Cases(above, of, otherwise, with_zero)

    def array(self) -> Node:
        rows = [[self.sum()]]
        while self.next() in ("&", r"\\"):
            if self.take() == r"\\":
                rows.append([])
            rows[-1].append(self.sum())
        value = np.array([[value_of_number(cell) for cell in row] for row in rows])
        return Array(tuple(map(tuple, rows)), value)


def _is_plain(node: Node) -> bool:
    return isinstance(node, Number) and "e" not in node.text


def _is_power_of_ten(node: Node) -> bool:
    return isinstance(node, Number) and node.text.startswith("1e")


def _scientific(mantissa: Node, power: Node) -> Number:
    assert isinstance(mantissa, Number)
    assert isinstance(power, Number)
    text = f"{mantissa.text}{power.text[1:]}"
    return Number(float(text), text)


def value_of_number(node: Node) -> float:
    """The value of what is written as a number, such as 1.5 · 10⁻⁷."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Negative):
        return -value_of_number(node.of)
    if isinstance(node, Product):
        mantissa, power = map(value_of_number, node.factors)
        return mantissa * power
    raise MisreadError("no number")


def _joined(factors: list[Node], sign: str | None) -> Node:
    return times(factors, "" if sign == "" else "·")
