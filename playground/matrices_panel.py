"""The page "Matrices": the present step's layer as grids, lit in step with the graph both ways."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import streamlit as st

from backprop_core import Address
from playground import controls, panels, parameter_panel, session
from playground import digits as number_text
from playground.formulas import formula
from playground.grid_data import line_data, shown
from playground.grid_view import cell_pressed, grid_view
from playground.grids import Axis, Grid
from playground.lesson_text import filled, sections
from playground.matrices import (
    MOST_SAMPLES,
    Form,
    Line,
    Maker,
    jacobian_line,
    lead_of,
    lines_of,
    slope_tex,
)
from playground.presets import presets
from playground.session import Walk
from playground.softmax_collapse import Collapse, collapse, softmax_layers
from playground.transposed import Outgoing, hidden_neuron, outgoing

SAMPLES = {"columns": "columns are samples", "rows": "rows are samples"}
WEIGHTS = {"receiving": "a row of W goes into a neuron", "sending": "a row of W comes out of one"}
SOFTMAX_PRESET = "09_sakryukin_even_odd"
LONG_SUM = 4


def page() -> None:
    """Graph and grids together; what changes with every step is one fragment."""
    st.title("Matrices")
    if session.walk() is None:
        panels.unfinished()
        return
    st.caption(sections("matrices")["about"])
    with st.container(key="matrices"):
        st.fragment(_view, run_every=controls.play_interval())()


def _view() -> None:
    controls.play_on()
    walk = session.walk()
    if walk is None:
        return
    controls.stop_at_end(walk)
    if session.state().pop("redraw", False):
        st.rerun()
    panels.message()
    if walk.problem:
        st.error(walk.problem, icon=":material/error:")
    left, right = st.columns([1.05, 1], gap="medium")
    with left:
        edges, neurons = _lit()
        panels.graph(walk, edges, neurons)
        controls.step_controls(walk)
        panels.inspector()
        undo_row()
    with right, st.container(key="step_panel"):
        _step(walk)
        layout_choice(walk)
        _grids(walk)
        _formula(walk)
    _transpose(walk)
    _softmax(walk)


def undo_row() -> None:
    """What is edited here can be taken back here."""
    with st.container(horizontal=True, gap="xsmall", key="undo_row"):
        parameter_panel.undo_buttons()


def _lit() -> tuple[Any, Any]:
    """The selected edge or neuron, for the graph."""
    chosen = session.state()["selected"]
    if chosen is None:
        return (), ()
    if chosen["kind"] == "edge":
        return ((chosen["layer"], chosen["to"], chosen["from"]),), ()
    return (), ((chosen["column"], chosen["neuron"]),)


def _step(walk: Walk) -> None:
    step = walk.step
    controls.phase_markers(walk)
    controls.sample_choice(walk)
    st.markdown(
        f"<p class='step-title' role='status'>{walk.symbols.name(step.address)}</p>"
        f"<p class='step-count'>{step.phase} · pass {session.run()['at'] + 1} · "
        f"step {walk.position + 1} of {len(walk.trace)}</p>",
        unsafe_allow_html=True,
    )


def form_of(walk: Walk) -> Form:
    """As the notation lays its arrays out, until the reader chooses otherwise."""
    samples, weights = _layout(walk)
    return Form(samples == "columns", weights == "receiving")


def _layout(walk: Walk) -> tuple[str, str]:
    notation = walk.symbols.notation
    chosen = session.state().get("layout")
    if chosen is not None and chosen["notation"] == notation.key:
        return chosen["samples"], chosen["weights"]
    return notation.samples, notation.weights


def layout_choice(walk: Walk) -> None:
    """The notation, and how its arrays are laid out."""
    choices = zip(("samples", "weights"), (SAMPLES, WEIGHTS), _layout(walk), strict=True)
    with st.container(horizontal=True, gap="small", key="layout"):
        controls.notation_choice()
        for name, options, now in choices:
            st.session_state[f"layout_{name}"] = now
            st.selectbox(
                f"Layout of {name}",
                list(options),
                key=f"layout_{name}",
                required=True,
                format_func=options.__getitem__,
                on_change=_laid_out,
                label_visibility="collapsed",
                width=250 if name == "weights" else 185,
            )


def _laid_out() -> None:
    walk = session.walk()
    if walk is not None:
        session.state()["layout"] = {
            "notation": walk.symbols.notation.key,
            "samples": st.session_state["layout_samples"],
            "weights": st.session_state["layout_weights"],
        }


def _grids(walk: Walk) -> None:
    chosen = session.state()["selected"]
    lines = lines_of(walk.trace, walk.step, form_of(walk), walk.sample)
    data = [
        line_data(line, walk.trace, walk.step, walk.symbols, walk.digits, chosen) for line in lines
    ]
    if lines[0].name.endswith("at the loss"):
        st.markdown(f"$$\n{_at_the_loss(walk, lines[0])}\n$$")
    grid_view(data, key="matrix_grids", on_cell=_cell_pressed)
    count = len(walk.trace.y)
    if count > MOST_SAMPLES:
        details = {"count": str(count), "sample": str(walk.sample + 1)}
        st.caption(filled(sections("matrices")["chosen sample"], details))


def _formula(walk: Walk) -> None:
    """The lit row and column, multiplied out; at "every layer" the grids say it already."""
    beside_the_transpose = walk.step.quantity == "da" and hidden_neuron(walk.trace, walk.step)
    if not isinstance(walk.step.value, np.ndarray) and not beside_the_transpose:
        written = formula(walk.step, walk.trace, walk.digits, walk.symbols.notation)
        st.markdown(f"$$\n{written}\n$$")


def _at_the_loss(walk: Walk, line: Line) -> str:
    """What the arrow between outputs, targets and their slopes stands for."""
    last = len(walk.network.layers) - 1
    at = [Address(line.grids[-1].quantity, last), Address("a", last), Address("y")]
    made, a, y, loss = (walk.symbols.tex(address) for address in (*at, Address("loss")))
    return f"{made} = {slope_tex(walk.trace, a, y, loss)}"


def _cell_pressed(key: str = "matrix_grids") -> None:
    """A press on a cell goes to the step that made its number, or selects what is given."""
    found, walk = cell_pressed(key), session.walk()
    if found is None or walk is None:
        return
    at, given = found
    held = session.state()
    held["playing"] = False
    lead = lead_of(walk.trace, at, given)
    if at.sample is not None:
        held["sample"] = at.sample
    if lead.step is not None:
        session.go_to_step(lead.step)
    held["selected"] = lead.selected


def _transpose(walk: Walk) -> None:
    told = sections("matrices")
    if len(walk.network.layers) < 2:
        st.caption(told["no hidden layer"])
        return
    here = hidden_neuron(walk.trace, walk.step)
    with st.container(key="transpose"):
        if here is None:
            _way_to_the_transpose(walk)
            return
        form = form_of(walk)
        leaving = outgoing(walk.trace, *here, form, walk.sample)
        lines_are = "row" if form.samples_as_columns else "column"
        details = {
            "neuron": walk.symbols.neuron(here[0] + 1, here[1]),
            "line": lines_are,
            "other": "column" if lines_are == "row" else "row",
        }
        backward = leaving.backward.grids[0 if form.samples_as_columns else 1].flipped
        text, grids = st.columns([1, 1.15], gap="medium")
        with text:
            name = "transpose backward" if backward else "transpose forward"
            st.markdown(filled(told[name], details))
            st.markdown(_sum(walk, leaving))
        with grids:
            grid_view(_turned(walk, leaving), key="transpose_grids", on_cell=_turned_pressed)


def _way_to_the_transpose(walk: Walk) -> None:
    """The walk is elsewhere: a button leads to a step where there is something to see."""
    layer = len(walk.network.layers) - 2
    at = Address("da", layer, 0, sample=walk.sample)
    name = walk.symbols.neuron(layer + 1, 0)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            f"Why the transpose: see {name}",
            key="why_transpose",
            icon=":material/flip:",
            on_click=_go_to,
            args=(at,),
            width="content",
        )
        st.caption(sections("matrices")["transpose elsewhere"])


def _go_to(at: Address) -> None:
    walk = session.walk()
    if walk is None:
        return
    if session.state()["granularity"] == "layer":
        session.set_granularity("neuron")
        walk = session.walk()
        assert walk is not None
    step = walk.trace.plan.step_making(at)
    if step is not None:
        session.go_to_step(step)


def _sum(walk: Walk, leaving: Outgoing) -> str:
    """The same numbers as a weighted sum, in symbols and with the numbers."""
    symbols, digits = walk.symbols, walk.digits
    written = [r" \cdot ".join(symbols.tex(n.address) for n in t.factors) for t in leaving.terms]
    numbers = [
        r" \cdot ".join(number_text.factor(float(n.value), digits) for n in t.factors)
        for t in leaving.terms
    ]
    result = number_text.latex(float(walk.trace.value(leaving.at)), digits)
    lines = [_long_sum(written), _long_sum(numbers), rf"\mathbf{{{result}}}"]
    body = r" \\ ".join(f"&= {line}" for line in lines)
    return f"$$\n\\begin{{aligned}} {symbols.tex(leaving.at)} {body} \\end{{aligned}}\n$$"


def _long_sum(parts: list[str]) -> str:
    if not parts:
        return "0"
    few = parts if len(parts) <= LONG_SUM else [*parts[: LONG_SUM - 2], r"\cdots", parts[-1]]
    return " + ".join(few)


def _turned(walk: Walk, leaving: Outgoing) -> list[dict[str, Any]]:
    """The matrix as forward has it, and the product that backward makes of it."""
    forward = shown(leaving.forward, walk.symbols, walk.digits, marks={"used": leaving.lit})
    at_da = walk.trace[walk.trace.plan.step_making(leaving.at) or walk.position]
    backward = line_data(leaving.backward, walk.trace, at_da, walk.symbols, walk.digits)
    return [
        {"parts": ["forward", forward], "shapes": ""},
        {"parts": ["backward", *backward["parts"]], "shapes": backward["shapes"]},
    ]


def _turned_pressed() -> None:
    _cell_pressed("transpose_grids")


def _softmax(walk: Walk) -> None:
    told = sections("matrices")
    layers = softmax_layers(walk.trace)
    if not layers:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button(
                "Open a network with softmax",
                key="open_softmax",
                icon=":material/open_in_new:",
                on_click=_open_softmax,
                help="Undo brings your drawing back",
                width="content",
            )
            st.caption(told["no softmax"])
        return
    layer = walk.step.layer if walk.step.layer in layers else layers[-1]
    both = collapse(walk.trace, layer, walk.sample)
    text, grids = st.columns([1, 1.6], gap="medium")
    fused = both.targets is not None
    with text:
        st.markdown(told["jacobian"])
        st.markdown(told["collapse" if fused else "short form"])
        if math.isfinite(both.difference):
            difference = number_text.text(both.difference, 3)
            st.markdown(filled(told["compared"], {"difference": difference}))
        else:
            st.markdown(told["no number"])
    with grids:
        grid_view(_both_ways(walk, layer, both), key="jacobian_grids")


def _open_softmax() -> None:
    session.open_document(presets()[SOFTMAX_PRESET], "preset")


def _both_ways(walk: Walk, layer: int, both: Collapse) -> list[dict[str, Any]]:
    """The long way, computed from the Jacobian here, and the short one."""
    made = Maker(walk.trace, form_of(walk), walk.sample)
    column = made.form.samples_as_columns

    def one(quantity: str, array: Any) -> Grid:
        values = array[:, None] if column else array[None, :]
        axes: tuple[Axis, Axis] = ("neuron", "sample") if column else ("sample", "neuron")
        at = None if quantity == "y" else layer
        return Grid(quantity, at, axes, values, (walk.sample,), given=True)

    *product, _ = jacobian_line(made, layer).parts
    long: list[Any] = [*product, one("delta", both.by_jacobian)]
    a = one("a", both.a)
    if both.targets is not None:
        y, total = one("y", both.targets), number_text.text(float(both.targets.sum()), walk.digits)
        share = f"1/{len(walk.trace.y)} · " if both.share != 1.0 else ""
        short: list[Any] = [f"{share}(", a, f"· {total} −", y, ") =", one("delta", both.short)]
    else:
        short = ["the engine’s", one("delta", both.short)]
    lines = (Line("long", tuple(long)), Line("short", tuple(short)))
    return [_all_known(walk, line) for line in lines]


def _all_known(walk: Walk, line: Line) -> dict[str, Any]:
    parts = [
        shown(part, walk.symbols, walk.digits) if isinstance(part, Grid) else part
        for part in line.parts
    ]
    return {"parts": parts, "shapes": ""}
