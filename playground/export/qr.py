"""A link as a QR code: to print, and to draw in LaTeX."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import segno

LONGEST_QR = 1200  # characters of a link; a denser code is hard to read from paper
_WIDTH = 34  # mm on paper


def _code(text: str) -> segno.QRCode | None:
    import segno

    if not text or len(text) > LONGEST_QR:
        return None
    return segno.make(text, error="l", micro=False)


def qr_svg(text: str) -> str:
    """The text as an `<svg>`; "" for none, or for one that nobody could read."""
    code = _code(text)
    return "" if code is None else str(code.svg_inline(omitsize=True, border=2))


def qr_tikz(text: str) -> str:
    """The same as a picture for LaTeX."""
    code = _code(text)
    if code is None:
        return ""
    side = _WIDTH / len(code.matrix)
    dark = "".join(_dark(y, row) for y, row in enumerate(code.matrix))
    return rf"\begin{{tikzpicture}}[x={side:.4f}mm,y=-{side:.4f}mm]\fill{dark};\end{{tikzpicture}}"


def _dark(y: int, row: bytearray) -> str:
    """A row's dark squares, those beside each other as one; a line each, for old editors."""
    text, x = "", 0
    for dark, squares in groupby(row):
        width = len([*squares])
        text += f"\n({x},{y}) rectangle +({width},1)" if dark else ""
        x += width
    return text
