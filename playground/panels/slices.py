"""The gradient as a tensor: its slices, one for each sample, and their sum."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from backprop_core import Address
from backprop_core.checks import Array
from playground import digits as number_text
from playground import session
from playground.components.grid_view import cell_pressed, grid_view
from playground.formulas.tex_html import as_html
from playground.lessons.told import told
from playground.panels.layout import form_of
from playground.understand import batches
from playground.understand.grid_data import shown
from playground.understand.grid_maker import Maker
from playground.understand.leads import lead_of
from playground.walk import Walk

MOST_SLICES, MOST_CELLS = 6, 48
Weight = tuple[int, int, int]  # layer, to, source


def shown_sample(walk: Walk) -> int:
    """The chosen one, whatever the walk's step is about."""
    return min(walk.chosen_sample, len(walk.trace.y) - 1)


@np.errstate(over="ignore", invalid="ignore")
def tensor_part(walk: Walk, layer: int, weight: Weight | None) -> None:
    """Every slice where they are few, else the chosen one with the sum so far; and their sum."""
    notation, tensor = walk.symbols.notation, batches.slices(walk.trace, layer)
    st.header("The gradient as a tensor")
    st.markdown(told("batches", "tensor", notation, **_axes(walk, tensor)))
    lines = _all_slices(walk, layer, weight) if _few(tensor) else _one_slice(walk, layer, weight)
    grid_view([{"parts": lines, "shapes": ""}], key="tensor_grids", on_cell=_weight_pressed)
    if len(tensor) > 1:
        difference = number_text.text(batches.largest_difference(walk.trace, layer), 3)
        details = {"count": str(len(tensor)), "difference": difference}
        details["gradient"] = f"${walk.symbols.tex(Address('dW', layer))}$"
        st.caption(told("batches", "sum", notation, **details))


def _axes(walk: Walk, tensor: Array) -> dict[str, str]:
    """What the tensor's axes count, and its shape, as its slices are laid out."""
    samples, receivers, senders = tensor.shape
    pair = [(walk.symbols.word("neuron"), receivers), ("weight", senders)]
    if not form_of(walk).rows_receive:
        pair = [("weight", senders), (walk.symbols.word("neuron"), receivers)]
    names, lengths = zip(("sample", samples), *pair, strict=True)
    return {"axes": ", ".join(names), "shape": " × ".join(map(str, lengths))}


def _few(tensor: Array) -> bool:
    """Whether all slices can be shown side by side."""
    return len(tensor) <= MOST_SLICES and tensor.size <= MOST_CELLS


def _all_slices(walk: Walk, layer: int, weight: Weight | None) -> list[Any]:
    """Every slice, and their sum."""
    tensor = batches.slices(walk.trace, layer)
    parts: list[Any] = []
    for sample, values in enumerate(tensor):
        name = f"sample {sample + 1}"
        if len(tensor) > 1 and sample == shown_sample(walk):
            name = f"<mark>{name}</mark>"
        parts += ["+"] * (sample > 0) + [_slice(walk, layer, values, weight, name)]
    return [*parts, "=", _sum_of_slices(walk, layer, weight)]


def _one_slice(walk: Walk, layer: int, weight: Weight | None) -> list[Any]:
    """The chosen sample's slice, the sum up to it, and the sum of all."""
    tensor, sample = batches.slices(walk.trace, layer), shown_sample(walk)
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
    maker = Maker(walk.trace, form, shown_sample(walk))
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
