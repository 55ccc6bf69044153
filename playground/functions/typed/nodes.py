"""A formula as a small tree: numbers, names, and calls of functions and operators.

A part may stand in a tree more than once, as the same object. Then it is worked out once.
"""

from __future__ import annotations

from dataclasses import dataclass

CONSTANTS = ("pi", "e")


@dataclass(frozen=True)
class Number:
    """A plain number."""

    value: float


@dataclass(frozen=True)
class Name:
    """A variable, pi or e."""

    name: str


@dataclass(frozen=True)
class Call:
    """A function, an operator (+ - * / **), or "neg", a minus in front; with its arguments."""

    name: str
    args: tuple[Node, ...]


Node = Number | Name | Call


def is_constant(node: Node) -> bool:
    """Whether no variable is in it."""
    return not names_in(node) - set(CONSTANTS)


def names_in(node: Node) -> set[str]:
    """The variables and constants that a formula uses."""
    if isinstance(node, Call):
        return set().union(*(names_in(part) for part in node.args))
    return {node.name} if isinstance(node, Name) else set()


def count(node: Node) -> int:
    """How many numbers, names and calls it is made of."""
    return 1 + sum(count(part) for part in node.args) if isinstance(node, Call) else 1
