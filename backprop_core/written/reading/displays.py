"""Lines that programs print around their numbers: scale factors, column heads, footers.

They say how the numbers below or above are meant, and hold none of them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_MARKS = {
    "columns": r"Columns? [0-9]+(?: (?:through|thru|to|and) [0-9]+)?:?",
    "r_columns": r"(?:\[,[0-9]+\]\s*)+",
    "r_row": r"\[[0-9]+,\](?P<row>\s.*)",
    "r_vector": r"\[[0-9]+\](?P<vector>\s+[^\s\[].*)",
    "r_item": r"\[\[[0-9]+\]\]",
    "julia": (
        r"(?:(?P<owner>[^\n=]{1,100}?) ?= ?)?"
        r"(?P<sizes>[0-9]{1,9}(?:[×x][0-9]{1,9}){1,9}|[0-9]{1,9}-element)"
        r" (?!.*[0-9]\.[0-9])[A-Za-z][^\n]{0,200}:"
    ),
    "sizes_only": (
        r"[0-9]{1,9}(?:\([A-Z]\))?(?: ?[×x] ?[0-9]{1,9}(?:\([A-Z]\))?){1,9}"
        r"(?: (?:single|double|gpuArray|dlarray|sparse|distributed|matrix|array|ndarray)){1,4}"
    ),
    "keras": r"<\w{0,40}Variable\b[^<>\n]{0,300}?\bpath=(?P<path>[^,<>\n]{1,200})[^<>\n]{0,200}>",
    "progress": r"(?:Epoch|Step|Iteration|Iter)\.? [0-9]{1,9} ?/ ?[0-9]{1,9}",
    "pages": r"(?:\[:, :, (?P<page>[0-9]+)\] =|, , (?P<r_page>[0-9]+))",
    "types": r"[|│](?: *(?:[fiu](?:8|16|32|64)|str|bool|cat|date|null) *[|│]){1,200}",
    "series": r"Series: '(?P<titled>[^'\n]{0,100})' \[\w{1,20}\]",
    "fence": r"```[\w ]{0,40}",
    "footer": (
        r"(?:Name: (?P<name>[^,\n]{1,100}), )?(?:Length: [0-9]+, )?dtype: [\w.\[\]]+"
        r"|\[torch\.\w{1,40} of size [0-9x]{1,40}(?: \(GPU [0-9]+\))?\]"
        r"|\[ ?\w{1,40}Type\{[0-9,]{0,40}\} ?\]"
        r"|\[[0-9]+ rows? [x×] [0-9]+ columns?\]|Length: [0-9]+"
    ),
}
_DRAWN = frozenset("|:-+=_*~ ─━┄╌│┼├┤┬┴┌┐└┘╞╡╪═╭╮╰╯┆┏┳┓┡╇┩┗┻┛┠┨┣┫╋┿")
_MARK = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _MARKS.items()))


class Mark(NamedTuple):
    """What a line of a print says about the numbers beside it."""

    kind: str
    said: str = ""
    label: str = ""


def mark_of(line: str, following: str = "") -> Mark | None:
    """The mark that a line is, without the spaces around it; None for all other lines.

    Only the line below tells an item of R's list, [[1]], from an array.
    """
    if _is_rule(line):
        return Mark("rule")
    found = _MARK.fullmatch(line)
    if not found:
        return None
    kind = next(name for name in _MARKS if found[name] is not None)
    if kind == "r_item" and not re.match(r" *\[,?[0-9]+\]", following):
        return None
    said = found["sizes"] or found["name"] or found["page"] or found["r_page"]
    return Mark(kind, said or "", found["owner"] or found["path"] or found["titled"] or "")


def _is_rule(line: str) -> bool:
    """Whether a line is only drawn: ---- or |---|:--:|."""
    if line[:1] not in _DRAWN or not set(line) <= _DRAWN:
        return False
    return any(sign * 3 in line for sign in "-=_*~─═━") or ("|" in line and "-" in line)
