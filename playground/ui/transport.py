"""The transport: first, previous, play, next, last, the timeline, speed and step size."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from backprop_core import Address, Plan
from playground import session
from playground.exercise.shared import shared
from playground.exercise.view import View
from playground.notation.symbols import Symbols
from playground.ui import controls
from playground.ui.settings import speed_choice
from playground.ui.solve_choices import solve_switch
from playground.ui.solve_table import answer_table
from playground.ui.value_table import values_so_far
from playground.views.timeline.timeline import Block, Run, step_asked, timeline, timeline_data

PHASES = {
    "forward": "Forward",
    "backward": "Backward and gradients",
    "update": "Update",
}
KINDS = {"z": "forward", "a": "forward", "loss": "loss", "da": "backward", "delta": "backward"}
KINDS |= {"dW": "gradient", "db": "gradient"}


class Transport(NamedTuple):
    """The parts of the row that follow the walk; `values` is the open table's place."""

    buttons: DeltaGenerator
    timeline: DeltaGenerator
    values: DeltaGenerator | None


def transport_row() -> Transport:
    """A row that is always in sight, at the foot of the page, with the choices that no step
    changes: a fragment that is drawn with every step need not draw them again."""
    with st.container(key="transport", horizontal=True, vertical_alignment="center", gap="small"):
        buttons = st.container(
            key="stepping", horizontal=True, vertical_alignment="center", gap="xsmall"
        )
        line = st.container(key="timeline_place")
        if session.shows("speed"):
            speed_choice()
        if session.shows("granularity"):
            controls.step_size()
        if session.can_be_solved() and session.shows("solve") and not session.answers_hidden():
            solve_switch()
        return Transport(buttons, line, _values())


def _values() -> DeltaGenerator | None:
    """The button for the table of all values, or of all answers, and its place while it is open."""
    if not session.shows("values"):
        return None
    label = "Answers" if session.solving() else "Values"
    values = st.popover(label, icon=":material/table:", key="values", on_change="rerun")
    return values if values.open else None


def follow_step(row: Transport, view: View) -> None:
    """Draw what follows the walk in that row."""
    with row.buttons:
        controls.step_buttons(view)
    with row.timeline:
        timeline(_timeline(view), key="step_position", on_step=_went)
    if row.values is not None:
        with row.values:
            sheet = session.sheet(view)
            if sheet is None:
                values_so_far(view)
            else:
                answer_table(view, sheet)


@shared
def _timeline(view: View) -> bytes:
    name = view.symbols.made(view.step)
    return timeline_data(
        blocks(view.trace.plan, view.symbols),
        view.position,
        label="Step",
        spoken=f"step {view.position + 1} of {len(view.trace)}: {name}",
    )


def _went() -> None:
    step = step_asked("step_position")
    if step is not None:
        session.press_to_step(step)


@lru_cache(maxsize=8)
def _runs(plan: Plan) -> tuple[tuple[str, str, int | None, int], ...]:
    """(phase, kind, layer, count) of steps in a row that look alike."""

    def alike(at: Address) -> tuple[str, str, int | None]:
        kind = KINDS.get(at.quantity, "update")
        phase = "backward" if kind == "gradient" else kind
        return phase, kind, at.layer if phase == "backward" else None

    return tuple((*key, sum(1 for _ in run)) for key, run in groupby(plan.addresses, alike))


def blocks(plan: Plan, symbols: Symbols) -> list[Block]:
    """The phases in order, the backward pass layer by layer."""
    made: list[Block] = []
    few = len(symbols.sizes) <= 5
    for phase, runs in groupby(_runs(plan), lambda run: run[0]):
        bars: list[Run] = []
        labelled: int | None = None
        for _, kind, layer, count in runs:
            bars.append({"kind": kind, "count": count})
            if layer is not None and layer != labelled and few:
                bars[-1]["label"] = symbols.layer(layer)
                labelled = layer
        name = symbols.word("loss").capitalize() if phase == "loss" else PHASES[phase]
        made.append({"name": name, "runs": bars})
    return made
