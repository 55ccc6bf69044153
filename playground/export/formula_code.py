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

from playground.functions.typed.nodes import Name, Node, Number

Language = Literal["numpy", "torch", "excel"]
_BINDS = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "**": 4}
_ATOM = 5


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, dict[str, str]]:
    return tomllib.loads(
        (Path(__file__).parent / "formula_functions.toml").read_text(encoding="utf-8")
    )


def written_in(language: Language, node: Node, names: Mapping[str, str]) -> str:
    """The formula in that language; `names` are what its variables are called there."""
    return _written(_vocabulary()[language], node, names)[0]


def _written(words: Mapping[str, str], node: Node, names: Mapping[str, str]) -> tuple[str, int]:
    """The text, and how closely it holds together."""
    if isinstance(node, Number):
        text = repr(node.value) if node.value != int(node.value) else str(int(node.value))
        return text, 1 if node.value < 0 else _ATOM
    if isinstance(node, Name):
        return names.get(node.name) or words[node.name], _ATOM
    if node.name in _BINDS:
        return _operator(words, node.name, [_written(words, part, names) for part in node.args])
    parts = [_written(words, part, names)[0] for part in node.args]
    return words[node.name].format(*parts), _ATOM


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
