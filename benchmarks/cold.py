"""A cold browser's time to the first graph, beside a Streamlit page with one st.plotly_chart.

Every visit is a new browser context with an empty cache; the two pages take turns.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from playwright.sync_api import Browser

from benchmarks.server import browser, served

VISITS = 9
ONE_CHART = """import plotly.graph_objects as go
import streamlit as st

st.plotly_chart(go.Figure(go.Scatter(x=[1, 2, 3], y=[1, 3, 2])), alt="Three points")
"""


def rows() -> list[dict[str, Any]]:
    """Seconds from the address to the first drawn plot."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "one_chart.py"
        script.write_text(ONE_CHART, encoding="utf-8")
        with served() as (ours, _), served(script) as (peer, _), browser() as chromium:
            _visit(chromium, ours), _visit(chromium, peer)  # imports and byte code
            times = [(_visit(chromium, ours), _visit(chromium, peer)) for _ in range(VISITS)]
    mine, theirs = zip(*times, strict=True)
    return [
        {
            "name": "cold browser to the first graph",
            "ours": median(mine),
            "peer": median(theirs),
            "ratio": median(mine) / median(theirs),
            "target": 1.1,
        }
    ]


def _visit(chromium: Browser, address: str) -> float:
    context = chromium.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    start = perf_counter()
    page.goto(address)
    page.wait_for_selector(".js-plotly-plot .main-svg .trace")
    taken = perf_counter() - start
    context.close()
    return taken


if __name__ == "__main__":
    from benchmarks.table import markdown

    print(markdown(__doc__.splitlines()[0], "s", rows()))
