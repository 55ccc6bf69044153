"""What the fields of all panels share: their value comes from the session each time.

With every press a browser sends the values of all its fields. When it has not yet heard of the
last edit, a field that follows the exercise then seems changed back to what it showed before; such
a change nobody made, and acting on it would take the edit back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import streamlit as st

from playground import session
from playground.views.triggers import any_pressed

T = TypeVar("T")
EARLIER = 4  # values before the present one that a browser may still show
_SHOWN: session.Remembered[dict[str, list[Any]]] = session.Remembered("shown", dict)


def given(name: str, value: Any) -> str:
    """Give a widget its value from the session before it is drawn; its key, for the widget."""
    shown = _SHOWN.get()
    before = shown.get(name, [])
    if not before or before[-1] != value:
        _SHOWN.set({**shown, name: [*before[-EARLIER:], value]})
    st.session_state[name] = value
    return name


def whole(name: str) -> int | None:
    """The place chosen in a list or on a slider; None for anything else."""
    value = st.session_state.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def text(name: str) -> str:
    """The text in a field, or the name that was chosen; "" for anything else."""
    value = st.session_state.get(name)
    return value if isinstance(value, str) else ""


def choice(name: str, options: Iterable[T]) -> T | None:
    """The option that was chosen; None for one that is not among them (any more)."""
    value = st.session_state.get(name)
    same = (option for option in options if type(option) is type(value) and option == value)
    return next(same, None)


def changed(name: str, act: Callable[..., None], *args: Any) -> Callable[[], None]:
    """`act`, for the field `name` that was `given` its value, unless nobody changed it."""
    return lambda: None if stale(name) else act(*args)


def stale(name: str) -> bool:
    """Whether the field came back to what it showed before, and something else was pressed."""
    return any_pressed() and st.session_state.get(name) in _SHOWN.get().get(name, [])[:-1]
