"""Nothing is lost: the browser keeps the work, and hands it to a server that has not got it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from playground import session
from playground.views.keeper.keeper import (
    Kept,
    answered,
    ask_for_kept,
    keep,
    something_kept,
    to_keep,
)

KEEPER, PLACE, END = "keeper", "keeper_place", "keeper_end"


def is_ready() -> bool:
    """Whether the session has its work. Where the browser says that it keeps some, it is asked for
    it first, and nothing is drawn until it has answered: nobody sees another exercise flash by."""
    if session.is_begun() or not something_kept():
        return True
    ask_for_kept(key=KEEPER, on_answer=_answered)
    return False


def _answered() -> None:
    kept = answered(KEEPER)
    if not session.is_begun():
        session.take_up(*(kept or ("", "")))


def keep_all() -> Kept:
    """Hand the browser everything as a page begins: what was pressed or typed is done by then, and
    whoever reloads while the page is drawn loses nothing. What was handed."""
    now = _now()
    keep(to_keep(now._asdict(), apart=session.is_apart()), key=KEEPER)
    return now


def keep_rest(before: Kept) -> None:
    """At the end of a page, what it has changed since `before` was handed."""
    parts = zip(Kept._fields, before, _now(), strict=True)
    keep({name: new for name, old, new in parts if new != old}, key=END)


def _now() -> Kept:
    return Kept(session.work_text(), session.place_text(), session.table_text())


def keep_place(*, key: str = PLACE) -> None:
    """The same for what a fragment can change: the step, and what is chosen to be seen."""
    keep(place_to_keep(), key=key)


def place_to_keep() -> dict[str, Any]:
    """What `keep_place` hands over, for a view that takes it along: a message less with a step. The
    work goes with it where the fragment has changed that, as by a hint."""
    parts = {"place": session.place_text()}
    if not session.is_work_written():
        parts["work"] = session.work_text()
    return to_keep(parts, apart=session.is_apart(), walked=session.state()["step"] > 0)


def is_fragment_alone() -> bool:
    """Whether fragments are drawn without the page, which would keep everything as it ends."""
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and bool(context.fragment_ids_this_run)


def kept_fragment(part: Callable[[], None], name: str) -> None:
    """A part of the page that is drawn again on its own; the browser keeps what that changes. An
    edit concerns more than a part: the work that is kept, and the address."""

    @wraps(part)
    def drawn() -> None:
        if is_fragment_alone() and not session.is_work_written():
            st.rerun()
        part()
        if is_fragment_alone():
            keep_place(key=f"keeper_{name}")

    st.fragment(drawn)()


def renew_address(lesson: str) -> None:
    """Take the exercise out of the address once another one is on the screen, as of that `lesson`
    where one is open."""
    if session.address_is_old(lesson):
        for name in session.ADDRESSES:
            st.query_params.pop(name, None)
