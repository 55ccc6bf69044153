"""The server's own work for one click at the largest drawing: nine columns of sixteen neurons.

It is the processor time of the script's thread, so that other programs on the machine count
little, and it includes Streamlit's own calls.
"""

from __future__ import annotations

import contextlib
import io
from statistics import median
from typing import Any

from streamlit.testing.v1 import AppTest

from benchmarks.click import largest

CLICKS = 60
MOST_MS = 10.0


def _one_step() -> None:
    """What a press of "next" runs."""
    import time

    import streamlit as st

    from playground import panels, session

    if "document" in st.session_state:
        session.open_document(st.session_state.pop("document"), "open")
    session.go_to_step(session.state()["step"] + st.session_state["stride"])
    start = time.thread_time()
    panels.steps()
    st.session_state["taken"] = 1000 * (time.thread_time() - start)


def milliseconds(granularity_stride: int) -> list[float]:
    """Of each of many steps, `granularity_stride` steps apart."""
    page = AppTest.from_function(_one_step, default_timeout=60)
    page.session_state["document"] = largest()
    page.session_state["stride"] = granularity_stride
    taken = []
    with contextlib.redirect_stderr(io.StringIO()):  # AppTest warns of having no browser
        for _ in range(CLICKS):
            page.run()
            assert not page.exception, page.exception[0].value
            taken.append(page.session_state["taken"])
    return taken[5:]  # the first ones fill the caches


def report() -> str:
    """As Markdown."""
    found: list[dict[str, Any]] = [
        {"name": "the next step", "ms": milliseconds(1)},
        {"name": "a step somewhere else", "ms": milliseconds(67)},
    ]
    lines = [
        "### The server's work for one click at the largest drawing, Streamlit's own included",
        "",
        "| | median, ms | slowest of ten, ms | at most |",
        "|---|---:|---:|---:|",
    ]
    for row in found:
        times = sorted(row["ms"])
        slow = times[int(0.9 * len(times))]
        lines.append(f"| {row['name']} | {median(times):.1f} | {slow:.1f} | {MOST_MS:.0f} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    print(report())
