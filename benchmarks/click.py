"""From a click on a step button to the painted graph, beside a bare Plotly.react of that figure.

Both run in the same browser and take turns, a few clicks at a time. "Painted" is the frame after
Plotly has drawn. The figure of the next step is sent ahead and drawn at the click; that of the
previous one too where the network is small, and where it is large the browser still knows it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median
from typing import Any

import plotly
from playwright.sync_api import Browser, Page

from benchmarks.server import browser, served
from playground.exercise import edits, link
from playground.exercise.document import EMPTY, Document

TURNS, CLICKS, PAUSE_MS, LOST_MS = 6, 4, 600, 4900
MOST = 1.5  # times a bare Plotly.react
PLOT = ".st-key-network_graph .js-plotly-plot"

CLICK = """async ([plot, button]) => {
  const gd = document.querySelector(plot);
  const start = performance.now();
  const drawn = new Promise((done) => {
    const listen = () => { gd.removeListener("plotly_afterplot", listen); done(); };
    gd.on("plotly_afterplot", listen);
    setTimeout(done, 5000);  // a press can get lost while a busy machine is still drawing
  });
  document.querySelector(`.st-key-${button} button`).click();
  await drawn;
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  return performance.now() - start;
}"""

BARE = """async (figure) => {
  const { data, layout } = JSON.parse(figure);
  const start = performance.now();
  await Plotly.react("plot", data, layout, { displayModeBar: false });
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  return performance.now() - start;
}"""


def largest() -> Document:
    """Nine columns of sixteen neurons."""
    drawing = edits.add_layer(EMPTY, -1)
    for column in range(8):
        drawing = drawing.then(edits.add_layer, column)
    for column in range(9):
        drawing = drawing.then(edits.set_width, column, 16)
    return drawing.then(edits.initialize, "normal", 0).document


def rows() -> list[dict[str, Any]]:
    """Milliseconds for the small and the largest network, forward and back."""
    with served() as (address, _), browser() as chromium:
        found = []
        for name, address_or_file in (
            ("2-3-1", f"{address}/?preset=11_devforum_shared_bias"),
            ("largest, 9 columns of 16", largest()),
        ):
            page = _opened(chromium, address, address_or_file)
            bare = _bare_page(chromium)
            found.append(_row(f"{name}: next step", page, bare, "next_step"))
            found.append(_row(f"{name}: previous step", page, bare, "previous_step"))
            page.close()
            bare.close()
        return found


def _opened(chromium: Browser, address: str, what: str | Document) -> Page:
    page = chromium.new_page(viewport={"width": 1400, "height": 900})
    page.goto(what if isinstance(what, str) else address)
    page.wait_for_selector(f"{PLOT} .main-svg")
    if not isinstance(what, str):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "network.json"
            file.write_text(link.to_json(what), encoding="utf-8")
            page.click(".st-key-share button")
            page.set_input_files(".st-key-open_file input", file)
            page.wait_for_function(
                "plot => document.querySelector(plot).ariaLabel?.includes('16-16')"
                " || document.querySelector(plot).getAttribute('aria-label').includes('16-16')",
                arg=PLOT,
            )
            page.keyboard.press("Escape")
    page.wait_for_timeout(2000)
    return page


def _bare_page(chromium: Browser) -> Page:
    page = chromium.new_page(viewport={"width": 1400, "height": 900})
    page.set_content("<div id='plot' style='width:860px;height:470px'></div>")
    library = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    page.add_script_tag(content=library.read_text(encoding="utf-8"))
    return page


def _row(name: str, page: Page, bare: Page, button: str) -> dict[str, Any]:
    ours: list[float] = []
    peer: list[float] = []
    for _ in range(TURNS):
        page.bring_to_front()
        figures = []
        for _ in range(CLICKS):
            page.wait_for_timeout(PAUSE_MS)
            taken = page.evaluate(CLICK, [PLOT, button])
            if taken < LOST_MS:
                ours.append(taken)
                figures.append(page.evaluate(_FIGURE, PLOT))
        bare.bring_to_front()
        for figure in figures:
            bare.wait_for_timeout(PAUSE_MS)
            peer.append(bare.evaluate(BARE, figure))
    peer = peer[1:]  # the first one makes the plot
    return {
        "name": name,
        "ours": median(ours),
        "peer": median(peer),
        "ratio": median(ours) / median(peer),
        "target": MOST,
    }


_FIGURE = """plot => {
  const gd = document.querySelector(plot);
  return JSON.stringify({ data: gd.data, layout: gd.layout });
}"""


if __name__ == "__main__":
    from benchmarks.table import markdown

    print(markdown(__doc__.splitlines()[0], "ms", rows()))
