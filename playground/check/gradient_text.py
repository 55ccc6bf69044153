"""A gradient that somebody typed or pasted, as numbers.

Taken are nested lists as Python, JSON and NumPy write them, also inside `array(…)` or `tensor(…)`,
MATLAB's `[1 2; 3 4]`, and plain rows with spaces, tabs or commas. The text is split into brackets,
separators and numbers, and nothing in it is ever run. What is no finite number is refused, with
the field's name.
"""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np

from backprop_core import Array, BackpropError, quoted

LONGEST = 100_000  # characters: many times the largest matrix of a drawing
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_NAME = re.compile(r"[A-Za-z_][\w.]*(?:\[\d+\])?\s*=\s*")
_CALL = re.compile(r"(?:\w+\.)?(?:array|asarray|tensor|matrix)\s*\((.*)\)\s*;?", re.DOTALL)
_OPTION = re.compile(r",\s*(?:dtype|device|grad_fn|requires_grad)\s*=\s*[^,\[\]]*$")
_TOKEN = re.compile(r"[\[\],;\n]|[^\s\[\],;]+")
_SIGNS = str.maketrans("()−", "[]-")


def numbers_in(text: str, field: str, shape: tuple[int, ...], axes: str = "") -> Array:
    """The numbers in `text` as an array of `shape`: two numbers, one, or ().

    Raises BackpropError, naming `field`, what it got and what it takes; `axes` says what rows and
    columns are, to whom has them the wrong way round.
    """
    takes = in_words(shape)
    if len(text) > LONGEST:
        raise BackpropError(f"{field} got {len(text)} characters. It takes {takes}.")
    tokens = _TOKEN.findall(_bare(text))
    if not any(token not in "[],;\n" for token in tokens):
        raise BackpropError(f"{field} got no number. It takes {takes}.")
    nested = _from_brackets(tokens, field, takes) if "[" in tokens else None
    rows = _from_rows(tokens, field, takes) if nested is None else nested
    return _shaped(rows, field, shape, axes)


def in_words(shape: tuple[int, ...]) -> str:
    """What a field of that shape takes."""
    if len(shape) == 2:
        rows, columns = _count(shape[0], "row"), _count(shape[1], "number")
        return f"{rows} of {columns}, such as [[0.1, -0.2], [3e-4, 0]]"
    return _count(shape[0], "number") if shape else "one number"


def _count(count: int, what: str) -> str:
    return f"{count} {what}" + "s" * (count != 1)


def _bare(text: str) -> str:
    """Without a name before it, and out of its array(…) or tensor(…)."""
    text = text.strip().rstrip(";")
    named = _NAME.match(text)
    text = text[named.end() :] if named else text
    call = _CALL.fullmatch(text)
    text = call[1].strip() if call else text
    while call and _OPTION.search(text):
        text = _OPTION.sub("", text)
    return text.translate(_SIGNS)


def _number(token: str, field: str, takes: str) -> float:
    if token in ("...", "…"):
        raise BackpropError(
            f"{field} got '...', where numbers were left out in printing. It takes {takes}; "
            "print all of them, in NumPy with np.array2string(gradient, threshold=10**6)."
        )
    if not _NUMBER.fullmatch(token):
        got = quoted(token, 40)
        raise BackpropError(f"{field} got {got}, which is no finite number. It takes {takes}.")
    number = float(token)
    if not math.isfinite(number):
        got = quoted(token, 40)
        raise BackpropError(f"{field} got {got}, which is too large. It takes {takes}.")
    return number


def _from_rows(tokens: list[str], field: str, takes: str) -> list[list[float]]:
    """Plain rows: a line or a semicolon ends one, spaces or commas part its numbers."""
    rows: list[list[float]] = [[]]
    before = "\n"
    for token in tokens:
        if token in ";\n":
            rows.append([])
        elif token == ",":
            _refuse_gap(before, field, takes)
        else:
            rows[-1].append(_number(token, field, takes))
        before = token
    return [row for row in rows if row]


def _refuse_gap(before: str, field: str, takes: str) -> None:
    if before in ",[;\n":
        raise BackpropError(f"{field} has a comma with no number before it. It takes {takes}.")


def _from_brackets(tokens: list[str], field: str, takes: str) -> list[Any]:
    """Nested lists, at most two deep; a semicolon begins a row, as in MATLAB."""
    uneven = BackpropError(f"{field} has a bracket that does not close. It takes {takes}.")
    found: list[Any] = []
    stack = [found]
    before = "["
    for token in tokens:
        if token == "\n":
            continue
        if found and len(stack) == 1:
            raise BackpropError(f"{field} goes on after its last bracket. It takes {takes}.")
        if token == "[":
            if len(stack) > 2:
                raise BackpropError(f"{field} got brackets three deep. It takes {takes}.")
            stack[-1].append([])
            stack.append(stack[-1][-1])
        elif token == "]":
            made = stack.pop()
            if not stack:
                raise uneven
            made[:] = _split(made)
        elif token == ",":
            _refuse_gap(before, field, takes)
        else:
            item = token if token == ";" else _number(token, field, takes)
            if len(stack) == 1:
                raise BackpropError(f"{field} has a number outside its brackets. It takes {takes}.")
            stack[-1].append(item)
        before = token
    if len(stack) != 1:
        raise uneven
    whole: list[Any] = found[0]
    return whole


def _split(items: list[Any]) -> list[Any]:
    """[1, 2, ";", 3, 4] as [[1, 2], [3, 4]]."""
    if ";" not in items:
        return items
    rows: list[list[Any]] = [[]]
    for item in items:
        if item == ";":
            rows.append([])
        else:
            rows[-1].append(item)
    return [row for row in rows if row]


def _shaped(rows: list[Any], field: str, shape: tuple[int, ...], axes: str) -> Array:
    """The rows in the shape that is wanted; a vector may lie or stand."""
    lengths = [len(row) if isinstance(row, list) else -1 for row in rows]
    if len(set(lengths)) > 1:
        told = ", ".join(str(length) for length in lengths if length >= 0)
        raise BackpropError(
            f"{field} has rows of different lengths ({told}). It takes {in_words(shape)}."
        )
    try:
        array = np.array(rows, dtype=np.float64)
    except ValueError:
        raise BackpropError(
            f"{field} has brackets beside numbers in one row. It takes {in_words(shape)}."
        ) from None
    if array.ndim == 3 and 1 in array.shape:  # a pair of brackets more than the rows need
        array = array.squeeze(array.shape.index(1))
    is_vector = len(shape) < 2 or 1 in shape
    same_count = array.size == math.prod(shape)
    lies_flat = array.ndim == 1 or 1 in array.shape
    if array.shape == shape or (is_vector and same_count and lies_flat):
        return array.reshape(shape)
    raise BackpropError(_misfit(array.shape, field, shape, axes))


def _misfit(got: tuple[int, ...], field: str, shape: tuple[int, ...], axes: str) -> str:
    described = in_words(got).split(",")[0]
    message = f"{field} got {described}. It takes {in_words(shape)}."
    if len(shape) == 2 and got == shape[::-1]:
        message += " Yours looks transposed." + (f" {axes}" if axes else "")
    return message
