"""The settings of one runner of a race: its rule and rate, and behind a button the rest."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import streamlit as st

from backprop_core import INITIALIZATIONS
from playground import session
from playground.exercise.hyperparameters import besides
from playground.exercise.rule_choices import RULES
from playground.exercise.typed_number import Takes
from playground.train import racing
from playground.ui.buttons import button
from playground.ui.fields import changed, choice, given
from playground.ui.number_field import number_field

MOST_BATCH = 10_000


def runner_settings(place: int) -> None:
    """Rule and rate, and behind a button the rest."""
    chosen = racing.race()["runners"][place]["chosen"]
    with st.container(key=f"race_row_{place}", horizontal=True, vertical_alignment="center"):
        _rule(place, chosen["rule"])
        _number(place, "lr", f"Learning rate of runner {place + 1}", chosen["lr"])
        _more(place)
    also = besides(chosen)
    if also:
        st.caption(session.in_words(f"With {also}"))


def _rule(place: int, rule: str) -> None:
    st.selectbox(
        f"Rule of runner {place + 1}",
        list(RULES),
        key=given(f"race_rule_{place}", rule),
        required=True,
        format_func=lambda name: RULES[name].label,
        on_change=changed(f"race_rule_{place}", _rule_chosen, place),
        label_visibility="collapsed",
    )


def _more(place: int) -> None:
    """Batch, penalty, dropout and initialisation, and the way out."""
    runner = racing.race()["runners"][place]
    chosen = runner["chosen"]
    with st.popover(
        "", icon=":material/tune:", key=f"race_more_{place}", help=f"More of runner {place + 1}"
    ):
        _number(place, "batch_size", "Batch size (0: all)", chosen["batch_size"] or 0)
        _number(place, "l2", "L2 penalty", chosen["l2"])
        _number(place, "dropout", "Dropout", chosen["dropout"])
        options = [racing.SAME, *INITIALIZATIONS]
        st.selectbox(
            "Initial weights",
            options if runner["init"] in options else [*options, runner["init"]],
            key=given(f"race_init_{place}", runner["init"]),
            required=True,
            on_change=changed(f"race_init_{place}", _init_chosen, place, options),
        )
        button(
            "Remove",
            key=f"remove_runner_{place}",
            on_click=racing.remove_runner,
            args=(place,),
            disabled=len(racing.race()["runners"]) <= racing.LEAST,
        )


def _number(place: int, field: str, label: str, value: float) -> None:
    number_field(
        label,
        f"race_{field}_{place}",
        value,
        _takes(field, label),
        partial(_change, place, field),
        label_visibility="collapsed" if field == "lr" else "visible",
        width=84 if field == "lr" else 160,
    )


def _takes(field: str, label: str) -> Takes:
    if field == "batch_size":
        return Takes(label, 0, MOST_BATCH, whole=True)
    return Takes(label, 0, below=1.0 if field == "dropout" else math.inf)


def _change(place: int, field: str, value: Any) -> None:
    """0 samples stand for all of them."""
    racing.change_runner(place, **{field: None if field == "batch_size" and not value else value})


def _rule_chosen(place: int) -> None:
    name = choice(f"race_rule_{place}", RULES)
    if name is not None:
        racing.change_runner(place, rule=name, options={}, lr=RULES[name].rate)


def _init_chosen(place: int, options: list[str]) -> None:
    init = choice(f"race_init_{place}", options)
    if init is not None:
        racing.change_runner(place, init=init)
