"""Which sample pulls a weight which way, and what mean or sum makes of it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from backprop_core import Address, Array
from playground import session
from playground.batches import numbers
from playground.batches.figure import pull_figure
from playground.batches.tensor import shown_sample
from playground.exercise import edits
from playground.exercise.view import View
from playground.notation import number_text
from playground.ui.chart import show_chart
from playground.ui.copied_table import copied_table
from playground.ui.fields import changed, choice, given
from playground.ui.page_text import text
from playground.views.html_table import html_table
from playground.views.numpy_text import table_text
from playground.where import Weight


@np.errstate(over="ignore", invalid="ignore")
def pulls_part(view: View, weight: Weight) -> None:
    """A bar for each sample and one for their sum, and the same as a table; where nothing pulls,
    why."""
    layer, to, source = weight
    pulls = numbers.pulls(view.trace, *weight)
    symbol = view.symbols.tex(Address("W", layer, to, source))
    between = f"{view.symbols.neuron(layer, source)} to {view.symbols.neuron(layer + 1, to)}"
    st.header("Which way each sample pulls")
    st.markdown(f"The weight ${symbol}$ from {between}. {text('batches', 'pulls', view.notation)}")
    chart, table = st.columns([1.25, 1], gap="medium")
    with table:
        _pull_table(view, weight, pulls, f"Pulls on {between}")
    with chart:
        if pulls.any():
            show_chart(
                pull_figure(pulls.tolist(), view.digits, shown_sample(view)),
                key="pull_chart",
                alt=_pull_alt(pulls, between),
                height=280,
            )
        st.markdown(_verdict(view, weight, pulls))


def _pull_alt(pulls: Array, between: str) -> str:
    up, down = int((pulls > 0).sum()), int((pulls < 0).sum())
    total = session.number(float(pulls.sum()), 4)
    return f"Pulls of the samples on the weight from {between}: {up} up, {down} down, sum {total}"


def _verdict(view: View, weight: Weight, pulls: Array) -> str:
    """Whether the samples agree; "" where a pull is no number."""
    up, down = int((pulls > 0).sum()), int((pulls < 0).sum())
    if not np.isfinite(pulls).all():
        return ""
    if not up and not down:
        layer, to, source = weight
        names = {"source": view.symbols.neuron(layer, source)}
        names["to"] = view.symbols.neuron(layer + 1, to)
        return text(
            "batches",
            numbers.why_nothing_pulls(view.trace, *weight),
            view.notation,
            **names,
        )
    if not up or not down:
        return text("batches", "agree", view.notation)
    share = abs(pulls.sum()) / np.abs(pulls).sum()
    return text(
        "batches",
        "disagree",
        view.notation,
        up=str(up),
        down=str(down),
        share=f"{session.number(100 * share, 2)} %",
    )


def _pull_table(view: View, weight: Weight, pulls: Array, caption: str) -> None:
    """A row for each sample: delta, what came in, their product, and the way it pulls."""
    layer, to, source = weight
    symbols = view.symbols
    delta = view.trace.gradients.layers[layer].delta[:, to].tolist()
    incoming = view.trace.forward.into(layer)[:, source].tolist()
    heads = [
        "sample",
        "pulls",
        f"{symbols.label('delta', layer + 1)} of {symbols.neuron(layer + 1, to)}",
        f"{symbols.neuron(layer, source)} sends",
        "their product",
    ]
    per_sample = [*zip(delta, incoming, (-pulls + 0.0).tolist(), strict=True)]
    rows = [
        ([str(s + 1), _way(pull)], [_text(view, v) for v in per_sample[s]])
        for s, pull in enumerate(pulls.tolist())
    ]
    total = float(-pulls.sum() + 0.0)
    rows.append((["sum", _way(-total)], ["", "", _text(view, total)]))
    table = html_table(caption, heads, rows)
    copied_table(table, table_text("pulls", heads[2:], per_sample), key="pulls")


def _text(view: View, value: float) -> str:
    return number_text.on_screen(value, view.digits)


def _way(pull: float) -> str:
    return "↑ up" if pull > 0 else "↓ down" if pull < 0 else "not at all"


def reductions_part(view: View, weight: Weight) -> None:
    """The switch, and both sides of it computed."""
    count = len(view.trace.y)
    st.header("Mean or sum")
    key = given("batch_reduction", view.network.reduction)
    st.segmented_control(
        "Reduction over the batch",
        ["mean", "sum"],
        key=key,
        required=True,
        on_change=changed(key, _reduction_chosen),
        help="This changes the exercise; undo restores it",
    )
    about, table = st.columns([1, 1.25], gap="medium")
    about.markdown(text("batches", "reduction", view.notation, count=str(count)))
    both = [numbers.reduced(view.trace, *weight, reduction=r) for r in ("mean", "sum")]
    symbols = view.symbols
    dW = f"{symbols.label('dW', weight[0] + 1)} of the weight"
    both_ways = [(one.loss, one.dW, one.step, one.loss_after) for one in both]
    rows = [
        ([one.reduction], [_text(view, v) for v in row])
        for one, row in zip(both, both_ways, strict=True)
    ]
    loss = symbols.word("loss")
    heads = ["reduction", loss, dW, "the weight moves by", f"{loss} after the update"]
    caption = f"Both computed, with {symbols.word('rate')} "
    caption += session.number(view.trace.learning_rate, 6)
    now = [place for place, one in enumerate(both) if one.reduction == view.network.reduction]
    with table:
        copied_table(
            html_table(caption, heads, rows, now),
            table_text("mean_and_sum", heads[1:], both_ways, ["mean", "sum"]),
            key="reductions",
        )


def _reduction_chosen() -> None:
    reduction = choice("batch_reduction", ("mean", "sum"))
    if reduction is not None:
        session.edit(edits.set_field, "reduction", reduction, label="reduction")
        session.draw_again()
