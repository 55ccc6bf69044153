"""Buttons, each of which is known by its key to the fields beside it (see fields).

A press is acted on by its callback alone, so none says whether it was pressed: a run that carries
a press can be broken off by the next message before it comes to the button.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from playground.views.triggers import note


def button(label: str, *, key: str, **options: Any) -> None:
    """st.button with these options."""
    st.button(label, key=note(key), **options)


def submit_button(label: str, *, key: str, **options: Any) -> None:
    """st.form_submit_button with these options."""
    st.form_submit_button(label, key=note(key), **options)


def download_button(label: str, data: Any, *, key: str, **options: Any) -> None:
    """st.download_button with these options; `data` may be a function that makes it then.

    What is made at once is better given at once: a press during a run can find the function gone.
    """
    st.download_button(label, data, key=note(key), **options)
