"""The walk: the graph, the formula of the step, the controls and the values so far."""

from __future__ import annotations

import time

import streamlit as st

from playground import session
from playground.formulas.sentences import sentence
from playground.formulas.step import formula
from playground.functions import written_loss
from playground.panels import controls
from playground.panels.graph import network_graph
from playground.panels.notices import unfinished
from playground.panels.scrolling import region
from playground.panels.selection import inspector
from playground.panels.step_title import step_title
from playground.panels.update import update_row
from playground.panels.values import values_so_far
from playground.walk import Walk

HEAD_START = 0.004  # seconds in which the graph is sent, so that the browser draws it first


def walk_view() -> None:
    """What changes with every step is one fragment, drawn again on its own; the update, which
    depends on the numbers and the rate alone, stands above it and stays."""
    walk = session.walk()
    if walk is None:
        unfinished()
        return
    with st.container(key="walk_page"):
        with st.container(key="update_row"):
            update_row(walk)
        with st.container(key="steps"):
            st.fragment(steps, run_every=controls.play_interval())()
    conventions(walk)


def steps() -> None:
    """The walk itself: graph, formula and controls together, and all values so far."""
    controls.play_on()
    walk = session.walk()
    if walk is None:
        return
    controls.stop_at_end(walk)
    if session.state().pop("redraw", False):
        st.rerun()
    left, right = st.columns([2.15, 1], gap="medium")
    with left:
        network_graph(walk)
        time.sleep(HEAD_START)
        controls.step_controls(walk)
    with right, st.container(key="step_panel"):
        step_panel(walk)
    values_so_far(walk)


def step_panel(walk: Walk) -> None:
    """Where in the story we are, the formula with the numbers put in, and one plain sentence."""
    step, notation = walk.step, walk.symbols.notation
    controls.phase_markers(walk)
    controls.sample_choice(walk)
    displayed = f"$$\n{formula(step, walk.trace, walk.digits, notation)}\n$$"
    st.markdown(
        f"{step_title(walk)}\n\n"
        f"{region(displayed, 'Formula')}\n\n"
        f"{sentence(step, walk.trace, notation)}",
        unsafe_allow_html=True,
    )
    inspector()


def conventions(walk: Walk) -> None:
    """What is otherwise left unsaid."""
    network, now, symbols = walk.network, session.document(), walk.symbols
    label = written_loss(network.loss).label
    over = f", {network.reduction} over the {len(walk.trace.y)} samples" * (len(walk.trace.y) > 1)
    biases = "; biases stay as they are" if now["biases_frozen"] else "; biases are updated too"
    if all(layer.b is None for layer in network.layers):
        biases = ""
    loss = symbols.word("loss")
    st.caption(
        f"{loss.capitalize()}: {label}{over}{_classes(walk)}. The gradients are those of this "
        f"{loss}. The way back leads through the old weights; all updates happen at once{biases}. "
        f"{symbols.index_order()}"
    )


def _classes(walk: Walk) -> str:
    """How many outputs there are, where the notation has a letter for that."""
    letter, count = walk.symbols.notation.outputs, walk.network.sizes[-1]
    return f", {letter} = {count} {'class' if count == 1 else 'classes'}" if letter else ""
