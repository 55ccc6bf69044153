"""The working of an exercise behind an equals sign, and numbers that are told twice.

Of δ = 0.74 · 0.19 = 0.14 what stands behind the last equals sign is read; nothing is worked out.
"""

from __future__ import annotations

import re

from backprop_core.written.number import is_number, written_number
from backprop_core.written.reading.brackets import Brackets
from backprop_core.written.reading.statement import Statement

# What stands behind is another number, no working.
_ANDS = frozenset(["and", "while", "but", "then", "und", "sowie", "dann", "et", "puis"])
# Behind a result: z = 0.5 + 0.6 = 1.1 so a = 0.75.
_SO = frozenset(["so", "thus", "hence", "therefore", "giving", "which"])
_SO |= {"also", "daher", "somit", "donc", "alors"}
_WORKING = frozenset((*"*+/^-·×⋅∙•√", "x", "X", "\\cdot", "\\times", "\\ast", "\\div"))
ARROWS = frozenset(("->", "=>", "-->", "→", "⟶", "\\to", "\\rightarrow", "⟹"))


def behind_working(
    brackets: Brackets, at: int, sign: str, statement: Statement
) -> tuple[int, bool]:
    """Past the working of an exercise, up to the last equals sign; nothing is worked out."""
    is_working = False
    first = at
    while sign == "=" and (equals := _next_equals(brackets, at)):
        is_working = True
        at = equals + 1
    if is_working:
        working = brackets.source.between(brackets.tokens[first], brackets.tokens[at - 2])
        if statement.label and _updates(statement.label, working):
            statement.label = f"new {statement.label}"
        statement.notes.append(
            "read after the last equals sign; the working before it was not read"
        )
    return at, is_working


def _updates(label: str, working: str) -> bool:
    """Whether a weight or bias is worked out from its old value: w5 = 0.4 - 0.5 * 0.0822 = …"""
    if not re.fullmatch(r"[wWbθΘ][\w^(){}⁽⁾₀-₉⁰-⁹¹²³]{0,20}", label) or "new" in label:
        return False
    rate = r"(?:[0-9.]+ *[*·⋅×x]|η|eta|lr|α|\\)"
    return bool(re.match(rf"(?:{re.escape(label)}|[0-9.]+) *[-−] *\(? *-?{rate}", working))


def _next_equals(brackets: Brackets, at: int) -> int:
    """The place of an equals sign with working before it; 0 where a value stands here."""
    tokens = brackets.tokens
    depth = 0
    has_sign = tokens[at].kind in ("name", "word", "sign", "-") and not brackets.begins(at)
    if brackets.begins(at) and tokens[at].kind not in ("(", "run"):
        return 0
    for place in range(at, min(at + 400, len(tokens))):
        kind = tokens[place].kind
        depth += (kind in "[({") - (kind in "])}")
        is_and = kind == "name" and brackets.source.of(tokens[place]) in _ANDS
        if (
            kind in ("end", "newline", "comment", ":")
            or (depth == 0 and is_and)
            or (depth == 0 and kind in (",", ";", "break"))
        ):
            return 0
        if depth == 0 and place > at and _begins_anew(brackets, place):
            return 0
        has_sign |= brackets.source.of(tokens[place]) in _WORKING or kind in ("word", "dash")
        has_sign |= kind in ("(", "name") and place > at and tokens[place - 1].kind != "run"
        has_sign |= kind == "(" and place > at
        if kind == "=" and depth == 0:
            return place if has_sign else 0
    return 0


def _begins_anew(brackets: Brackets, place: int) -> bool:
    """Whether another number is spoken of from this word on."""
    return _is_next_sentence(brackets, place) or _goes_on_from_result(brackets, place)


def _goes_on_from_result(brackets: Brackets, place: int) -> bool:
    """Whether a result stands before this word, and from it goes on what is another number: z = 0.5
    + 0.6 = 1.1 so a = 0.75, or z = 0.5 + 0.6 = 1.1 sigmoid(1.1) = 0.75."""
    tokens, of = brackets.tokens, brackets.source.of
    kinds = [token.kind for token in tokens[place - 2 : place + 1]]
    if kinds != ["=", "run", "name"]:
        return False
    called = [token.kind for token in tokens[place + 1 : place + 5]] == ["(", "run", ")", "="]
    is_of_result = called and of(tokens[place + 2]) == of(tokens[place - 1])
    return is_of_result or of(tokens[place]).lower() in _SO


def _is_next_sentence(brackets: Brackets, place: int) -> bool:
    """Whether a word stands here behind a full stop, as in 'a2 = 0.6. Then z = 0.9'."""
    before, token = brackets.tokens[place - 1], brackets.tokens[place]
    is_word = token.kind == "name" and len(brackets.source.of(token)) > 2
    ends = brackets.source.text[before.end - 1] == "." and before.end < token.start
    return is_word and ends


def restated(brackets: Brackets, at: int, statement: Statement) -> int:
    """Behind 0.37754 ≈ 0.378 or 1/3 = 0.333: one number told twice, of which the finer counts."""
    tokens = brackets.tokens
    while (
        tokens[at].kind == "="
        and [token.kind for token in statement.row] == ["run"]
        and tokens[at + 1].kind == "run"
        and is_number(brackets.source.of(statement.row[0]))
        and is_number(brackets.source.of(tokens[at + 1]))
    ):
        if brackets.source.of(tokens[at]) in ARROWS and statement.label:
            old, statement.row = brackets.source.of(statement.row[0]), [tokens[at + 1]]
            statement.label = f"new {statement.label}"
            statement.notes.append(f"{old} left out: the value before the update")
            at += 2
            continue
        one, other = (
            written_number(brackets.source.of(t)) for t in (statement.row[0], tokens[at + 1])
        )
        coarser = max(one.half_unit, other.half_unit)
        if abs(one.value - other.value) > coarser * (1 + 1e-9):
            raise brackets.source.refusal(
                statement.row[0], "two numbers that are not the same", tokens[at + 1]
            )
        left_out = other.text if one.half_unit <= other.half_unit else one.text
        if one.half_unit > other.half_unit:
            statement.row = [tokens[at + 1]]
        statement.notes.append(f"{left_out} left out, which the other number rounds to")
        at += 2
    return at
