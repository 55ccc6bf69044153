"""What a written number looks like, as a regular expression.

People write 0.5, .5, 1e-3, 4.2×10^-3, 4.2·10⁻³, 4.2 10⁻³, 1/3 and ½; programs also write 1.0f0
(Julia), 2L (R), 0.1d (Java), 0.1m (C#), 1.0D-3 (Fortran), 0.5f64 (Rust), 1.5*^-3 (Mathematica),
\\frac{1}{3} (LaTeX) and 66.5%. Every part is atomic, so that no part of a longer text is ever taken
for a number, and no text takes more than one look.
"""

from __future__ import annotations

from fractions import Fraction

VULGAR = {
    sign: str(Fraction(*parts))
    for sign, parts in {
        "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5),
        "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8),
        "⅝": (5, 8), "⅞": (7, 8), "⅑": (1, 9), "⅒": (1, 10),
    }.items()
}  # fmt: skip

_POWER = (
    r"(?: ?(?:\^|\*\*) ?(?:[+-]?[0-9]++|\{ ?[+-]?[0-9]++ ?\}|\( ?[+-]?[0-9]++ ?\))"
    r"|[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]++)"
)
# What may stand behind a percent sign, so that no comment of MATLAB's is taken for one.
_PERCENT = r" ?\\?%(?=[ \t]*(?:[,;:&|)\]}\n\\]|$|[+-]?[0-9.,]+ ?%))"
# The signs of a product that people write: 4.2×10^-3, 4.2 \cdot 10^{-3}.
TIMES = r"(?:[×xXх✕·⋅∙•*]|\\(?:times|cdot)(?![A-Za-z]))"
_TIMES_TEN = rf" {{0,2}}{TIMES} {{0,2}}10"


def number_pattern(*, comma: bool, programs: bool, named: bool = False) -> str:
    """What a number looks like, without its sign, as a regular expression.

    `comma`: a decimal comma is one too. `programs`: also what only programs write, such as
    1.0f0 (Julia), 2L (R), 1.0D-3 (Fortran), 0.5f64 (Rust), 1.5*^-3 (Mathematica), \\frac{1}{3}
    (LaTeX), and percentages, but not 4.2 10^-3, which may be two. `named`: with groups.
    """

    def group(name: str, inner: str) -> str:
        return f"(?P<{name}>{inner})" if named else f"(?:{inner})"

    after_mark = r"(?:\.[0-9]*+|,[0-9]++)" if comma else r"\.[0-9]*+"
    if programs:
        after_mark = rf"(?:{after_mark}|\{{,\}}[0-9]++)"
    mantissa = group("mantissa", rf"(?:[0-9]++(?>(?:{after_mark})?)|\.[0-9]++)")
    plain_exponent = (
        r"(?:(?:[eEfFdD]|\*\^) ?[+-]?| E[+-])[0-9]++"
        if programs
        else r"(?:[eE][+-]?| E[+-])[0-9]++"
    )
    exponent = group("exponent", plain_exponent)
    ten_times = _TIMES_TEN if programs else rf"(?:{_TIMES_TEN}| {{1,2}}10)"
    scale = f"{ten_times}{group('power', _POWER)}"
    suffix = r"(?>(?:[fFLdDm](?![\w])|`[0-9.]*+)?)" if programs else ""
    rust = r"_?f(?:32|64)(?!\w)|" if programs else ""
    percent = rf"(?>{group('percent', _PERCENT)}?)" if programs else ""
    decimal = rf"{mantissa}(?>(?:{rust}{exponent}|{scale})?){suffix}{percent}"
    ten = rf"10{group('ten', _POWER)}"
    fraction = rf"{group('over', '[0-9]++')} ?/ ?{group('under', '[0-9]++')}"
    vulgar = group("vulgar", f"[{''.join(VULGAR)}]")
    kinds = [ten, fraction, vulgar, decimal]
    if programs:
        braced = r"\{ ?[0-9]++ ?\} ?\{ ?[0-9]++ ?\}|[0-9] ?[0-9]"
        kinds.insert(0, rf"\\[dtc]?frac ?{group('latex', braced)}")
    return "(?>" + "|".join(kinds) + ")"
