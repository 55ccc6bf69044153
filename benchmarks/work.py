"""The server's own work for one click at the largest drawing: nine columns of sixteen neurons.

It is the processor time of the script's thread, so that other programs on the machine count
little, and it includes Streamlit's own calls. On each page every click leads somewhere else.
"""

from __future__ import annotations

import contextlib
import io
from statistics import median

from streamlit.testing.v1 import AppTest

from benchmarks.click import largest

CLICKS, WARM_UP = 60, 5
MOST_MS = 10.0
VIEWS = {  # what a click draws again: the function, and how many steps lie between two clicks
    "Playground, the next step": ("walk.steps", 1),
    "Playground, a step elsewhere": ("walk.steps", 67),
    "Matrices": ("matrices._view", 67),
    "Batches": ("batches._view", 67),
    "One weight": ("weight.view", 67),
    "What if": ("what_if.view", 67),
}


def _one_click() -> None:
    """Another step, another weight selected, and the view drawn again."""
    import time
    from importlib import import_module

    import streamlit as st

    from playground import session

    asked = st.session_state
    if "document" in asked:
        session.open_document(asked.pop("document"), "open")
    session.go_to_step(session.state()["step"] + asked["stride"])
    at = session.state()["step"]
    edge = {"kind": "edge", "layer": at % 8, "to": at % 16, "from": at // 16 % 16}
    session.state()["selected"] = edge
    module, name = asked["view"].split(".")
    view = getattr(import_module(f"playground.panels.{module}"), name)
    start = time.thread_time()
    view()
    asked["taken"] = 1000 * (time.thread_time() - start)


def milliseconds(view: str, stride: int) -> list[float]:
    """Of each of many clicks."""
    page = AppTest.from_function(_one_click, default_timeout=60)
    page.session_state["document"] = largest()
    page.session_state["view"], page.session_state["stride"] = view, stride
    taken = []
    with contextlib.redirect_stderr(io.StringIO()):  # AppTest warns of having no browser
        for _ in range(WARM_UP + CLICKS):
            page.run()
            assert not page.exception, page.exception[0].value
            taken.append(page.session_state["taken"])
    return taken[WARM_UP:]


def report() -> str:
    """As Markdown."""
    lines = [
        "### The server's work for one click at the largest drawing, Streamlit's own included",
        "",
        "| | median, ms | slowest of ten, ms | at most |",
        "|---|---:|---:|---:|",
    ]
    for name, (view, stride) in VIEWS.items():
        times = sorted(milliseconds(view, stride))
        slow = times[int(0.9 * len(times))]
        lines.append(f"| {name} | {median(times):.1f} | {slow:.1f} | {MOST_MS:.0f} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    print(report())
