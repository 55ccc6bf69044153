"""Nothing is lost: the browser keeps the work, and hands it to a server that has not got it."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.views.keeper.keeper import answered, ask_for_kept, keep, something_kept

KEEPER, PLACE = "keeper", "keeper_place"


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


def keep_all() -> None:
    """Hand the browser everything, at the end of a page."""
    text, place = session.work_text(), session.place_text()
    keep(key=KEEPER, work=text, place=place, apart=session.is_apart())


def keep_place() -> None:
    """The same for what a fragment can change: the step, and what is chosen to be seen."""
    keep(key=PLACE, place=session.place_text(), walked=session.state()["step"] > 0)


def renew_address() -> None:
    """Take the exercise out of the address once another one is on the screen."""
    if session.address_is_old():
        for name in session.ADDRESSES:
            st.query_params.pop(name, None)
