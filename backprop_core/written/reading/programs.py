"""A whole program in Python, such as an exported one: the arrays of numbers that it assigns.

All else of it is left out, as nothing in a text is evaluated. Only what Python's grammar takes, and
what imports, defines or asserts something, is a program; any other text is left as it is.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator

_LOOKS_LIKE_ONE = re.compile(r"^(?:import|from|def|class|assert|async) ?[\w(]", re.MULTILINE)
_SAY_SO = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assert)
_MAKERS = frozenset(
    ("array", "asarray", "matrix", "mat", "float32", "float64", "tensor", "as_tensor", "Tensor",
     "FloatTensor", "DoubleTensor", "Parameter", "Variable", "constant")
)  # fmt: skip
_KEEP_NUMBERS = frozenset(
    ("requires_grad_", "double", "float", "clone", "copy", "detach", "astype", "to", "tolist")
)
NOTE = "of a program, the arrays of numbers were read; all else was left out"


def without_program(text: str, notes: list[tuple[int, str]]) -> str:
    """The text with spaces in the place of all that is no array of numbers, if it is a program."""
    if not _LOOKS_LIKE_ONE.search(text):
        return text
    tree = _parsed(text)
    if tree is None or not any(isinstance(one, _SAY_SO) for one in tree.body):
        return text
    places = _Places(text)
    kept = [*_assignments(tree.body)]
    if not kept:  # of a class, or of the function main
        kept = sorted(_assignments(ast.walk(tree)), key=lambda one: one[0].lineno)
    if not kept:
        return text
    made = [*re.sub(r"[^\n]", " ", text)]
    for target, value in kept:
        start, end = places.of(target)
        if isinstance(target, ast.Attribute):  # self.W1
            start = end - len(target.attr)
        first, last = places.of(value)
        equals = text.rfind("=", end, first)
        for at, behind in ((start, end), (equals, equals + 1), (first, last)):
            made[at:behind] = text[at:behind]
    notes.append((0, NOTE))
    return "".join(made)


def _parsed(text: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


class _Places:
    """Where a node stands in the text: Python counts lines, and bytes of UTF-8 in them."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def of(self, node: ast.expr) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self._at(node.lineno, node.col_offset),
            self._at(node.end_lineno, node.end_col_offset),
        )

    def _at(self, line: int, column: int) -> int:
        before = self._lines[line - 1].encode()[:column]
        return self._starts[line - 1] + len(before.decode())


def _assignments(nodes: Iterable[ast.AST]) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What numbers are assigned to, and the numbers."""
    for node in nodes:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], _numbers_in(node.value)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            target, value = node.target, _numbers_in(node.value)
        else:
            continue
        if value is None or not isinstance(target, ast.Name | ast.Attribute):
            continue
        name = target.id if isinstance(target, ast.Name) else target.attr
        is_count = isinstance(value, ast.Constant) and isinstance(value.value, int)
        if not is_count or re.search(r"\d", name):  # w1 = 1, but not epochs = 100
            yield target, value


def _numbers_in(node: ast.expr) -> ast.expr | None:
    """The numbers alone of np.array([…]) or torch.tensor([…]).requires_grad_(); None of what has
    to be computed."""
    if isinstance(node, ast.Call):
        called = node.func
        if isinstance(called, ast.Attribute) and called.attr in _KEEP_NUMBERS:
            return _numbers_in(called.value)
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        return _numbers_in(node.args[0]) if name in _MAKERS and len(node.args) == 1 else None
    return node if _is_numbers(node) else None


def _is_numbers(node: ast.expr) -> bool:
    if isinstance(node, ast.List | ast.Tuple):
        return bool(node.elts) and all(map(_is_numbers, node.elts))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        return isinstance(node.operand, ast.Constant) and _is_numbers(node.operand)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):  # 1/3
        return isinstance(node.left, ast.Constant) and isinstance(node.right, ast.Constant)
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)
