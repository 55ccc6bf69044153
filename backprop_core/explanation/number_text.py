"""One number as somebody wrote it: its value, and what a unit in its last digit is worth.

Plain decimal texts only: "0.0821", "-.5", "4.2e-3", "1,25" is none.
"""

from __future__ import annotations

import re

_DECIMAL = re.compile(r"\s*([+\-\u2212]?)(\d+\.?\d*|\.\d+)(?:[eE]([+\-\u2212]?\d+))?\s*")


def read(text: str) -> tuple[float, float] | None:
    """(value, unit of the last digit): "0.0820" → (0.082, 0.0001); None for what is no number."""
    found = _DECIMAL.fullmatch(text)
    if found is None:
        return None
    sign, digits, power = found.groups(default="")
    power = power.replace("\u2212", "-")
    exponent = int(power or 0) - len(digits.partition(".")[2])
    value = float(f"{digits}e{power or 0}")
    return (value if sign in ("", "+") else -value), float(f"1e{exponent}")
