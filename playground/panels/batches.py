"""The page "Batches": all samples at once, the gradient as a tensor, and who pulls which way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from backprop_core import Address
from playground import session
from playground.components.grid_view import cell_pressed, grid_view
from playground.lessons.told import told
from playground.panels.fields import changed, given
from playground.panels.graph import network_graph
from playground.panels.layout import form_of, layout_row, undo_row
from playground.panels.notices import message, unfinished
from playground.panels.pulls import pulls_part, reductions_part
from playground.panels.slices import Weight, shown_sample, tensor_part
from playground.presets import presets
from playground.understand import batches
from playground.understand.grid_data import shown
from playground.understand.grid_maker import Maker
from playground.understand.grids import Grid
from playground.walk import Walk

BATCH_PRESET = "07_xor"


def page() -> None:
    """Everything is of the whole pass; what changes with a press is one fragment."""
    st.title("Batches", anchor=False)
    walk = session.walk()
    if walk is None:
        unfinished()
        undo_row()
        return
    layout_row(walk)
    with st.container(key="batches"):
        st.fragment(_view)()


def _view() -> None:
    walk = session.walk()
    if walk is None or session.state().pop("redraw", False):
        st.rerun()
    layer, to, source = batches.chosen_weight(walk.trace, session.state()["selected"])
    weight = None if to is None or source is None else (layer, to, source)
    message()
    if walk.problem:
        st.error(walk.problem, icon=":material/error:")
    st.markdown(_told(walk, "about"))
    if len(walk.trace.y) == 1:
        _one_sample(walk, layer)
    if not walk.network.loss_function.separable:
        st.info(_told(walk, "contributions"), icon=":material/info:")
    left, right = st.columns([1.05, 1], gap="medium")
    with left:
        _layer_choice(walk, layer)
        _sample_slider(walk)
        at_gradient = _at_gradient(walk, layer, weight)
        network_graph(at_gradient, () if weight is None else (weight,), stepping=False)
    with right:
        _all_at_once(walk, layer)
        tensor_part(walk, layer, weight)
    if weight is None:
        st.caption(_told(walk, "cut"))
    elif len(walk.trace.y) > 1:
        pulls_part(walk, weight)
        if walk.network.loss_function.separable:
            reductions_part(walk, weight)


def _told(walk: Walk, section: str, **details: str) -> str:
    return told("batches", section, walk.symbols.notation, **details)


def _one_sample(walk: Walk, layer: int) -> None:
    with st.container(border=True, key="one_sample"):
        gradient = f"${walk.symbols.tex(Address('dW', layer))}$"
        st.markdown(_told(walk, "one sample", gradient=gradient))
        with st.container(horizontal=True, gap="small"):
            st.button(
                "Add a sample",
                key="add_sample",
                icon=":material/add:",
                on_click=_add_sample,
                help="The last one's inputs with their signs turned, and its targets in turn; "
                "type others on the Playground",
            )
            st.button(
                "Open XOR with four samples",
                key="open_batch",
                icon=":material/open_in_new:",
                on_click=_open_batch,
                help="Undo brings your drawing back",
            )


def _add_sample() -> None:
    session.edit(batches.with_another_sample, label="another sample")
    session.state()["redraw"] = True


def _open_batch() -> None:
    session.open_document(presets()[BATCH_PRESET], "preset")
    session.state()["redraw"] = True


def _layer_choice(walk: Walk, layer: int) -> None:
    layers = range(len(walk.network.layers))
    if len(layers) > 1:
        st.segmented_control(
            "Layer",
            list(layers),
            key=given("batch_layer", layer),
            required=True,
            format_func=(
                walk.symbols.layer
                if len(layers) <= 3
                else lambda n: walk.symbols.title(n + 1, True)
            ),
            on_change=changed("batch_layer", _layer_chosen),
        )


def _layer_chosen() -> None:
    """The layer's first weight is then the chosen one; a layer without any is chosen as such."""
    walk, layer = session.walk(), st.session_state["batch_layer"]
    if walk is None:
        return
    found = batches.first_weight(walk.trace, layer)
    if found is None:
        session.state()["selected"] = {"kind": "neuron", "column": layer + 1, "neuron": 0}
    else:
        _select((layer, *found))


def _select(weight: Weight) -> None:
    layer, to, source = weight
    session.state()["selected"] = {"kind": "edge", "layer": layer, "to": to, "from": source}


def _sample_slider(walk: Walk) -> None:
    count = len(walk.trace.y)
    if count == 1:
        return
    st.slider(
        "Sample, and its slice of the gradient",
        1,
        count,
        key=given("sample_slice", shown_sample(walk) + 1),
        on_change=changed("sample_slice", _sample_chosen),
        format=f"sample %d of {count}",
    )


def _sample_chosen() -> None:
    session.state()["sample"] = st.session_state["sample_slice"] - 1


def _at_gradient(walk: Walk, layer: int, weight: Weight | None) -> Walk:
    """The walk with everything known: at the chosen weight's gradient, the sample chosen here."""
    plan = walk.trace.plan
    made = None
    if weight is not None:
        made = plan.step_making(Address("dW", layer, weight[1], weight[2]))
    if made is None:
        made = len(walk.trace) - 1
    return replace(walk, position=made, chosen_sample=shown_sample(walk))


def _all_at_once(walk: Walk, layer: int) -> None:
    """z, a and delta of the layer, every sample."""
    maker = Maker(walk.trace, form_of(walk), shown_sample(walk))
    everyone = range(len(walk.trace.y))
    made = walk.trace.forward.layers[layer]
    grids = [
        maker.batch("z", layer, made.z, samples=everyone),
        maker.batch("a", layer, made.a, samples=everyone),
        maker.backward("delta", layer, samples=everyone),
    ]
    st.markdown(
        f"**All {len(everyone)} samples at once**" if len(everyone) > 1 else "**The one sample**"
    )
    here = Address("z", layer, sample=shown_sample(walk))
    grid_view(
        [{"parts": [_of_sample(walk, g, here) for g in grids], "shapes": ""}],
        key="batch_grids",
        on_cell=_batch_pressed,
    )


def _of_sample(walk: Walk, grid: Grid, here: Address) -> dict[str, Any]:
    marks = {"used": grid.cells(here._replace(quantity=grid.quantity))}
    known = {kind: mask for kind, mask in marks.items() if mask is not None}
    if len(walk.trace.y) == 1:
        known = {}
    return shown(grid, walk.symbols, walk.digits, marks=known)


def _batch_pressed() -> None:
    """A press on a number of a sample chooses the sample, and a weight into that neuron."""
    found, walk = cell_pressed("batch_grids"), session.walk()
    if found is None or walk is None:
        return
    at, _ = found
    if at.sample is not None:
        session.state()["sample"] = at.sample
    assert at.layer is not None
    assert at.neuron is not None
    sources = walk.trace.plan.shape.sources[at.layer][at.neuron]
    if sources:
        _select((at.layer, at.neuron, sources[0]))
