"""The gradient as a tensor: its slices, one for each sample, and their sum."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from backprop_core import Address, Array
from playground import session
from playground.batches import numbers
from playground.exercise.view import View
from playground.latex.symbol_html import as_html
from playground.steps.pass_grids import Maker
from playground.ui.grid_layout import form_of
from playground.ui.page_text import text
from playground.ui.presses import cell_pressed
from playground.views.grid.cell_targets import lead_of
from playground.views.grid.grid import grid_view
from playground.views.grid.payload import shown
from playground.where import Weight

MOST_SLICES, MOST_CELLS = 6, 48


def shown_sample(view: View) -> int:
    """The chosen one, whatever the walk's step is about."""
    return min(view.chosen_sample, len(view.trace.y) - 1)


@np.errstate(over="ignore", invalid="ignore")
def tensor_part(view: View, layer: int, weight: Weight | None) -> None:
    """Every slice where they are few, else the chosen one with the sum so far; and their sum."""
    notation, tensor = view.notation, numbers.slices(view.trace, layer)
    st.header("The gradient as a tensor")
    st.markdown(text("batches", "tensor", notation, **_axes(view, tensor)))
    lines = _all_slices(view, layer, weight) if _few(tensor) else _one_slice(view, layer, weight)
    grid_view([{"parts": lines, "shapes": ""}], key="tensor_grids", on_cell=_weight_pressed)
    if len(tensor) > 1:
        difference = session.number(numbers.largest_difference(view.trace, layer), 3)
        details = {"count": str(len(tensor)), "difference": difference}
        details["gradient"] = f"${view.symbols.tex(Address('dW', layer))}$"
        st.caption(text("batches", "sum", notation, **details))


def _axes(view: View, tensor: Array) -> dict[str, str]:
    """What the tensor's axes count, and its shape, as its slices are laid out."""
    samples, receivers, senders = tensor.shape
    pair = [(view.symbols.word("neuron"), receivers), ("weight", senders)]
    if not form_of(view).rows_receive:
        pair = [("weight", senders), (view.symbols.word("neuron"), receivers)]
    names, lengths = zip(("sample", samples), *pair, strict=True)
    return {"axes": ", ".join(names), "shape": " × ".join(map(str, lengths))}


def _few(tensor: Array) -> bool:
    """Whether all slices can be shown side by side."""
    return len(tensor) <= MOST_SLICES and tensor.size <= MOST_CELLS


def _all_slices(view: View, layer: int, weight: Weight | None) -> list[Any]:
    """Every slice, and their sum."""
    tensor = numbers.slices(view.trace, layer)
    parts: list[Any] = []
    for sample, values in enumerate(tensor):
        name = f"sample {sample + 1}"
        if len(tensor) > 1 and sample == shown_sample(view):
            name = f"<mark>{name}</mark>"
        parts += ["+"] * (sample > 0) + [_slice(view, layer, values, weight, name)]
    return [*parts, "=", _sum_of_slices(view, layer, weight)]


def _one_slice(view: View, layer: int, weight: Weight | None) -> list[Any]:
    """The chosen sample's slice, the sum up to it, and the sum of all."""
    tensor, sample = numbers.slices(view.trace, layer), shown_sample(view)
    upto = numbers.so_far(view.trace, layer, sample)
    names = [f"sample {sample + 1}", "sum so far" + (f", 1 to {sample + 1}" if sample else "")]
    parts = [
        _slice(view, layer, values, weight, name)
        for values, name in zip((tensor[sample], upto), names, strict=True)
    ]
    return [parts[0], "→", parts[1], "→", _sum_of_slices(view, layer, weight)]


def _sum_of_slices(view: View, layer: int, weight: Weight | None) -> dict[str, Any]:
    name = as_html(view.symbols.tex(Address("dW", layer)))
    return _slice(view, layer, view.trace.gradients.layers[layer].dW, weight, name)


def _slice(
    view: View, layer: int, values: Array, weight: Weight | None, name: str
) -> dict[str, Any]:
    """An array shaped as W, coloured by size, with the chosen weight outlined."""
    form = form_of(view)
    maker = Maker(view.trace, form, shown_sample(view))
    grid = maker.weights("dW", layer, values, into=form.rows_receive, given=False)
    marks = {}
    if weight is not None:
        chosen = grid.cells(Address("dW", *weight))
        assert chosen is not None
        marks["chosen"] = chosen
    largest = float(np.abs(numbers.slices(view.trace, layer)).max())
    return shown(grid, view.symbols, view.digits, name=name, marks=marks, tint=largest)


def _weight_pressed() -> None:
    found, view = cell_pressed("tensor_grids"), session.exact_view()
    if found is None or view is None:
        return
    lead = lead_of(view.trace, found[0]._replace(quantity="W"), given=True)
    if lead.selected is not None:
        session.select(lead.selected)
