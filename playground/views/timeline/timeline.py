"""The timeline of a walk: a tick for each step, in blocks for the phases, to press or to drag.

A thin view: Python hands it the blocks, and it hands back the step that somebody went to.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import NotRequired, TypedDict

import streamlit as st

from playground.views.sources import script, source
from playground.views.triggers import note, reported


class Run(TypedDict):
    """Steps in a row that look alike: how many, in the colour of which kind ("forward", "loss",
    "backward", "gradient", "update"), and what stands below them."""

    kind: str
    count: int
    label: NotRequired[str]


class Block(TypedDict):
    """A phase: its name above, and its runs."""

    name: str
    runs: list[Run]


_mount = st.components.v2.component(
    "timeline",
    js=script("main_stop.js", "timeline/timeline.js", styles=source("timeline/timeline.css")),
    isolate_styles=False,
)


def timeline_data(blocks: Sequence[Block], at: int, *, label: str, spoken: str) -> bytes:
    """What the view is handed: the blocks with step `at`, counted from 0, as the present one;
    `spoken` is what a screen reader says of it."""
    data = {"blocks": list(blocks), "at": at, "label": label, "spoken": spoken}
    return json.dumps(data, separators=(",", ":")).encode()


def timeline(data: bytes, *, key: str, on_step: Callable[[], None]) -> None:
    """Show what `timeline_data` made. A press, a drag or a key calls `on_step`, which reads
    `step_asked(key)`."""
    note(key, "step")
    _mount(key=key, data=data, on_step_change=on_step)


def step_asked(key: str) -> int | None:
    """The step that was asked for, counted from 0; only inside `on_step` is there one."""
    asked = reported(key, "step")
    return asked if isinstance(asked, int) and not isinstance(asked, bool) else None
