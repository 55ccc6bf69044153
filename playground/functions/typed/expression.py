"""A formula that somebody typed, such as `x*sigmoid(x)`, read into a small tree.

The text is never run. It is cut into signs of which each must be on a list, Python's own grammar
says how they belong together, and of its tree only numbers, known names, the five operators and
calls of known functions are taken over. Everything else is refused with the reason. Limits on
length, nesting, numbers and powers keep small what such a formula can ask for.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from backprop_core import BackpropError, foreign_digit, quoted
from playground.functions.typed.nodes import CONSTANTS, Call, Name, Node, Number
from playground.functions.typed.normalise import CASES, HINTS, FormulaError, in_plain_signs
from playground.functions.typed.work import require_number_size, require_small_numbers

LONGEST = 200  # signs
DEEPEST = 20  # brackets within brackets
DIGITS = 15  # of one number: as many as float64 always keeps

FUNCTIONS = {
    "exp": 1,
    "log": 1,
    "sqrt": 1,
    "sin": 1,
    "cos": 1,
    "tan": 1,
    "atan": 1,
    "sinh": 1,
    "cosh": 1,
    "tanh": 1,
    "sigmoid": 1,
    "softplus": 1,
    "relu": 1,
    "erf": 1,
    "abs": 1,
    "sign": 1,
    "heaviside": 1,
    "max": 2,
    "min": 2,
}
ALIASES = {"ln": "log", "arctan": "atan"}
OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
}
_NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_SIGN = re.compile(rf"(?P<number>{_NUMBER})|(?P<name>[A-Za-z_]\w*)|\*\*|[-+*/(),]|\s+", re.ASCII)


def parse(text: str, variables: Sequence[str], field: str) -> Node:
    """The tree of `text`, a formula in some of `variables`.

    Raises BackpropError, naming the `field`, for everything that is not on the list above.
    """
    if not isinstance(text, str):
        raise BackpropError(f"{field} got {type(text).__name__}. It takes a formula as text.")
    try:
        plain = in_plain_signs(text)
        _require_known_signs(plain, variables)
        tree = _node(_syntax_tree(plain), variables)
        require_small_numbers(tree)
        return tree
    except FormulaError as why:
        takes = (
            "" if why.hint else f" {_takes(variables, 'or' if field == 'activation' else 'and')}"
        )
        raise BackpropError(f"{field} got {quoted(text)}: {why}.{takes}") from None


def _takes(variables: Sequence[str], word: str) -> str:
    names = f" {word} ".join(variables)
    return (
        f"It takes numbers, {names}, pi, e, the operators + - * / **, brackets, "
        f"and {', '.join(FUNCTIONS)}."
    )


def _require_known_signs(text: str, variables: Sequence[str]) -> None:
    """Every sign, number and name is on the list, before anything else looks at the text."""
    if not text.strip():
        raise FormulaError("there is no formula")
    if len(text) > LONGEST:
        raise FormulaError(f"it has {len(text)} characters; the limit is {LONGEST}")
    at, depth, number = 0, 0, ""
    while at < len(text):
        found = _SIGN.match(text, at)
        if found is None:
            raise _unknown_sign(text[at])
        sign, at = found[0], found.end()
        depth += (sign == "(") - (sign == ")")
        if depth > DEEPEST:
            raise FormulaError(f"its brackets are nested more than {DEEPEST} deep")
        if found["name"]:
            _require_known_name(sign, number, variables)
        elif found["number"]:
            _require_plain_number(sign)
        number = sign if found["number"] else ""


def _unknown_sign(sign: str) -> FormulaError:
    if foreign_digit(sign):
        return FormulaError(
            f"the digit {sign!r} is not one of 0 to 9", "numbers are written with these"
        )
    return FormulaError(f"the character {sign!r} has no meaning here", HINTS.get(sign, ""))


def _require_known_name(name: str, number: str, variables: Sequence[str]) -> None:
    """`number` is what stands right before it, if that is a number."""
    is_known = name in (*variables, *CONSTANTS, *FUNCTIONS, *ALIASES)
    if number:
        shown_number, shown_name = number[:20], name[:20]
        raise FormulaError(
            f"between {shown_number} and {shown_name!r} an operator is missing",
            f"write {shown_number}*{shown_name}" if is_known else "",
        )
    if not is_known:
        raise _unknown_name(name)


def _unknown_name(name: str) -> FormulaError:
    if name in ("floor", "ceil", "round", "int"):
        return FormulaError(f"{name} cannot be differentiated: it jumps, and is flat in between")
    if name in ("np", "numpy", "math"):
        return FormulaError(
            f"{name!r} is not known",
            f"functions take no prefix: exp(x), not {name}.exp(x)",
        )
    if name in ("if", "else", "where"):
        return FormulaError(f"{name!r} is neither a variable nor a known function", CASES)
    return FormulaError(f"{name[:20]!r} is neither a variable nor a known function")


def _require_plain_number(text: str) -> None:
    digits = re.sub(r"[eE].*|\.", "", text).lstrip("0")
    if len(digits) > DIGITS:
        raise FormulaError(f"the number {text[:20]} has more than {DIGITS} digits")
    require_number_size(float(text))


def _syntax_tree(text: str) -> ast.expr:
    """Python's grammar applied to the text; it builds a tree and runs nothing."""
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise FormulaError(_unreadable(error)) from None


def _unreadable(error: Exception) -> str:
    place = getattr(error, "offset", None)
    near = f" near place {place}" if place else ""
    return f"it cannot be read as a formula{near}; something is missing or extra"


def _node(tree: ast.expr, variables: Sequence[str]) -> Node:
    if isinstance(tree, ast.Constant):
        return _plain_number(tree.value)
    if isinstance(tree, ast.Name) and tree.id in (*variables, *CONSTANTS):
        return Name(tree.id)
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, (ast.USub, ast.UAdd)):
        inner = _node(tree.operand, variables)
        return Call("neg", (inner,)) if isinstance(tree.op, ast.USub) else inner
    if isinstance(tree, ast.BinOp) and type(tree.op) in OPERATORS:
        sides = _node(tree.left, variables), _node(tree.right, variables)
        return Call(OPERATORS[type(tree.op)], sides)
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name):
        return _call(tree.func.id, tree, variables)
    raise _not_taken(tree)


def _plain_number(value: object) -> Number:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise FormulaError(f"it holds {str(value)[:20]}, which is not a number")
    return Number(float(value))


def _call(name: str, tree: ast.Call, variables: Sequence[str]) -> Node:
    name = ALIASES.get(name, name)
    if name not in FUNCTIONS:
        raise FormulaError(f"{name!r} is not a function", f"for a product write {name}*(…)")
    if tree.keywords or len(tree.args) != FUNCTIONS[name]:
        takes = "one argument" if FUNCTIONS[name] == 1 else "two arguments"
        raise FormulaError(f"{name} takes {takes} in brackets")
    return Call(name, tuple(_node(part, variables) for part in tree.args))


def _not_taken(tree: ast.expr) -> FormulaError:
    if isinstance(tree, ast.Name):
        takes = ", ".join("…" * FUNCTIONS[ALIASES.get(tree.id, tree.id)])
        return FormulaError(
            f"{tree.id} is a function, and takes its argument in brackets",
            f"write {tree.id}({takes})",
        )
    if isinstance(tree, ast.Call):
        return FormulaError(
            "something comes directly before a bracket", "for a product write * between them"
        )
    if isinstance(tree, ast.BinOp):
        return FormulaError("the operator // has no meaning here")
    if isinstance(tree, ast.Tuple):
        return FormulaError(
            "a comma has a meaning only in max and min", "decimals are written with a point"
        )
    return FormulaError(f"it holds a {type(tree).__name__}, which is not part of a formula")
