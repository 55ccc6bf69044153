"""The page "Check my gradient": somebody's own gradient beside the engine's, and what is wrong."""

from __future__ import annotations

import streamlit as st

from backprop_core import GradientCheck, NonFiniteError
from playground import session
from playground.check.attempt_form import own
from playground.check.diagnosis import gradient_name
from playground.check.gradient_table import summary_table
from playground.check.notebook_code import gradient_code
from playground.check.reference_gradient import computed
from playground.exercise.document import Document, is_complete, sizes_of
from playground.functions.catalogue import written_loss
from playground.notation import number_text
from playground.notation.bare_symbols import in_notation
from playground.notation.symbols import Symbols
from playground.ui.page_text import as_typed, sections
from playground.ui.settings import notation_choice

PLAYGROUND = "pages/play/playground.py"


def page() -> None:
    """The whole page, for the network that is on the Playground now."""
    st.title("Check my gradient", anchor=False)
    now = session.document()
    if not is_complete(now):
        st.info(_told("unfinished"), icon=":material/draw:")
        st.page_link(PLAYGROUND, label="Go to the Playground", icon=":material/hub:")
        return
    exercise(now)
    try:
        with st.spinner("Taking every derivative a second way"):
            p, check = computed(now)
    except NonFiniteError as error:
        st.error(f"There is no gradient to compare with. {error}", icon=":material/error:")
        return
    engine(check, session.symbols())
    own(now, p, check)
    st.subheader("The same in Python")
    st.caption(_told("code"))
    is_turned = session.symbols().notation.weights == "sending"
    st.code(gradient_code(now, turned=is_turned), language="python")


def _told(name: str) -> str:
    return in_notation(sections("check/text")[name], session.symbols().notation)


def exercise(now: Document) -> None:
    """Which network it is, and the way to it."""
    sizes, batch = sizes_of(now), len(now["x"])
    over = f", {now['reduction']} over {batch} samples" if batch > 1 else ", one sample"
    with st.container(horizontal=True, vertical_alignment="center", key="exercise"):
        st.markdown(
            f"**{as_typed(now['title'])}** · {'-'.join(map(str, sizes))} neurons · "
            f"{written_loss(now['loss']).label}{over}",
            width="stretch",
        )
        notation_choice()
        st.page_link(PLAYGROUND, label="Change it on the Playground", icon=":material/hub:")


def engine(check: GradientCheck, symbols: Symbols) -> None:
    """Backward against the complex step, per parameter, and the verdict."""
    error = number_text.text(check.error, 2)
    if check:
        st.success(
            f"Two independent methods agree on all {_count(check)} gradients. Largest relative "
            f"difference: {error}; {check.tolerance:g} is allowed.",
            icon=":material/verified:",
        )
    else:
        st.error(
            f"The engine's gradient does not check: the largest relative difference is {error}, "
            f"in {gradient_name(symbols, (check.worst.name, check.worst.layer))}.",
            icon=":material/error:",
        )
    with st.expander("Backward beside the complex step, per parameter", key="engine_check"):
        st.markdown(_told("engine"))
        st.html(summary_table(check, symbols))


def _count(check: GradientCheck) -> int:
    return sum(each.analytic.size for each in check.parameters)
