"""Buttons, each of which is known by its key to the fields beside it (see fields).

A press is acted on by its callback alone, so none says whether it was pressed: a run that carries
a press can be broken off by the next message before it comes to the button.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from playground import session
from playground.views.triggers import note

_TAKEN: session.Remembered[int] = session.Remembered("presses_taken", int)


def button(
    label: str,
    *,
    key: str,
    on_click: Callable[..., object] | None = None,
    args: Sequence[Any] = (),
    kwargs: dict[str, Any] | None = None,
    **options: Any,
) -> None:
    """st.button with these options."""
    st.button(
        label, key=note(key), on_click=_taken, args=(on_click, *args), kwargs=kwargs, **options
    )


def presses_taken() -> int:
    """How many presses of buttons have been acted on. Two that come at once are one."""
    return _TAKEN.get()


def _taken(act: Callable[..., object] | None, *args: Any, **kwargs: Any) -> None:
    _TAKEN.set(_TAKEN.get() + 1)
    if act is not None:
        act(*args, **kwargs)


def submit_button(label: str, *, key: str, **options: Any) -> None:
    """st.form_submit_button with these options."""
    st.form_submit_button(label, key=note(key), **options)
