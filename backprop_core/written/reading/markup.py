"""HTML and Markdown as people copy them: tables as rows with bars between the cells, all else as
lines.

Each tag is replaced by a sign and spaces of its own length, so that every place in the text stays
the same place in the text as written. Nothing is evaluated, and no tag is looked into.
"""

from __future__ import annotations

import re

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,20})(?:\s[^<>]{0,2000})?/?>")
_IS_TABLE = re.compile(
    r"<(?:math|mt[rd]|t[rdh]|p|br|li|div|pre)(?:\s[^<>]{0,2000})?/?>", re.IGNORECASE
)
_UNSEEN = re.compile(r"<!--[^>]*-->|<(style|script)\b[^<>]*>[^<]*</\1>", re.IGNORECASE)
_BOLD = re.compile(
    r"^([ \t]*(?:(?:[-*•]|[0-9]{1,3}[.)])[ \t]+)?)\*\*([^*\n]{1,200})\*\*", re.MULTILINE
)
_TABLE = re.compile(
    r"<(?:m?table|thead|tbody|m?tr)\b.*?(?:</m?table>|\Z)", re.DOTALL | re.IGNORECASE
)
_SIGNED = re.compile(r"<mo>[-−]</mo>\s*<mn>")  # a minus sign is a tag by itself in MathML
_IN_LINE = frozenset([
    "mn", "mo", "mi", "math", "mrow", "mfenced", "b", "i", "em", "strong", "span", "sub", "sup",
    "code", "a", "font", "small", "u", "mark",
])  # fmt: skip
_BEGINS = {"td": "|", "th": "|", "tr": "\n", "table": "\n"}
_BEGINS |= {"mtd": "|", "mtr": "\n", "mtable": "\n"}  # MathML
_ENDS = {"tr": "|", "table": "\n", "mtr": "|", "mtable": "\n"}
_WIKI = re.compile(r"^\{\|[^\n]*$|\n\|\}|\n\|[-+][^\n]*$", re.MULTILINE)
_SIGNS = {"&#8722;": "-", "&amp;": "&", "&quot;": '"', "&#39;": "'"}
_SIGN = re.compile("|".join(_SIGNS))
_ENTITIES = {"minus": "-", "nbsp": " ", "middot": "·", "times": "×", "asymp": "≈"}
_ENTITY = re.compile(rf"&({'|'.join(_ENTITIES)});")


def without_markup(text: str) -> str:
    """The text of an HTML table and what stands around it, and of bold names in Markdown; any other
    text as it is."""
    text = _BOLD.sub(r"\1  \2  ", text) if "**" in text else text
    if text.lstrip().startswith("{|"):  # of a wiki
        text = _WIKI.sub(lambda found: " " * len(found[0]), text)
        text = text.replace("||", " |").replace("!!", " |").replace("\n!", "\n|")
    text = _ENTITY.sub(lambda found: _ENTITIES[found[1]].rjust(len(found[0])), text)
    if not _IS_TABLE.search(text):
        return text
    text = _SIGNED.sub(lambda found: "-".rjust(len(found[0])), text)
    text = _UNSEEN.sub(lambda found: " " * len(found[0]), text)
    text = _TABLE.sub(_rows, text)
    text = _TAG.sub(_plain_tag, text)
    return _SIGN.sub(lambda found: _SIGNS[found[0]].rjust(len(found[0])), text)


def _rows(table: re.Match[str]) -> str:
    """A table, in which only a new row begins a new line."""
    return _TAG.sub(_in_table, table[0].replace("\n", " "))


def _in_table(found: re.Match[str]) -> str:
    """A bar before each cell and behind each row."""
    sign = _BEGINS if not found["end"] else _ENDS
    return sign.get(found["name"].lower(), " ").ljust(len(found[0]))


def _plain_tag(found: re.Match[str]) -> str:
    """A new line for each block around the tables."""
    is_in_line = found["name"].lower() in _IN_LINE
    return (" " if is_in_line else "\n").ljust(len(found[0]))
