"""One line of a paste: labels and what stands behind them.

A line may hold several: z_h1 = 0.3775, z_h2 = 0.3925. Behind an equals sign may stand the working
of an exercise, as in δ = 0.74 · 0.19 = 0.14; what is read then is behind the last one.
"""

from __future__ import annotations

import re

from backprop_core.written.reading.brackets import Brackets
from backprop_core.written.reading.labels import LONGEST_LABEL, read_label
from backprop_core.written.reading.scale import refused_factor
from backprop_core.written.reading.statement import Statement
from backprop_core.written.reading.working import ARROWS, behind_working, restated

_IN_ROWS = frozenset(["run", "gap", "dash", ",", ";", "tab", "&", "break", "string"])
_NAMES = frozenset(["name", "string"])
_BETWEEN = frozenset([",", ";", "newline", "break", "tab", "&"])
_SCALES = re.compile(r"(?i)\b(?:per ?cent|percent|million|thousand|half|times|minus|plus|e|or)\b")
_ONE_NUMBER = re.compile(r"\(?[-−+]?[0-9.,/]+(?:e[-+]?[0-9]+)?\)?", re.I)
_TWO_NUMBERS = frozenset(("to", "vs", "vs.", "versus", "until", "bis", "through", "jusqu'à", "or"))


def statements_of(brackets: Brackets) -> list[Statement]:
    """All labels and values on a line, in order; raises BackpropError for anything else."""
    found: list[Statement] = []
    at = _behind_enumeration(brackets)
    while brackets.tokens[at].kind != "end":
        if found and (brackets.tokens[at].kind in _BETWEEN or _is_remark(brackets, at)):
            at += 1
        elif found and (behind := _behind_aside(brackets, at)):
            said = brackets.source.between(brackets.tokens[at], brackets.tokens[behind - 1])
            found[-1].notes.append(f"{said} left out")
            at = behind
        elif found and _leads_to_name(brackets, at):
            at += 1  # net_h1 = 0.25 -> out_h1 = 0.56
        elif found and _scales_array(brackets, at, found[-1]):
            raise refused_factor(brackets.source.text[found[-1].start : found[-1].end])
        elif found and _is_factor(brackets, at):
            raise brackets.source.unreadable(brackets.tokens[at - 1], is_call=True)
        else:
            before = brackets.tokens[at - 1] if found else None
            statement, at = _statement(brackets, at, not found)
            if before and before.kind == "run" and statement.label in _TWO_NUMBERS:
                raise brackets.source.refusal(before, "two numbers", brackets.tokens[at - 1])
            if found and statement.is_remark:
                found[-1].notes.append(f"{statement.label} left out")
            else:
                found.append(statement)
    _name_all(found)
    return found


_OF_ONE = re.compile(
    r"((?:neuron |unit |node )?[A-Za-z]_?\d{1,2}|(?:(?:hidden|output) )?(?:neuron|unit|node)"
    r"(?: #?\d{1,2})?) ?: ?\S.*",
    re.I,
)
_OF_ALL = re.compile(
    r"((?:sample|example) ?\d{1,3}|(?:new|updated) (?:weights|values|biases|parameters)"
    r"|(?:epoch|iter(?:ation)?|step) ?\d{1,9}) ?[:|,\t] ?\S.*",
    re.I,
)


_OF_NEURONS = re.compile(r"([^\W\d][^:=]{0,40}?) ?: ?[hoHO]_?\d{1,2}")  # Net inputs: h1 = …
_NEURON = re.compile(r"[hoHO]_?\d{1,2}")


def _name_all(found: list[Statement]) -> None:
    """In "h1: net = 0.3, out = 0.6" the name before the colon is that of all numbers behind, unless
    they have names of their own."""
    label = (found[0].label or "") if len(found) > 1 else ""
    if of_neurons := _OF_NEURONS.fullmatch(label):
        for one in found[1:]:
            if one.label and _NEURON.fullmatch(one.label):
                one.label = f"{of_neurons[1]}: {one.label}"
        return
    of_all = _OF_ALL.fullmatch(label)
    first = of_all or _OF_ONE.fullmatch(label)
    if first is None:
        return
    for one in found[1:]:
        if one.label and (of_all or not re.search(r"\d", one.label)):
            one.label = f"{first[1]}: {one.label}"


def _behind_enumeration(brackets: Brackets) -> int:
    """Behind "1." or "1)" or "(1)" in front of a name, as in a list of results."""
    tokens = brackets.tokens
    kinds = [token.kind for token in tokens[:4]]
    if kinds in (["(", "run", ")", "name"], ["(", "name", ")", "name"]):
        return 3 if tokens[1].end - tokens[1].start < 3 else 0
    text = brackets.source.of(tokens[0])
    is_count = tokens[0].kind == "run" and text.rstrip(".").isdigit()
    if is_count and text.endswith(".") and tokens[1].kind == "name":
        return 1
    is_bracket = is_count and brackets.source.of(tokens[1]) == ")"
    return 2 if is_bracket and tokens[2].kind == "name" else 0


def _is_remark(brackets: Brackets, at: int) -> bool:
    """Whether an option such as shape=(2, 3) stands behind an array, or a full stop."""
    text = brackets.source.of(brackets.tokens[at])
    is_option = brackets.tokens[at].kind == "option" and not text[-1].isdigit()
    return is_option or _is_full_stop(brackets, at)


_BESIDE = frozenset(("target", "expected", "desired", "correct", "should", "soll", "was", "exact"))


def _behind_aside(brackets: Brackets, at: int) -> int:
    """Behind words in brackets after a value: (I think), (positive, unchanged), (target 0.01); 0
    elsewhere."""
    tokens = brackets.tokens
    if tokens[at].kind != "(" or tokens[at - 1].end == tokens[at].start:
        return 0
    behind = range(at + 1, min(at + 12, len(tokens)))
    end = next((k for k in behind if tokens[k].kind not in ("name", ",")), at)
    is_beside = brackets.source.of(tokens[at + 1]).lower() in _BESIDE
    if is_beside and tokens[end].kind in (":", "="):
        end += 1
    if is_beside and tokens[end].kind == "run":
        end += 1
    return end + 1 if end > at + 1 and tokens[end].kind == ")" else 0


def _leads_to_name(brackets: Brackets, at: int) -> bool:
    """Whether an arrow stands here before a name with an equals sign."""
    tokens = brackets.tokens
    is_arrow = tokens[at].kind == "=" and brackets.source.of(tokens[at]) in ARROWS
    return is_arrow and tokens[at + 1].kind == "name" and brackets.source.of(tokens[at + 2]) == "="


def _is_factor(brackets: Brackets, at: int) -> bool:
    """Whether a bracket stands right behind a value, as in 0.5(0.3) or W(x)."""
    token, before = brackets.tokens[at], brackets.tokens[at - 1]
    return token.kind == "(" and before.end == token.start and before.kind not in _BETWEEN


def _scales_array(brackets: Brackets, at: int, before: Statement) -> bool:
    """Whether an array stands right behind one number with a name, as in dW = 0.5 [[…]]."""
    first = brackets.source.text[before.start : before.end]
    follows = brackets.tokens[at].kind == "[" and brackets.tokens[at - 1].kind not in _BETWEEN
    return follows and before.label is not None and bool(_ONE_NUMBER.fullmatch(first))


def _is_full_stop(brackets: Brackets, at: int) -> bool:
    """Whether a sentence ends here, and with it the line or the word before a space."""
    token = brackets.tokens[at]
    rest = brackets.source.text[token.end : token.end + 1]
    return brackets.source.of(token) == "." and (not rest or rest.isspace())


def _statement(brackets: Brackets, at: int, is_first: bool) -> tuple[Statement, int]:
    first = at
    label = read_label(brackets, at)
    text, at = label.text, label.at
    statement = Statement(text, sign=label.sign)
    if not label.sign and brackets.tokens[at].kind in ("word", "run", "("):
        is_call = (
            label.text is not None and brackets.tokens[at - 1].end == brackets.tokens[at].start
        )
        if label.text is None or is_call:  # 0.5*0.3 = 0.15, or tanh(0.5) = 0.46
            at, is_working = behind_working(brackets, first, "=", statement)
            statement.label = _marked_name(brackets, first, at, statement) if is_working else None
            if is_call and not is_working:
                raise brackets.unreadable(at)
    while label.sign and brackets.tokens[at].kind not in ("end", "newline"):
        at, is_working = behind_working(brackets, at, label.sign, statement)
        if is_working or brackets.begins(at) or brackets.tokens[at].kind not in _NAMES:
            break
        label = read_label(brackets, at)  # Layer 1: dW = …
        if not label.text or not (label.sign or brackets.tokens[label.at].kind == "run"):
            break
        if not label.sign:  # Unit 4: net input -0.7
            last = brackets.tokens[label.at - 1]
            statement.label = brackets.source.between(brackets.tokens[first], last)
            statement.sign, at = "", label.at
            break
        text = brackets.source.between(brackets.tokens[first], brackets.tokens[label.at - 2])
        statement.label, statement.sign, at = text, label.sign, label.at
    if brackets.tokens[at].kind in ("end", "newline"):
        has_working = bool(statement.notes) and statement.label is None
        if not (has_working or is_first or statement.sign) and _are_words(text or ""):
            statement.is_remark = True  # "for the first weight." behind a number
        elif has_working or (not is_first and not statement.sign):
            raise brackets.source.refusal(
                brackets.tokens[first], "with no number after it", brackets.tokens[at - 1]
            )
        return statement, at
    return _with_value(brackets, at, statement)


_MARKED_NAME = re.compile(
    r"\((?:[^()=]|\([^()=]*\))*[^\W\d](?:[^()=]|\([^()=]*\))*\)(?: ?\^ ?\S+|[ᵀ⊤]|\.T)?"
    r"|-?[0-9.]+(?:e[+-]?[0-9]+)? ?[*·×⋅] ?[^\W\d][^\s=]*|[^\W\d][^\s=]*/[0-9.]+",
    re.I,
)


def _marked_name(brackets: Brackets, first: int, at: int, statement: Statement) -> str | None:
    """A name in brackets or with a factor, as in (-dW2) = [[…]] or 100*dW2 = [[…]], before an
    array: it is no working."""
    text = brackets.source.between(brackets.tokens[first], brackets.tokens[at - 2])
    if len(text) > LONGEST_LABEL or not brackets.begins(at) or not _MARKED_NAME.fullmatch(text):
        return None
    statement.notes.clear()
    return text


def _are_words(text: str) -> bool:
    """Whether a text is words and nothing else, none of which changes the number before them."""
    is_plain = re.fullmatch(r"[^\W\d_]{2,}(?:[ ,'-]{1,2}[^\W\d_]+)+[.!;]?", text)
    return bool(is_plain) and not _SCALES.search(text)


def _with_value(brackets: Brackets, at: int, statement: Statement) -> tuple[Statement, int]:
    tokens = brackets.tokens
    statement.start = tokens[at].start
    if brackets.begins(at):
        statement.node, at = brackets.value(at)
    else:
        behind = _row_end(brackets, at)
        if behind == at:
            raise brackets.unreadable(at)
        statement.row = tokens[at:behind]
        at = restated(brackets, behind, statement)
    statement.end = tokens[at - 1].end
    return statement, at


def _row_end(brackets: Brackets, at: int) -> int:
    """Where a row of numbers ends: at a word, or at a comma with a label behind it."""
    tokens = brackets.tokens
    start = at
    while tokens[at].kind in _IN_ROWS and not (at > start and brackets.begins(at)):
        if tokens[at].kind == "string" and not brackets.is_number_text(at):
            break
        if tokens[at].kind in (",", ";") and tokens[at + 1].kind not in _IN_ROWS:
            break
        if tokens[at].kind == "string" and at > start and tokens[at + 1].kind in (":", "="):
            break
        at += 1
    return at
