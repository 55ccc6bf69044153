"""The loss against one weight: a curve, where the update leads on it, and what comes of that."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import streamlit as st

from backprop_core import Address
from playground import session
from playground.exercise.parameters import parameter_name
from playground.exercise.view import View
from playground.notation import number_text
from playground.ui import parameter_chooser
from playground.ui.chart import show_chart
from playground.ui.copied_table import copied_table
from playground.ui.graph import HEIGHT
from playground.ui.page_text import text
from playground.ui.rate_slider import RATES
from playground.ui.update_row import learning_rate, way_on
from playground.views.html_table import html_table
from playground.views.numpy_text import table_text
from playground.what_if.figure import curve_figure
from playground.what_if.numbers import ALIKE, Look, WhatIf
from playground.where import neurons_at, weight_at

FEW_ROWS, LOW = 2, 380  # px: with few rows the table below comes into sight
OVERSHOOTS = ("whole grows", "whole overflows")


def one_weight(view: View, w: WhatIf, choice: Any) -> None:
    """The curve over that range beside the graph, and the numbers below both."""
    look = w.look(w.natural_reach if choice == "fit" else float(choice))
    left, right = st.columns([1.2, 1], gap="medium")
    with right:
        learning_rate()
        with st.container(key="outcome"):
            st.markdown(" ".join(_outcome(view, look)))
        _curve(view, look)
    with left:
        _graph(view, w.parameter)
        way_on()
        _losses_table(view, look)
        curve = [text("what_if", "curve", view.notation)] * bool(w.step)
        st.markdown("\n\n".join([*curve, _numbers(view, w)]))


def _graph(view: View, at: Address) -> None:
    """The weight lit, or the neurons of a bias; to choose another."""
    sizes, weight = view.network.sizes, weight_at(at)
    height = LOW if max(sizes) <= FEW_ROWS else HEIGHT
    if weight is not None:
        parameter_chooser.graph(view, edges=(weight,), height=height)
    else:
        theirs = neurons_at(Address("z", at.layer, at.neuron), sizes)
        parameter_chooser.graph(view, neurons=tuple(theirs), height=height)


def _curve(view: View, look: Look) -> None:
    """The whole, and where the step is too short to be seen there, close up as well."""
    name, loss = parameter_name(view.symbols, look.of.parameter), view.symbols.word("loss")
    close_up = look.close_up is not None
    show_chart(
        curve_figure(look, name, loss),
        key="what_if_curve",
        alt=_curve_alt(view, look, name),
        height=500 if close_up else 400,
    )
    if not close_up and look.of.step > look.reach:
        st.caption("The update leads out of this range.")
    if not np.isfinite(look.curve[1]).all():
        st.caption(text("what_if", "gap", view.notation))


def _curve_alt(view: View, look: Look, name: str) -> str:
    w, (values, losses) = look.of, look.curve

    def text(value: float) -> str:
        return number_text.on_screen(value, view.digits)

    loss = view.symbols.word("loss")
    known = losses[np.isfinite(losses)]
    between = f" between {text(known.min())} and {text(known.max())}" if known.size else ""
    return (
        f"The {loss} against the {name} from {text(values[0])} to {text(values[-1])}, a curve"
        f"{between}. Now it is {text(w.value)} with {loss} {text(w.loss)} and slope "
        f"{text(w.slope)}; the update takes it to {text(w.target)}, where the {loss} is "
        f"{text(look.reached)}" + "; below, the step close up" * (look.close_up is not None)
    )


def _numbers(view: View, w: WhatIf) -> str:
    """The slope beside the gradient with every digit."""
    gradient = view.symbols.tex(w.parameter._replace(quantity="d" + w.parameter.quantity))
    slope, own = (session.number(v, number_text.MOST) for v in (w.slope, w.gradient))
    return (
        f"Slope of the curve, from forward passes alone: **{slope}**  \n"
        f"${gradient}$ from the backward pass: **{own}**  \n"
        f"Difference: {session.number(w.slope - w.gradient, 3)}"
    )


def _outcome(view: View, look: Look) -> list[str]:
    """What this step alone does, what the whole update does where that is another matter, and
    which rate would serve better."""
    kind = _kind(look.of)
    alone = text("what_if", look.outcome, view.notation, kind=kind)
    whole, best = _whole_update(view, look.outcome), look.best_rate
    if best is None or (best > view.trace.learning_rate and whole in OVERSHOOTS):
        rate = []
    else:
        typed = text("what_if", "typed", view.notation) if best > RATES[-1] else ""
        best_text = session.number(best, 2)
        rate = [
            text(
                "what_if",
                "best",
                view.notation,
                kind=kind,
                best=best_text,
                typed=" " * bool(typed) + typed,
            )
        ]
    if whole is None:
        return [alone, *rate]
    known = number_text.telling_apart([look.of.loss, view.loss_after], view.digits)
    before, after = (number_text.on_screen(v, known) for v in (look.of.loss, view.loss_after))
    return [alone, text("what_if", whole, view.notation, before=before, after=after), *rate]


def _whole_update(view: View, outcome: str) -> str | None:
    """The section that says so when the whole update overshoots and this step alone does not, or
    the other way round; None where both do the same."""
    before, after = view.trace.gradients.loss, view.loss_after
    if not math.isfinite(before):
        return None
    alone_too = outcome in ("grows", "explodes")
    if not math.isfinite(after):
        return None if alone_too else "whole overflows"
    if after > before * (1 + ALIKE):
        return None if alone_too else "whole grows"
    return "whole falls" if alone_too and after < before else None


def _kind(w: WhatIf) -> str:
    return "bias" if w.parameter.quantity == "b" else "weight"


def _losses_table(view: View, look: Look) -> None:
    w = look.of
    rows: list[tuple[str, float, float]] = [
        ("● now", w.value, w.loss),
        ("◇ predicted by the tangent", w.target, w.predicted),
        ("■ this step alone", w.target, look.reached),
        ("the whole update", w.target, view.loss_after),
    ]
    known = [v for row in rows for v in row[1:] if math.isfinite(v)]
    digits = number_text.telling_apart(known, view.digits, number_text.SAME)
    cells = [
        (
            [label],
            [
                number_text.on_screen(value, digits),
                number_text.on_screen(loss, digits),
                session.number(loss - w.loss, 3) if place else "",
            ],
        )
        for place, (label, value, loss) in enumerate(rows)
    ]
    loss = view.symbols.word("loss")
    head = ["", _kind(w), loss, "change"]
    table = html_table(f"The {loss} now and after the update", head, cells, captioned=False)
    numbers = [(value, reached, reached - w.loss) for _, value, reached in rows]
    copied_table(
        table, table_text("losses", head[1:], numbers, [row[0] for row in rows]), key="losses"
    )
