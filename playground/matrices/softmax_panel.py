"""Softmax both ways: below the matrices, by the full Jacobian and by the short form."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import streamlit as st

from backprop_core import Address
from playground import session
from playground.exercise.presets import presets
from playground.exercise.view import View
from playground.matrices.softmax_numbers import Collapse, collapse, softmax_layers
from playground.notation import number_text
from playground.steps.array_grids import Grid, Mask
from playground.steps.back_through_softmax import jacobian_line
from playground.steps.grid_cell import Axis
from playground.steps.grid_line import Line
from playground.steps.pass_grids import Maker
from playground.ui.buttons import button
from playground.ui.grid_layout import form_of
from playground.ui.page_text import text
from playground.views.grid.grid import grid_view
from playground.views.grid.payload import shown

SOFTMAX_PRESET = "09_sakryukin_even_odd"


def softmax_part(view: View) -> None:
    """Both ways, computed and compared, where there is a softmax."""
    layers = softmax_layers(view.trace)
    if not layers:
        return
    layer = view.step.layer if view.step.layer in layers else layers[-1]
    both = collapse(view.trace, layer, view.sample)
    known = _delta_is_known(view, layer)
    parts = ["jacobian", _why(view, layer, both)]
    if not known:
        parts.append("not yet")
    else:
        parts.append("compared" if math.isfinite(both.difference) else "no number")
    difference = session.number(both.difference, 3)
    with st.container(key="softmax"):
        words, grids = st.columns([1, 1.6], gap="medium")
    with words:
        notation = view.notation
        said = [text("matrices", part, notation, difference=difference) for part in parts]
        st.markdown("\n\n".join(said))
    with grids:
        grid_view(_both_ways(view, layer, both), key="jacobian_grids")


def _why(view: View, layer: int, both: Collapse) -> str:
    """The section that says what becomes of the Jacobian."""
    if both.targets is not None:
        return "collapse"
    return "short form" if layer == len(view.network.layers) - 1 else "hidden softmax"


def _last_delta(view: View, layer: int) -> int | None:
    """The step that completes the layer's delta."""
    last = Address("delta", layer, view.network.layers[layer].n_out - 1, sample=view.sample)
    return view.trace.plan.step_making(last)


def _shown_up_to(view: View, layer: int) -> int:
    """The walk's own step. Within the layer's delta it is the last of them, since this is about the
    whole layer."""
    last, step = _last_delta(view, layer), view.step
    within = last is not None and (step.quantity, step.layer) == ("delta", layer)
    return max(step.number, last) if within and last is not None else step.number


def _delta_is_known(view: View, layer: int) -> bool:
    last = _last_delta(view, layer)
    return last is not None and last <= _shown_up_to(view, layer)


def softmax_offer(view: View) -> None:
    """Without softmax, a network that has it; no step changes this."""
    if softmax_layers(view.trace):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        button(
            "Open a network with softmax",
            key="open_softmax",
            icon=":material/open_in_new:",
            on_click=_open_softmax,
            help="Undo restores your drawing",
            width="content",
        )
        st.caption(text("matrices", "no softmax", view.notation))


def _open_softmax() -> None:
    session.open_document(presets()[SOFTMAX_PRESET], "preset")


def _both_ways(view: View, layer: int, both: Collapse) -> list[dict[str, Any]]:
    """The long way, computed from the Jacobian here, and the short one."""
    made = Maker(view.trace, form_of(view), view.sample)
    column = made.form.samples_as_columns

    def one(quantity: str, array: Any) -> Grid:
        values = array[:, None] if column else array[None, :]
        axes: tuple[Axis, Axis] = ("neuron", "sample") if column else ("sample", "neuron")
        at = None if quantity == "y" else layer
        return Grid(quantity, at, axes, values, (view.sample,), given=quantity == "y")

    *product, _ = jacobian_line(made, layer).parts
    long: list[Any] = [*product, one("delta", both.by_jacobian)]
    a = one("a", both.a)
    if both.targets is not None:
        y, total = one("y", both.targets), number_text.on_screen(both.sum_of_targets, view.digits)
        share = f"1/{len(view.trace.y)} · " if both.share != 1.0 else ""
        short: list[Any] = [f"{share}(", a, f"· {total} −", y, ") =", one("delta", both.short)]
    else:
        short = ["the engine’s", one("delta", both.short)]
    lines = (Line("long", tuple(long)), Line("short", tuple(short)))
    return [_as_known(view, line, _shown_up_to(view, layer)) for line in lines]


def _as_known(view: View, line: Line, number: int) -> dict[str, Any]:
    """What is not computed yet is blank. Where loss and softmax are fused no step makes da; it is
    shown with delta."""

    def known(grid: Grid) -> Mask:
        fused = view.network.fused and grid.layer == len(view.network.layers) - 1
        made = replace(grid, quantity="delta") if fused and grid.quantity == "da" else grid
        return made.known(view.trace.plan, number)

    parts = [
        shown(part, view.symbols, view.digits, known=known(part))
        if isinstance(part, Grid)
        else part
        for part in line.parts
    ]
    return {"parts": parts, "shapes": ""}
