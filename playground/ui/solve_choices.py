"""Solve: what is asked, how it is marked, and how many digits the sheet wants."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from playground import session
from playground.exercise.parameters import short_name
from playground.exercise.view import View
from playground.solve.asked import quantity_name
from playground.solve.choices import FEWEST_DIGITS, MOST_DIGITS, PARTS, QUANTITIES
from playground.ui.fields import changed, given

PART_NAMES = {
    "all": "everything",
    "forward": "the forward pass",
    "loss": "the loss",
    "deltas": "the error signals",
    "gradients": "the gradients",
    "update": "the new weights",
}
ANY = 0
MOST_WEIGHTS = 120  # in a list to choose from


def solve_switch() -> None:
    """On: the numbers from here on are hidden, to be worked out."""
    st.toggle(
        "Solve it myself",
        key=given("solve", session.state()["solving"]["on"]),
        on_change=changed("solve", _switched),
        help="Hides the numbers from here on. You work them out and type them in.",
        width="content",
    )


def _switched() -> None:
    session.begin_solving(bool(st.session_state["solve"]))


def choices_popover(view: View) -> None:
    """All choices, behind one button; the link's author may have made them."""
    if session.answers_hidden():
        return
    with st.popover("What to ask for", key="solve_choices", type="tertiary"):
        chosen = session.state()["solving"]
        _choice("Asked", "solve_part", chosen["part"], list(PARTS), PART_NAMES, "part")
        _quantities(view, "Only these quantities", "solve_quantities", "quantities")
        count = len(view.network.layers)
        if count > 1:
            st.pills(
                "Only these layers",
                list(range(count)),
                selection_mode="multi",
                key=given("solve_layers", [k for k in chosen["layers"] if k < count]),
                format_func=view.symbols.layer,
                on_change=changed("solve_layers", _take, "solve_layers", "layers"),
            )
        _weights(view, chosen["weights"])
        _quantities(view, "Of what is not asked, show only", "solve_given", "given")
        _toggle("Also the loss after the update", "solve_loss_after", "loss_after")
        marks = {True: "at once", False: "at the end"}
        _choice(
            "Mark each answer", "solve_marks", chosen["at_once"], [True, False], marks, "at_once"
        )
        digits = [ANY, *range(FEWEST_DIGITS, MOST_DIGITS + 1)]
        names = {one: f"{one}" if one else "any number" for one in digits}
        _choice(
            "Digits asked for",
            "solve_digits",
            chosen["digits"] or ANY,
            digits,
            names,
            "digits",
        )
        if chosen["digits"]:
            counts = {True: "decimals", False: "significant digits"}
            _choice(
                "Counted as",
                "solve_decimals",
                chosen["decimals"],
                [True, False],
                counts,
                "decimals",
            )
        _toggle("Decimal commas", "solve_comma", "comma")
        st.caption("To be asked for every product of a sum, set the step size to *every product*.")


def _quantities(view: View, label: str, key: str, field: str) -> None:
    st.pills(
        label,
        QUANTITIES["all"],
        selection_mode="multi",
        key=given(key, dict(session.state()["solving"]).get(field) or []),
        format_func=partial(quantity_name, view.symbols),
        on_change=changed(key, _quantities_chosen, key, field),
    )


def _quantities_chosen(key: str, field: str) -> None:
    """None chosen is as if there were no choice."""
    session.choose(**{field: st.session_state[key] or None})


def _weights(view: View, chosen: list[list[int | None]]) -> None:
    """Of a network that is not too large, which weights and biases; none for all of them."""
    learning = (at for at in view.trace.plan.addresses if at.quantity in ("dW", "db"))
    there = {(at.layer, at.neuron, at.source): at.whole for at in learning}
    if not 1 < len(there) <= MOST_WEIGHTS:
        return
    st.multiselect(
        "Only these weights",
        list(there),
        key=given("solve_weights", [tuple(one) for one in chosen if tuple(one) in there]),
        format_func={at: short_name(view.symbols, one) for at, one in there.items()}.__getitem__,
        on_change=changed("solve_weights", _take, "solve_weights", "weights"),
        placeholder="all of them",
    )


def _choice(
    label: str, key: str, value: Any, options: list[Any], names: dict[Any, str], field: str
) -> None:
    st.selectbox(
        label,
        options,
        key=given(key, value, plain=True),
        required=True,
        format_func=names.__getitem__,
        on_change=changed(key, _take, key, field),
    )


def _toggle(label: str, key: str, field: str) -> None:
    value = dict(session.state()["solving"])[field]
    st.toggle(label, key=given(key, value), on_change=changed(key, _take, key, field))


def _take(key: str, field: str) -> None:
    session.choose(**{field: st.session_state[key]})
