"""What the fields of all panels share: their value comes from the session each time.

With every press a browser sends the values of all its fields. When it has not yet heard of the
last edit, a field that follows the exercise then seems changed back to what it showed before; such
a change nobody made, and acting on it would take the edit back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import takewhile
from typing import Any, NamedTuple, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from playground import session
from playground.exercise import edits
from playground.views.triggers import any_pressed

T = TypeVar("T")
CUSTOM = "custom…"  # the option of a list that opens a field for a formula
EARLIER = 4  # values before the present one that a browser may still show


class Seen(NamedTuple):
    """What is known of a field: the values that it has `shown`, the last one last; what the
    browser `told` when it was drawn last; what was `taken` from it since, if anything; and what
    the browser told when it was given another value, if it may not have heard of that. `of` is
    what the last value belonged to, and `is_new` whether it came with the last request."""

    shown: list[Any]
    told: Any = None
    taken: tuple[Any, ...] = ()
    unheard: tuple[Any, ...] = ()
    of: str = ""
    is_new: bool = False


_SEEN: session.Remembered[dict[str, Seen]] = session.Remembered("seen", dict)


def given(name: str, value: Any, *, plain: bool = False, of: str = "") -> str:
    """Give a widget its value from the session before it is drawn; its key, for the widget.

    A switch, and any other one that is `plain`, is given only what it does not show: what a slow
    link brings late would take the place of what somebody has typed or chosen by then. Others may
    show their value by other words than before, or have another range. `of` is what the value
    belongs to, or the words that it is among, where these are now the same and now others.
    """
    before = _SEEN.get().get(name, Seen([]))
    shown = before.shown if before.shown[-1:] == [value] else [*before.shown[-EARLIER:], value]
    told, is_told = st.session_state.get(name), _told_in_this_run(name)
    unheard = () if is_told and before.unheard != (told,) else before.unheard
    quiet = is_told and (plain or isinstance(value, bool)) and of == before.of
    if not quiet or told != value or unheard:
        st.session_state[name] = value
        if is_told and told != value:
            unheard = (told,)
    is_new = shown is not before.shown or (before.is_new and not is_told)
    told = value if told is None else told
    _see(name, Seen(shown, told, unheard=unheard, of=of, is_new=is_new))
    return name


def _told_in_this_run(name: str) -> bool:
    """Whether the browser says, in its request for this run, what the widget shows. It does not
    where it has yet to draw it, and a run that the script itself asks for has no request. A widget
    that the last run left out does not count: the browser may say so before it has heard of that
    run, after which it draws the widget anew."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return False
    state = context.session_state._state
    widget = state._get_widget_id(name)
    return widget in state._new_widget_state and widget in state._old_state


def been_away(name: str) -> bool:
    """Whether a page without that field was shown since it was drawn last in this session."""
    return name in _SEEN.get() and name not in st.session_state


def _see(name: str, seen: Seen) -> None:
    known = _SEEN.get()
    if known.get(name) != seen:
        _SEEN.set({**known, name: seen})


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


def set_field(field: str, value: object) -> None:
    """Edit that field of the exercise, unless the browser told nothing that it can be."""
    if value is not None:
        session.edit(edits.set_field, field, value, label=field.replace("_", " "))


def changed(name: str, act: Callable[..., None], *args: Any) -> Callable[[], None]:
    """`act`, for the field `name` that was `given` its value, unless nobody changed it."""

    def acts() -> None:
        if not stale(name):
            seen = _SEEN.get().get(name, Seen([]))
            _see(name, seen._replace(taken=(st.session_state.get(name),)))
            act(*args)

    return acts


def stale(name: str) -> bool:
    """Whether the field has the value that it was given last, which a field that has left the page
    still tells; or one given before that, which the browser has only now heard of; or came back to
    what it showed before because of something else that was done: a press, or a choice in another
    field, or what the browser sent before it heard of any."""
    value, seen = st.session_state.get(name), _SEEN.get().get(name)
    if seen is None or value not in seen.shown:
        return False
    if (value,) == (seen.taken or (seen.shown[-1],)) or value in _on_its_way(seen):
        return True
    return value != seen.shown[-1] and (_something_else_done(name) or _is_late(name))


def _on_its_way(seen: Seen) -> list[Any]:
    """The values that a field was given after the one that the browser told last."""
    if seen.told not in seen.shown:
        return []
    return list(takewhile(lambda value: value != seen.told, reversed(seen.shown)))


def _something_else_done(name: str) -> bool:
    return any_pressed() or (not _moved(name) and any(map(_moved, _SEEN.get())))


def _is_late(name: str) -> bool:
    """Whether the field tells what it did before the last run gave it another value, and that was
    broken off, or another field does so, too: the browser has not heard of that run, and nobody can
    have changed both."""
    if not session.was_complete() and _SEEN.get()[name].unheard == (st.session_state.get(name),):
        return True
    others = ((one, seen) for one, seen in _SEEN.get().items() if one != name and seen.is_new)
    return any(seen.unheard == (st.session_state.get(one),) for one, seen in others)


def _moved(name: str) -> bool:
    """Whether the browser tells another value than it told last, and not one that it was given."""
    seen = _SEEN.get()[name]
    given = (seen.told, seen.shown[-1], *_on_its_way(seen))
    return name in st.session_state and st.session_state[name] not in given
