"""What may be meant in two ways, so that either reading could be wrong without a word.

A space within a number, as scans and spreadsheets have it, makes two numbers of one. Such a text is
refused, and the message says what to write instead.
"""

from __future__ import annotations

import re

from backprop_core.checks import quoted
from backprop_core.errors import BackpropError
from backprop_core.written.number_pattern import TIMES, VULGAR

_THOUSANDS = re.compile(r"(?<![\w.,])[0-9]{1,3}(?:[\u00a0\u2009\u202f][0-9]{3})+(?![0-9])")
_DOUBTS = {
    r"(?<![\w.])(?<![A-Za-z] )[+-]?[0-9]+\. +[0-9]+(?![\w.,:;/*^-]| +[A-Za-z])": (
        "which may be one number with a space in it, or two. Leave the space out, or write 0.0 82"
    ),
    rf"(?<![\w.])[0-9]+ +[{''.join(VULGAR)}]": (
        "which may be one number or two. Write 4/3 for one and a third"
    ),
    r"(?<![\w.^-])[0-9]+\.[0-9]+ +10(?: ?\^|\*\*|[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹])": (
        "which may be one number or two. Write 1.5e-3 for one"
    ),
    rf"(?<![\w.])([0-9]+(?:[.,][0-9]+)?) ?{TIMES} ?10([+-][0-9]{{1,3}})"
    r"(?![\w.]|[^\n]*=)": r"whose power of ten is not raised. Write \1e\2",
    r"(?<![\w.,\[(])-?0\.,[0-9]{2,}(?![\w.])": "with a point and a comma side by side",
    r"[\[{][0-9]+(?:[×x][0-9]+)+ (?:single|double|cell|struct)[\]}]": (
        "where MATLAB shows only the size. Print the array itself, as with grads.dW1"
    ),
    r"\\[dtc]?frac ?\{ ?-?(?:[0-9]*\.[0-9]+ ?\}|[0-9]+ ?\} ?\{ ?-?[0-9]*\.[0-9])": (
        "which would have to be computed: nothing in a text is evaluated"
    ),
    r"(?<![\w.])[0-9]*[.,][0-9]\([0-9]{1,3}\)(?![eE])": (
        "which may be a period, an uncertainty or a product. Write the number alone"
    ),
}
_DOUBT = [(re.compile(pattern), why) for pattern, why in _DOUBTS.items()]
_ANY = re.compile(
    r"[0-9]\. |[0-9] +[^\x00-\x7f]|\.[0-9]+ +10|0\.,|frac|[0-9]\([0-9]|[0-9][×x][0-9]|10[+-][0-9]"
)


def require_no_doubt(text: str, bare: str) -> None:
    """Raise BackpropError for the first such place; `bare` is the text with plain signs."""
    if not text.isascii() and (found := _THOUSANDS.search(text)):
        raise BackpropError(
            f"The text holds {quoted(found[0])}, which may be one number with its thousands apart, "
            "or several. Leave the spaces out, or write ordinary ones."
        )
    if not _ANY.search(bare):
        return
    for pattern, why in _DOUBT:
        if doubt := pattern.search(bare):
            said = doubt.expand(why) if pattern.groups else why
            raise BackpropError(f"The text holds {quoted(doubt[0])}, {said}.")
