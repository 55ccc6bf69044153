"""The sum over all paths beside the gradient of the backward pass."""

from __future__ import annotations

import streamlit as st

from backprop_core import Paths
from playground import session
from playground.exercise.view import View
from playground.notation import number_text
from playground.one_weight.path_checks import EVERY_DIGIT, Check
from playground.ui.copied_table import copied_table
from playground.ui.page_text import text
from playground.views.html_table import html_table
from playground.views.numpy_text import table_text


def sum_in_two_ways(view: View, paths: Paths, found: list[Check]) -> None:
    """Both for the batch, which is the last check, and for each of its samples."""
    _of_the_batch(view, paths, found[-1])
    if len(view.trace.y) > 1:
        _of_each_sample(view, found)


def _of_the_batch(view: View, paths: Paths, found: Check) -> None:
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


def _of_each_sample(view: View, found: list[Check]) -> None:
    """What each sample of a batch adds to the gradient."""
    rows = []
    for check in found:
        numbers = [number_text.on_screen(v, view.digits) for v in (check.total, check.gradient)]
        rows.append(
            ([check.label], [*numbers, number_text.on_screen(check.difference, session.digits(3))])
        )
    head = ["", "sum over paths", "backward pass", "difference"]
    sums = [(check.total, check.gradient, check.difference) for check in found]
    copied_table(
        html_table("Each sample's sum over its paths", head, rows),
        table_text("sums", head[1:], sums),
        key="sample_sums",
    )


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
