"""Training beside the walk: learning rate, loss over the passes, predictions, the way on."""

from __future__ import annotations

import math
from html import escape

import numpy as np
import streamlit as st

from playground import session
from playground.exercise.paper_trace import rounds_of
from playground.exercise.runs import place_of
from playground.exercise.typed_number import Takes
from playground.exercise.view import View
from playground.notation import number_text
from playground.ui.buttons import button
from playground.ui.chart import show_chart
from playground.ui.loss_curve import loss_figure
from playground.ui.number_field import number_field
from playground.ui.presses import is_new
from playground.ui.rate_slider import rate_slider
from playground.ui.until_passes import until_passes
from playground.views.plot.plot import pressed

MOST_SAMPLES = 16  # whose predictions are listed


def training_strip(view: View) -> None:
    """What one update does to the loss, the predictions beside the targets, and the way on."""
    before, after = view.trace.gradients.loss, rounds_of(view.trace)(view.loss_after)
    what = view.symbols.word("loss")
    st.html(
        "<div class='strip-head'><h2>Train</h2>"
        f"<span>pass {session.run()['at'] + 1} · {escape(what)} "
        f"<b>{escape(_change(view, before, after))}</b></span></div>"
    )
    with st.container(key="strip_numbers", horizontal=True, gap="small"):
        passes(view)
        st.html(predictions(view))
    learning_rate()
    way_on()
    _verdict(view, view.exactly.trace.gradients.loss, view.loss_after)


def predictions(view: View) -> str:
    """Each output beside its target as bars, for every sample; as HTML."""
    outputs, targets = view.trace.forward.output, view.trace.y
    column = len(view.network.sizes) - 1
    shown = np.concatenate([[0.0, 1.0], outputs.ravel(), targets.ravel()])
    low, high = _range(shown[np.isfinite(shown)])
    rows = []
    for s in range(min(len(targets), MOST_SAMPLES)):
        for k in range(targets.shape[1]):
            name = view.symbols.neuron(column, k)
            if len(targets) > 1:
                name = (
                    f"sample {s + 1}"
                    if targets.shape[1] == 1
                    else f"{name} <small>#{s + 1}</small>"
                )
            rows.append(
                _bar(name, float(outputs[s, k]), float(targets[s, k]), low, high, view.digits)
            )
    more = len(targets) - MOST_SAMPLES
    rest = f"<tr><td colspan='4'>and {more} more samples</td></tr>" if more > 0 else ""
    target = escape(view.symbols.word("target"))
    return (
        "<div class='predictions' tabindex='0' role='region' aria-label='Predictions'><table>"
        f"<thead><tr><td></td><th>prediction</th><td></td><th>{target}</th></tr></thead>"
        f"<tbody>{''.join(rows)}{rest}</tbody></table></div>"
    )


def _range(numbers: np.ndarray) -> tuple[float, float]:
    return float(numbers.min()), float(numbers.max())


def _bar(name: str, a: float, y: float, low: float, high: float, digits: int) -> str:
    def share(value: float) -> str:
        if not math.isfinite(value):
            return "100.0%" if value > 0 else "0.0%"
        part = (value / 2 - low / 2) / (high / 2 - low / 2)  # halves do not overflow
        return f"{100 * min(1.0, max(0.0, part)):.1f}%"

    bar = f"<i style='width:{share(a)}'></i><b style='left:{share(y)}'></b>"
    texts = [number_text.on_screen(v, number_text.at_most(digits, 4)) for v in (a, y)]
    return (
        f"<tr><th scope='row'>{name}</th><td class='bar'><div>{bar}</div></td>"
        f"<td>{texts[0]}</td><td>{texts[1]}</td></tr>"
    )


def learning_rate() -> None:
    """The slider, and a field for any other rate; 0 is allowed."""
    rate = session.document()["learning_rate"]
    sign = session.symbols().label("learning_rate")
    with st.container(key="rate_row", horizontal=True, gap="small", vertical_alignment="center"):
        rate_slider(f"Learning rate {sign}", "learning_rate", rate, 12, session.set_learning_rate)
        number_field(
            "Learning rate, typed",
            "learning_rate_value",
            rate,
            Takes("The learning rate", 0.0),
            session.set_learning_rate,
            label_visibility="collapsed",
            width=96,
        )


def _change(view: View, before: float, after: float) -> str:
    if math.isfinite(before) and math.isfinite(after):
        return number_text.old_to_new(before, after, view.digits)
    return " → ".join(number_text.on_screen(loss, view.digits) for loss in (before, after))


def way_on() -> None:
    """On to the next pass, or back to the initial weights."""
    run, why_not = session.run(), session.why_no_pass()
    with st.container(key="passes_row", horizontal=True, gap="xsmall"):
        button(
            "1 pass",
            key="next_pass",
            on_click=session.advance,
            disabled=why_not is not None,
            help=why_not or "One more update",
        )
        button(
            "10 passes",
            key="ten_passes",
            on_click=session.advance,
            args=(10,),
            disabled=why_not is not None,
            wrap=False,
        )
        until_passes(why_not is not None)
        button(
            "Reset weights",
            key="first_weights",
            on_click=session.back_to_first_weights,
            disabled=run["at"] == 0 and session.document() == run["origin"],
            help="Back to the initial weights",
        )


def _verdict(view: View, before: float, after: float) -> None:
    rate = view.trace.learning_rate
    if not view.targets_are_probabilities:
        st.warning(
            "Some targets are below 0 or above 1. Cross-entropy needs probabilities as targets, "
            "such as 0 and 1. With others, its lowest loss is not where outputs match targets.",
            icon=":material/warning:",
        )
    if view.problem and view.problem in (session.state()["message"] or ""):
        return  # the message above says it already
    if view.problem:
        st.error(view.problem, icon=":material/error:")
    elif not math.isfinite(after):
        st.warning(
            "After this update the loss is no longer finite: the step is so large that the sums "
            "overflow. Use a smaller learning rate.",
            icon=":material/warning:",
        )
    elif after > before:
        st.warning(
            f"The loss increases. The gradient is only locally valid; a learning rate of "
            f"{session.number(rate, 6)} overshoots the minimum. Try a smaller one.",
            icon=":material/warning:",
        )


def passes(view: View) -> None:
    """The loss over the passes so far."""
    run, name = session.run(), view.symbols.word("loss")
    count = len(run["losses"])
    show_chart(
        loss_figure(run["losses"], place_of(run), view.loss_after, name, run["first"]),
        key="loss_chart",
        alt=f"{name.capitalize()} over {count} pass{'es' if count > 1 else ''}",
        height=84,
        on_press=_pass_pressed,
    )


def _pass_pressed() -> None:
    press = pressed("loss_chart")
    match press:
        case {"point": ["pass", place]} if is_new("loss_chart", press):
            session.go_to_pass(place)
