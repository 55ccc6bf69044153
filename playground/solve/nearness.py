"""Is a number as near as rounding on the way can bring it?

`explain` lets every product and slope on the way be rounded as coarsely as the answer is written.
Of a number with one digit that allows nearly anything. Where all that goes into a step is known, it
can be followed more closely: each product is rounded as somebody would, and each earlier answer may
have been half a unit more or less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import trunc
from typing import NamedTuple

from backprop_core import Address, Term, Trace
from playground.solve.typed import Typed

_FINER = 4  # so many digits more than in the answer may have been kept on the way
_SLACK = 1 + 1e-9
_FLOATS = 1e-9  # of a unit: what floats lose in a sum


class Near(NamedTuple):
    """Whether the answer is near what the learner's own numbers make, and near the exact number."""

    own: bool
    exact: bool


def nearness(
    at: Address,
    answers: Mapping[Address, Typed],
    own: Trace,
    made: Callable[[Mapping[Address, float]], float],
    exact: float,
) -> Near:
    """Whether rounding leads to the answer at `at`. `own` is the pass with all earlier answers, and
    `made` what it makes of the number, with some of them changed."""
    given, operation, value = answers[at], own.operation(at), made({})
    terms = own.terms(at)
    inputs = [one for one in _inputs(terms) if one in answers]
    spread = sum(
        abs(made({one: answers[one].value + answers[one].half_unit}) - value) for one in inputs
    )
    if not operation.sums:  # a slope, a power or a step may have been rounded as well
        spread += given.half_unit + sum(_of_slope(term, given) for term in terms)
    ways = _ways(terms, given) if operation.sums and at.quantity not in ("W", "b") else ()
    by_own = _is_led_to(given, value, 2 * spread) or any(
        _is_led_to(given, way, 0.0) or abs(given.value - way) <= given.half_unit + 2 * spread
        for way in ways
    )
    return Near(by_own, _is_led_to(given, exact, 2 * spread + given.half_unit))


def _is_led_to(given: Typed, way: float, spread: float) -> bool:
    """Rounded it is off by half a unit at most; with digits cut off by less than a whole one,
    towards 0: a number that has no more digits loses none."""
    off = abs(given.value - way)
    whole = 2 * given.half_unit * (1 - _FLOATS)
    cut = abs(given.value) < abs(way) and off < whole + spread
    return cut or off <= (given.half_unit + spread) * _SLACK


def inputs_of(at: Address, own: Trace) -> list[Address]:
    """The numbers that go into the one at `at`, as far as steps make them."""
    return list(_inputs(own.terms(at)))


def _inputs(terms: tuple[Term, ...]) -> Iterator[Address]:
    for term in terms:
        for factor in term.factors:
            where = factor.address
            if where.quantity == "slope":
                yield from (where._replace(quantity=one) for one in ("z", "a"))
            elif where.quantity in ("z", "a", "da", "delta", "dW", "db", "loss"):
                yield where


def _of_slope(term: Term, given: Typed) -> float:
    """What rounding the slope to as many digits as the answer has can do to the product."""
    if not any(factor.quantity in ("slope", "jacobian") for factor in term.factors):
        return 0.0
    by_digits = 0.5 * 10.0 ** (1 - max(given.digits, 1)) * abs(float(term.value))
    others = [abs(float(one.value)) for one in term.factors if one.quantity == "da"]
    return max(by_digits, given.half_unit * max(others, default=0.0))


def _ways(terms: tuple[Term, ...], given: Typed) -> Iterator[float]:
    """The sum of the products, each rounded to so many decimals or digits, or cut there."""
    for finer in range(_FINER):
        unit = 10.0 ** -(given.decimals + finer)
        yield sum(round(float(term.value), given.decimals + finer) for term in terms)
        yield sum(trunc(float(term.value) / unit) * unit for term in terms)
        yield sum(float(f"{float(term.value):.{max(1, given.digits) + finer}g}") for term in terms)
