"""The state of a session: its fields, how it begins, and the one place where it lies."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any, TypedDict, cast
from urllib.parse import parse_qsl

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from backprop_core import BackpropError, Granularity, quoted
from playground.exercise import history, link, workspaces
from playground.exercise.document import Document, sizes_of
from playground.exercise.presets import first_preset, presets
from playground.exercise.workspaces import Workspace
from playground.session.offered_files import begin_offers, end_offers
from playground.sharing import restrictions
from playground.sharing.beyond import beyond
from playground.sharing.link_parameters import Mode
from playground.sharing.odd_names import odd_names
from playground.sharing.on_screen import NAMES, Shown, shown_in
from playground.sharing.restrictions import Restrictions
from playground.solve.choices import Choices
from playground.where import Plain, Selected, plain, within

KEY = "playground"


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
    opening: str  # the page that a press led to
    page: str  # that is being drawn, or was last
    turned: bool  # whether another page was being drawn before it
    complete: bool  # whether the last run that draws the whole page came to its end
    workspace: str  # which one lies in the fields above
    workspaces: dict[str, Workspace]  # those that were put aside
    rooms: dict[str, Any]  # what single rooms remember
    of_exercise: dict[str, Any]  # the same, forgotten when another exercise is opened
    opened_from: dict[str, str]  # what the address named when the exercise was opened from it
    kept_work: str  # what the browser was last handed to keep,
    kept_of: list[history.History]  # which histories that is of,
    kept_short: int  # and how many undo entries did not fit into it
    kept_apart: bool  # whether it must not replace what this tab kept before
    restricted: Restrictions  # what the link's author has hidden and locked
    embedded: bool  # whether it stands in a frame of another page
    link_lesson: list[Any] | None  # the lesson and paragraph that the link asks for, until opened


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
    asked, problems = address(), [*odd_names(pairs_in_address())]
    wanted = asked.get("preset", first_preset())
    if wanted not in presets():
        problems.append(f"The link names an unknown preset: {quoted(wanted)}.")
        wanted = first_preset()
    document = presets()[wanted]
    if "net" in asked:
        try:
            document = link.from_link(asked["net"])
        except BackpropError as error:
            problems.append(f"The link could not be opened. {error}")
        else:
            if asked.get("preset") == wanted:
                problems.append(f"The link holds a network, so preset={wanted} is left aside.")
    return begun_with(document, asked, problems)


def begun_with(document: Document, asked: dict[str, str], said: Iterable[str] = ()) -> State:
    """On that exercise, shown as the parameters `asked` say; with what is `said` of the link."""
    shown, unread = shown_in(asked)
    hidden = shown.restricted["hide_answers"]
    problems = [*said, *unread, *beyond(shown, document)]
    single = hidden or shown.solve["on"]  # an answer is one number
    if hidden:
        document = restrictions.without_hints(document)
    return {
        **workspaces.begun(document),
        "step": shown.step,
        "sample": min(shown.sample, len(document["x"]) - 1),
        "granularity": "neuron" if single and shown.granularity == "layer" else shown.granularity,
        "selected": _in_drawing(shown.select, document),
        "selected_too": _in_drawing(shown.select2, document),
        "notation": shown.notation,
        "digits": shown.digits,
        "mode": "walk" if hidden else shown.mode,
        "playing": False,
        "speed": 2,
        "advanced_at": 0.0,
        "message": " ".join(problems) or None,
        "solving": {**shown.solve, "on": True} if hidden else shown.solve,
        "presenting": shown.present,
        "redraw": False,
        "opening": "",
        "page": "",
        "turned": False,
        "complete": False,
        "workspace": workspaces.OWN,
        "workspaces": {},
        "rooms": {
            "how_many": shown.curve,
            "range": shown.range,
            "layout": _layout_of(shown),
            "link_data": shown.data,
            "link_training": shown.training,
        },
        "of_exercise": {},
        "opened_from": asked,
        "kept_work": "",
        "kept_of": [],
        "kept_short": 0,
        "kept_apart": False,
        "restricted": shown.restricted,
        "embedded": shown.embed,
        "link_lesson": [shown.lesson, shown.paragraph] if shown.lesson else None,
    }


def _layout_of(shown: Shown) -> dict[str, str] | None:
    """How arrays are laid out, as their pages remember it; None for as in the notation."""
    samples, _, weights = shown.layout.partition("-")
    chosen = {"notation": shown.notation, "samples": samples, "weights": weights}
    return chosen if weights else None


def _in_drawing(place: Selected | None, document: Document) -> Plain | None:
    """A place that the link names, if the drawing reaches so far."""
    return plain(place) if place is not None and within(place, sizes_of(document)) else None


def address() -> dict[str, str]:
    """The parameters of the address that this app knows. Streamlit keeps `embed` to itself."""
    found = {name: st.query_params[name] for name in NAMES if name in st.query_params}
    raw = dict(pairs_in_address())
    return {**found, "embed": raw["embed"]} if "embed" in raw else found


def pairs_in_address() -> list[tuple[str, str]]:
    """All parameters of the address in their order, as they stand there."""
    context = get_script_run_ctx(suppress_warning=True)
    return parse_qsl(context.query_string, keep_blank_values=True) if context is not None else []


def draw_again() -> None:
    """Ask for the whole page: a press in a fragment has changed what stands outside of it."""
    writable()["redraw"] = True


def wants_redraw() -> bool:
    """Whether a fragment should give way to the whole page."""
    return state()["redraw"]


def page_is_drawn(name: str) -> None:
    """That page is being drawn now, as a whole."""
    begin_offers()
    held = writable()
    held["redraw"] = False
    held["turned"] = held["turned"] or held["page"] != name
    held["page"] = name
    held["complete"] = False


def page_is_complete() -> None:
    """The whole page was drawn."""
    end_offers()
    held = writable()
    held["turned"] = False
    held["complete"] = True


def was_complete() -> bool:
    """Whether the last run that draws the whole page came to its end; inside a callback. Of what
    one that did not has given to fields, the browser has hardly heard."""
    return state()["complete"]


def is_turned() -> bool:
    """Whether the page's fields are new to the browser, and have to be given their texts again."""
    return state()["turned"]


def open_page(name: str) -> None:
    """Lead to that page, named as in its address. It is not forgotten before the page is drawn: a
    run that is broken off on the way there loses nothing."""
    writable()["opening"] = name
    draw_again()


def page_to_open(shown: str, *, at: str, went: bool) -> str | None:
    """The page to turn to instead of `shown`, which the browser asks for; it was `at` that page,
    by its address, when it did so, and its reader `went` there by back or forward or not. A browser
    that has not heard of the other page yet goes on asking for the one it is at."""
    held = writable()
    heard = at == held["opening"]
    elsewhere = shown != held["opening"] and (went or at != shown)
    if heard or elsewhere:
        held["opening"] = ""
    return held["opening"] if held["opening"] not in ("", shown) else None
