"""The update: the learning rate, the loss before and after it, and the passes so far."""

from __future__ import annotations

import math

import streamlit as st

from playground import session
from playground.exercise.runs import place_of
from playground.exercise.view import View
from playground.notation import number_text
from playground.ui.buttons import button
from playground.ui.fields import EMPTIED, UNREAD, changed, given, number
from playground.ui.loss_curve import loss_figure
from playground.ui.presses import is_new
from playground.views.plot.plot import plotly_view, pressed

RATES = [0.0] + [round(m * 10.0**e, 6) for e in range(-4, 1) for m in (1, 1.5, 2, 3, 5, 7)] + [10.0]


def update_row(view: View) -> None:
    """The learning rate, the loss before and after the update, the way on, the passes so far."""
    rate, way, chart = st.columns([1.25, 1.6, 1.15], gap="medium", vertical_alignment="bottom")
    before, after = view.trace.gradients.loss, view.loss_after
    with rate:
        learning_rate()
    with way:
        what = view.symbols.word("loss").capitalize()
        st.markdown(f"{what} before → after the update: **{_change(view, before, after)}**")
        way_on()
    with chart:
        passes(view)
    _verdict(view, before, after)


def learning_rate() -> None:
    """The slider, logarithmic, and a field for any other rate; 0 is allowed."""
    rate = session.document()["learning_rate"]
    sign = session.symbols().label("learning_rate")
    options = sorted({*RATES, rate})
    slider, field = st.columns([3, 1.4], gap="small", vertical_alignment="bottom")
    slider.select_slider(
        f"Learning rate {sign}",
        options,
        key=given("learning_rate", rate),
        on_change=changed("learning_rate", _rate_changed, "learning_rate"),
        format_func=lambda v: f"{v:.12g}",
    )
    field.number_input(
        "Learning rate, typed",
        value=EMPTIED,
        key=given("learning_rate_value", rate),
        on_change=changed("learning_rate_value", _rate_changed, "learning_rate_value"),
        format="%g",
        step=None,
        label_visibility="collapsed",
    )


def _rate_changed(key: str) -> None:
    rate = number(key)
    if rate is None or rate < 0:
        got = UNREAD if rate is None else f"{rate:g}"
        session.refuse(f"The learning rate got {got}. It takes 0 or more; the old one stays.")
    else:
        session.set_learning_rate(rate)


def _change(view: View, before: float, after: float) -> str:
    if math.isfinite(before) and math.isfinite(after):
        return number_text.old_to_new(before, after, view.digits)
    return " → ".join(number_text.text(loss, view.digits) for loss in (before, after))


def way_on() -> None:
    """On to the next pass, or back to the first weights."""
    run = session.run()
    with st.container(horizontal=True, gap="xsmall"):
        button(
            "Next pass",
            key="next_pass",
            icon=":material/replay:",
            on_click=session.advance,
            help="Go on with the new weights",
        )
        button("10 passes", key="ten_passes", on_click=session.advance, args=(10,), wrap=False)
        button(
            "First weights",
            key="first_weights",
            icon=":material/first_page:",
            on_click=session.back_to_first_weights,
            disabled=run["at"] == 0 and session.document() == run["origin"],
            help="Begin again with exactly the weights this exercise began with",
        )


def _verdict(view: View, before: float, after: float) -> None:
    rate = view.trace.learning_rate
    if not view.targets_are_probabilities:
        st.warning(
            "Some targets are below 0 or above 1. A cross-entropy takes targets as probabilities, "
            "such as 0 and 1: with others its lowest loss is not where outputs and targets agree.",
            icon=":material/warning:",
        )
    if view.problem:
        st.error(view.problem, icon=":material/error:")
    elif not math.isfinite(after):
        st.warning(
            "After this update the loss is no longer a finite number: the step is so large that "
            "the sums overflow. Take a smaller learning rate.",
            icon=":material/warning:",
        )
    elif after > before:
        st.warning(
            f"The loss grows. The gradient says which way is down only close by, and a learning "
            f"rate of {rate:g} steps past the low point. Try a smaller one.",
            icon=":material/warning:",
        )


def passes(view: View) -> None:
    """The loss over the passes so far."""
    run, name = session.run(), view.symbols.word("loss")
    plotly_view(
        loss_figure(run["losses"], place_of(run), view.loss_after, name, run["first"]),
        key="loss_chart",
        alt=f"{name.capitalize()} over {len(run['losses'])} passes",
        height=96,
        on_press=_pass_pressed,
    )


def _pass_pressed() -> None:
    press = pressed("loss_chart")
    match press:
        case {"point": ["pass", place]} if is_new("loss_chart", press):
            session.go_to_pass(place)
