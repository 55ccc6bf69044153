"""What the marks on the input plane stand for: a shape and a colour for each class."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from playground.views.palette import CLASSES, DARK, LIGHT

FILLED, HOLLOW = "◆●■▲", "◇○□△"  # in the order of the shapes that are painted


def plane_key(names: Sequence[str], *, has_test: bool) -> str:
    """The names of the classes beside their shapes, as HTML; hollow ones are test points."""
    items = [_item(_coloured(k), name) for k, name in enumerate(names)]
    if has_test:
        items.append(_item("".join(HOLLOW[k % 4] for k in range(min(len(names), 4))), "test"))
    return f"<p class='plane-key'>{''.join(items)}</p>"


def _item(sign: str, name: str) -> str:
    return f"<span>{sign} {escape(name)}</span>"


def _coloured(k: int) -> str:
    colour = CLASSES[k % len(CLASSES)]
    style = f"color: light-dark({LIGHT[colour]}, {DARK[colour]})"
    return f"<i style='{style}'>{FILLED[k % 4]}</i>"
