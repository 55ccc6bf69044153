"""What a comma between two digits means: 0,15 may be one number or two.

The text itself usually tells: a decimal point elsewhere, three numbers in a row, or a decimal
with tabs or semicolons between. Where it could be either, nothing is guessed: an error asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from backprop_core.checks import quoted
from backprop_core.errors import BackpropError
from backprop_core.written.reading.constructors import CONSTRUCTORS
from backprop_core.written.reading.source import THOUSANDS, CommaError
from backprop_core.written.reading.tokens import Token

_PAIR = re.compile(r"([+-]?[0-9]+),([0-9]+)((?:[eE]|\*\^|[×x✕·⋅∙*]10).*)?")
_MAY_BE_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")
_TIMES = re.compile(r"[0-9],[0-9]+(?: {0,2}[×x✕·⋅∙*]| ?\\times| ?\\cdot) ?")


@dataclass
class _Evidence:
    """What the commas between digits look like, in all of the text."""

    pairs: list[str] = field(default_factory=list)  # 0,15: one number or two
    thousands: list[str] = field(default_factory=list)  # 1,234 or 1.234,5
    lists: bool = False  # 1,2,3 or 0.5,1 or ],[: a comma stands between
    points: bool = False  # a decimal point somewhere
    clear_points: bool = False  # one that is no mark between thousands
    pointed: list[str] = field(default_factory=list)  # 1.200: with a decimal point or 1200
    sure: bool = False  # a pair that cannot be two numbers: 0,05 or -0,5
    apart: bool = False  # spaces, tabs, | or & stand between pairs
    semicolons: bool = False  # semicolons stand between pairs, not in [ ]


def decimal_comma(text: str, tokens: list[Token], said: str | None) -> bool:
    """Whether commas between digits are decimal commas; `said` is "," or "." where that is known.

    Raises CommaError where both would do and nothing is said.
    """
    if said == "." or not re.search(r"[0-9],[0-9]", text):
        return False
    seen = _evidence(text, tokens)
    suspects = seen.pairs + seen.thousands
    if not suspects:
        return False
    if seen.lists:
        if seen.sure or (seen.apart and seen.pairs):
            raise CommaError(suspects[0])
        return False
    if said == ",":
        _require_no_thousands(seen)
        return True
    in_doubt = seen.pointed and not seen.clear_points and _look_decimal(seen.pairs)
    if seen.points and seen.pairs and not (seen.apart or seen.sure or in_doubt):
        return False
    if seen.points or not seen.pairs:
        raise CommaError(suspects[0])
    if seen.sure or seen.apart or (seen.semicolons and _look_decimal(seen.pairs)):
        return True
    raise CommaError(suspects[0])


def _require_no_thousands(seen: _Evidence) -> None:
    """Raise BackpropError for 1.200 among decimal commas."""
    for text in [] if seen.clear_points else seen.pointed:
        raise BackpropError(
            f"The text holds {quoted(text)} among decimal commas, which may have a decimal point "
            f"or a mark between thousands. Write {text.replace('.', ',')} or "
            f"{text.replace('.', '')}."
        )


def _look_decimal(pairs: list[str]) -> bool:
    return any(pair.lstrip("+-").startswith("0,") or len(pair.split(",")[1]) > 1 for pair in pairs)


def _evidence(text: str, tokens: list[Token]) -> _Evidence:
    seen = _Evidence()
    in_code: list[bool] = []  # for each open bracket, whether it is code, such as array([0,1])
    squares = 0  # open [ brackets, in which semicolons may end rows
    for place, token in enumerate(tokens):
        if token.kind in ("[", "(", "{"):
            in_code.append(in_code[-1:] == [True] or _is_code(text, tokens, place))
            squares += token.kind == "["
        elif token.kind in ("]", ")", "}") and in_code:
            in_code.pop()
            squares -= token.kind == "]"
        if token.kind == "," and _between_brackets(tokens, place):
            seen.lists = True
        if token.kind == "run" and not _is_index(text, tokens, place):
            beside = {tokens[at].kind for at in (place - 1, place + 1) if 0 <= at < len(tokens)}
            run = text[token.start : token.end]
            seen.lists |= in_code[-1:] == [True] and "," in run
            _look_at(run, beside, not squares, seen)
    return seen


def _between_brackets(tokens: list[Token], place: int) -> bool:
    after = [token.kind for token in tokens[place + 1 : place + 3] if token.kind != "newline"]
    return tokens[place - 1].kind in ("]", ")", "}") and after[:1] in (["["], ["("], ["{"])


def _is_code(text: str, tokens: list[Token], place: int) -> bool:
    """Whether a bracket is that of array(…) or of a dict's value, where no decimal comma can be."""
    before = [text[token.start : token.end] for token in tokens[max(0, place - 2) : place]]
    if not before:
        return False
    is_call = tokens[place].kind == "(" and before[-1].rsplit(".")[-1] in CONSTRUCTORS
    is_value = before[-1] in (":", "=>") and before[0][:1] in ("'", '"')
    return is_call or is_value


def _is_index(text: str, tokens: list[Token], place: int) -> bool:
    """Whether a run is an index, as in W[0,1] or w_{1,2}."""
    if place < 2 or tokens[place - 1].kind not in "[({":
        return False
    opening, name = tokens[place - 1], tokens[place - 2]
    word = text[name.start : name.end].rsplit(".")[-1]
    touches = name.end == opening.start and name.kind in ("name", "sign")
    return touches and word not in CONSTRUCTORS


def _look_at(run: str, beside: set[str], is_outside: bool, seen: _Evidence) -> None:
    clumps = run.split(" ")
    seen.sure |= bool(_TIMES.search(run))
    with_comma = 0
    for clump in clumps:
        bare = clump.rstrip(",")
        if "," not in bare:
            if _MAY_BE_THOUSANDS.fullmatch(bare):
                seen.pointed.append(bare)
            else:
                seen.clear_points |= "." in bare
            seen.points |= "." in bare
            continue
        with_comma += 1
        if THOUSANDS.fullmatch(bare):
            seen.thousands.append(bare)
        elif pair := _PAIR.fullmatch(bare):
            seen.pairs.append(bare)
            left, right, exponent = pair.groups()
            long = len(right) > 2 or (len(right) > 1 and right[0] == "0")
            seen.sure |= long or left in ("-0", "+0") or bool(exponent)
        else:
            seen.lists = True
            seen.points |= "." in bare
    if with_comma:
        between = [clump.endswith(",") for clump in clumps[:-1] if clump]
        seen.apart |= bool(beside & {"tab", "|", "&"}) or (bool(between) and not any(between))
        seen.semicolons |= is_outside and ";" in beside
