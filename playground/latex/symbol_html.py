"""A symbol as HTML, for places where no formulas are set: the names of grids.

A command that is not known is written by its name, never with its backslash.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from playground.latex.symbol import Letter, Over, Part, Scripts, Styled, parts_of

_TAGS = {"mathbf": "b", "boldsymbol": "b", "bm": "b", "mathit": "i"}
SIGNS = {
    "partial": "∂",
    "nabla": "∇",
    "cdot": "·",
    "odot": "⊙",
    "times": "×",
    "sum": "Σ",
    "top": "T",
    "lvert": "|",
    "rvert": "|",
    "prime": "′",
    "ell": "ℓ",
    "infty": "∞",
    "lVert": "‖",
    "rVert": "‖",
    **dict(zip(("alpha", "beta", "gamma", "delta", "eta", "theta"), "αβγδηθ", strict=True)),
    "varepsilon": "ε",
    "epsilon": "ε",
    "tau": "τ",
    "pi": "π",
    **dict(zip(("lambda", "mu", "rho", "sigma", "phi", "varphi"), "λμρσφφ", strict=True)),
    **dict(zip(("Delta", "Sigma", "Phi"), "ΔΣΦ", strict=True)),
}


@lru_cache(maxsize=1024)
def as_html(tex: str) -> str:
    """`tex` as a line of HTML."""
    return _inside(parts_of(tex)).strip()


def _inside(parts: tuple[Part, ...]) -> str:
    return "".join(map(_part, parts))


def _part(part: Part) -> str:
    if isinstance(part, Letter):
        return escape(sign_of(part))
    if isinstance(part, Scripts):
        tag = "sub" if part.below else "sup"
        return f"<{tag}>{_inside(part.of)}</{tag}>"
    if isinstance(part, Over):
        return f"{_whole(_inside(part.above))}/{_whole(_inside(part.below))}"
    inside = _inside(part.of)
    if not isinstance(part, Styled) or not part.style:
        return inside
    if part.style == "hat":
        return f"{inside}\u0302"
    return f"<{_TAGS[part.style]}>{inside}</{_TAGS[part.style]}>"


def sign_of(letter: Letter) -> str:
    """How a letter or a command is written in plain text."""
    if letter.command:
        return SIGNS.get(letter.sign, letter.sign)
    return {"'": "′", "-": "−", "~": " "}.get(letter.sign, letter.sign)


def _whole(part: str) -> str:
    """A numerator or denominator, in brackets where it is a sum or a product."""
    return f"({part})" if re.search(r"[−+·]", re.sub("<su[pb]>.*?</su[pb]>", "", part)) else part
