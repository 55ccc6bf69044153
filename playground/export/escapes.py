"""What somebody typed, such as a title, made plain text wherever it goes.

A title is nobody's code: whatever is in it, a file shows it letter by letter. Each function is for
one kind of file; line breaks and unprintable characters become spaces in all of them.
"""

from __future__ import annotations

import re

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
_GREEK = {
    **dict(zip("αβγδεηθλμπρστφ", "alpha beta gamma delta varepsilon eta theta lambda mu pi rho "
    "sigma tau varphi".split(), strict=True)),
    **{"∂": "partial", "∇": "nabla", "→": "to", "·": "cdot", "×": "times", "−": "-", "≈": "approx"},
    **{"Σ": "Sigma", "Δ": "Delta", "′": "prime", "″": "prime\\prime", "∞": "infty", "⊙": "odot"},
    **{"≤": "le", "≥": "ge", "½": "tfrac12", "√": "surd", "≠": "ne"},
}  # fmt: skip


_STARTS_A_FORMULA = {"=", "+", "-", "@"}


def one_line(text: str) -> str:
    """The text on one line, and every character of it printable."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def markdown_text(text: str) -> str:
    """For Markdown, notebooks among it, where HTML and LaTeX work as well."""
    return _MARKDOWN.sub(lambda found: f"\\{found[1] or ''}", one_line(text))


def latex_text(text: str) -> str:
    """For LaTeX outside formulas; letters that it takes in formulas only stand in one."""
    return "".join(map(_latex, one_line(text)))


def _latex(sign: str) -> str:
    if sign in _LATEX:
        return _LATEX[sign]
    if sign in _GREEK:
        name = _GREEK[sign]
        return f"\\ensuremath{{{name if name == '-' else chr(92) + name}}}"
    if sign in "₀₁₂₃₄₅₆₇₈₉":
        return rf"\textsubscript{{{'₀₁₂₃₄₅₆₇₈₉'.index(sign)}}}"
    return r"\textsuperscript{" + str("⁰¹²³⁴⁵⁶⁷⁸⁹".index(sign)) + "}" if sign in "⁰¹²³⁴⁵⁶⁷⁸⁹" else sign


def csv_cell(text: str) -> str:
    """For a table that a spreadsheet opens: what would be taken for a formula gets an apostrophe."""
    text = text if text.isprintable() else one_line(text)
    return f"'{text}" if text[:1] in _STARTS_A_FORMULA else text


def file_name(title: str, ending: str) -> str:
    """A name that every file system takes: small letters and hyphens."""
    plain = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40].strip("-")
    return f"{plain or 'network'}{ending}"
