"""A figure as PNG at twice its size, and as PDF by the print dialog, both made in the browser."""

from __future__ import annotations

import json

import streamlit as st

from playground.views.sources import script, source
from playground.views.triggers import note

_mount = st.components.v2.component(
    "figure_saver",
    js=script(
        *("save_file.js", "figure_saver/figure_saver.js"),
        styles=source("figure_saver/figure_saver.css"),
    ),
    isolate_styles=False,
)


def figure_saver(svg: str, size: tuple[float, float], name: str, *, key: str) -> None:
    """Two buttons for that `<svg>`, of that size in pixels; `name` is the file's, with no ending.

    The figure goes to the browser with the buttons.
    """
    width, height = size
    data = {"svg": svg, "width": width, "height": height, "name": name}
    _mount(key=note(key), data=json.dumps(data).encode())
