"""The page "Batches": all samples at once, the gradient as a tensor, and who pulls which way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from backprop_core import Address
from backprop_core.checks import Array
from playground import batches, edits, panels, session
from playground import digits as number_text
from playground.grid_data import shown
from playground.grid_view import cell_pressed, grid_view
from playground.grids import Grid
from playground.lesson_text import filled, sections
from playground.matrices import Maker, lead_of
from playground.matrices_panel import form_of, layout_choice, undo_row
from playground.plotly_view import plotly_view
from playground.presets import presets
from playground.pull_figure import pull_figure
from playground.session import Walk
from playground.tables import as_html as table_html
from playground.tex_html import as_html

BATCH_PRESET = "07_xor"
MOST_SLICES, MOST_CELLS = 6, 48
Weight = tuple[int, int, int]  # layer, to, source


def page() -> None:
    """Everything is of the whole pass; what changes with a press is one fragment."""
    st.title("Batches")
    if session.walk() is None:
        panels.unfinished()
        return
    with st.container(key="batches"):
        st.fragment(_view)()


def _view() -> None:
    walk = session.walk()
    if walk is None:
        return
    layer, to, source = batches.chosen_weight(walk.trace, session.state()["selected"])
    weight = None if to is None or source is None else (layer, to, source)
    told = sections("batches")
    panels.message()
    if walk.problem:
        st.error(walk.problem, icon=":material/error:")
    st.markdown(told["about"])
    if len(walk.trace.y) == 1:
        _one_sample()
    if not walk.network.loss_function.separable:
        st.info(told["contributions"], icon=":material/info:")
    left, right = st.columns([1.05, 1], gap="medium")
    with left:
        _layer_choice(walk, layer)
        _sample_slider(walk)
        at_gradient = _at_gradient(walk, layer, weight)
        panels.graph(at_gradient, () if weight is None else (weight,))
        undo_row()
    with right:
        layout_choice(walk)
        _all_at_once(walk, layer)
    _tensor(walk, layer, weight)
    if weight is None:
        st.caption(told["cut"])
    elif len(walk.trace.y) > 1:
        _pulls_and_reductions(walk, weight)


def _pulls_and_reductions(walk: Walk, weight: Weight) -> None:
    _pulls(walk, weight)
    if walk.network.loss_function.separable:
        _reductions(walk, weight)


def _one_sample() -> None:
    with st.container(border=True, key="one_sample"):
        st.markdown(sections("batches")["one sample"])
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


def _open_batch() -> None:
    session.open_document(presets()[BATCH_PRESET], "preset")


def _layer_choice(walk: Walk, layer: int) -> None:
    layers = range(len(walk.network.layers))
    if len(layers) > 1:
        st.session_state["batch_layer"] = layer
        st.segmented_control(
            "Layer",
            list(layers),
            key="batch_layer",
            required=True,
            format_func=(
                walk.symbols.layer
                if len(layers) <= 3
                else lambda n: walk.symbols.title(n + 1, True)
            ),
            on_change=_layer_chosen,
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
    st.session_state["sample_slice"] = _sample(walk) + 1
    st.slider(
        "Sample, and its slice of the gradient",
        1,
        count,
        key="sample_slice",
        on_change=_sample_chosen,
        format=f"sample %d of {count}",
    )


def _sample(walk: Walk) -> int:
    """The chosen one, whatever the walk's step is about."""
    return min(walk.chosen_sample, len(walk.trace.y) - 1)


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
    return replace(walk, position=made, chosen_sample=_sample(walk))


def _all_at_once(walk: Walk, layer: int) -> None:
    """z, a and delta of the layer, every sample."""
    maker = Maker(walk.trace, form_of(walk), _sample(walk))
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
    here = Address("z", layer, sample=_sample(walk))
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


@np.errstate(over="ignore", invalid="ignore")
def _tensor(walk: Walk, layer: int, weight: Weight | None) -> None:
    told = sections("batches")
    tensor = batches.slices(walk.trace, layer)
    st.subheader("The gradient as a tensor")
    details = {"shape": " × ".join(map(str, tensor.shape))}
    st.markdown(filled(told["tensor"], details))
    lines = _all_slices(walk, layer, weight) if _few(tensor) else _one_slice(walk, layer, weight)
    grid_view([{"parts": lines, "shapes": ""}], key="tensor_grids", on_cell=_weight_pressed)
    if len(tensor) > 1:
        difference = number_text.text(batches.largest_difference(walk.trace, layer), 3)
        label = walk.symbols.label("dW", layer + 1)
        details = {"count": str(len(tensor)), "difference": difference, "dW": label}
        st.caption(filled(told["sum"], details))


def _few(tensor: Array) -> bool:
    """Whether all slices can be shown side by side."""
    return len(tensor) <= MOST_SLICES and tensor.size <= MOST_CELLS


def _all_slices(walk: Walk, layer: int, weight: Weight | None) -> list[Any]:
    """Every slice, and their sum."""
    tensor = batches.slices(walk.trace, layer)
    parts: list[Any] = []
    for sample, values in enumerate(tensor):
        name = f"sample {sample + 1}"
        if len(tensor) > 1 and sample == _sample(walk):
            name = f"<mark>{name}</mark>"
        parts += ["+"] * (sample > 0) + [_slice(walk, layer, values, weight, name)]
    return [*parts, "=", _sum_of_slices(walk, layer, weight)]


def _one_slice(walk: Walk, layer: int, weight: Weight | None) -> list[Any]:
    """The chosen sample's slice, the sum up to it, and the sum of all."""
    tensor, sample = batches.slices(walk.trace, layer), _sample(walk)
    upto = batches.so_far(walk.trace, layer, sample)
    names = [f"sample {sample + 1}", "sum so far" + (f", 1 to {sample + 1}" if sample else "")]
    parts = [
        _slice(walk, layer, values, weight, name)
        for values, name in zip((tensor[sample], upto), names, strict=True)
    ]
    return [parts[0], "→", parts[1], "→", _sum_of_slices(walk, layer, weight)]


def _sum_of_slices(walk: Walk, layer: int, weight: Weight | None) -> dict[str, Any]:
    name = as_html(walk.symbols.tex(Address("dW", layer)))
    return _slice(walk, layer, walk.trace.gradients.layers[layer].dW, weight, name)


def _slice(
    walk: Walk, layer: int, values: Array, weight: Weight | None, name: str
) -> dict[str, Any]:
    """An array shaped as W, coloured by size, with the chosen weight outlined."""
    form = form_of(walk)
    maker = Maker(walk.trace, form, _sample(walk))
    grid = maker.weights("dW", layer, values, into=form.rows_receive, given=False)
    marks = {}
    if weight is not None:
        chosen = grid.cells(Address("dW", *weight))
        assert chosen is not None
        marks["chosen"] = chosen
    largest = float(np.abs(batches.slices(walk.trace, layer)).max())
    return shown(grid, walk.symbols, walk.digits, name=name, marks=marks, tint=largest)


def _weight_pressed() -> None:
    found, walk = cell_pressed("tensor_grids"), session.walk()
    if found is None or walk is None:
        return
    lead = lead_of(walk.trace, found[0]._replace(quantity="W"), given=True)
    if lead.selected is not None:
        session.state()["selected"] = lead.selected


@np.errstate(over="ignore", invalid="ignore")
def _pulls(walk: Walk, weight: Weight) -> None:
    told = sections("batches")
    layer, to, source = weight
    pulls = batches.pulls(walk.trace, *weight)
    symbol = walk.symbols.tex(Address("W", layer, to, source))
    between = f"{walk.symbols.neuron(layer, source)} to {walk.symbols.neuron(layer + 1, to)}"
    st.subheader("Which sample pulls which way")
    st.markdown(f"The weight ${symbol}$ from {between}. {told['pulls']}")
    chart, table = st.columns([1.25, 1], gap="medium")
    with chart:
        plotly_view(
            pull_figure(pulls.tolist(), walk.digits, _sample(walk)),
            key="pull_chart",
            alt=_pull_alt(pulls, between),
            height=280,
        )
    with table:
        st.html(table_html(_pull_table(walk, weight, pulls), walk.digits, f"Pulls on {between}"))
        st.markdown(_verdict(pulls))


def _pull_alt(pulls: Array, between: str) -> str:
    up, down = int((pulls > 0).sum()), int((pulls < 0).sum())
    total = number_text.text(float(pulls.sum()), 4)
    return f"Pulls of the samples on the weight from {between}: {up} up, {down} down, sum {total}"


def _verdict(pulls: Array) -> str:
    told = sections("batches")
    up, down = int((pulls > 0).sum()), int((pulls < 0).sum())
    if not np.isfinite(pulls).all():
        return ""
    if not up or not down:
        return told["agree"]
    share = abs(pulls.sum()) / np.abs(pulls).sum()
    details = {"up": str(up), "down": str(down), "share": f"{100 * share:.2g} %"}
    return filled(told["disagree"], details)


def _pull_table(walk: Walk, weight: Weight, pulls: Array) -> pd.DataFrame:
    """A row for each sample: delta, what came in, their product, and the way it pulls."""
    layer, to, source = weight
    symbols = walk.symbols
    delta = walk.trace.gradients.layers[layer].delta[:, to]
    incoming = walk.trace.forward.into(layer)[:, source]
    heads = [
        "sample",
        "pulls",
        f"{symbols.label('delta', layer + 1)} of {symbols.neuron(layer + 1, to)}",
        f"{symbols.neuron(layer, source)} sends",
        "their product",
    ]
    ways = [_way(p) for p in pulls]
    rows: list[list[Any]] = [
        [str(s + 1), ways[s], float(delta[s]), float(incoming[s]), float(-pulls[s] + 0.0)]
        for s in range(len(pulls))
    ]
    total = float(-pulls.sum() + 0.0)
    rows.append(["sum", _way(-total), None, None, total])
    return pd.DataFrame(rows, columns=heads, dtype=object)


def _way(pull: float) -> str:
    return "↑ up" if pull > 0 else "↓ down" if pull < 0 else "not at all"


def _reductions(walk: Walk, weight: Weight) -> None:
    count = len(walk.trace.y)
    st.subheader("Mean or sum")
    st.session_state["batch_reduction"] = walk.network.reduction
    st.segmented_control(
        "Reduction over the batch",
        ["mean", "sum"],
        key="batch_reduction",
        required=True,
        on_change=_reduction_chosen,
        help="This changes the exercise; undo brings it back",
    )
    text, table = st.columns([1, 1.25], gap="medium")
    text.markdown(filled(sections("batches")["reduction"], {"count": str(count)}))
    both = [batches.reduced(walk.trace, *weight, reduction=r) for r in ("mean", "sum")]
    symbols = walk.symbols
    dW = f"{symbols.label('dW', weight[0] + 1)} of the weight"
    rows = [[one.reduction, one.loss, one.dW, one.step, one.loss_after] for one in both]
    heads = ["reduction", "loss", dW, "the weight moves by", "loss after the update"]
    frame = pd.DataFrame(rows, columns=heads, dtype=object)
    caption = f"Both computed, with learning rate {walk.trace.learning_rate:g}"
    table.html(table_html(frame, walk.digits, caption, marked=walk.network.reduction))


def _reduction_chosen() -> None:
    reduction = st.session_state["batch_reduction"]
    session.edit(edits.set_field, "reduction", reduction, label="reduction")
