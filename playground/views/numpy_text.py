"""Arrays as lines of NumPy, with every digit, to be copied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import count
from typing import Any

import numpy as np


def array_text(values: Any) -> str:
    """`np.array([[0.1, np.nan]])`; what is not known is nan."""
    array = np.asarray(values, dtype=float)
    return f"np.array({_numbers(array.tobytes(), array.shape)})"


@lru_cache(maxsize=128)  # most arrays of a layer stay as they are from step to step
def _numbers(values: bytes, shape: tuple[int, ...]) -> str:
    numbers = repr(np.frombuffer(values).reshape(shape).tolist())
    return numbers.replace("nan", "np.nan").replace("inf", "np.inf")


def array_line(name: str, values: Any) -> str:
    """`name = np.array([[0.1, np.nan]])`."""
    return f"{name} = {array_text(values)}"


def array_lines(arrays: Iterable[tuple[str, str]]) -> str:
    """A line for each name and text of an array. The second of one name has a number."""
    lines: dict[str, str] = {}
    for name, text in arrays:
        names = (name if k == 1 else f"{name}_{k}" for k in count(1))
        lines[next(one for one in names if lines.get(one, text) == text)] = text
    return "\n".join(f"{name} = {text}" for name, text in lines.items())


def table_text(name: str, columns: Sequence[str], rows: Any, index: Sequence[str] = ()) -> str:
    """A table as one array, below lines that name its columns, and its rows if they have names. An
    empty cell is nan; counts stay whole numbers."""
    values = np.asarray(rows)
    text = f"np.array({values.tolist()!r})" if values.dtype.kind == "i" else array_text(rows)
    named = [("columns", columns), *([("rows", index)] if index else [])]
    comments = [f"# {which}: {', '.join(map(_one_line, names))}" for which, names in named]
    return "\n".join([*comments, f"{name} = {text}"])


def _one_line(name: str) -> str:
    """What would end a comment, or hide in it, is a space."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())
