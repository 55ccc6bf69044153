"""A number as somebody types it into a cell. Nothing is guessed: 1,5 and 1/3 are refused."""

from __future__ import annotations

import math
import re

from backprop_core import BackpropError

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
SHOWN = ".12g"  # as a cell shows a number, which may have more digits


def typed_number(text: str | None, where: str) -> float:
    """The finite number that `text` is; raises BackpropError, naming `where`, for anything else."""
    plain = (text or "").strip().replace("−", "-")
    if not plain:
        raise BackpropError(f"{where} is empty. It takes a finite number; the old value stays.")
    if not _NUMBER.fullmatch(plain) or not math.isfinite(float(plain)):
        raise BackpropError(
            f"{where} got {plain[:40]!r}. It takes a finite number, such as 0.5, -2 or 1e-3"
            f"{', with a point and no comma' if ',' in plain else ''}; the old value stays."
        )
    return float(plain)
