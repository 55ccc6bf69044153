"""The page Practice: exercises by topic, a bug to find, and quick questions."""

from __future__ import annotations

import streamlit as st

from backprop_core import BackpropError
from playground import session
from playground.exercise.view import View
from playground.practice.asked_before import ASKED
from playground.practice.bug_panel import bug_panel
from playground.practice.quick_panel import quick_panel
from playground.practice.sets import TOPICS, Topic, exercise, topic_named
from playground.ui.buttons import button
from playground.ui.fields import changed, given
from playground.ui.notices import stops_at_dropout
from playground.ui.page_text import as_typed, text

PLAYGROUND = "pages/play/playground.py"
PARTS = {
    "sets": ":material/stacks: Practice sets",
    "bug": ":material/bug_report: Find the bug",
    "quick": ":material/bolt: Quick questions",
}
_PART: session.Remembered[str] = session.Remembered("practice_part", lambda: "sets")
# How many exercises of each level were opened: the seed of the next one.
_OPENED: session.Remembered[dict[str, int]] = session.Remembered("practice_opened", dict)


def page() -> None:
    """The whole page."""
    st.title("Practice", anchor=False)
    st.segmented_control(
        "What to practise",
        list(PARTS),
        key=given("practice_part_choice", _PART.get()),
        required=True,
        format_func=PARTS.__getitem__,
        on_change=changed("practice_part_choice", _choose_part),
        label_visibility="collapsed",
    )
    part, view = _PART.get(), session.view()
    notation = session.symbols().notation
    if part == "sets":
        st.markdown(text("practice", "sets", notation))
        _sets()
    elif view is None:
        st.info(text("practice", "unfinished", notation), icon=":material/draw:")
    elif not stops_at_dropout():
        st.markdown(text("practice", part, notation))
        _of_network(view)
        if part == "bug":
            bug_panel(view.exactly)
        else:
            quick_panel(view)


def _choose_part() -> None:
    chosen = st.session_state["practice_part_choice"]
    if chosen in PARTS:
        _PART.set(chosen)


def _of_network(view: View) -> None:
    """Which network it is about, and the way to it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        sizes = "-".join(map(str, view.network.sizes))
        st.markdown(f"**{as_typed(view.document['title'])}** · {sizes} neurons", width="stretch")
        st.page_link(PLAYGROUND, label="Change it on the Playground", icon=":material/hub:")


def _sets() -> None:
    """A card for each topic, with a button for each level."""
    with st.container(key="practice_sets"):
        for topic in TOPICS:
            with st.container(key=f"topic_{topic.key}", border=True, gap="xsmall"):
                st.markdown(f"**{topic.title}**")
                st.caption(topic.what)
                for level, made in enumerate(topic.levels):
                    _level(topic, level, made.name)


def _level(topic: Topic, level: int, name: str) -> None:
    times = _OPENED.get().get(_key(topic, level), 0)
    button(
        f"{level + 1} · {name}",
        key=f"start_{topic.key}_{level}",
        icon=":material/check:" if times else ":material/play_arrow:",
        on_click=_start,
        args=(topic.key, level),
        width="stretch",
        help=f"Opened {times} time{'s' * (times != 1)}, each time with new numbers"
        if times
        else None,
    )


def _key(topic: Topic, level: int) -> str:
    return f"{topic.key}/{level}"


def _start(key: str, level: int) -> None:
    """Open the next exercise of that level on the Playground, with its numbers hidden."""
    topic = topic_named(key)
    if topic is None or level >= len(topic.levels):
        return
    seed = _OPENED.get().get(_key(topic, level), 0)
    try:
        document = exercise(topic, level, seed)
    except BackpropError as error:
        session.refuse(str(error))
        return
    _OPENED.set({**_OPENED.get(), _key(topic, level): seed + 1})
    with ASKED.opening():
        session.open_document(document, "practice set")
        session.set_mode("walk")
        session.solve_from_the_first(topic.part)
    session.open_page("playground")
