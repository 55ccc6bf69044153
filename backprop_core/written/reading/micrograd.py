"""micrograd's Value(data=…, grad=…), which holds a number and the derivative with respect to it.

Of a weight the derivative is meant, of an output or a loss the number itself; so is that of the one
Value from which the pass went back. As everywhere, a place in the text stays the same place.
"""

from __future__ import annotations

import re

_NUMBER = r"[-+]?[0-9.]{1,40}(?:e[-+]?[0-9]{1,3})?"
_VALUE = re.compile(
    rf"(?P<label>[^\W\d]\w{{0,60}} ?[=:]? ?)?Value\(data=(?P<data>{_NUMBER})"
    rf"(?:, grad=(?P<grad>{_NUMBER}))?[^()\n]{{0,80}}\)"
)
_RESULT = re.compile(
    r"(?i)(?:total_?)?(?:loss|cost|mse|error|out(?:put)?|act|y_?(?:hat|pred)?|pred|[zahonelj])\w?\d*$"
)
_START = ("1", "1.0")

Notes = list[tuple[int, str]]


def without_values(text: str, notes: Notes) -> str:
    """The text with the number that is meant in the place of each Value; `notes` are added to."""
    if "Value(" not in text:
        return text
    count = len(_VALUE.findall(text))

    def meant(found: re.Match[str]) -> str:
        label = found["label"] or ""
        is_result = bool(_RESULT.match(label.strip(" =:")))
        is_start = count == 1 and not label and found["grad"] in _START
        taken = "data" if is_result or is_start or not found["grad"] else "grad"
        notes.append((found.start(), f"of Value(data, grad) {taken} was read"))
        return f"{label}{found[taken]}".ljust(len(found[0]))

    return _VALUE.sub(meant, text)
