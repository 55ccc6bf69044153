"""The verdict: what is wrong first, why, what to do, where on the graph, and the table of all."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from backprop_core import Cause, Report
from playground import session
from playground.check import words
from playground.check.numbers import Outcome, address_of, making
from playground.check.numpy_lines import numpy_lines
from playground.check.on_graph import entered_numbers, nothing_entered
from playground.check.words import Entry
from playground.exercise.document_conventions import conventions_of, is_for_thresholds
from playground.exercise.view import View
from playground.notation.bias_names import with_bias_as
from playground.notation.symbols import Symbols
from playground.notation.turned import notation_on_paper
from playground.ui.buttons import button
from playground.ui.copied_table import copied_table
from playground.ui.graph import network_graph
from playground.ui.page_text import as_typed, text
from playground.where import Neuron, neurons_at, weight_at

HEIGHT = 400


def result_panel(found: Outcome) -> None:
    """All there is to say about what was entered; nothing of the solution before."""
    symbols = symbols_of(found)
    with st.container(key="check_result"):
        if found.report is None:
            asked = sum(one.asks for one in found.items)
            section = "nothing read" if found.refused else "to say" if asked else "empty"
            st.info(text("check", section, symbols.notation), icon=":material/edit:")
            _given()
            return
        _verdict(found, found.report, symbols)
        _below(found.report, symbols, found.comma)


def _given() -> None:
    """The network with its inputs, weights and targets."""
    view = session.view()
    if view is not None:
        first, blank = replace(view, position=0), nothing_entered(view.trace)
        network_graph(first, stepping=False, calm=True, place="check", height=HEIGHT, sheet=blank)


def symbols_of(found: Outcome) -> Symbols:
    """As the numbers are written, with the signs that they have."""
    plain = session.symbols()
    document = session.document()
    by_rule, bias_as = is_for_thresholds(document["loss"]), conventions_of(document).bias_as
    signs = found.turned
    if bias_as == "threshold" and found.report is not None:
        given = {quantity for quantity, _ in found.report.given}
        if given & conventions_of(document).minus & {"b", "db"} - signs:
            bias_as = None  # they were read as biases
        else:
            signs = signs - {"b"} ^ ({"db"} & given)
    letters = with_bias_as(plain.notation, bias_as)
    made = notation_on_paper(letters, signs=signs - {"b", "step_b"}, by_rule=by_rule)
    return replace(plain, notation=made)


def _verdict(found: Outcome, report: Report, symbols: Symbols) -> None:
    kind = "right" if report.right else "wrong"
    with st.container(key=f"verdict_{kind}"):
        if report.right:
            _headline(f"✓ {words.headline(report)}")
            _rounded(report, symbols, found.comma)
        else:
            _what_is_wrong(report, symbols, found.comma)
        left = [one for one in found.items if one.taken is None and not one.own]
        more = f" · {len(left)} of {len(found.items)} arrays not compared" if left else ""
        st.caption(words.counted(report) + more)
        for note in report.notes:
            st.caption(as_typed(note))


def _headline(said: str) -> None:
    """Which a screen reader says once the numbers are checked."""
    st.markdown(f"<div role='status'>\n\n## {said}\n\n</div>", unsafe_allow_html=True)


def _rounded(report: Report, symbols: Symbols, comma: bool) -> None:
    at = words.farthest_rounded(report)
    said = words.rounding(report)
    if at is None:
        return
    exactly = (
        f"${words.tex(symbols, at)}$ is {words.yours(report, at, comma)}; the exact value is "
        f"**{words.exact(report, at, comma)}**."
    )
    st.markdown(f"{said or 'Rounding along the way explains your digits.'} {exactly}")


def _first(report: Report, symbols: Symbols, comma: bool) -> None:
    at = words.first_wrong(report)
    if at is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="first_wrong"):
        own, right = (how(report, at, comma) for how in (words.yours, words.exact))
        st.markdown(
            f"First wrong number: ${words.tex(symbols, at)}$ "
            f"({as_typed(words.name(symbols, at))}) is **{own}**; it should be **{right}**.",
            width="stretch",
        )
        step = _step_of(at)
        if step is not None:
            button(
                "Go to this step",
                key="go_to_wrong",
                icon=":material/arrow_forward:",
                on_click=_walk_from,
                args=(step,),
            )


def _walk_from(step: int) -> None:
    session.stop()
    session.set_mode("walk")
    session.go_to_step(step)
    session.open_page("playground")


def _step_of(at: Entry) -> int | None:
    view = session.view()
    if view is None or at[0][0] in ("dx", "loss_after"):
        return None
    quantity = at[0][0]
    address = address_of(*at)._replace(quantity=quantity)
    return view.trace.plan.step_making(making(address))


def _what_is_wrong(report: Report, symbols: Symbols, comma: bool) -> None:
    """The cause first, if it is certain; a guess below the count."""
    if report.causes and report.causes[0].certain:
        _headline(f"✕ {as_typed(report.causes[0].what)}")
        _causes(report)
        st.markdown(words.headline(report))
        _first(report, symbols, comma)
        return
    _headline(f"✕ {words.headline(report)}")
    _first(report, symbols, comma)
    if report.causes:
        _causes(report)
    else:
        st.markdown(text("check", "unknown", symbols.notation))


def _causes(report: Report) -> None:
    first, *others = report.causes
    if not first.certain:
        st.markdown(f"**Possible cause:** {as_typed(first.what)}")
    agree = f" With that change, all {report.total} numbers agree." if first.certain else ""
    st.markdown(f"**What to do:** {as_typed(first.remedy)}{agree}")
    _arithmetic(first)
    if session.state()["notation"] != "own":
        st.caption("The cause is described in the Playground's own symbols.")
    if others:
        st.markdown("These slips fit the numbers as well:")
    for other in others:
        with st.expander(as_typed(other.what)):
            st.markdown(as_typed(other.remedy))
            _arithmetic(other)


def _arithmetic(cause: Cause) -> None:
    """What was done instead, for each slip that says it."""
    for slip in cause.slips:
        if slip.formula:
            st.markdown(f"What you seem to have computed: `{slip.formula.replace('`', '')}`")


def _below(report: Report, symbols: Symbols, comma: bool) -> None:
    at = words.first_wrong(report)
    step, view = (None, None) if at is None else (_step_of(at), session.view())
    if at is None or step is None or view is None:
        _table(report, symbols, comma)
        return
    with st.container(key="graph_and_table"):
        picture, numbers = st.columns([1.4, 1], gap="small")
    with picture:
        st.caption("Your numbers on the graph")
        _graph(report, view, step, at)
    with numbers:
        _table(report, symbols, comma)


def _table(report: Report, symbols: Symbols, comma: bool) -> None:
    copied_table(words.table(report, symbols, comma), numpy_lines(report), key="checked")


def _graph(report: Report, view: View, step: int, at: Entry) -> None:
    """The network at the step that makes the first wrong number, with its place lit and what was
    entered in place of the right numbers."""
    address = address_of(*at)
    parameter = {"dW": "W", "db": "b"}.get(address.quantity, address.quantity)
    weight = weight_at(address._replace(quantity=parameter))
    sample = view.chosen_sample if address.sample is None else address.sample
    there = replace(view, position=step, chosen_sample=sample)
    neurons: tuple[Neuron, ...] = ()
    if weight is None and address.layer is not None:
        spot = address._replace(quantity="z", source=None)
        neurons = tuple(neurons_at(spot, view.network.sizes))
    edges = () if weight is None else (weight,)
    entered = entered_numbers(report, view.trace)
    network_graph(
        there, edges, neurons, stepping=False, place="check", height=HEIGHT, sheet=entered
    )
