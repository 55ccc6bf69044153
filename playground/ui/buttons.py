"""Buttons, each of which is known by its key to the fields beside it (see fields)."""

from __future__ import annotations

from typing import Any

import streamlit as st

from playground.views.triggers import note


def button(label: str, *, key: str, **options: Any) -> bool:
    """st.button with these options."""
    return st.button(label, key=note(key), **options)


def submit_button(label: str, *, key: str, **options: Any) -> bool:
    """st.form_submit_button with these options."""
    return st.form_submit_button(label, key=note(key), **options)


def download_button(label: str, data: Any, *, key: str, **options: Any) -> bool:
    """st.download_button with these options; `data` may be a function that makes it then."""
    return st.download_button(label, data, key=note(key), **options)
