"""Truth tables: every row of 0 and 1 once, and whether it is true."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from backprop_core import Array
from playground.data_sets.data_set import DataSet, of_classes

FALSE_OR_TRUE = ("0", "1")


def binary_rows(digits: int) -> Array:
    """All numbers of so many binary digits, in order: (2**digits, digits)."""
    numbers = np.arange(2**digits)
    return (numbers[:, None] >> np.arange(digits)[::-1] & 1).astype(float)


def logic_table(title: str, digits: int, true: Callable[[Array], Any]) -> DataSet:
    """The table of a function of rows of 0 and 1."""
    x = binary_rows(digits)
    names = [f"x{k}" for k in range(1, digits + 1)]
    return of_classes(title, x, np.asarray(true(x)).astype(np.intp), names, FALSE_OR_TRUE)


def and_table() -> DataSet:
    """True where both are."""
    return logic_table("AND", 2, lambda x: x.all(axis=1))


def or_table() -> DataSet:
    """True where at least one is."""
    return logic_table("OR", 2, lambda x: x.any(axis=1))


def xor_table() -> DataSet:
    """True where exactly one is: no straight line parts these."""
    return logic_table("XOR", 2, lambda x: x.sum(axis=1) == 1)


def parity_table(digits: int) -> DataSet:
    """True where an odd number of digits is 1: XOR of so many."""
    return logic_table(f"Parity of {digits}", digits, lambda x: x.sum(axis=1) % 2 == 1)


def even_or_odd(digits: int) -> DataSet:
    """Every number in binary digits, and which of the two it is: the last digit decides."""
    x = binary_rows(digits)
    odd = np.eye(2)[x[:, -1].astype(np.intp)]
    places = [str(2**k) for k in range(digits)][::-1]
    return DataSet("Even or odd", x, odd, tuple(places), ("even", "odd"), ("even", "odd"))
