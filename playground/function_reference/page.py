"""The page "Activations and losses": each function as a curve, with its slope at one point."""

from __future__ import annotations

import streamlit as st

from playground.function_reference.activation_panel import activation_half
from playground.function_reference.loss_panel import loss_half
from playground.function_reference.typed_form import typed_half
from playground.ui.keeping import kept_fragment
from playground.ui.kept_widgets import kept_tabs
from playground.ui.settings import notation_choice


def page() -> None:
    """The engine's functions, and typed ones; each part is drawn again on its own."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title("Activations and losses", anchor=False, width="stretch")
        notation_choice()
    activations, losses, custom = kept_tabs(["Activations", "Losses", "Custom"], "function_tabs")
    with activations:
        kept_fragment(activation_half, "activations")
    with losses:
        kept_fragment(loss_half, "losses")
    with custom:
        if custom.open:  # until then nothing has to be differentiated
            typed_half()
