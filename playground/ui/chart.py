"""A chart of the page, with numbers as the exercise writes them: on the axes, under the pointer,
and in what is said of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from playground import session
from playground.notation.decimal_comma import SEPARATORS, figure_with_comma
from playground.views.plot.plot import plotly_view


def show_chart(
    figure: dict[str, Any] | str,
    *,
    key: str,
    alt: str,
    height: int,
    on_press: Callable[[], None] | None = None,
    tools: bool = False,
) -> None:
    """Show `figure`, as `plotly_view` does."""
    comma = session.writes_comma()
    if comma:
        figure = figure_with_comma(json.loads(figure) if isinstance(figure, str) else figure)
    plotly_view(
        figure,
        key=key,
        alt=session.in_words(alt),
        height=height,
        on_press=on_press,
        tools=tools,
        separators=SEPARATORS if comma else None,
    )
