"""Calls that say what an array is called or how it lies, with the name or the sizes elsewhere.

assert_allclose(dW1, [[…]]) and R's matrix(…) -> dW1 are an array with its name; nalgebra has the
sizes in the name of a type; np.c_ sets columns side by side; np.matrix("0.1 0.2") is in quotes.
They become a name, = and brackets, in no more room. Nothing is called.
"""

from __future__ import annotations

import re

_LINES = re.MULTILINE
_NUMBERS = r"[-+0-9.,eE\s]{1,4000}"
_COMPARED = (
    r"(?:assert_(?:all)?close|assert_(?:array_)?(?:almost_)?equal|allclose|isclose|equal"
    r"|assert(?:Almost)?Equals?)"
)
_LISTED = r"[-+0-9.,eE\s\[\]]{1,4000}"
_TOLERANCE = r"(?:rtol|atol|decimal|places|delta|abs_tol|rel_tol) ?= ?[-0-9.e]{1,20}"
_MADE_IN_R = r"(?:c|matrix|array|rbind|cbind|t)\([^\n]{1,4000}\)|[-+]?[0-9][0-9.eE+-]{0,40}"

_WRITTEN = tuple(
    (re.compile(pattern, _LINES), written)
    for pattern, written in (
        (
            rf"^ *(?:assert )?(?:[\w.]{{1,40}}\.)?{_COMPARED}\((?P<name>[^\W\d][\w.]{{0,60}}), ?"
            rf"(?P<value>(?>[\w.]{{1,30}}\({_LISTED})\)|(?>{_LISTED}))"
            rf"(?:,? ?{_TOLERANCE}){{0,3}}\) *;?$",
            r"\g<name>=\g<value>",
        ),
        (
            rf"^ *(?P<value>{_MADE_IN_R}) ?->>? ?(?P<name>[A-Za-z][\w.]{{0,60}}) *;?$",
            r"\g<name> = \g<value>",
        ),
        (
            r"\b(?:Row)?[DS]?Vector[1-6]?(?:::<[^<>\n]{1,40}>)?::(?:new|from|from_\w{3,12})"
            rf"\((?:&|vec!)?\[?(?P<numbers>{_NUMBERS})\]?\)",
            r"[\g<numbers>]",
        ),
        (
            rf"\b[DS]?Matrix::from_row_slice\((?P<sizes>[0-9]{{1,4}}, ?[0-9]{{1,4}}), ?&?"
            rf"\[(?P<numbers>{_NUMBERS})\]\)",
            r"row_reshape([\g<numbers>],\g<sizes>)",
        ),
        (
            r"\b[DS]?Matrix::from_(?:column_slice|vec)\((?P<sizes>[0-9]{1,4}, ?[0-9]{1,4}), ?"
            rf"(?:&|vec!)?\[(?P<numbers>{_NUMBERS})\]\)",
            r"reshape([\g<numbers>],\g<sizes>)",
        ),
        (r"\b(?:np|numpy)\.c_\[(?P<columns>[^\n]{1,4000})\](?= *;?$)", r"c_([\g<columns>])"),
        (r"\b(?:np|numpy)\.r_\[", "["),
        (r"\b(?:np\.)?(?:matrix|mat)\(\"(?P<rows>[-+0-9.eE ,;]{1,4000})\"\)", r"[\g<rows>]"),
        (
            r"\b(?:mat|vec|rowvec|colvec) (?P<name>\w{1,60})"
            r"[({]\"(?P<rows>[-+0-9.eE ,;]{1,4000})\"[)}]",
            r"\g<name>=[\g<rows>]",
        ),
    )
)
_OF_NALGEBRA = re.compile(
    rf"\bMatrix(?P<rows>[1-6])(?:x(?P<columns>[1-6]))?::new\((?P<numbers>{_NUMBERS})\)"
)


def without_calls(text: str) -> str:
    """The text with such calls as names and brackets; any other text as it is."""
    if "(" not in text and "->" not in text and "np." not in text:
        return text
    if "::" in text:
        text = _OF_NALGEBRA.sub(_in_rows, text)
    for pattern, written in _WRITTEN:
        text = _replaced(pattern, written, text)
    return text


def _replaced(pattern: re.Pattern[str], written: str, text: str) -> str:
    return pattern.sub(lambda found: found.expand(written).ljust(len(found[0])), text)


def _in_rows(found: re.Match[str]) -> str:
    """Row by row; left as it is, and so refused, where there are more or fewer numbers."""
    rows = int(found["rows"])
    columns = int(found["columns"] or rows)
    numbers = found["numbers"].split(",")
    if len(numbers) != rows * columns:
        return found[0]
    lines = (",".join(numbers[k : k + columns]) for k in range(0, len(numbers), columns))
    return f"[{';'.join(lines)}]".rjust(len(found[0]))
