"""The server's own work for one click at the largest drawing: nine columns of sixteen neurons.

It is the processor time of the script's thread, so that other programs on the machine count
little, and it includes Streamlit's own calls. "The next step" is a press on Next; every other click
leads somewhere else, and selects another weight. All views are measured in turn, three times over,
and of each the quietest round counts: a machine that is shared has slow minutes. As in the app,
garbage is collected rarely.
"""

from __future__ import annotations

import contextlib
import io
from statistics import median
from unittest.mock import patch

import streamlit as st
from streamlit.testing.v1 import AppTest

from benchmarks.click import largest
from playground.exercise.document import Document
from playground.frame import serving

CLICKS, WARM_UP = 60, 5
MOST_MS = 10.0
VIEWS = {  # what a click draws again: the function, and how many steps lie between two clicks
    "Playground, the next step": ("walk.page.steps", 1),
    "Playground, a step elsewhere": ("walk.page.steps", 67),
    "Matrices, the next step": ("matrices.page._view", 1),
    "Matrices, a step elsewhere": ("matrices.page._view", 67),
    "Batches": ("batches.page._view", 67),
    "One weight": ("one_weight.page._explorer", 67),
    "What if": ("what_if.page._explorer", 67),
}
SAMPLES = 64
BATCH_VIEWS = {f"{name}, {SAMPLES} samples": VIEWS[name] for name in ("What if", "One weight")}


def _one_click() -> None:
    """Another step, another weight selected, and the view drawn again."""
    import time
    from importlib import import_module

    import streamlit as st

    from playground import session
    from playground.one_weight.page import _FORMULA_OF, _formula_of
    from playground.ui.transport import transport_row
    from playground.where import Weight

    asked = st.session_state
    if "document" in asked:
        session.open_document(asked.pop("document"), "open")
    session.go_to_step(session.state()["step"] + asked["stride"])
    at = session.state()["step"]
    module, name = asked["view"].rsplit(".", 1)
    if asked["stride"] > 1:
        session.select(Weight(at % 8, at % 16, at // 16 % 16))
    if module == "one_weight.page":
        _FORMULA_OF.set(_formula_of(session.view()))  # as the page notes it
    view = getattr(import_module(f"playground.{module}"), name)
    outside = (transport_row(),) if module == "walk.page" else ()
    start = time.thread_time()
    view(*outside)
    asked["taken"] = 1000 * (time.thread_time() - start)


def with_samples(document: Document, count: int) -> Document:
    """The same network with so many samples of its own inputs, each a little further on."""
    (x,), y = document["x"], document["y"]
    return document | {"x": [[v + 0.01 * s for v in x] for s in range(count)], "y": y * count}


def milliseconds(view: str, stride: int, samples: int = 1) -> list[float]:
    """Of each of many clicks."""
    page = AppTest.from_function(_one_click, default_timeout=60)
    page.session_state["document"] = with_samples(largest(), samples)
    page.session_state["view"], page.session_state["stride"] = view, stride
    taken = []
    cookies = patch.object(type(st.context), "cookies", {})  # AppTest has none
    with cookies, contextlib.redirect_stderr(io.StringIO()):  # it warns of having no browser
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
    serving.collect_rarely()
    asked = {name: (*how, 1) for name, how in VIEWS.items()}
    asked |= {name: (*how, SAMPLES) for name, how in BATCH_VIEWS.items()}
    rounds = [{name: sorted(milliseconds(*how)) for name, how in asked.items()} for _ in range(3)]
    for name in asked:
        times = min((one[name] for one in rounds), key=median)
        slow = times[int(0.9 * len(times))]
        lines.append(f"| {name} | {median(times):.1f} | {slow:.1f} | {MOST_MS:.0f} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    print(report())
