"""What somebody writes before an array to say what it is: dW1 =, fc1.weight:, grad of W2.

A label may hold anything but decimal numbers, so that no number of an array is ever taken for a
part of its name. What only a program needs is left off it: quotes, prompts, types in C.
"""

from __future__ import annotations

import re

from backprop_core.written.reading.brackets import Brackets
from backprop_core.written.reading.tokens import CLOSING, OPENING

LONGEST_LABEL = 200  # characters
# Words that an integer belongs to: "layer 1" is a name, "loss 1" a name and a number.
_COUNTED = frozenset(
    [
        "layer",
        "epoch",
        "iteration",
        "iter",
        "step",
        "sample",
        "neuron",
        "unit",
        "node",
        "example",
        "batch",
        "pass",
        "update",
        "hidden",
        "output",
        "input",
        "case",
        "schritt",
        "schicht",
        "couche",
        "capa",
        "exercise",
        "part",
        "question",
        "problem",
    ]
)
_IN_LABELS = frozenset(
    ["name", "string", "sign", "gap", "dash", "word", ">", "transpose", "tab", "elision"]
)
_TYPES = (
    "static|const|constexpr|final(?! (?:loss|error|cost))|private|public|float|double|decimal|real|"
    "int|long|auto|var|let|val|mut|"
    "local|MatrixXd|VectorXd|export|readonly|cdef|my|our|mat|vec|rowvec|colvec|matrix|vector"
)
_TEMPLATE = r"(?:\w{1,20}::)?\w{1,20}<[\w<>:, \[\]]{1,60}>[&*]?"  # std::vector<double>
_DECLARED = re.compile(rf"(?:(?:(?:{_TYPES})(?:\[,*\])*|{_TEMPLATE}) +)+[@$%]?(?=\S)")
_SIZES = re.compile(r"(?: ?\[[0-9]*\])+$")
_PROMPT = re.compile(r"(?:>>>|>|\$|%%?|#+|//+|\*+|-(?=\s)|•)\s*")
_PRINT = re.compile(r"(?:print|disp|display|show)\((.{1,100})\)$")
_BRACED = r"\{((?:[^{}]|\{[^{}]*\}){1,80})\}"
_FONTS = r"\\(?:math\w+|text\w*|boldsymbol|bm|vec|hat|operatorname)"
_HAT = re.compile(r"\\(?:wide)?hat(?: ?\{ ?y ?\}| y(?![A-Za-z]))")
_LATEX = (
    (re.compile(rf"\\[dtc]?frac ?{_BRACED} ?{_BRACED}"), r"\1/\2"),
    (re.compile(rf"{_FONTS} ?\{{([^{{}}]{{1,80}})\}}"), r"\1"),
    (re.compile(r"([_^]) ?\{([^{}]{1,40})\}"), r"\1\2"),
)  # fmt: skip
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹⁾₍₎", "01234567890123456789)()")
_RAISED = re.compile(r"⁽(?=[⁰¹²³⁴⁵⁶⁷⁸⁹])")
_GREEK = {
    "partial": "∂", "nabla": "∇", "delta": "δ", "Delta": "Δ", "sigma": "σ", "theta": "θ",
    "alpha": "α", "beta": "β", "eta": "η", "omega": "ω", "Theta": "Θ", "Omega": "Ω", "ell": "ℓ",
}  # fmt: skip
# Both a raised and a lowered number: a₁² is a_1^2, of layer 2, and not a12.
_BOTH = re.compile(r"(?P<below>[₀-₉]+)(?P<above>[⁰¹²³⁴-⁹]+)|(?P<over>[⁰¹²³⁴-⁹]+)(?P<under>[₀-₉]+)")
_RAISED_NUMBER = re.compile(r"[0-9]{1,2}(?:_(?:[0-9]{1,3})?)?")  # of a^2, a^2_1 and w^2_{11}
_ORDINAL = re.compile(r"[0-9]+[^\W\d_]+[0-9]*")  # 1st, 2x3, 3D
_COMPARED = frozenset("<>≤≥≠≪≫")
_NO_LABELS = frozenset(("ans", "", "result", "tensor", "array"))


class Label:
    """What stands before a value, and where the value begins."""

    def __init__(self, text: str | None, at: int, sign: str) -> None:
        self.text, self.at, self.sign = text, at, sign


def read_label(brackets: Brackets, at: int) -> Label:
    """The label that begins at a token: its text or None, where its value begins, its sign."""
    tokens, start = brackets.tokens, at
    if tokens[at].kind == "=":
        return Label(None, at + 1, "=")
    if not _may_begin(brackets, at):
        return Label(None, at, "")
    stop = None  # the first number that belongs to the label only if = or : follows
    while tokens[at].kind not in ("end", "newline", "=", ":"):
        behind = _label_part(brackets, start, at)
        if not behind:
            break
        if tokens[at].kind == "run" and stop is None and not _is_counted(brackets, at):
            stop = at
        at = behind
    if tokens[at - 1].end - tokens[start].start > LONGEST_LABEL:
        raise brackets.source.refusal(
            tokens[start], "which is too long for the name of an array", tokens[at - 1]
        )
    if tokens[at].kind not in ("=", ":"):
        _require_name(brackets, start, at)
    else:
        sign = "=" if tokens[at].kind == "=" else ":"
        return Label(brackets.source.between(tokens[start], tokens[at - 1]), at + 1, sign)
    at = at if stop is None else stop
    return Label(brackets.source.between(tokens[start], tokens[at - 1]), at, "")


def _require_name(brackets: Brackets, start: int, at: int) -> None:
    """Refuse signs without a name, and indices that may as well be numbers."""
    tokens = brackets.tokens[start:at]
    in_brackets, depth = 0, 0
    compares = len(tokens) > 1 and brackets.source.of(tokens[-1]) in _COMPARED
    if compares and tokens[-2].end < tokens[-1].start and brackets.tokens[at].kind == "run":
        raise brackets.source.refusal(tokens[-1], "which compares and gives no number")
    for token in tokens:
        depth += (token.kind in OPENING) - (token.kind in CLOSING)
        if depth and token.kind == "run":
            in_brackets += len(brackets.source.numbers(token))
    has_name = any(token.kind in ("name", "string", "comment") for token in tokens)
    if in_brackets > 1 or (tokens and not has_name):
        stop = tokens[-1] if tokens else None
        raise brackets.source.refusal(
            brackets.tokens[start], "which is neither a number nor a name", stop
        )


def _may_begin(brackets: Brackets, at: int) -> bool:
    """Whether a label can begin at a token: not at a number or a bracket."""
    kind = brackets.tokens[at].kind
    if kind == "string":
        behind = brackets.tokens[at + 1].kind
        return behind in (":", "=", "end") or not brackets.is_number_text(at)
    return kind in ("name", "sign", ">", "dash") and not brackets.begins(at)


def _label_part(brackets: Brackets, start: int, at: int) -> int:
    """Where a label goes on behind a token that may stand in one; 0 where it may not."""
    token, tokens = brackets.tokens[at], brackets.tokens
    if token.kind == "word" and not _ORDINAL.fullmatch(brackets.source.of(token)):
        return at + 1 if _is_raised(brackets, at) else 0
    if token.kind in _IN_LABELS:
        return 0 if at > start and brackets.begins(at) and token.kind == "name" else at + 1
    if token.kind == "run":
        if at > start and _is_counted(brackets, at):
            brackets.split_run(at)
        return at + 1 if brackets.source.of(tokens[at]).isdigit() else 0
    if token.kind in ("[", "(", "{"):
        return _index_end(brackets, at, tokens[at - 1].end == token.start)
    if token.kind == ",":
        return at + 1 if at > start + 1 and _is_counted(brackets, at - 1) else 0
    return 0


def _is_raised(brackets: Brackets, at: int) -> bool:
    """Whether a token is the number in δ^1, or the numbers in δ^2_1."""
    before, text = brackets.tokens[at - 1], brackets.source.of(brackets.tokens[at])
    touches = before.end == brackets.tokens[at].start
    is_number = _RAISED_NUMBER.fullmatch(text) is not None
    return touches and brackets.source.of(before) == "^" and is_number


def _is_counted(brackets: Brackets, at: int) -> bool:
    """Whether a token is the number in 'layer 1' or 'epoch 10'."""
    token, before = brackets.tokens[at], brackets.tokens[at - 1]
    word = brackets.source.of(before).lower()
    return token.kind == "run" and (word.rstrip("s") in _COUNTED or word == "#")


def _index_end(brackets: Brackets, at: int, touches: bool) -> int:
    """Behind an index such as [0][1], (:,1) or {11}, or a remark such as (hidden layer); else 0."""
    depth = 0
    has_word = False
    for place in range(at, min(at + 40, len(brackets.tokens))):
        token = brackets.tokens[place]
        depth += (token.kind in OPENING) - (token.kind in CLOSING)
        if token.kind == "run" and re.search(r"[.eE]", brackets.source.of(token)):
            return 0
        is_key = touches and brackets.tokens[at].kind == "["  # grads["dW1"]
        if token.kind in ("end", "newline", ";") or (token.kind == "string" and not is_key):
            return 0
        has_word |= token.kind in ("name", "word")
        if depth == 0:
            return place + 1 if touches or (has_word and brackets.tokens[at].kind == "(") else 0
    return 0


def plain_label(text: str | None) -> str | None:
    """A label without quotes, prompts, C's types and LaTeX's marks; None where nothing is left."""
    bare = (text or "").strip()
    bare = _RAISED.sub("^(", _BOTH.sub(_apart, bare)).translate(_LOWERED).rstrip(" :=,;")
    for _ in range(3):
        bare = _PROMPT.sub("", bare, count=1) if _PROMPT.match(bare) else bare
        bare = bare.strip().strip("*`$ ")
        if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "'\"":
            bare = bare[1:-1]
    if printed := _PRINT.match(bare):
        bare = printed[1].strip("'\"")
    declared = _DECLARED.match(bare)
    if declared:
        bare = _SIZES.sub("", bare[declared.end() :]).strip(" *&")
    if "\\" in bare or "{" in bare:
        bare = _without_latex(bare)
    bare = re.sub(r"\s+", " ", bare.replace("Parameter containing:", "")).strip(" ,;.:=#")
    return None if bare in _NO_LABELS else bare


def _apart(found: re.Match[str]) -> str:
    if found["below"]:
        return f"_{found['below']}^{found['above']}"
    return f"^{found['over']}_{found['under']}"


def _without_latex(text: str) -> str:
    text = re.sub(r"\\(?:(?:left|right)(?![A-Za-z])|[,;:! ()\[\]])", "", text)
    text = _HAT.sub("ŷ", text)
    for pattern, instead in (*_LATEX, *_LATEX):
        text = pattern.sub(instead, text)
    text = re.sub(r"\\([A-Za-z]+) ?", lambda name: _GREEK.get(name[1], name[1]), text)
    return text.replace("{", "").replace("}", "")
