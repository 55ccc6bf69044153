"""What somebody typed, such as a title, made plain text wherever it goes.

A title is nobody's code: whatever is in it, a file shows it letter by letter. Each function is for
one kind of file; line breaks and unprintable characters become spaces in all of them.
"""

from __future__ import annotations

import re
from unicodedata import category, normalize

_MARKDOWN = re.compile(r"([\\`*_{}\[\]|<>~$&^])|^(?=[#+=-])")
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    '"': r"\symbol{34}",
    "`": r"\textasciigrave{}",
    "|": r"\textbar{}",
}
_NAMES = "alpha beta gamma delta varepsilon eta theta lambda mu pi rho sigma tau varphi"
_MATH = {
    **dict(zip("αβγδεηθλμπρστφ", (rf"\{name}" for name in _NAMES.split()), strict=True)),
    **{"∂": r"\partial", "∇": r"\nabla", "→": r"\to", "·": r"\cdot", "×": r"\times", "−": "-"},
    **{"Σ": r"\Sigma", "Δ": r"\Delta", "∞": r"\infty", "⊙": r"\odot", "≈": r"\approx"},
    **{"≤": r"\le", "≥": r"\ge", "≠": r"\ne", "½": r"\tfrac12", "√": r"\surd"},
    **{"′": r"{}^{\prime}", "″": r"{}^{\prime\prime}"},
    **{sign: f"{{}}_{k}" for k, sign in enumerate("₀₁₂₃₄₅₆₇₈₉")},
    **{sign: f"{{}}^{k}" for k, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
}
LONG_WORD = 40  # letters that LaTeX need not break
BREAK = r"\hspace{0pt}"
_STARTS_A_FORMULA = {"=", "+", "-", "@"}


def one_line(text: str) -> str:
    """The text on one line, and every character of it printable."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def markdown_text(text: str) -> str:
    """For Markdown, notebooks among it, where HTML and LaTeX work as well."""
    return _MARKDOWN.sub(lambda found: f"\\{found[1] or ''}", one_line(text))


def latex_text(text: str) -> str:
    """For LaTeX outside formulas; what it knows in formulas alone stands in one. A word that is
    longer than a line may be broken anywhere."""
    return " ".join(map(_latex_word, one_line(text).split(" ")))


def _latex_word(word: str) -> str:
    return (BREAK if len(word) > LONG_WORD else "").join(map(_latex, word))


def _latex(sign: str) -> str:
    if sign in _LATEX:
        return _LATEX[sign]
    return rf"\ensuremath{{{_MATH[sign]}}}" if sign in _MATH else sign


def minus_sign(number: str) -> str:
    """A written number with a minus sign for its hyphen."""
    return number.replace("-", "−")


def csv_cell(text: str) -> str:
    """For a table that a spreadsheet opens: what looks like a formula gets an apostrophe."""
    text = text if text.isprintable() else one_line(text)
    return f"'{text}" if text.lstrip()[:1] in _STARTS_A_FORMULA else text


def csv_of_people(table: str) -> str:
    """A table of names as a file: by the mark before it, Excel knows that it is UTF-8."""
    return f"\ufeff{table}"


def file_name(title: str, ending: str) -> str:
    """A name that every file system takes: small letters of any script, digits and hyphens."""
    signs = (c if _is_of_a_word(c) else "-" for c in normalize("NFC", title.lower()))
    plain = re.sub("-+", "-", "".join(signs)).strip("-")[:40].strip("-")
    return f"{plain or 'network'}{ending}"


def _is_of_a_word(sign: str) -> bool:
    """A letter, a digit, or a mark that belongs to the letter before it."""
    return sign.isalnum() or category(sign).startswith("M")
