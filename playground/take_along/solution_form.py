"""The choices of a worked solution: all of it, or some phases, layers, steps, and one sample."""

from __future__ import annotations

import streamlit as st

from backprop_core import PHASES
from playground.exercise.view import View
from playground.export.solution import set_by_layers
from playground.export.solution_choice import StepChoice
from playground.ui.kept_widgets import kept_choice, kept_choices, kept_range

_PHASES = dict(zip(PHASES, ("Forward", "Loss", "Backward", "Gradients", "Update"), strict=True))
ALL = -1  # samples


def chosen_steps(view: View) -> StepChoice:
    """The fields, and what they choose; nothing chosen in a row of them is all of it."""
    whole_walk = set_by_layers(view)
    symbols, count = view.symbols, len(whole_walk.trace)
    phases = st.pills(
        "Parts",
        list(_PHASES),
        selection_mode="multi",
        format_func=_PHASES.__getitem__,
        **kept_choices("take_phases", [*_PHASES], _PHASES),
    )
    layers, sample = [], None
    with st.container(horizontal=True, gap="medium"):
        if len(view.network.layers) > 1:
            numbered = range(len(view.network.layers))
            layers = st.pills(
                "Only these layers",
                numbered,
                selection_mode="multi",
                format_func=symbols.layer,
                **kept_choices("take_layers", [], numbered),
            )
        if len(view.trace.y) > 1 and whole_walk is view:
            samples = [ALL, *range(len(view.trace.y))]
            sample = st.selectbox(
                "Sample",
                samples,
                format_func=lambda s: "All" if s == ALL else str(s + 1),
                width=110,
                **kept_choice("take_sample", ALL, samples),
            )
        kept = kept_range(_steps_key(count), 1, count)
        first, last = st.slider("Steps", 1, count, width=320, **kept)
    chosen = tuple(phase for phase in PHASES if phase in phases) or PHASES
    of_sample = None if sample in (ALL, None) else sample
    return StepChoice(chosen, tuple(sorted(layers)), of_sample, first, last)


def _steps_key(count: int) -> str:
    """Another walk has a slider of its own, which begins with all of its steps."""
    return f"take_steps_{count}"
