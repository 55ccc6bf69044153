"""A small picture of a network, drawn from its sizes alone: inline SVG."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from itertools import pairwise

WIDTH, HEIGHT, EDGE = 160, 90, 14
LINE, CIRCLE = "#8296a3", "#2f86a0"  # seen on a light page and on a dark one


def network_picture(sizes: Sequence[int]) -> str:
    """Columns of circles, and a line for each connection of a network with all of them."""
    named = "-".join(map(str, sizes)) or "empty"
    columns = [_column(k, count, len(sizes), max(sizes)) for k, count in enumerate(sizes)]
    lines = "".join(
        f"M{x:g} {y:g}L{to_x:g} {to_y:g}"
        for left, right in pairwise(columns)
        for x, y in left
        for to_x, to_y in right
    )
    r = _radius(max(sizes, default=1))
    dots = "".join(f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}"/>' for one in columns for x, y in one)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="Network {named}"><path d="{lines}" stroke="{LINE}"/>'
        f'<g fill="{CIRCLE}">{dots}</g></svg>'
    )


def _radius(most: int) -> float:
    """So that the circles of the largest column keep apart."""
    return min(8.0, round(0.35 * (HEIGHT - 2 * EDGE) / max(most - 1, 1), 1))


def _column(k: int, count: int, columns: int, most: int) -> list[tuple[float, float]]:
    x = EDGE + (WIDTH - 2 * EDGE) * (k / (columns - 1) if columns > 1 else 0.5)
    gap = min(26.0, (HEIGHT - 2 * EDGE) / max(most - 1, 1))
    top = HEIGHT / 2 - gap * (count - 1) / 2
    return [(round(x, 1), round(top + gap * j, 1)) for j in range(count)]


def picture_image(sizes: Sequence[int]) -> str:
    """The picture as an image in HTML, which carries it along: Streamlit strips inline SVG."""
    packed = base64.b64encode(network_picture(sizes).encode()).decode("ascii")
    named = "-".join(map(str, sizes)) or "empty"
    source = f"data:image/svg+xml;base64,{packed}"
    return f'<img class="network-picture" src="{source}" alt="Network {named}">'
