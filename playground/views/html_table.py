"""A table of numbers as HTML, for eyes, keyboards and screen readers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from html import escape

NAME, NOW = " class='name'", " class='now'"


def html_table(
    caption: str,
    head: Sequence[str],
    rows: Iterable[tuple[Sequence[str], Sequence[str]]],
    marked: Collection[int] = (),
    *,
    captioned: bool = True,
) -> str:
    """Each row is its names and its numbers, all as text; rows of a number in `marked` stand out.

    Where the caption stands above the table already, `captioned` False leaves it to screen readers.
    """
    rows = list(rows)
    names = len(rows[0][0]) if rows else 1
    columns = "".join(
        f"<th scope='col'{NAME * (place < names)}>{escape(name)}</th>" if name else "<td></td>"
        for place, name in enumerate(head)
    )
    body = "".join(
        f"<tr{NOW * (number in marked)}>"
        + "".join(f"<th scope='row'>{escape(name)}</th>" for name in row[0])
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1])
        + "</tr>"
        for number, row in enumerate(rows)
    )
    seen = f"<caption>{escape(caption)}</caption>" if captioned else ""
    return (
        f"<div class='values' tabindex='0' role='region' aria-label='{escape(caption)}'>"
        f"<table>{seen}<thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table></div>"
    )
