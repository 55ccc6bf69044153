"""The state of a session: its fields, how it begins, and the one place where it lies."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Literal, TypedDict, cast

import streamlit as st

from backprop_core import BackpropError, Granularity
from playground.exercise import history, link, workspaces
from playground.exercise.presets import first_preset, presets
from playground.exercise.workspaces import Workspace
from playground.notation.symbols import NOTATIONS
from playground.solve import choices
from playground.solve.choices import Choices
from playground.where import Plain

KEY = "playground"
Mode = Literal["draw", "walk"]
MODES: tuple[Mode, ...] = ("draw", "walk")


class State(TypedDict):
    """All that lasts. What is not marked otherwise was chosen by the reader."""

    history: history.History
    step: int  # counted from 0
    granularity: Granularity
    sample: int  # the row of the batch that is shown where the step is not about one
    selected: Plain | None
    selected_too: Plain | None  # the second, where two weights are looked at
    notation: str
    digits: int | None  # None: as many as tell numbers apart
    mode: Mode
    playing: bool
    speed: int  # steps a second
    advanced_at: float  # when the walk played its last step, by time.monotonic
    message: str | None  # why something was not done
    solving: Choices  # whether the pass is solved by hand, and what is asked
    presenting: bool  # to a class: the stage and the formula alone
    redraw: bool  # whether the whole page is to be drawn, and not the pressed fragment alone
    opening: str  # the page that a press leads to, until it is drawn
    workspace: str  # which one lies in the fields above
    workspaces: dict[str, Workspace]  # those that were put aside
    rooms: dict[str, Any]  # what single rooms remember
    of_exercise: dict[str, Any]  # the same, forgotten when another exercise is opened
    opened_from: dict[str, str]  # what the address named when the exercise was opened from it
    kept_work: str  # what the browser was last handed to keep,
    kept_of: list[history.History]  # which histories that is of,
    kept_short: int  # and how many undo entries did not fit into it
    kept_apart: bool  # whether it must not replace what this tab kept before


def state() -> State:
    """The session's state, to be read: what is written to it is refused."""
    return cast(State, MappingProxyType(writable()))


def writable() -> State:
    """The state itself, begun on first use: for this package alone."""
    held: State | None = st.session_state.get(KEY)
    if held is None:
        held = st.session_state[KEY] = begun()
    return held


def begun() -> State:
    """On the exercise that the link holds or names, or on the first preset."""
    message = None
    wanted = st.query_params.get("preset", first_preset())
    if wanted not in presets():
        message = f"The link names a preset that there is not: {wanted[:40]}."
        wanted = first_preset()
    document = presets()[wanted]
    if "net" in st.query_params:
        try:
            document = link.from_link(st.query_params["net"])
        except BackpropError as error:
            message = f"The link could not be opened. {error}"
    return {
        **workspaces.begun(document),
        "notation": _wanted_notation(),
        "digits": None,
        "mode": "walk",
        "playing": False,
        "speed": 2,
        "advanced_at": 0.0,
        "message": message,
        "solving": choices.begun(),
        "presenting": st.query_params.get("present") == "1",
        "redraw": False,
        "opening": "",
        "workspace": workspaces.OWN,
        "workspaces": {},
        "rooms": {},
        "of_exercise": {},
        "opened_from": {
            name: st.query_params[name] for name in ("net", "preset") if name in st.query_params
        },
        "kept_work": "",
        "kept_of": [],
        "kept_short": 0,
        "kept_apart": False,
    }


def _wanted_notation() -> str:
    """The one that a link names; an unknown one is left aside, since all numbers stay the same."""
    wanted = st.query_params.get("notation", "own")
    return wanted if wanted in NOTATIONS else "own"


def draw_again() -> None:
    """Ask for the whole page: a press in a fragment has changed what stands outside of it."""
    writable()["redraw"] = True


def wants_redraw() -> bool:
    """Whether a fragment should give way to the whole page."""
    return state()["redraw"]


def page_is_drawn() -> None:
    """The whole page is being drawn now."""
    writable()["redraw"] = False


def open_page(name: str) -> None:
    """Lead to that page, named as in its address. Kept until it is drawn: a run that is broken off
    on the way there loses nothing."""
    writable()["opening"] = name
    draw_again()


def page_to_open(shown: str) -> str | None:
    """The page to turn to instead of the one that is being drawn."""
    held = writable()
    if held["opening"] == shown:
        held["opening"] = ""
    return held["opening"] or None
