"""What a label says to be done with the numbers behind it: dW2.T, −dW2, dW2 (×10⁻²).

A transpose and a minus are taken back, so that the numbers are those of the bare name. A factor is
refused by name, as dW × 100 and dW (×10⁻²) can mean one thing and its opposite.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from backprop_core import BackpropError, WrittenArray, quoted
from playground.exercise.array_labels import ASIDE, LOSS_OR_AFTER, LOSS_PART, meaning_of

_REMARK = r"(?P<remark> ?\([^()]*\))?$"
_TRANSPOSED = (
    re.compile(
        r"^(?P<name>.*[^\s.^_(])(?:\.T|\.t\(\)|\.transpose\(\)|\.'|[_ ]T|ᵀ|⊤|(?<=[\])])T"
        rf"|\^ ?\(?(?:T|tr|top|⊤)\)?|,? ?\(?transposed?\)?){_REMARK}"
    ),
    re.compile(r"^(?:\w+\.)?(?:transpose|t)\((?P<name>.+)\)$"),
    re.compile(r"(?i)^(?:the )?transposed?(?: of)?(?: the)? (?P<name>.+)$"),
)
_MINUS = (
    re.compile(r"(?i)^(?:[-−]|(?:minus|negative|neg\.?) (?:of )?(?:the )?)(?P<name>\S.*)$"),
    re.compile(r"(?i)^(?P<name>.*\S) ?\((?:minus|negative|negated|neg\.?)\)$"),
)
_NEUTRAL = (
    re.compile(r"^\((?P<name>[^()]+|[^()]*\([^()]*\)[^()]*)\)$"),
    re.compile(r"^(?P<name>.+)\.(?:round\(\d*\)|numpy\(\)|tolist\(\))$"),
    re.compile(r"^(?:\w+\.)?(?:round|around)\((?P<name>.+?)(?:, ?\d+)?\)$"),
)
_SIZE = r"(?:10 ?\^?|1e|\d)[\d.^e+−-]*"
_FACTORS = (
    re.compile(rf"[(\[] ?(?:in |all )?(?:(?:[x×*·⋅]|times) ?)(?:{_SIZE}|10⁻?\d+) ?[)\]]$"),
    re.compile(r"[(\[] ?(?:in |all )?10 ?\^? ?[−⁻-]?\d+ ?[)\]]$"),
    re.compile(r"(?i)\((?:in )?(?:per ?cent|hundredths|thousandths|millionths)\)$"),
    re.compile(r"(?:[×*·⋅]| x| times) ?(?:10 ?\^|10⁻|1e)[\d.^+−⁻()-]*$"),
    re.compile(r"(?P<before>\S+) ?[×*·⋅/] ?\d[\d.]*$"),
    re.compile(r" [×*·⋅]$"),
    re.compile(r"^[-−]?\d[\d.e+−-]* ?[×*·⋅] ?(?=[^\W\d])"),
)
_LOSSES = ("loss", LOSS_OR_AFTER, LOSS_PART)
_STEPS = ("step_W", "step_b")


def without_marks(
    arrays: Iterable[WrittenArray], layers: int, in_minus: Collection[str] = ()
) -> tuple[WrittenArray, ...]:
    """Each array as that of its bare name, with a note. The numbers of the quantities that are
    written `in_minus` stay, as a minus belongs to their names. Raises BackpropError for a label
    with a factor."""
    return tuple(_without_marks(one, layers, in_minus) for one in arrays)


@dataclass(frozen=True)
class _Marked:
    """The bare name in a label, and what its marks say."""

    name: str
    transposed: bool = False
    minus: bool = False


def _without_marks(array: WrittenArray, layers: int, in_minus: Collection[str]) -> WrittenArray:
    label = (array.label or "").strip()
    found = _marked(label, layers)
    if found is None:
        _require_no_factor(label, layers, is_array=array.values.ndim > 0)
        return array
    meaning = meaning_of(found.name, layers)
    if found.minus and (meaning.quantity in _LOSSES or meaning.subtracted):
        return array  # −log p is a loss, and −η·dW the step
    _require_no_factor(found.name, layers, is_array=array.values.ndim > 0)
    if found.transposed:
        array = _transposed(array, label)
    if found.minus and meaning.quantity not in in_minus:
        array = _negated(array, label)
    return replace(array, label=found.name)


def _marked(label: str, layers: int, deep: int = 4) -> _Marked | None:
    """What stands in a label; None without a mark, and where no known quantity has it."""
    for kind, patterns in (("transposed", _TRANSPOSED), ("minus", _MINUS), ("", _NEUTRAL)):
        for pattern in patterns:
            if not deep or not (found := pattern.match(label)):
                continue
            name = found["name"] + (found.groupdict().get("remark") or "")
            inner = _marked(name, layers, deep - 1)
            if inner is None and _is_quantity(name, layers):
                inner = _Marked(name)
            if inner is not None:
                transposed = inner.transposed != (kind == "transposed")
                return replace(inner, transposed=transposed, minus=inner.minus != (kind == "minus"))
    return None


def _is_quantity(name: str, layers: int) -> bool:
    meaning = meaning_of(name, layers)
    known = meaning.quantity is not None or meaning.gradient
    return known and meaning.quantity != ASIDE


def _require_no_factor(label: str, layers: int, *, is_array: bool) -> None:
    for pattern in _FACTORS:
        found = pattern.search(label)
        if found is None:
            continue
        before = found.groupdict().get("before")
        if before is not None and not re.search(r"[^\W\d]", before):
            continue  # the size 2 × 3
        name = label.replace(found[0], before or "").strip()
        if not _is_quantity(name, layers) or _is_step(label, layers):
            continue
        remedy = f"Write the values of {quoted(name, 40)} without it"
        if is_array:
            remedy += f", or put it before the numbers, as in {name[:40]} = 1e-2 * [[8.2, 8.3]]"
        raise BackpropError(f"The name {quoted(label, 60)} contains a factor. {remedy}.")


def _is_step(label: str, layers: int) -> bool:
    return meaning_of(label, layers).quantity in _STEPS


def _transposed(array: WrittenArray, label: str) -> WrittenArray:
    if array.values.ndim < 2:
        return array
    turned: dict[str, Any] = {
        name: np.swapaxes(value, -1, -2)
        for name in ("values", "texts", "units")
        if (value := getattr(array, name)) is not None
    }
    return replace(
        _noted(array, f"given as {quoted(label, 40)}: rows and columns exchanged"),
        **turned,
        rows=array.columns,
        columns=array.rows,
    )


def _negated(array: WrittenArray, label: str) -> WrittenArray:
    texts = np.vectorize(_minus, otypes=[object])(array.texts)
    made = replace(array, values=0.0 - array.values, texts=texts)
    return _noted(made, f"given as {quoted(label, 40)}: signs turned")


def _minus(text: Any) -> Any:
    bare = str(text).strip()
    if not re.search(r"\d", bare):
        return text
    return bare[1:] if bare[0] in "-−" else f"-{bare.removeprefix('+')}"


def _noted(array: WrittenArray, note: str) -> WrittenArray:
    return replace(array, notes=(*array.notes, note))
