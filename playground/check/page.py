"""The page "Check my work": somebody's numbers beside the engine's, what is wrong, and why."""

from __future__ import annotations

import streamlit as st

from backprop_core import GradientCheck, NonFiniteError
from playground import session
from playground.check import entered
from playground.check.gradient_table import DIGITS, gradient_name, summary_table
from playground.check.notebook_code import gradient_code
from playground.check.numbers import Outcome, outcome
from playground.check.paste_panel import paste_panel
from playground.check.read_panel import what_was_read
from playground.check.reference_gradient import computed
from playground.check.result_panel import result_panel
from playground.check.slope_panel import slope_panel
from playground.check.table_panel import table_panel
from playground.exercise.document import Document, is_complete, sizes_of
from playground.functions.catalogue import written_loss
from playground.notation.symbols import Symbols
from playground.ui.keeping import kept_fragment
from playground.ui.kept_widgets import kept_switch
from playground.ui.page_text import as_typed, text
from playground.ui.settings import notation_choice

PLAYGROUND = "pages/play/playground.py"


def page() -> None:
    """The whole page, for the network that is on the Playground now."""
    st.title("Check my work", anchor=False)
    now = session.document()
    if not is_complete(now):
        st.info(text("check", "unfinished", session.symbols().notation), icon=":material/draw:")
        st.page_link(PLAYGROUND, label="Go to the Playground", icon=":material/hub:")
        return
    exercise(now)
    yours, verdict = st.columns([1, 1.9], gap="medium")
    with yours:
        st.caption(text("check", "yours", session.symbols().notation))
        paste_panel(now)
    try:
        found = _outcome(now)
    except NonFiniteError as error:
        st.error(f"There is no gradient to compare with. {error}", icon=":material/error:")
        return
    with yours:
        what_was_read(found)
        with st.expander("Type them into a table instead", icon=":material/table:"):
            table_panel(now)
    with verdict:
        result_panel(found)
    _behind(now)


def _outcome(now: Document) -> Outcome:
    held = entered.sheet()
    sending = session.symbols().notation.weights == "sending"
    return outcome(
        now, held["text"], held["chosen"], held["typed"], decimal=held["decimal"], sending=sending
    )


def exercise(now: Document) -> None:
    """Which network it is, and the way to it."""
    sizes, batch = sizes_of(now), len(now["x"])
    over = f", {now['reduction']} over {batch} samples" if batch > 1 else ", one sample"
    with st.container(horizontal=True, vertical_alignment="center", key="exercise"):
        st.markdown(
            f"**{as_typed(now['title'])}** · {'-'.join(map(str, sizes))} neurons · "
            f"{as_typed(written_loss(now['loss']).label)}{over}",
            width="stretch",
        )
        notation_choice()
        st.page_link(PLAYGROUND, label="Change it on the Playground", icon=":material/hub:")


def _behind(now: Document) -> None:
    """The slope by hand, the engine's own check, and the same in Python: none shows a number
    unasked."""
    with st.container(horizontal=True, key="second_ways"):
        by_hand = st.toggle(
            "The slope by hand: nudge a number, and see the loss change",
            **kept_switch("slope_by_hand"),
        )
        is_checked = st.toggle(
            "Is the engine right? Check its gradient a second way", **kept_switch("engine_check")
        )
        in_python = st.toggle("This check in Python", **kept_switch("check_code"))
    if by_hand:
        kept_fragment(slope_panel, "slope")
    if is_checked:
        with st.spinner("Taking every derivative a second way"):
            check = computed(now)
        engine(check, session.symbols())
    if in_python:
        st.caption(text("check", "code", session.symbols().notation))
        is_turned = session.symbols().notation.weights == "sending"
        st.code(gradient_code(now, turned=is_turned), language="python")


def engine(check: GradientCheck, symbols: Symbols) -> None:
    """Backward against the complex step, per parameter, and the verdict."""
    error = session.number(check.error, 2)
    if check:
        st.success(
            f"Two independent methods agree on all {_count(check)} gradients. Largest relative "
            f"difference: {error}; {session.number(check.tolerance, 6)} is allowed.",
            icon=":material/verified:",
        )
    else:
        st.error(
            f"The engine's gradient does not check: the largest relative difference is {error}, "
            f"in {gradient_name(symbols, (check.worst.name, check.worst.layer))}.",
            icon=":material/error:",
        )
    st.markdown(text("check", "engine", symbols.notation))
    st.html(summary_table(check, symbols, session.digits(DIGITS)))


def _count(check: GradientCheck) -> int:
    return sum(each.analytic.size for each in check.parameters)
