"""A pasted text as tokens: runs of numbers, names, brackets, separators.

Most of a large paste is numbers with spaces or commas between, so a whole run of them is one
token. A token is a kind and its place in the text. What is none of the known kinds is still a
token, of the kind "sign" or "word", so that every character of the text is accounted for: labels
may hold it, and arrays refuse it by name.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from backprop_core.errors import BackpropError
from backprop_core.written.number_pattern import number_pattern

OPENING = {"[": "]", "(": ")", "{": "}", "begin": "end", "printed": ">"}
CLOSING = frozenset(OPENING.values())
MOST_TOKENS = 150_000
MOST_NUMBERS = 200_000

# A number ends where nothing follows that could belong to it: 0.1.5, 0x10, 0.1*0.5 and 5% are
# words, and no part of them is taken.
_END = r"(?![\w%°‰½⅓⅔¼¾]|\.[0-9.\w]|[-+*/^×·⋅∙•!√])"
_NUMBER = rf"(?>[+-]?{number_pattern(comma=False, programs=True)}){_END}"
_VALUE = (
    r"(?:<[^<>\n]{0,80}>|'[^'\n]{0,80}'|\"[^\"\n]{0,80}\"|\([\w', ]{0,80}\)"
    r"|[A-Z]\w{0,40}\([\w:]{0,40}\)|(?![\w.:]{0,80}[0-9]\.[0-9])[\w.:]{1,80})"
)
_OPTIONS = (
    "dtype|device|requires_grad|grad_fn|weak_type|shape|size|layout|copy|ndmin|order|trainable|"
    "sharding|memory_kind|persistable|stop_gradient|place|name|mutable"
)
_R_OPTIONS = (
    r"\bnrow ?= ?[0-9]+L?|\bncol ?= ?[0-9]+L?|\bbyrow ?= ?(?:TRUE|FALSE|T|F)\b"
    r"|(?:\.Dim|\bdim) ?= ?(?:c\([0-9L, ]{1,40}\)|[0-9]+L?:[0-9]+L?)"
    r"|(?:\.Dimnames|\bdimnames) ?= ?(?:NULL|list\((?:[^()\n]|\([^()\n]{0,200}\)){0,400}\))"
)
# The most frequent kinds are tried first; none of one sign begins any of the longer ones after it.
_KINDS = {
    "run": rf"(?<![\w.+\-*/^×·⋅∙√±<>≤≥]){_NUMBER}(?>(?:(?> *, *| +){_NUMBER})*)",
    "newline": r"\n",
    "tab": r"\t",
    "[": r"\[",
    "]": r"\]",
    ",": r",",
    "(": r"\(",
    ")": r"\)",
    ";": r";",
    "continued": r"(?<=[\[,; ])\.\.\. *\n(?! *[\])])",
    "space": (
        r"(?<=\w) \([0-9]{1,9}, ?[0-9]{0,9}\)(?=: *\n)|(?<![^\n]) *- (?=\[)"
        r"| +|\\[,;:!>]|\\ |\\q?quad(?![A-Za-z])|\$+|\\[\[\]()]"
        r"|\\(?:left|right|[bB]igg?[lr]?)(?![A-Za-z])\.?|\\(?:hline|toprule|midrule|bottomrule)\b"
        r"|\\(?:begin|end)\{(?:align(?:ed)?|equation|gather(?:ed)?|split|displaymath|center|table)\*?\}"
        r"|\\(?:displaystyle|textstyle|nonumber|centering|label\{[^{}\n]{0,80}\})"
        r"|\bnew \w{1,40}(?:\[[0-9]{0,9}\]){1,4}(?= ?\{)|\b(?:vec|array|arr[0-9])!(?=\[)"
        r"|\b(?:Float(?:16|32|64)|Int(?:32|64)?|Real|Any)(?=\[)"
        r"|(?<![^\n])(?:>>>|>>|> |julia>|sage:|(?:DEBUG|INFO|WARNING):[\w.]{1,40}:|"
        r"octave:[0-9]+>|(?:In|Out) ?\[[0-9 ]*\][:=]?(?=[ \n]|$))"
        r"|\b(?:std::)?(?:vector|array)<[\w:<>, ]{1,80}>(?= *\w)"
        r"|\btorch\.(?:float|bfloat|int)[0-9]*\b(?! ?\()"
        r"|torch\.Size\(\[[0-9, ]{0,40}\]\)"
        r"|(?<![^\n])[0-9]{4}(?:-[0-9]{2}){2}[ T][0-9]{2}(?::[0-9]{2}){1,2}"
        r"(?:[.,][0-9]{1,9})?Z?(?= )|<Tensor <[^<>\n]{1,80}>[^<>\n]{0,80}>"
        r"|Parameter containing:|<class '[\w.]{1,80}'>,?"
    ),
    "printed": r"<[\w. ]{0,40}(?:Variable|Tensor)\b[^\n<>]{0,300}?\b(?:numpy|value)=",
    "begin": (r"\\begin\{\w{1,40}\*?\}(?:\[\w\])?(?:\{[lcrS|@ {}]{0,80}\})?|\\[bp]?matrix\{"),
    "end": r"\\end\{\w{1,40}\*?\}",
    "break": r"\\\\\*?(?:\[-?[0-9.]{1,6} ?(?:pt|em|ex|mm|cm)\])?|\\cr\b|\\tabularnewline\b",
    "comment": r"(?<![^\s,;)\]}])(?:#(?![0-9!N])|//|%(?=[^\n]{0,200}\w))[^\n]*|/\*[^\n]{0,400}?\*/",
    "elision": r"\.\.\.+|…|⋮|⋱|⋯|\\[cdlv]?dots\b",
    "option": rf"(?:\b(?:{_OPTIONS}) ?= ?{_VALUE}|{_R_OPTIONS})(?! ?[=:])",
    "gap": (
        r"(?<![\w.])[+-]?(?:(?:np|numpy|math|torch|jnp|tf)\.nan|nan|NaN|NAN|NA|N/A|n/a|None|null|nothing|"
        r"NULL|Null|missing|Indeterminate)(?![\w.(\[/])|#N/A|(?<!\w)\?+|(?<!\w)_+(?!\w)"
    ),
    "dash": r"(?<![^\s,;|&\[({])(?:-{1,3}|—)(?![^\s,;|&\])}])",
    "string": r"(?<![\w\])}'.])'[^'\n]{0,300}'|(?<!\w)\"[^\"\n]{0,300}\"",
    "transpose": (
        r"(?<=[\])}])(?:\.?'|\.T\b|ᵀ|\^ ?(?:T\b|\{ ?T ?\}|\\top\b|\{ ?\\top ?\}"
        r"|\{ ?\\math\w{1,4} ?\{? ?T ?\}? ?\}))"
    ),
    "{": r"\{|<\|",
    "}": r"\}|\|>",
    "=": r"<-|<<|:=|==?(?!>)|&=|≈|≃|≅|\\approx\b|~|-{1,3}>|=>|→|⟹",
    ":": r":",
    "|": r"[|│]",
    "&": r"&",
    ">": r">",
    "name": (
        r"[hH][0-9]{1,2}\.[0-9]{1,2}(?![\w.])|"
        r"\\[A-Za-z]+|[^\W\d]\w*+(?>(?:\.[^\W\d]\w*+|\.[0-9]{1,3}(?=\.[^\W\d])"
        r"|(?<=[^\W\d])\.[0-9]{1,2}(?![\w.]))*)"
        r"|[0-9]{1,3}(?>(?:\.[^\W\d]\w*+)+)(?=[ :=\n])"
    ),
    "word": r"(?:[+-]?[.]?[0-9]|[½⅓⅔¼¾])[^\s,;:=\[\](){}|&\"]*+",
    "sign": r".",
}
_NAMES = [(f"k{i}", kind, pattern) for i, (kind, pattern) in enumerate(_KINDS.items())]
_KIND = {group: kind for group, kind, _ in _NAMES}
_TOKEN = re.compile("|".join(f"(?P<{group}>{pattern})" for group, _, pattern in _NAMES))


class Token(NamedTuple):
    """A piece of the text: what it is, and from where to where it goes."""

    kind: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """All tokens of a plain text in order; spaces are left out, line ends are not.

    Raises BackpropError for a text with more of them than a real print has.
    """
    tokens = []
    n_numbers = 0
    for match in _TOKEN.finditer(text):
        kind = _KIND[match.lastgroup or ""]
        if kind == "continued":
            kind = "space" if _goes_on(text, match.start()) else "elision"
        if kind != "space":
            tokens.append(Token(kind, match.start(), match.end()))
            n_numbers += 1 if kind != "run" else _about(text, match.start(), match.end())
            if len(tokens) > MOST_TOKENS or n_numbers > MOST_NUMBERS:
                raise BackpropError(
                    "The text has too many numbers, words and signs. Paste fewer arrays at a time."
                )
    return tokens


def _about(text: str, start: int, end: int) -> int:
    """About how many numbers a run has, counted quickly."""
    return 1 if end - start < 24 else len(text[start:end].replace(",", " ").split())


def _goes_on(text: str, place: int) -> bool:
    """Whether "..." at the end of a line is MATLAB's sign that the row goes on below.

    NumPy writes the same for numbers left out, and breaks its lines only where they are full.
    """
    line = text[text.rfind("\n", 0, place) + 1 : place].rstrip()
    return line[-1:] in ("[", ",", ";") or (len(line) < 58 and line[-1:].isalnum())
