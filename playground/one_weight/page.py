"""The page "One weight": every path from a weight or bias to the loss, and what each adds."""

from __future__ import annotations

from typing import Any, TypedDict

import streamlit as st

from backprop_core import Address, Number, Path, Paths
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
    numbers_tex,
    path_name,
    product_tex,
    stopped_by,
    valid_prefix,
)
from playground.one_weight.path_checks import EVERY_DIGIT, Check, checks
from playground.ui import controls, parameter_chooser
from playground.ui.buttons import button
from playground.ui.fields import changed, given, whole
from playground.ui.notices import stops_at_dropout
from playground.ui.page_text import text
from playground.ui.scrolling import scrollable
from playground.views.html_table import html_table

ALL = -1  # the choice of all paths at once
FIRST_FEW = 6  # products that are listed at first


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
        st.fragment(_formula)()


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
        _check(view, paths, found[-1])
        _samples(view, found)
    with left:
        parameter_chooser.graph(view, *lit_by(paths, lit))
    if shown:
        below, beside = st.columns([1.7, 1], gap="medium")
        with below:
            _products(view, paths, opened, shown, lit)
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
    st.html(f"<p class='step-title' role='status'>{name}: {count}{each}</p>")
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


def _check(view: View, paths: Paths, found: Check) -> None:
    """The sum over all paths beside the backward pass, with every digit."""
    over = "all samples and all paths" if len(view.trace.y) > 1 else "all paths"
    rows = [(f"sum over {over}", found.total)]
    if found.unrounded is not None and found.units:
        rows.append(("backward pass, nothing rounded", found.unrounded))
    rows.append(("backward pass", found.gradient))
    cells = [
        ([name], [number_text.on_screen(value, session.digits(EVERY_DIGIT))])
        for name, value in rows
    ]
    cells.append(
        (["difference"], [number_text.on_screen(found.total - found.gradient, session.digits(3))])
    )
    name = view.symbols.name(paths.gradient_address)
    st.html(html_table(f"{name}, in two ways", ["", name], cells, captioned=False))
    st.markdown(_verdict(view, paths, found))


def _samples(view: View, found: list[Check]) -> None:
    """The same for each sample of a batch: what each of them adds to the gradient."""
    if len(view.trace.y) < 2:
        return
    rows = []
    for check in found:
        numbers = [number_text.on_screen(v, view.digits) for v in (check.total, check.gradient)]
        rows.append(
            ([check.label], [*numbers, number_text.on_screen(check.difference, session.digits(3))])
        )
    head = ["", "sum over paths", "backward pass", "difference"]
    st.html(html_table("Each sample's sum over its paths", head, rows))


def _verdict(view: View, paths: Paths, check: Check) -> str:
    units = check.units
    if units is None:
        return text("one_weight", "overflowed", view.notation)
    if units == 0:
        return text("one_weight", "equal", view.notation)
    if check.differs:
        return text("one_weight", "different", view.notation)
    apart = f"{units:,} unit{'s' * (units != 1)} in the last place"
    if check.unrounded is not None and check.unrounded == check.total:
        return text("one_weight", "exact", view.notation, apart=apart)
    if check.cancels:
        return text(
            "one_weight",
            "cancelling",
            view.notation,
            relative=session.number(check.relative, 2),
        )
    done = "multiplied" if paths.count * len(view.trace.y) == 1 else "added"
    return text("one_weight", "rounded", view.notation, apart=apart, done=done)


def _products(view: View, paths: Paths, opened: Path, shown: list[Item], lit: Path) -> None:
    """Each path's or branch's product, in symbols and with its numbers."""
    title = f"Each {'path' if all(item.whole for item in shown) else 'branch'}'s product"
    st.header(title)
    listed = shown if lit == opened else [item for item in shown if item.prefix == lit]
    every = len(listed) <= FIRST_FEW or bool(st.session_state.get("all_products"))
    rows, stopped = ["| path | adds | product |", "|:--|--:|:--|"], False
    for item in listed if every else listed[:FIRST_FEW]:
        factors = paths.factors(item.prefix, view.sample)
        stopped |= stopped_by(factors) is not None
        rows.append(_row(view, paths, item, factors))
    with st.container(key="path_table"):
        scrollable("\n".join(rows), title)
    if len(listed) > FIRST_FEW:
        st.toggle(f"All {len(listed)} products", key="all_products")
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
