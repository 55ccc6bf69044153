"""Signs that people type or paste for others: x² and −x are read, |x| and x > 0 are told how."""

from __future__ import annotations

import re

_RAISED, _LOWERED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹", str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_PLAIN = str.maketrans({"−": "-", "–": "-", "·": "*", "×": "*", "⋅": "*"})
CASES = "write cases with max(0, …), or with heaviside(…), which is 1 above 0 and 0 elsewhere"
HINTS = {
    "^": "a power is written **",
    "=": "type only the right-hand side of the equation",
    "|": "an absolute value is written abs(…)",
    "√": "a root is written sqrt(…)",
    "π": "it is written pi",
    "σ": "it is written sigmoid(…)",
    **dict.fromkeys("<>≤≥", CASES),
}


class FormulaError(Exception):
    """Why a formula is not taken, as the end of a sentence.

    `hint` says what to write instead; without one all that can be typed is told.
    """

    def __init__(self, why: str, hint: str = "") -> None:
        super().__init__(f"{why}; {hint}" if hint else why)
        self.hint = hint


def in_plain_signs(text: str) -> str:
    """What word processors and phones make of - * and **, as it is typed: x², −x, 2·x."""
    unclear = re.search(rf"[{_RAISED}]\s*(\*\*|\^)", text)
    if unclear:
        raise FormulaError(
            "a power of a power can be read in two ways", "set brackets, as in (x**2)**3"
        )
    text = re.sub(f"[{_RAISED}]+", lambda power: f"**({power[0].translate(_LOWERED)})", text)
    return text.translate(_PLAIN)
