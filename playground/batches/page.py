"""The page "Batches": all samples at once, the gradient as a tensor, and who pulls which way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from backprop_core import Address
from playground import session
from playground.batches import numbers
from playground.batches.sample_gradients import pulls_part, reductions_part
from playground.batches.tensor import shown_sample, tensor_part
from playground.exercise.presets import presets
from playground.exercise.view import View
from playground.steps.array_grids import Grid
from playground.steps.pass_grids import Maker
from playground.ui.buttons import button
from playground.ui.fields import changed, given, whole
from playground.ui.graph import HEIGHT, network_graph
from playground.ui.grid_layout import form_of, layout_row, undo_row
from playground.ui.notices import message, unfinished
from playground.ui.page_text import text
from playground.ui.presses import cell_pressed
from playground.views.grid.grid import grid_view
from playground.views.grid.payload import shown
from playground.where import Neuron, Weight, neuron_at, weights_of

BATCH_PRESET = "07_xor"


def page() -> None:
    """Everything is of the whole pass; what changes with a press is one fragment."""
    st.title("Batches", anchor=False)
    view = session.exact_view()
    if view is None:
        unfinished()
        undo_row()
        return
    layout_row(view)
    with st.container(key="batches"):
        st.fragment(_view)()


def _view() -> None:
    view = session.exact_view()
    if view is None or session.wants_redraw():
        st.rerun()
    layer, weight = numbers.chosen_weight(view.trace, session.selected())
    message()
    if view.problem:
        st.error(view.problem, icon=":material/error:")
    st.markdown(text("batches", "about", view.notation))
    if len(view.trace.y) == 1:
        _one_sample(view, layer)
    if not view.network.loss_function.separable:
        st.info(text("batches", "contributions", view.notation), icon=":material/info:")
    left, right = st.columns([1.05, 1], gap="medium")
    with left:
        with st.container(key="batch_choice", horizontal=True, vertical_alignment="bottom"):
            _layer_choice(view, layer)
            _sample_slider(view)
        at_gradient = _at_gradient(view, weight)
        network_graph(
            at_gradient,
            () if weight is None else (weight,),
            stepping=False,
            place="batches",
            height=HEIGHT,
        )
    with right:
        _all_at_once(view, layer)
        tensor_part(view, layer, weight)
    if weight is None:
        st.caption(text("batches", "cut", view.notation))
    elif len(view.trace.y) > 1:
        pulls_part(view, weight)
        if view.network.loss_function.separable:
            reductions_part(view, weight)


def _one_sample(view: View, layer: int) -> None:
    with st.container(border=True, key="one_sample"):
        gradient = f"${view.symbols.tex(Address('dW', layer))}$"
        st.markdown(text("batches", "one sample", view.notation, gradient=gradient))
        with st.container(horizontal=True, gap="small"):
            button(
                "Add a sample",
                key="add_sample",
                icon=":material/add:",
                on_click=_add_sample,
                help="A copy of the last sample with its inputs negated and its targets rotated; "
                "edit it on the Playground",
            )
            button(
                "Open XOR with four samples",
                key="open_batch",
                icon=":material/open_in_new:",
                on_click=_open_batch,
                help="Undo restores your drawing",
            )


def _add_sample() -> None:
    session.edit(numbers.with_another_sample, label="another sample")
    session.draw_again()


def _open_batch() -> None:
    session.open_document(presets()[BATCH_PRESET], "preset")
    session.draw_again()


def _layer_choice(view: View, layer: int) -> None:
    layers = range(len(view.network.layers))
    if len(layers) > 1:
        st.segmented_control(
            "Layer",
            list(layers),
            key=given("batch_layer", layer),
            required=True,
            format_func=(
                view.symbols.layer
                if len(layers) <= 3
                else lambda n: view.symbols.title(n + 1, True)
            ),
            on_change=changed("batch_layer", _layer_chosen),
        )


def _layer_chosen() -> None:
    """The layer's first weight is then the chosen one; a layer without any is chosen as such."""
    view, layer = session.exact_view(), whole("batch_layer")
    if view is None or layer is None or not 0 <= layer < len(view.network.layers):
        return
    session.select(numbers.first_weight(view.trace, layer) or Neuron(layer + 1, 0))


def _sample_slider(view: View) -> None:
    count = len(view.trace.y)
    if count == 1:
        return
    st.slider(
        "Sample, and its slice of the gradient",
        1,
        count,
        key=given("sample_slice", shown_sample(view) + 1, plain=True, of=str(count)),
        on_change=changed("sample_slice", _sample_chosen),
        format=f"sample %d of {count}",
    )


def _sample_chosen() -> None:
    number = whole("sample_slice")
    if number is not None:
        session.show_sample(number - 1)


def _at_gradient(view: View, weight: Weight | None) -> View:
    """The walk with everything known: at the chosen weight's gradient, the sample chosen here."""
    plan = view.trace.plan
    made = None
    if weight is not None:
        made = plan.step_making(Address("dW", *weight))
    if made is None:
        made = len(view.trace) - 1
    return replace(view, position=made, chosen_sample=shown_sample(view))


def _all_at_once(view: View, layer: int) -> None:
    """z, a and delta of the layer, every sample."""
    maker = Maker(view.trace, form_of(view), shown_sample(view))
    everyone = range(len(view.trace.y))
    made = view.trace.forward.layers[layer]
    grids = [
        maker.batch("z", layer, made.z, samples=everyone),
        maker.batch("a", layer, made.a, samples=everyone),
        maker.backward("delta", layer, samples=everyone),
    ]
    st.markdown(
        f"**All {len(everyone)} samples at once**" if len(everyone) > 1 else "**This sample**"
    )
    here = Address("z", layer, sample=shown_sample(view))
    grid_view(
        [{"parts": [_of_sample(view, g, here) for g in grids], "shapes": ""}],
        key="batch_grids",
        on_cell=_batch_pressed,
    )


def _of_sample(view: View, grid: Grid, here: Address) -> dict[str, Any]:
    marks = {"used": grid.cells(here._replace(quantity=grid.quantity))}
    known = {kind: mask for kind, mask in marks.items() if mask is not None}
    if len(view.trace.y) == 1:
        known = {}
    return shown(grid, view.symbols, view.digits, marks=known)


def _batch_pressed() -> None:
    """A press on a number of a sample chooses the sample, and a weight into that neuron."""
    found, view = cell_pressed("batch_grids"), session.exact_view()
    if found is None or view is None:
        return
    at, _ = found
    session.show_sample(at.sample)
    neuron = neuron_at(at, view.network.sizes)
    if neuron is not None and neuron.column and session.has(neuron):
        every = weights_of(view.trace.plan.shape.sources, neuron.column - 1)
        first = next((one for one in every if one.to == neuron.neuron), None)
        session.select(first or session.selected())
