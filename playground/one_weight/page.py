"""The page "One weight": every path from a weight or bias to the loss, and what each adds."""

from __future__ import annotations

from typing import Any, TypedDict

import streamlit as st

from backprop_core import Address, Path, Paths
from playground import session
from playground.exercise.document import Document
from playground.exercise.parameters import parameter_name
from playground.exercise.view import View
from playground.notation import number_text
from playground.one_weight import formula_panel
from playground.one_weight.numbers import (
    MOST_LISTED,
    Item,
    before,
    items,
    lit_by,
    path_name,
    valid_prefix,
)
from playground.one_weight.path_checks import checks
from playground.one_weight.products_panel import products
from playground.one_weight.sum_panel import sum_in_two_ways
from playground.ui import controls, parameter_chooser
from playground.ui.buttons import button
from playground.ui.fields import changed, given, whole
from playground.ui.keeping import kept_fragment
from playground.ui.notices import stops_at_dropout
from playground.ui.page_text import text

ALL = -1  # the choice of all paths at once


class Way(TypedDict):
    """Which branch of a parameter's paths is open, and which of its items is lit."""

    parameter: list[Any] | None  # an address
    prefix: list[list[Any]]  # addresses
    lit: int


class FormulaOf(TypedDict):
    """Of which network and which sample the formula is."""

    document: Document
    sample: int


_WAY: session.Remembered[Way] = session.Remembered(
    "way", lambda: {"parameter": None, "prefix": [], "lit": ALL}
)
_FORMULA_OF: session.Remembered[FormulaOf | None] = session.Remembered("formula_of", lambda: None)


def page() -> None:
    """The weight's way, and the formula of the whole network: each a fragment, since another weight
    leaves the formula as it is."""
    parameter_chooser.heading(f"One weight's paths to the {session.symbols().word('loss')}")
    if stops_at_dropout():
        return
    _FORMULA_OF.set(_formula_of(session.exact_view()))
    st.fragment(_explorer)()
    if _FORMULA_OF.get() is not None:
        kept_fragment(_formula, "formula")


def _formula_of(view: View | None) -> FormulaOf | None:
    """Of which network and which sample the formula is; None where there is none."""
    if view is None or parameter_chooser.chosen(view) is None:
        return None
    return {"document": view.document, "sample": view.sample}


def _formula() -> None:
    view = session.exact_view()
    if view is not None:
        formula_panel.formula(view)


def _explorer() -> None:
    view = session.exact_view()
    if _FORMULA_OF.get() != _formula_of(view):
        st.rerun()
    place = None if view is None else parameter_chooser.chosen(view)
    if view is None or place is None:
        parameter_chooser.nothing(view)
        return
    st.markdown(text("one_weight", "intro", view.notation))
    paths = Paths(view.trace, parameter_chooser.chosen_row(view, place))
    opened = _opened(paths)
    shown = items(paths, opened)
    left, right = st.columns([1.7, 1], gap="medium")
    found = checks(paths)
    with right, st.container(key="path_panel"):
        lit = _side(view, paths, opened, shown)
        sum_in_two_ways(view, paths, found)
    with left:
        parameter_chooser.graph(view, *lit_by(paths, lit))
    if shown:
        below, beside = st.columns([1.7, 1], gap="medium")
        with below:
            products(view, paths, opened, shown, lit)
        with beside:
            _remarks(view, paths)


def _opened(paths: Paths) -> Path:
    """The branch that is open, for this weight; none for another."""
    held, parameter = _WAY.get(), list(paths.parameter)
    prefix = valid_prefix(paths, [Address(*place) for place in held["prefix"]])
    if held["parameter"] != parameter or len(prefix) != len(held["prefix"]):
        _WAY.set({"parameter": parameter, "prefix": [], "lit": ALL})
        return ()
    return prefix


def _open(prefix: Path) -> None:
    """Plain lists are kept, not addresses: they outlive a change of the code."""
    _WAY.set({**_WAY.get(), "prefix": [list(at) for at in prefix], "lit": ALL})


def _light() -> None:
    lit = whole("path")
    _WAY.set({**_WAY.get(), "lit": ALL if lit is None else lit})


def _side(view: View, paths: Paths, opened: Path, shown: list[Item]) -> Path:
    """How many paths there are, and which of them to light; gives back those that are lit."""
    name = parameter_name(view.symbols, paths.parameter)
    count = f"{paths.count:,} path{'s' * (paths.count != 1)} to the {view.symbols.word('loss')}"
    samples = len(view.trace.y)
    each = f" for each of {samples} samples" if samples > 1 and paths.count else ""
    st.html(f"<p class='step-title' role='status'>{name[0].upper()}{name[1:]}: {count}{each}</p>")
    controls.sample_choice(view)
    if paths.count == 0:
        st.markdown(text("one_weight", "none", view.notation))
        return ()
    if opened:
        st.markdown(f"Open: **{path_name(paths, opened, view.symbols)}** →")
    lit = _path_choice(view, paths, opened, shown)
    with st.container(horizontal=True, key="branching"):
        if lit is not None and not lit.whole and not all(item.whole for item in shown):
            button("Open this branch", key="open_branch", on_click=_open, args=(lit.prefix,))
        if opened:
            back = before(paths, opened)
            button("Back", key="leave_branch", on_click=_open, args=(back,), type="tertiary")
    return opened if lit is None else lit.prefix


def _remarks(view: View, paths: Paths) -> None:
    """What else is to be said about these paths."""
    first = paths.parameter.layer or 0
    softmaxes, fused = view.trace.plan.shape.softmaxes[first:], view.network.fused
    applies = {
        "grouped": paths.count > MOST_LISTED,
        "forwards": paths.count > MOST_LISTED,
        "shared": paths.parameter.quantity == "b" and paths.parameter.neuron is None,
        "batch": len(view.trace.y) > 1,
        "softmax": any(softmaxes[:-1] if fused else softmaxes),
        "fused": fused,
    }
    said = [
        text("one_weight", part, view.notation, count=f"{paths.count:,}")
        for part, there in applies.items()
        if there
    ]
    if said:
        st.markdown("\n\n".join(said))


def _path_choice(view: View, paths: Paths, opened: Path, shown: list[Item]) -> Item | None:
    """All of them, or one; None means all."""
    lit = _WAY.get()["lit"]
    if not 0 <= lit < len(shown):
        lit = ALL
    names = {ALL: "all of them"}
    names |= {k: _item_name(view, paths, opened, item) for k, item in enumerate(shown)}
    with st.container(height=215 if len(shown) > 8 else "content", border=len(shown) > 8):
        st.radio(
            "Highlight on the graph",
            [ALL, *range(len(shown))],
            key=given("path", lit),
            format_func=names.__getitem__,
            on_change=changed("path", _light),
        )
    return None if lit == ALL else shown[lit]


def _item_name(view: View, paths: Paths, opened: Path, item: Item) -> str:
    name = path_name(paths, item.prefix, view.symbols)
    if opened:
        name = f"… → {name.rsplit(' → ', 1)[-1]}" if not item.whole else name
    part = number_text.on_screen(paths.part(item.prefix, view.sample), view.digits)
    many = "" if item.whole else f" · {item.count:,} paths"
    return f"{name}{many} · adds {part}"
