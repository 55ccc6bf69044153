"""How far rounding can put off the number that a typed formula gives.

Each operation rounds its result, and passes on what its arguments are off, times its slope: to
first order, for the formula as it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from playground.export.autograd import partials
from playground.functions.typed.evaluate import values
from playground.functions.typed.nodes import Call, Name, Node

EPS = 2.0**-52
_OF_A_CALL = 4  # units in the last place that a function of a library may be off


@np.errstate(all="ignore")
def formula_rounding(node: Node, variables: Mapping[str, Any], off: Mapping[str, Any]) -> Any:
    """How far the formula may be off, where its variables are `off` by so much."""
    return _off(node, variables, off, {})


def _off(
    node: Node, variables: Mapping[str, Any], off: Mapping[str, Any], known: dict[int, Any]
) -> Any:
    """`known` holds what parts of the tree gave, since one may stand in it twice."""
    if isinstance(node, Name):
        return off.get(node.name, 0.0)
    if not isinstance(node, Call):
        return 0.0
    if id(node) not in known:
        numbers = [values(part, variables) for part in node.args]
        slopes = partials(node.name, numbers)
        passed_on = sum(
            times(_off(part, variables, off, known), np.abs(slope))
            for part, slope in zip(node.args, slopes, strict=True)
        )
        known[id(node)] = passed_on + _OF_A_CALL * EPS * np.abs(values(node, variables))
    return known[id(node)]


def times(off: Any, size: Any) -> Any:
    """Their product, 0 where either is, be the other infinite."""
    return np.where((off == 0) | (size == 0), 0.0, off * size)
