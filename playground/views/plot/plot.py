"""A Plotly chart that is redrawn in place. Why not st.plotly_chart: see docs/decisions.md."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import plotly
import streamlit as st

from playground.views.palette import DARK, LIGHT
from playground.views.sources import script
from playground.views.triggers import note, reported

# The server gives out the installed package's own file; the version is there for browsers' caches.
LIBRARY_FOLDER = f"plotly-{plotly.__version__}"
LIBRARY = f"{LIBRARY_FOLDER}/plotly.min.js"
_CSS = """
.plotly-view { width: 100%; min-height: 1px; contain: strict; }
.plotly-view .modebar-container { top: 26px !important; } /* below the columns' titles */
.plotly-view-pointer .nsewdrag { cursor: pointer !important; }
"""

_view = st.components.v2.component(
    "plotly_view",
    js=script("theme.js", "plotly_library.js", "plot/plot.js", styles=_CSS),
    isolate_styles=False,
)


def plotly_view(
    figure: dict[str, Any] | str,
    *,
    key: str,
    alt: str,
    height: int,
    on_press: Callable[[], None] | None = None,
    tools: bool = False,
    separators: str | None = None,
) -> None:
    """Show `figure`, a dict or its JSON; `alt` says what it is. `separators` are the decimal mark
    and that of thousands, if not a point and a comma.

    A press on a point that carries customdata calls `on_press`, which reads `pressed(key)`.
    """
    about = {
        "light": LIGHT,
        "dark": DARK,
        "alt": alt,
        "height": height,
        "library": LIBRARY,
        "pressable": on_press is not None,
        "tools": tools,
        "separators": separators,
    }
    # JSON Lines, as bytes: JSON inside of JSON would be escaped, twice as long, and read twice
    lines = [_json(about), _json(figure)]
    note(key, "press")
    _view(key=key, data="\n".join(lines).encode(), on_press_change=on_press or _ignore)


def _json(value: dict[str, Any] | str) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def pressed(key: str) -> dict[str, Any] | None:
    """What was pressed: {"point": customdata}; inside `on_press`."""
    press = reported(key, "press")
    return press if isinstance(press, dict) else None


def _ignore() -> None:
    """A figure that does not listen."""
