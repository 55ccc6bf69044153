"""The page "What if": the loss against one weight, or two, and where the update leads."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import streamlit as st

from backprop_core import Address
from playground import digits as number_text
from playground import session
from playground.components.plotly_view import plotly_view
from playground.figures.what_if import curve_figure
from playground.html_table import html_table
from playground.lessons.told import told
from playground.panels import parameter
from playground.panels.fields import changed, given
from playground.panels.update import RATES, learning_rate, way_on
from playground.panels.what_if_surface import two_weights
from playground.understand.parameters import is_frozen, parameter_name
from playground.understand.what_if import ALIKE, Look, WhatIf, what_if
from playground.walk import Walk

RANGES = ("fit", 1.0, 5.0, 25.0)
ONE, TWO = "one", "two"
OVERSHOOTS = ("whole grows", "whole overflows")


def page() -> None:
    """All below the title is one fragment: a press changes little, and the frame stays."""
    parameter.heading("What if this weight were another?")
    st.fragment(view)()


def view() -> None:
    walk = session.walk()
    place = None if walk is None else parameter.chosen(walk)
    if walk is None or place is None:
        parameter.nothing(walk)
        return
    two = session.state().get("how_many") == TWO
    st.markdown(_told(walk, "intro of two" if two else "intro"))
    with st.container(horizontal=True, vertical_alignment="bottom", key="what_if_view"):
        how_many = _how_many()
        choice = _range()
    at = parameter.chosen_row(walk, place)
    one = what_if(walk.trace, at, is_frozen(walk.document, at))
    if how_many == TWO:
        two_weights(walk, place, one, choice)
    else:
        _one(walk, one, choice)


def _how_many() -> str:
    how_many = str(session.state().get("how_many", ONE))
    st.segmented_control(
        "How many are changed",
        [ONE, TWO],
        key=given("how_many", how_many),
        required=True,
        format_func={ONE: "One weight: a curve", TWO: "Two weights: a surface"}.__getitem__,
        on_change=changed("how_many", _keep, "how_many"),
        label_visibility="collapsed",
    )
    return how_many


def _keep(name: str) -> None:
    """What was chosen stays so when the page is left."""
    session.state()[name] = st.session_state[name]


def _range() -> Any:
    """How far to look."""
    reach = session.state().get("range", "fit")
    st.segmented_control(
        "Range",
        RANGES,
        key=given("range", reach),
        required=True,
        format_func=lambda r: "Range: fit" if r == "fit" else f"± {r:g}",
        on_change=changed("range", _keep, "range"),
        label_visibility="collapsed",
    )
    return reach


def _one(walk: Walk, w: WhatIf, choice: Any) -> None:
    look = w.look(w.natural_reach if choice == "fit" else float(choice))
    left, right = st.columns([1.2, 1], gap="medium")
    with right:
        learning_rate()
        with st.container(key="outcome"):
            st.markdown(" ".join(_outcome(walk, look)))
        _curves(walk, look)
    with left:
        _graph(walk, w.parameter)
        way_on()
        st.html(_losses_table(walk, w))
        curve = [_told(walk, "curve")] * bool(w.step)
        st.markdown("\n\n".join([*curve, _numbers(walk, w)]))


def _told(walk: Walk, section: str, **details: str) -> str:
    return told("what_if", section, walk.symbols.notation, **details)


def _graph(walk: Walk, at: Address) -> None:
    """The weight lit, or the neurons of a bias; to choose another."""
    assert at.layer is not None
    if at.source is not None:
        parameter.graph(walk, edges=((at.layer, at.neuron or 0, at.source),))
    else:
        one = range(walk.network.sizes[at.layer + 1]) if at.neuron is None else (at.neuron,)
        parameter.graph(walk, neurons=tuple((at.layer + 1, j) for j in one))


def _curves(walk: Walk, look: Look) -> None:
    """From afar, and where the step is too short to be seen there, close up."""
    w, close = look.of, look.close_up
    whole = close is None  # all is seen on one curve
    _curve(walk, w, look.curve, "what_if_curve", 400 if whole else 250, whole)
    if close is not None:
        st.markdown("**Close up:** the step itself")
        _curve(walk, w, close, "what_if_close_up", 220)
    elif w.step > look.reach:
        st.caption("The update leads out of this range.")
    if not np.isfinite(look.curve[1]).all():
        st.caption(_told(walk, "gap"))


def _curve(
    walk: Walk,
    w: WhatIf,
    curve: tuple[np.ndarray, np.ndarray],
    key: str,
    height: int,
    with_step: bool = True,
) -> None:
    name, loss = parameter_name(walk.symbols, w.parameter), walk.symbols.word("loss")
    plotly_view(
        curve_figure(w, *curve, name, loss, with_step=with_step),
        key=key,
        alt=_curve_alt(walk, w, name, *curve),
        height=height,
    )


def _curve_alt(walk: Walk, w: WhatIf, name: str, values: np.ndarray, losses: np.ndarray) -> str:
    def text(value: float) -> str:
        return number_text.text(value, walk.digits)

    loss = walk.symbols.word("loss")
    known = losses[np.isfinite(losses)]
    between = f" between {text(known.min())} and {text(known.max())}" if known.size else ""
    return (
        f"The {loss} against the {name} from {text(values[0])} to {text(values[-1])}, a curve"
        f"{between}. Now it is {text(w.value)} with {loss} {text(w.loss)} and slope "
        f"{text(w.slope)}; the update takes it to {text(w.target)}, where the {loss} is "
        f"{text(w.reached)}."
    )


def _numbers(walk: Walk, w: WhatIf) -> str:
    """The slope beside the gradient with every digit."""
    gradient = walk.symbols.tex(w.parameter._replace(quantity="d" + w.parameter.quantity))
    slope, own = (number_text.text(v, number_text.MOST) for v in (w.slope, w.gradient))
    return (
        f"Slope of the curve, from forward passes alone: **{slope}**  \n"
        f"${gradient}$ from the backward pass: **{own}**  \n"
        f"Difference: {number_text.text(w.slope - w.gradient, 3)}"
    )


def _outcome(walk: Walk, look: Look) -> list[str]:
    """What this step alone does, what the whole update does where that is another matter, and
    which rate would serve better."""
    kind = _kind(look.of)
    alone = _told(walk, look.outcome, kind=kind)
    whole, best = _whole_update(walk, look.outcome), look.best_rate
    if best is None or (best > walk.trace.learning_rate and whole in OVERSHOOTS):
        rate = []
    else:
        typed = _told(walk, "typed") if best > RATES[-1] else ""
        best_text = number_text.text(best, 2)
        rate = [_told(walk, "best", kind=kind, best=best_text, typed=" " * bool(typed) + typed)]
    if whole is None:
        return [alone, *rate]
    known = number_text.telling_apart([look.of.loss, walk.loss_after], walk.digits)
    before, after = (number_text.text(v, known) for v in (look.of.loss, walk.loss_after))
    return [alone, _told(walk, whole, before=before, after=after), *rate]


def _whole_update(walk: Walk, outcome: str) -> str | None:
    """The section that says so when the whole update overshoots and this step alone does not, or
    the other way round; None where both do the same."""
    before, after = walk.trace.gradients.loss, walk.loss_after
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


def _losses_table(walk: Walk, w: WhatIf) -> str:
    rows: list[tuple[str, float, float]] = [
        ("● now", w.value, w.loss),
        ("◇ as the tangent says", w.target, w.predicted),
        ("■ this step alone", w.target, w.reached),
        ("the whole update", w.target, walk.loss_after),
    ]
    known = [v for row in rows for v in row[1:] if math.isfinite(v)]
    digits = number_text.telling_apart(known, walk.digits, number_text.SAME)
    cells = [
        (
            [label],
            [
                number_text.text(value, digits),
                number_text.text(loss, digits),
                number_text.text(loss - w.loss, 3) if place else "",
            ],
        )
        for place, (label, value, loss) in enumerate(rows)
    ]
    loss = walk.symbols.word("loss")
    head = ["", _kind(w), loss, "change"]
    return html_table(f"The {loss} now and after the update", head, cells, captioned=False)
