"""The page "One weight": every path from a weight or bias to the loss, and what each adds."""

from __future__ import annotations

import streamlit as st

from backprop_core import Address, Number
from backprop_core.paths import Path, Paths
from playground import digits as number_text
from playground import session
from playground.html_table import html_table
from playground.lessons.text import filled, sections
from playground.panels import controls, nested_formula, parameter
from playground.understand.parameters import parameter_name
from playground.understand.weight_paths import (
    EVERY_DIGIT,
    MOST_LISTED,
    Check,
    Item,
    before,
    checks,
    items,
    lit_by,
    numbers_tex,
    path_name,
    product_tex,
    stopped_by,
    valid_prefix,
)
from playground.walk import Walk

ALL = -1  # the choice of all paths at once
FIRST_FEW = 6  # products that are listed at first


def page() -> None:
    """All of it is one fragment: a press changes little, and the frame stays."""
    st.title("One weight's way to the loss")
    st.fragment(view)()


def view() -> None:
    walk = session.walk()
    place = None if walk is None else parameter.chosen(walk)
    if walk is None or place is None:
        parameter.nothing(walk)
        return
    told = sections("weight")
    st.markdown(told["intro"])
    paths = Paths(walk.trace, parameter.chosen_row(walk, place))
    opened = _opened(paths)
    shown = items(paths, opened)
    left, right = st.columns([1.7, 1], gap="medium")
    found = checks(paths)
    with right, st.container(key="path_panel"):
        lit = _side(walk, paths, opened, shown)
        _check(walk, paths, found[-1])
    with left:
        parameter.graph(walk, *lit_by(paths, lit))
    if shown:
        below, beside = st.columns([1.7, 1], gap="medium")
        with below:
            _products(walk, paths, opened, shown, lit)
        with beside:
            _remarks(walk, paths)
        _samples(walk, found)
    nested_formula.formula(walk)


def _opened(paths: Paths) -> Path:
    """The branch that is open, for this weight; none for another."""
    held = session.state().setdefault("way", {"parameter": None, "prefix": (), "lit": ALL})
    prefix = valid_prefix(paths, [Address(*place) for place in held["prefix"]])
    if held["parameter"] != tuple(paths.parameter) or len(prefix) != len(held["prefix"]):
        held |= {"parameter": tuple(paths.parameter), "prefix": (), "lit": ALL}
        return ()
    return prefix


def _open(prefix: Path) -> None:
    """Plain tuples are kept, not addresses: they outlive a change of the code."""
    session.state()["way"] |= {"prefix": tuple(tuple(at) for at in prefix), "lit": ALL}


def _light() -> None:
    session.state()["way"]["lit"] = st.session_state["path"]


def _side(walk: Walk, paths: Paths, opened: Path, shown: list[Item]) -> Path:
    """How many paths there are, and which of them to light; gives back those that are lit."""
    name = parameter_name(walk.symbols, paths.parameter)
    count = f"{paths.count:,} path{'s' * (paths.count != 1)} to the loss"
    st.html(f"<p class='step-title' role='status'>{name}: {count}</p>")
    controls.sample_choice(walk)
    if paths.count == 0:
        st.markdown(sections("weight")["none"])
        return ()
    if opened:
        st.markdown(f"Open: **{path_name(paths, opened, walk.symbols)}** →")
    lit = _path_choice(walk, paths, opened, shown)
    with st.container(horizontal=True, key="branching"):
        if lit is not None and not lit.whole and not all(item.whole for item in shown):
            st.button("Open this branch", key="open_branch", on_click=_open, args=(lit.prefix,))
        if opened:
            back = before(paths, opened)
            st.button("Back", key="leave_branch", on_click=_open, args=(back,), type="tertiary")
    return opened if lit is None else lit.prefix


def _remarks(walk: Walk, paths: Paths) -> None:
    """What else is to be said about these paths."""
    told, network = sections("weight"), walk.network
    if paths.count > MOST_LISTED:
        details = {"count": f"{paths.count:,}", "sign": walk.symbols.label("delta")}
        st.markdown(filled(told["grouped"], details))
        st.markdown(told["forwards"])
    if paths.parameter.quantity == "b" and paths.parameter.neuron is None:
        st.markdown(told["shared"])
    if len(walk.trace.y) > 1:
        st.markdown(told["batch"])
    first = paths.parameter.layer or 0
    softmaxes = walk.trace.plan.shape.softmaxes[first:]
    if any(softmaxes[:-1] if network.fused else softmaxes):
        st.markdown(told["softmax"])
    if network.fused:
        st.markdown(told["fused"])


def _path_choice(walk: Walk, paths: Paths, opened: Path, shown: list[Item]) -> Item | None:
    """All of them, or one; None means all."""
    held = session.state()["way"]
    if held["lit"] >= len(shown):
        held["lit"] = ALL
    st.session_state["path"] = held["lit"]
    names = {ALL: "all of them"}
    names |= {k: _item_name(walk, paths, opened, item) for k, item in enumerate(shown)}
    with st.container(height=215 if len(shown) > 8 else "content", border=len(shown) > 8):
        st.radio(
            "Light on the graph",
            [ALL, *range(len(shown))],
            key="path",
            format_func=names.__getitem__,
            on_change=_light,
        )
    return None if held["lit"] == ALL else shown[held["lit"]]


def _item_name(walk: Walk, paths: Paths, opened: Path, item: Item) -> str:
    name = path_name(paths, item.prefix, walk.symbols)
    if opened:
        name = f"… → {name.rsplit(' → ', 1)[-1]}" if not item.whole else name
    part = number_text.text(paths.part(item.prefix, walk.sample), walk.digits)
    many = "" if item.whole else f" · {item.count:,} paths"
    return f"{name}{many} · adds {part}"


def _check(walk: Walk, paths: Paths, found: Check) -> None:
    """The sum over all paths beside the backward pass, with every digit."""
    told = sections("weight")
    gradient = walk.symbols.tex(paths.gradient_address)
    over = "all samples and all paths" if len(walk.trace.y) > 1 else "all paths"
    total, own = (number_text.text(v, EVERY_DIGIT) for v in (found.total, found.gradient))
    st.markdown(
        f"| | ${gradient}$ |\n|:--|:--|\n| sum over {over} | {total} |\n"
        f"| backward pass | {own} |\n"
        f"| difference | {number_text.text(found.difference, 3)} |"
    )
    remark = told["check"] if found.units and paths.count <= MOST_LISTED else ""
    st.markdown(f"{_verdict(found)} {remark}")


def _samples(walk: Walk, found: list[Check]) -> None:
    """The same for each sample of a batch: what each of them adds to the gradient."""
    if len(walk.trace.y) < 2:
        return
    st.subheader("Each sample's sum")
    rows = []
    for check in found:
        cells = (check.total, check.gradient, check.difference)
        rows.append(([check.label], [number_text.text(cell, EVERY_DIGIT) for cell in cells]))
    head = ["", "sum over all paths", "backward pass", "difference"]
    st.html(html_table("Each sample's sum", head, rows, captioned=False))


def _verdict(check: Check) -> str:
    units = check.units
    if units is None:
        return "Something on the way has overflowed, so there is nothing to compare."
    if units == 0:
        return "**They agree to the last digit.**"
    if check.cancels:
        return (
            "**They agree to rounding:** the parts nearly cancel, so their sum keeps fewer digits "
            f"than they have. The difference is {check.relative:.2g} units in the last place of "
            "the largest part."
        )
    plural = "s" * (units != 1)
    return (
        f"**They agree to rounding:** the difference is {units:,} unit{plural} in the last place."
    )


def _products(walk: Walk, paths: Paths, opened: Path, shown: list[Item], lit: Path) -> None:
    """Each path's or branch's product, in symbols and with its numbers."""
    told = sections("weight")
    whole = all(item.whole for item in shown)
    st.subheader("Each path's product" if whole else "Each branch's product")
    listed = shown if lit == opened else [item for item in shown if item.prefix == lit]
    every = len(listed) <= FIRST_FEW or bool(st.session_state.get("all_products"))
    rows, stopped = ["| path | adds | product |", "|:--|--:|:--|"], False
    for item in listed if every else listed[:FIRST_FEW]:
        factors = paths.factors(item.prefix, walk.sample)
        stopped |= stopped_by(factors) is not None
        rows.append(_row(walk, paths, item, factors))
    with st.container(key="path_table"):
        st.markdown("\n".join(rows), unsafe_allow_html=True)
    if len(listed) > FIRST_FEW:
        st.toggle(f"All {len(listed)} products", key="all_products")
    if stopped:
        st.markdown(told["stopped"])


def _row(walk: Walk, paths: Paths, item: Item, factors: tuple[Number, ...]) -> str:
    name = path_name(paths, item.prefix, walk.symbols)
    many = "" if item.whole else f" ({item.count:,})"
    part = number_text.latex(paths.part(item.prefix, walk.sample), walk.digits)
    tex = (
        rf"\begin{{aligned}}&{product_tex(factors, walk.symbols)}\\[2pt]"
        rf"&= {numbers_tex(factors, walk.digits)}\end{{aligned}}"
    )
    why = _why(walk, stopped_by(factors))
    return f"| {name}{many}{why} | ${part}$ | ${tex}$ |"


def _why(walk: Walk, factor: Number | None) -> str:
    """What stops this path."""
    if factor is None:
        return ""
    at, symbols = factor.address, walk.symbols
    column = 0 if at.layer is None else at.layer + 1
    assert at.neuron is not None
    name = symbols.neuron(column, at.neuron)
    reasons = {
        "x": f"{name} is 0",
        "a": f"{name} sends 0",
        "slope": f"{name} is flat here: its slope is 0",
        "jacobian": f"{name} does not move",
        "W": f"the weight into {name} is 0",
    }
    return f"<br>stopped: {reasons.get(at.quantity, f'the loss pulls nowhere at {name}')}"
