"""APL and J: a minus sign of their own, and the shape of an array before its numbers.

2 3⍴0.1 0.2 0.3 ¯0.4 0.5 0.6 and 2 3 $ 0.1 0.2 0.3 _0.4 0.5 0.6 become rows with semicolons between.
As everywhere, a place in the text stays the same place.
"""

from __future__ import annotations

import re
from math import prod

_MINUS = re.compile(r"(?<![\w\]})])_(?=\.?[0-9][0-9.]*(?:e[-_]?[0-9]+)?(?:[ \n,;)\]]|$)(?! *[=:]))")
_EXPONENT = re.compile(r"(?<=[0-9])e_(?=[0-9])")
_SHAPED = re.compile(
    r"(?P<shape>[0-9]{1,9}(?: [0-9]{1,9}){0,1}) ?[⍴$] ?(?P<numbers>[-+0-9.eE ]+)$", re.MULTILINE
)
_NAMED = re.compile(r"(?<=\w) ?(?:=[:.](?= )|←)(?= *[-_0-9])")


def without_shapes(text: str) -> str:
    """The text with ordinary minus signs, and with rows in the place of a shape."""
    if "_" in text:
        text = _EXPONENT.sub("e-", _MINUS.sub("-", text))
    if "$" in text or "⍴" in text:
        text = _SHAPED.sub(_in_rows, text)
    return _NAMED.sub(lambda found: "=".ljust(len(found[0])), text)


def _in_rows(found: re.Match[str]) -> str:
    """Left as it is, and so refused, where there are not as many numbers as the shape says."""
    shape = [int(size) for size in found["shape"].split()]
    places = [each.start() for each in re.finditer(r"(?<!\S)\S", found["numbers"])]
    if not places or prod(shape) != len(places):
        return found[0]
    numbers = list(found["numbers"])
    for at in places[shape[-1] :: shape[-1]]:
        numbers[at - 1] = ";"
    return "".join(numbers).rjust(len(found[0]))
