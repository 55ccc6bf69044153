"""LaTeX read as a tree: formulas that stand in data files, with places for what is put into them.

It knows what the files use, and refuses what a reader would stumble over: two numbers side by side
are no product, and a minus after a sign needs its brackets. A place is written \\place{name}.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from playground.latex import tree
from playground.latex.scientific import is_plain, is_power_of_ten, scientific, value_of_number
from playground.latex.tokens import MisreadError, Tokens
from playground.latex.tree import Node, times

_NAMES = {r"\ln", r"\tanh", r"\sigma", r"\max", r"\min", r"\sin", r"\cos", r"\tan", r"\arctan"}
_NAMES |= {r"\sinh", r"\cosh"}
_CLOSES = {"(": ")", "[": "]", "{": "}"}
_ENDS = {None, "+", "-", ")", "]", "}", ",", ">", "&", r"\\", r"\ge", r"\rvert", r"\end"}


@lru_cache(maxsize=512)
def read(tex: str, functions: frozenset[str] = frozenset()) -> Node:
    """The tree of a formula; `functions` are further names that take their arguments in brackets.

    Raises MisreadError.
    """
    reader = _Reader(tex, functions)
    node = reader.sum()
    if reader.next() is not None:
        raise MisreadError(f"{tex} goes on with {' '.join(reader.tokens[reader.at :])}")
    return node


class _Reader(Tokens):
    """The grammar: each method reads one kind of part, from the loosest to the closest."""

    def __init__(self, tex: str, functions: frozenset[str]) -> None:
        super().__init__(tex)
        self.functions = functions

    def sum(self) -> Node:
        terms = [self.signed()]
        while self.next() in ("+", "-"):
            negative = self.take() == "-"
            if self.next() in ("+", "-"):
                raise MisreadError("two signs in a row")
            term = self.product()
            terms.append(tree.Negative(term) if negative else term)
        return terms[0] if len(terms) == 1 else tree.Sum(tuple(terms))

    def signed(self) -> Node:
        if self.next() != "-":
            return self.product()
        self.take()
        of = self.product()
        return (
            tree.Number(-of.value, f"-{of.text}")
            if isinstance(of, tree.Number)
            else tree.Negative(of)
        )

    def product(self) -> Node:
        """Factors, of which arrays side by side hold together more closely than with ⊙."""
        made = self.factors()
        while self.next() == r"\odot":
            self.take()
            made = tree.Product((made, self.factors()), "⊙")
        return made

    def factors(self) -> Node:
        made, sign = [self.power()], None
        while self.next() not in _ENDS | {r"\odot"}:
            token = self.next()
            if token == "/":
                self.take()
                made = [tree.Quotient(_joined(made, sign), self.power())]
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
            if dot and is_power_of_ten(made[-1]) and is_plain(made[-2]):
                mantissa, power = made[-2:]
                made[-2:] = [scientific(mantissa, power)]
                continue
            sign = this
        return tree.Row(tuple(made)) if isinstance(made[0], tree.Text) else _joined(made, sign)

    def power(self) -> Node:
        bracketed = self.next() == "("
        grouped = self.next() == "{"
        base = self.atom()
        if self.next() != "^":
            return base
        self.take()
        if self.next() == "{" and self.next(1) == r"\top":
            self.take_all("{", r"\top", "}")
            return tree.Transposed(base, bracketed)
        if grouped:
            raise MisreadError("a power of something without brackets")
        power = self.group() if self.next() == "{" else self.atom()
        if isinstance(base, tree.Number) and base.text == "10" and isinstance(power, tree.Number):
            return tree.Number(10.0**power.value, f"1e{power.text}")
        return tree.Power(base, power)

    def atom(self) -> Node:
        token = self.take()
        if token.startswith(r"\place{"):
            place = tree.Place(token[7:-1])
            return (
                tree.Call(place.name, self.arguments()) if place.name in self.functions else place
            )
        if token[0].isdigit():
            return tree.Number(float(token), token)
        if token in _CLOSES:
            inside = self.sum()
            self.take(_CLOSES[token])
            return tree.Square(inside) if token == "[" else inside
        if token == r"\infty":
            return tree.Number(float("inf"), "∞")
        if token in _COMMANDS:
            return _COMMANDS[token](self)
        if token == "f" and self.next() in ("(", "'"):
            return self.call(token)
        if token in _NAMES or token.startswith((r"\operatorname", r"\mathrm")):
            return self.call(token)
        if token.startswith(r"\text{"):
            return tree.Text(token[6:-1])
        return tree.Symbol(token)

    def call(self, name: str) -> Node:
        slope = "'" if self.next() == "'" else ""
        if slope:
            self.take()
        if self.next() == "(":
            return tree.Call(name + slope, self.arguments())
        return tree.Call(name, (self.power(),))

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
        self.split_digits()
        return self.group() if self.next() == "{" else self.atom()

    def fraction(self) -> Node:
        return tree.Fraction(self.group(), self.group())

    def small_fraction(self) -> Node:
        return tree.Fraction(self.digit_or_group(), self.digit_or_group(), small=True)

    def root(self) -> Node:
        return tree.Root(self.group())

    def absolute(self) -> Node:
        inside = self.sum()
        self.take(r"\rvert")
        return tree.Absolute(inside)

    def dots(self) -> Node:
        return tree.Dots()

    def so_far(self) -> Node:
        inside = self.group()
        self.take_all("_", "{", r"\text{so far}", "}")
        return tree.SoFar(inside)

    def bold(self) -> Node:
        if self.next(3) != "_":
            return tree.Bold(self.group())
        self.take_all("{", "1", "}", "_", "{")
        of = self.sum()
        self.take_all(">", "0", "}")
        return tree.Indicator(of)

    def total(self) -> Node:
        self.take_all("_", "{")
        over = self.take()
        self.take("}")
        return tree.Total(over[6:-1], self.product())

    def environment(self) -> Node:
        kind = self.name()
        made = self.cases() if kind == "cases" else self.array()
        self.take(r"\end")
        if self.name() != kind:
            raise MisreadError(f"{kind} does not end")
        return made

    def cases(self) -> Node:
        above = self.sum()
        self.take("&")
        of = self.sum()
        with_zero = self.next() == r"\ge"
        self.take_all(r"\ge" if with_zero else ">", "0", r"\\")
        otherwise = self.sum()
        self.take_all("&", r"\text{otherwise}")
        return tree.Cases(above, of, otherwise, with_zero)

    def array(self) -> Node:
        rows = [[self.sum()]]
        while self.next() in ("&", r"\\"):
            if self.take() == r"\\":
                rows.append([])
            rows[-1].append(self.sum())
        value = np.array([[value_of_number(cell) for cell in row] for row in rows])
        return tree.Array(tuple(map(tuple, rows)), value)


_COMMANDS: dict[str, Callable[[_Reader], Node]] = {
    r"\frac": _Reader.fraction,
    r"\tfrac": _Reader.small_fraction,
    r"\sqrt": _Reader.root,
    r"\lvert": _Reader.absolute,
    r"\cdots": _Reader.dots,
    r"\underbrace": _Reader.so_far,
    r"\mathbf": _Reader.bold,
    r"\sum": _Reader.total,
    r"\begin": _Reader.environment,
}


def _joined(factors: list[Node], sign: str | None) -> Node:
    return times(factors, "" if sign == "" else "·")
