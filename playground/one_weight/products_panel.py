"""Each path's or branch's product, in symbols and with its numbers."""

from __future__ import annotations

import streamlit as st

from backprop_core import Number, Path, Paths
from playground.exercise.view import View
from playground.notation import number_text
from playground.one_weight.numbers import (
    Item,
    numbers_tex,
    path_name,
    product_tex,
    stopped_by,
)
from playground.ui.kept_widgets import kept_switch
from playground.ui.page_text import text
from playground.ui.scrolling import scrollable

FIRST_FEW = 6  # products that are listed at first


def products(view: View, paths: Paths, opened: Path, shown: list[Item], lit: Path) -> None:
    """Each path's or branch's product, in symbols and with its numbers."""
    title = f"Each {'path' if all(item.whole for item in shown) else 'branch'}'s product"
    st.header(title)
    listed = shown if lit == opened else [item for item in shown if item.prefix == lit]
    kept = kept_switch("all_products")
    every = len(listed) <= FIRST_FEW or bool(st.session_state["all_products"])
    rows, stopped = ["| path | adds | product |", "|:--|--:|:--|"], False
    for item in listed if every else listed[:FIRST_FEW]:
        factors = paths.factors(item.prefix, view.sample)
        stopped |= stopped_by(factors) is not None
        rows.append(_row(view, paths, item, factors))
    with st.container(key="path_table"):
        scrollable("\n".join(rows), title)
    if len(listed) > FIRST_FEW:
        st.toggle(f"All {len(listed)} products", **kept)
    if stopped:
        st.markdown(text("one_weight", "stopped", view.notation))


def _row(view: View, paths: Paths, item: Item, factors: tuple[Number, ...]) -> str:
    name = path_name(paths, item.prefix, view.symbols)
    many = "" if item.whole else f" ({item.count:,})"
    part = number_text.latex(paths.part(item.prefix, view.sample), view.digits)
    tex = (
        rf"\begin{{aligned}}&{product_tex(factors, view.symbols)}\\[2pt]"
        rf"&= {numbers_tex(factors, view.digits)}\end{{aligned}}"
    )
    why = _why(view, stopped_by(factors))
    return f"| {name}{many}{why} | ${part}$ | ${tex}$ |"


def _why(view: View, factor: Number | None) -> str:
    """What stops this path."""
    if factor is None:
        return ""
    at, symbols = factor.address, view.symbols
    column = 0 if at.layer is None else at.layer + 1
    assert at.neuron is not None
    name = symbols.neuron(column, at.neuron)
    nowhere = f"the {symbols.word('loss')} has slope 0 at {name}"
    reasons = {
        "x": f"{name} is 0",
        "a": f"{name} sends 0",
        "slope": f"{name} is flat here: its slope is 0",
        "jacobian": f"{name} does not change",
        "W": f"the weight into {name} is 0",
    }
    return f"<br>stopped: {reasons.get(at.quantity, nowhere)}"
