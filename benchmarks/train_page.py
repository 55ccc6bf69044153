"""How many pictures a second the Train page shows while it runs, and what each of them costs.

The largest case that is promised: 500 points of two circles and seven hidden layers of eight.
Beside the pictures a second it counts the processor time per picture, of the server and of the
page's main thread, and the bytes sent: on a machine with other work these change less than the pace
does.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page

from benchmarks.server import browser, served
from playground.exercise import edits, link, presets
from playground.exercise.document import Document

SECONDS, WARM_UP_MS = 15.0, 3000
LEAST_PACE = 10.0  # pictures a second
CASE = "data=circles,points:500&training=gradient_descent,lr:0.03,batch:10,shuffle:1"
COUNTED = """() => {
  window.painted = 0;
  const clear = CanvasRenderingContext2D.prototype.clearRect;
  CanvasRenderingContext2D.prototype.clearRect = function (...args) {
    if (this.canvas.closest(".st-key-train_network")) window.painted += 1;
    return clear.apply(this, args);
  };
}"""


def largest(hidden: int = 7, width: int = 8) -> Document:
    """Two inputs, the hidden layers, one output; weights with two decimals, to fit in a link."""
    drawing = edits.set_width(presets.presets()["07_xor"], 1, width)
    for column in range(1, hidden):
        drawing = drawing.then(edits.add_layer, column)
        drawing = drawing.then(edits.set_width, column + 1, width)
    made = drawing.then(edits.initialize, "normal", 0).document
    layers = [{**one, "W": np.round(one["W"], 2).tolist()} for one in made["layers"]]
    short: Any = {**made, "layers": layers}
    return short


def measured(hidden: int = 7) -> dict[str, float]:
    """Of one run on two circles of 500 points, as fast as it goes."""
    with served() as (address, process), browser() as chromium:
        page = chromium.new_page(viewport={"width": 1400, "height": 900})
        received: list[int] = []
        page.on("websocket", lambda socket: socket.on("framereceived", _adds_to(received)))
        page.goto(f"{address}/?page=train&net={link.to_link(largest(hidden))}&{CASE}")
        page.wait_for_selector(".train-where")
        page.evaluate(COUNTED)
        page.click(".st-key-run button")
        page.wait_for_timeout(WARM_UP_MS)
        return _counted(page, process, received)


def _adds_to(received: list[int]) -> Any:
    return lambda payload: received.append(len(payload))


def _counted(page: Page, process: int, received: list[int]) -> dict[str, float]:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def now() -> dict[str, float]:
        told = session.send("Performance.getMetrics")["metrics"]
        page_costs = {one["name"]: one["value"] for one in told}
        return {
            "pictures": page.evaluate("window.painted"),
            "seconds": time.monotonic(),
            "page": page_costs["TaskDuration"],
            "script": page_costs["ScriptDuration"],
            "layout": page_costs["LayoutDuration"] + page_costs["RecalcStyleDuration"],
            "server": _processor_seconds(process),
            "bytes": sum(received),
            "messages": len(received),
        }

    before = now()
    page.wait_for_timeout(1000 * SECONDS)
    after = now()
    found = {name: after[name] - before[name] for name in before}
    each = {name: found[name] / found["pictures"] for name in found if name != "seconds"}
    return {**each, "pictures": found["pictures"] / found["seconds"]}


def _processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def report() -> str:
    """As Markdown."""
    lines = [
        "### The Train page while it runs: 500 points, seven hidden layers of eight",
        "",
        "| | |",
        "|---|---:|",
    ]
    found = measured()
    rows = {
        f"pictures a second (at least {LEAST_PACE:.0f})": f"{found['pictures']:.1f}",
        "server, ms of processor time a picture": f"{1000 * found['server']:.1f}",
        "page's main thread, ms a picture": f"{1000 * found['page']:.1f}",
        "of these scripts, ms": f"{1000 * found['script']:.1f}",
        "of these layout and styles, ms": f"{1000 * found['layout']:.1f}",
        "messages a picture": f"{found['messages']:.1f}",
        "kB a picture": f"{found['bytes'] / 1000:.1f}",
    }
    lines += [f"| {name} | {value} |" for name, value in rows.items()]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    print(report())
