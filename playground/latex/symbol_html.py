"""A symbol's LaTeX as HTML, for places where no formulas are set: the names of grids.

It knows what the notations use: superscripts and subscripts, fractions, Greek letters, and signs.
A command that it does not know is written by its name, never with its backslash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape

_TOKEN = re.compile(r"(\\[a-zA-Z]+) *|(\\.|.)", re.DOTALL)  # a space only ends a command's name
_TAGS = {"mathbf": "b", "boldsymbol": "b", "bm": "b", "mathit": "i"}
_PLAIN = {"text", "mathrm", "operatorname", "mathcal", "textstyle", "displaystyle", "scriptsize"}
_SIZES = {f"{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r")}
_SIGNS = {
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
    "ln": "ln",
    **dict(zip(("alpha", "beta", "gamma", "delta", "eta", "theta"), "αβγδηθ", strict=True)),
    **dict(zip(("lambda", "mu", "rho", "sigma", "phi", "varphi"), "λμρσφφ", strict=True)),
    **dict(zip(("Delta", "Sigma", "Phi"), "ΔΣΦ", strict=True)),
}


@lru_cache(maxsize=1024)
def as_html(tex: str) -> str:
    """`tex` as a line of HTML."""
    return "".join(_parts(iter([name or sign for name, sign in _TOKEN.findall(tex)]))).strip()


def _parts(tokens: Iterator[str]) -> Iterator[str]:
    """Everything up to the end, or to the brace that closes this group."""
    for token in tokens:
        if token == "}":
            return
        yield _one(token, tokens)


def _one(token: str, tokens: Iterator[str]) -> str:
    """What one token, with the arguments it takes from those after it, is written as."""
    if token == "{":
        return "".join(_parts(tokens))
    if token in "^_":
        tag = "sup" if token == "^" else "sub"
        return f"<{tag}>{_argument(tokens)}</{tag}>"
    if token.startswith("\\"):
        return _command(token[1:], tokens)
    return {"'": "′", "-": "−", "~": " "}.get(token, escape(token))


def _argument(tokens: Iterator[str]) -> str:
    return next((_one(token, tokens) for token in tokens if token != " "), "")


def _command(name: str, tokens: Iterator[str]) -> str:
    if name in ("frac", "tfrac", "dfrac"):
        return f"{_whole(_argument(tokens))}/{_whole(_argument(tokens))}"
    if name in ("left", "right"):
        sign = next(tokens, "")
        return "" if sign == "." else _one(sign, tokens)
    if name in _TAGS:
        return f"<{_TAGS[name]}>{_argument(tokens)}</{_TAGS[name]}>"
    if name in _PLAIN or name in _SIZES:
        return ""
    if name in ",;: !":
        return "" if name == "!" else " "
    return _SIGNS.get(name, escape(name))


def _whole(part: str) -> str:
    """A numerator or denominator, in brackets where it is a sum or a product."""
    return f"({part})" if re.search(r"[−+·]", re.sub("<su[pb]>.*?</su[pb]>", "", part)) else part
