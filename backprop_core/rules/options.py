"""The options of rules, schedules and penalties: plain numbers, checked as they come in."""

from __future__ import annotations

from typing import Any

import numpy as np

from backprop_core.checks import quoted, real_number
from backprop_core.errors import BackpropError


def option(value: Any, name: str, least: float = 0.0, below: float | None = None) -> float:
    """`value` as a finite float from `least` up, and below `below` where that is given.

    Raises BackpropError, which names the option, for anything else.
    """
    number = real_number(value, name)
    if number < least or (below is not None and number >= below):
        upper = "up" if below is None else f"up to but not including {below:g}"
        raise BackpropError(f"{name} got {number:g}. It takes a number from {least:g} {upper}.")
    return number


def above_zero(value: Any, name: str) -> float:
    """`value` as a finite float above 0; raises BackpropError for anything else."""
    number = real_number(value, name)
    if number <= 0:
        raise BackpropError(f"{name} got {number:g}. It takes a number above 0.")
    return number


def flag(value: Any, name: str) -> bool:
    """`value` if it is True or False; raises BackpropError for anything else."""
    if not isinstance(value, (bool, np.bool_)):
        raise BackpropError(f"{name} got {quoted(value)}. It takes True or False.")
    return bool(value)


def one_of(value: Any, name: str, choices: tuple[Any, ...]) -> Any:
    """`value` if it is one of `choices`; raises BackpropError for anything else."""
    for choice in choices:
        if type(value) is type(choice) and value == choice:
            return choice
    takes = " or ".join(repr(choice) for choice in choices)
    raise BackpropError(f"{name} got {quoted(value)}. It takes {takes}.")


def require_kind(value: Any, name: str, *kinds: type) -> None:
    """Raise BackpropError unless `value` is of one of these kinds, or None."""
    if value is not None and not isinstance(value, kinds):
        takes = " or ".join(kind.__name__ for kind in kinds)
        raise BackpropError(f"{name} got {quoted(value)}. It takes a {takes}, or None.")
