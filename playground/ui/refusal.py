"""Why something was not done, said where it was asked for: below a file, or beside a press."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from playground import session

_WHY: session.Remembered[dict[str, str]] = session.Remembered("refusals", dict)


def is_refused(place: str, act: Callable[[], None]) -> bool:
    """Do `act`; whether it was refused. `refusal` then says why, until something is tried there
    again."""
    why = session.refusal_of(act)
    forget_refusal(place)
    if why is not None:
        _WHY.set({**_WHY.get(), place: why})
    return why is not None


def forget_refusal(place: str) -> None:
    """Its cause has gone."""
    _WHY.set({name: why for name, why in _WHY.get().items() if name != place})


def refusal(place: str) -> None:
    """Draw it; nothing where there is none."""
    why = _WHY.get().get(place)
    if why is not None:
        with st.container(key=f"refused_{place}"):
            say_why(why)


def say_why(why: str) -> None:
    """What is wrong, announced at once."""
    st.html(f"<p class='refused-why' role='alert'>{escape(why)}</p>")
