"""What somebody's long work costs the others: sessions step once a second while, on the same
server, another one fetches the longest table, ten train, or one draws surfaces again and again.

The longest table is that of every product in the largest drawing with 64 samples. The sessions
that train do so at full speed, each on 500 points with seven hidden layers of eight.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import time
import urllib.request
from collections.abc import Callable, Coroutine
from functools import cache
from typing import Any

from streamlit.testing.v1 import AppTest

from benchmarks.click import largest
from benchmarks.client import Tab, connect, run
from benchmarks.load import Seen, stepping
from benchmarks.server import served
from benchmarks.train_page import CASE
from benchmarks.train_page import largest as largest_trained
from benchmarks.work import SAMPLES, with_samples
from playground.exercise import link
from playground.train import clock
from playground.views.file_buttons.file_buttons import LINES

STEPS = 400_000  # the longest table has more
STEPPING, TRAINING, SECONDS, WARM_SECONDS = 10, 10, 30.0, 6.0
MOST_P95 = {"one table": 200, "ten train": 500, "surfaces": 200}  # ms
Work = Callable[[str, float, list[float]], Coroutine[Any, Any, None]]


def _kept() -> None:
    """In a session: what a browser would keep of it."""
    import streamlit as st

    from playground import session
    from playground.exercise import edits
    from playground.what_if import page

    asked = st.session_state
    if "document" in asked:
        session.open_document(asked.pop("document"), "open")
        session.edit(edits.initialize, "normal", 1, label="randomise weights")
        session.set_granularity("term")
        page._HOW_MANY.set(page.TWO)
    asked["kept"] = {"work": session.work_text(), "place": session.place_text(), "table": ""}


@cache
def _largest_kept() -> dict[str, str]:
    made = AppTest.from_function(_kept, default_timeout=60)
    made.session_state["document"] = with_samples(largest(), SAMPLES)
    with contextlib.redirect_stderr(io.StringIO()):  # it warns of having no browser
        kept: dict[str, str] = made.run().session_state["kept"]
    return kept


async def _opened(link: Any, page: str) -> Tab:
    """A tab on that page with the largest drawing."""
    tab = Tab()
    await run(link, tab, tab.opens(f"page={page}"))
    await run(link, tab, tab.report("keeper", "kept", _largest_kept()))
    return tab


async def _tables(address: str, until: float, taken: list[float]) -> None:
    """One after the other; how many seconds each took."""
    async with connect(address, "work_kept=1") as link:
        tab = await _opened(link, "take_along")
        offered = json.loads(tab.views["take_numbers"].data)
        where = next(one["address"] for one in offered if one["label"] == "All steps CSV")
        while time.monotonic() < until:
            start = time.monotonic()
            await asyncio.to_thread(_fetch, f"{address}/{where}")
            taken.append(time.monotonic() - start)


def _fetch(address: str) -> None:
    with urllib.request.urlopen(address, timeout=600) as answer:
        assert int(answer.headers[LINES]) > STEPS
        while answer.read(1 << 16):
            pass


async def _trainings(address: str, until: float, taken: list[float]) -> None:
    """Ten at once; how many seconds each picture took."""
    await asyncio.gather(*(_training(address, until, taken) for _ in range(TRAINING)))


async def _training(address: str, until: float, taken: list[float]) -> None:
    async with connect(address) as socket:
        tab = Tab()
        query = f"page=train&net={link.to_link(largest_trained())}&{CASE}"
        await run(socket, tab, tab.opens(query))
        await run(socket, tab, tab.press("Run"))
        while time.monotonic() < until:
            start = time.monotonic()
            await asyncio.sleep(clock.TICK)  # as the view waits between two pictures
            painted = {"scenes": [], "id": start}
            await run(socket, tab, tab.report("train_pictures", "painted", painted))
            taken.append(time.monotonic() - start)


async def _surfaces(address: str, until: float, taken: list[float]) -> None:
    """A surface over two weights with 64 samples, another one each time; how long each took."""
    async with connect(address, "work_kept=1") as link:
        tab = await _opened(link, "what_if")
        while time.monotonic() < until:
            start = time.monotonic()
            await run(link, tab, tab.press("Undo" if len(taken) % 2 else "Redo"))
            taken.append(time.monotonic() - start)


WORKS: dict[str, Work] = {"one table": _tables, "ten train": _trainings, "surfaces": _surfaces}


async def _measured(address: str, work: Work | None) -> dict[str, float]:
    """Of the sessions that step, while that work is done."""
    loop, seen, taken = asyncio.get_running_loop(), Seen(), list[float]()
    wait = STEPPING / 10 + WARM_SECONDS
    until = loop.time() + wait + SECONDS
    tasks = [stepping(address, number / 10, until, seen) for number in range(STEPPING)]
    if work is not None:
        tasks.append(work(address, time.monotonic() + wait + SECONDS, taken))
    clients = asyncio.gather(*tasks)
    await asyncio.sleep(wait)
    seen.counting = True
    await asyncio.sleep(SECONDS - 0.5)
    seen.counting = False
    await clients
    times, taken = sorted(seen.times), sorted(taken)
    return {
        "p50": 1000 * times[len(times) // 2],
        "p95": 1000 * times[int(0.95 * len(times))],
        "done": len(taken),
        "each": taken[len(taken) // 2] if taken else 0.0,
    }


def report() -> str:
    """As Markdown, each on a fresh server."""
    lines = [
        f"### {STEPPING} sessions that step once a second beside long work, on {os.cpu_count()} "
        "cores",
        "",
        "| beside | p50, ms | p95, ms | at most | tables, pictures or surfaces | each, s |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    _largest_kept()  # made before anything is measured
    for name in (None, *WORKS):
        with served() as (address, _):
            row = asyncio.run(_measured(address, WORKS[name] if name else None))
        lines.append(
            "| {name} | {p50:.0f} | {p95:.0f} | {most} | {done} | {each:.2f} |".format(
                name=name or "nothing", most=MOST_P95.get(name or "", ""), **row
            )
        )
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    print(report())
