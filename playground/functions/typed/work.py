"""How much work a formula asks for, counted before any of it is done.

A derivative grows with the square of a formula's depth, and a check looks at thousands of places.
So the size of the derivative is bounded before it is taken, and the operations before they are
carried out: whatever is typed is answered within half a second or refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from playground.functions.typed.evaluate import constant_value
from playground.functions.typed.nodes import CONSTANTS, Call, Name, Node, Number
from playground.functions.typed.normalise import FormulaError

LARGEST, SMALLEST = 1e12, 1e-12  # of all numbers that can be worked out without the variables
HIGHEST_POWER = 100.0  # also of powers within powers, multiplied: (x**2)**3 counts as 6
LARGEST_DERIVATIVE = 1400  # numbers, names and calls, before anything is made shorter
MOST_OPERATIONS = 600  # of a function and its slope, those that stand there twice counted once
_DEAR = {"erf": 12, "**": 4, "1-tanh^2": 4, "softplus": 4, "sigmoid": 3, "1-sigmoid": 3}


def require_small_numbers(tree: Node) -> None:
    """Raise FormulaError where a number or a power in it is out of the limits."""
    _value_and_power(tree)


def _value_and_power(node: Node) -> tuple[float | None, float]:
    """The number that it stands for, None with a variable in it, and the highest power in it."""
    if not isinstance(node, Call):
        known = isinstance(node, Number) or node.name in CONSTANTS
        return (constant_value(node) if known else None), 1.0
    parts = [_value_and_power(part) for part in node.args]
    value, power = None, max(power for _, power in parts)
    known_parts = [Number(part) for part, _ in parts if part is not None]
    if len(known_parts) == len(parts):
        value = constant_value(Call(node.name, tuple(known_parts)))
        require_number_size(value)
    elif node.name == "**" and parts[1][0] is not None:
        power *= max(1.0, abs(parts[1][0]))
    if power > HIGHEST_POWER:
        raise FormulaError(
            f"it raises to the power {power:g}, powers within powers multiplied; "
            f"the limit is {HIGHEST_POWER:g}"
        )
    return value, power


def require_number_size(value: float) -> None:
    """Raise FormulaError unless it is 0 or within the limits."""
    if not (value == 0 or SMALLEST <= abs(value) <= LARGEST):  # also refuses NaN
        raise FormulaError(
            f"the number {value:g} occurs in it; numbers may be 0 or from {SMALLEST:g} to "
            f"{LARGEST:g} in size"
        )


def require_short_derivative(tree: Node, variable: str) -> None:
    """Raise FormulaError where the derivative would be too long to work with."""
    _, size = _sizes(tree, variable)
    if size > LARGEST_DERIVATIVE:
        raise too_long(f"it would have {size} parts before simplification")


def too_long(why: str) -> FormulaError:
    """The refusal of a formula whose derivative is too long."""
    return FormulaError(f"its derivative is too long to handle: {why}; use a shorter formula")


def require_few_operations(*trees: Node) -> None:
    """Raise FormulaError where working them out takes too long."""
    count = sum(_DEAR.get(call.name, 1) for call in _distinct_calls(trees))
    if count > MOST_OPERATIONS:
        raise FormulaError(
            f"it takes too long to work out: it and its slope count {count} operations, and may "
            f"count {MOST_OPERATIONS}; take a shorter formula"
        )


def _distinct_calls(trees: tuple[Node, ...]) -> Iterator[Call]:
    seen: set[int] = set()
    left = [tree for tree in trees if isinstance(tree, Call)]
    while left:
        call = left.pop()
        if id(call) not in seen:
            seen.add(id(call))
            yield call
            left += [part for part in call.args if isinstance(part, Call)]


def _sizes(node: Node, variable: str) -> tuple[int, int]:
    """How many parts a formula has, and at most its derivative by the rules as they stand."""
    if not isinstance(node, Call):
        return 1, int(node == Name(variable))
    parts = [_sizes(part, variable) for part in node.args]
    size = 1 + sum(own for own, _ in parts)
    slopes = sum(slope for _, slope in parts)
    if not slopes:
        return size, 0
    if node.name in ("+", "-", "neg"):
        return size, 1 + slopes
    beside = {"*": 0, "/": 1}.get(node.name, 2)  # how often an argument stands by its own slope
    grown = (size - own + beside * own + 4 for own, slope in parts if slope)
    return size, slopes + sum(grown)
