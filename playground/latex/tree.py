"""A formula as a tree: what it says, before it is decided how it looks.

A tree knows what is added, multiplied and raised, so brackets, line breaks, spoken text and a value
follow from it, and none of them has to read LaTeX. Numbers and symbols carry what they stand for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from typing import Any, Literal


class Node:
    """A part of a formula."""


@dataclass(frozen=True)
class Number(Node):
    """A number, and the text that it is shown as, such as "-0.25", "1.5e-7" or "∞"; and the name of
    its colour, if it has one of its own."""

    value: float
    text: str
    colour: str = field(default="", compare=False)


@dataclass(frozen=True)
class Symbol(Node):
    """A symbol as a notation writes it, and the number or array that it stands for."""

    tex: str
    value: Any = field(default=None, compare=False)


@dataclass(frozen=True)
class Place(Node):
    """Where something is to be put in."""

    name: str


@dataclass(frozen=True)
class Sum(Node):
    """Terms that are added up. A Negative one is taken off."""

    terms: tuple[Node, ...]


@dataclass(frozen=True)
class Negative(Node):
    """Minus something."""

    of: Node


@dataclass(frozen=True)
class Product(Node):
    """Factors with a dot between them, or side by side as arrays stand, or ⊙, entry by entry."""

    factors: tuple[Node, ...]
    sign: Literal["·", "", "⊙"] = "·"


@dataclass(frozen=True)
class Fraction(Node):
    """One thing above another; a `small` one is for plain numbers before something."""

    above: Node
    below: Node
    small: bool = False


@dataclass(frozen=True)
class Quotient(Node):
    """One thing by another on the line: 2/π."""

    above: Node
    below: Node


@dataclass(frozen=True)
class Power(Node):
    """Something raised; `e^…` too."""

    base: Node
    exponent: Node


@dataclass(frozen=True)
class Transposed(Node):
    """An array with rows and columns exchanged; `bracketed` where a notation writes (W)ᵀ."""

    of: Node
    bracketed: bool = False


@dataclass(frozen=True)
class Call(Node):
    """A function, by how its name is written, of its arguments."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Root(Node):
    """The square root."""

    of: Node


@dataclass(frozen=True)
class Absolute(Node):
    """The size of a number without its sign."""

    of: Node


@dataclass(frozen=True)
class Cases(Node):
    """One thing where `of` is above 0, `with_zero` at 0 as well, and another elsewhere."""

    above: Node
    of: Node
    otherwise: Node
    with_zero: bool = False


@dataclass(frozen=True)
class Indicator(Node):
    """1 where `of` is above 0, and 0 elsewhere."""

    of: Node


@dataclass(frozen=True)
class Square(Node):
    """In square brackets, whatever stands around it."""

    of: Node


@dataclass(frozen=True)
class Total(Node):
    """The sum of an array over what is named, such as samples."""

    over: str
    of: Node


@dataclass(frozen=True)
class Array(Node):
    """An array's entries, row by row; where they would be too many, its shape alone."""

    rows: tuple[tuple[Node, ...], ...]
    value: Any = field(default=None, compare=False)
    shape: tuple[int, ...] = ()


@dataclass(frozen=True)
class Bold(Node):
    """A result."""

    of: Node


@dataclass(frozen=True)
class Nearly(Node):
    """A line of equalities that is equal to the one before but for rounding."""

    of: Node


@dataclass(frozen=True)
class SoFar(Node):
    """What was added up before, with a brace that says so."""

    of: Node


@dataclass(frozen=True)
class Dots(Node):
    """What is left out."""


@dataclass(frozen=True)
class Text(Node):
    """Words in a formula."""

    words: str


@dataclass(frozen=True)
class Row(Node):
    """Parts one after the other, which say nothing by standing so."""

    parts: tuple[Node, ...]


def minus(left: Node, right: Node) -> Sum:
    """left − right."""
    return Sum((*(left.terms if isinstance(left, Sum) else (left,)), Negative(right)))


def total(terms: Iterable[Node]) -> Node:
    """Their sum; a single one is itself."""
    found = tuple(terms)
    return found[0] if len(found) == 1 else Sum(found)


def times(factors: Iterable[Node], sign: Literal["·", "", "⊙"] = "·") -> Node:
    """Their product; a single one is itself."""
    found = tuple(factors)
    return found[0] if len(found) == 1 else Product(found, sign)


def shortened(parts: tuple[Node, ...], most: int) -> tuple[Node, ...]:
    """At most so many parts of a sum, with dots in place of the others."""
    return parts if len(parts) <= most else (*parts[: most - 2], Dots(), parts[-1])


def nodes(node: Node) -> Iterator[Node]:
    """The node and all that it is made of."""
    yield node
    for f in fields(node):  # type: ignore[arg-type]
        yield from _within(getattr(node, f.name))


def _within(part: Any) -> Iterator[Node]:
    if isinstance(part, Node):
        yield from nodes(part)
    elif isinstance(part, tuple):
        for one in part:
            yield from _within(one)


def mapped(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with each of its parts changed; a leaf is itself."""
    parts = {f.name: _changed(getattr(node, f.name), change) for f in fields(node)}  # type: ignore[arg-type]
    return type(node)(**parts)


def _changed(part: Any, change: Callable[[Node], Node]) -> Any:
    if isinstance(part, Node):
        return change(part)
    if isinstance(part, tuple):
        return tuple(_changed(one, change) for one in part)
    return part


def filled(node: Node, places: dict[str, Node]) -> Node:
    """The node with something put into each of its places."""
    if isinstance(node, Place):
        return places[node.name]
    return mapped(node, lambda part: filled(part, places))
