"""A typed formula in another language: NumPy, PyTorch, or the formulas of a spreadsheet.

The three write arithmetic alike; what differs is the names of functions and the sign of a power. Of
each function `{0}` and `{1}` are the arguments, already written.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

from playground.functions.typed.evaluate import constant_value
from playground.functions.typed.nodes import Call, Name, Node, Number, is_constant

Language = Literal["numpy", "torch", "excel"]
_BINDS = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "**": 4}
_ATOM = 5
_WHOLE = 2.0**53  # larger ones have digits that are nobody's


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, dict[str, str]]:
    return tomllib.loads(
        (Path(__file__).parent / "formula_functions.toml").read_text(encoding="utf-8")
    )


def written_in(language: Language, node: Node, names: Mapping[str, str]) -> str:
    """The formula in that language; `names` are what its variables are called there."""
    return _written(_vocabulary()[language], node, names)[0]


def _written(
    words: Mapping[str, str], node: Node, names: Mapping[str, str], *, below: bool = False
) -> tuple[str, int]:
    """The text, and how closely it holds together; `below` a fraction bar an exponential may be
    written so that it does not overflow."""
    if isinstance(node, Number):
        whole = node.value == int(node.value) and abs(node.value) < _WHOLE
        return str(int(node.value)) if whole else repr(node.value), 1 if node.value < 0 else _ATOM
    if isinstance(node, Name):
        return names.get(node.name) or words[node.name], _ATOM
    node = _exponential(words, node)
    if node.name not in _BINDS and "constants" in words and is_constant(node):
        return _written(words, Number(constant_value(node)), names)
    if node.name in _BINDS:
        parts = [
            _written(words, part, names, below=_is_below(node, place, below))
            for place, part in enumerate(node.args)
        ]
        return _operator(words, node.name, parts)
    texts = [_written(words, part, names)[0] for part in node.args]
    bounded = below and f"{node.name} below" in words
    return words[f"{node.name} below" if bounded else node.name].format(*texts), _ATOM


def _exponential(words: Mapping[str, str], node: Call) -> Call:
    """A power of e as the exponential that it is, where the language has no name for e."""
    is_one = node.name == "**" and node.args[0] == Name("e") and "exp below" in words
    return Call("exp", node.args[1:]) if is_one else node


def _is_below(node: Call, place: int, below: bool) -> bool:
    """Whether that part of an operation, which is below a fraction bar or not, grows without end
    only where the fraction becomes 0."""
    return place == 1 if node.name == "/" else below and node.name in ("+", "-", "*", "neg")


def _operator(words: Mapping[str, str], sign: str, parts: list[tuple[str, int]]) -> tuple[str, int]:
    binds = _BINDS[sign]
    if sign == "neg":
        return f"(-{_held(parts[0], _ATOM)})", _ATOM  # in a spreadsheet -2^2 is 4, not -4
    left, right = _held(parts[0], binds + (sign == "**")), _held(parts[1], binds + (sign in "-/**"))
    if sign == "**":
        return f"{left}{words['**']}{right}", binds
    return f"{left} {sign} {right}", binds


def _held(part: tuple[str, int], binds: int) -> str:
    text, own = part
    return text if own >= binds else f"({text})"
