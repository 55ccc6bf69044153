"""How wide LaTeX is, about: lines are broken by it."""

from __future__ import annotations

import re

_UNSEEN = re.compile(r"\\[a-zA-Z]+|[{}^_,; ]|\\[!,;]")


def tex_width(tex: str) -> int:
    """How many signs are seen of it: commands, braces and spaces are left out."""
    return len(_UNSEEN.sub("", tex))
