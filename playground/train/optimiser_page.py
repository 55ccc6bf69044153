"""How the next update is made: rule, rate, batches, order, and what else changes the gradient."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from playground.exercise.hyperparameters import Hyperparameters, usual
from playground.exercise.limits import MAX_SEED
from playground.exercise.rule_choices import (
    CLIPS,
    RULES,
    SCHEDULES,
    ClipChoice,
    Option,
    ScheduleChoice,
)
from playground.exercise.typed_number import Takes
from playground.train import racing, training
from playground.ui.buttons import button
from playground.ui.fields import changed, choice, given
from playground.ui.number_field import number_field
from playground.ui.rate_slider import rate_slider

SIZES = (1, 4, 10, 32, 100)
Offered = Mapping[str, ScheduleChoice] | Mapping[str, ClipChoice]


def optimiser_card() -> None:
    """A change acts from the next update on."""
    chosen = training.chosen()
    with st.container(key="rule_row", horizontal=True, vertical_alignment="center", gap="small"):
        st.html("<h2 class='train-h2'>Optimiser</h2>")
        st.selectbox(
            "Update rule",
            list(RULES),
            key=given("rule", chosen["rule"]),
            required=True,
            format_func=lambda name: RULES[name].label,
            on_change=changed("rule", _rule_chosen),
            label_visibility="collapsed",
        )
        button(
            "Race others",
            key="open_race",
            icon=":material/flag:",
            type="tertiary",
            on_click=racing.open_race,
        )
    _rate(chosen)
    _fields("rule_option", RULES[chosen["rule"]].options, chosen["options"], "options")
    _batches(chosen)
    with st.expander("Schedule, penalty, clipping, dropout", key="more_training"):
        _more(chosen)


def _rule_chosen() -> None:
    """Another rule begins with its own usual options and rate, and with an empty memory."""
    name = choice("rule", RULES)
    if name is not None:
        training.choose(rule=name, options={}, lr=RULES[name].rate)


def _rate(chosen: Hyperparameters) -> None:
    """The slider, and a field for any other rate."""
    rate = chosen["lr"]
    with st.container(key="train_rate_row", horizontal=True, vertical_alignment="center"):
        rate_slider("Learning rate η", "train_rate", rate, 6, partial(_choose, "lr"))
        number_field(
            "Learning rate, typed",
            "train_rate_value",
            rate,
            Takes("Learning rate", 0),
            partial(_choose, "lr"),
            label_visibility="collapsed",
            width=96,
        )


def _choose(field: str, value: float) -> None:
    training.choose(**{field: value})


def _fields(prefix: str, options: tuple[Option, ...], values: Any, field: str) -> None:
    """The options of a rule or a schedule, as many in a row as have room."""
    with st.container(key=f"{prefix}s", horizontal=True, vertical_alignment="center", gap="small"):
        for option in options:
            _field(f"{prefix}_{option.name}", option, values.get(option.name, option.value), field)


def _field(key: str, option: Option, value: Any, field: str) -> None:
    act = changed(key, _option_changed, key, option, field)
    if isinstance(option.value, bool):
        st.checkbox(option.symbol, key=given(key, value), on_change=act, help=option.takes)
    elif option.choices is not None:
        names = option.choices
        st.selectbox(
            option.symbol,
            list(names),
            key=given(key, value),
            required=True,
            format_func=names.__getitem__,
            on_change=act,
            help=option.takes,
        )
    else:
        number_field(
            option.symbol,
            key,
            value,
            option.number,
            partial(_take_option, option, field),
            help=option.takes,
        )


def _option_changed(key: str, option: Option, field: str) -> None:
    _take_option(option, field, st.session_state[key])


def _take_option(option: Option, field: str, value: Any) -> None:
    values: Any = training.chosen()[field]  # type: ignore[literal-required]
    training.choose(**{field: {**values, option.name: value}})


def _batches(chosen: Hyperparameters) -> None:
    """How many samples make one update, and in which order they come."""
    samples = len(training.course().task.x)
    size = min(chosen["batch_size"] or samples, samples)
    sizes = sorted({*(one for one in SIZES if one < samples), samples, size})
    with st.container(key="batch_row", horizontal=True, vertical_alignment="center"):
        st.segmented_control(
            "Batch size",
            sizes,
            key=given("batch_size", size),
            required=True,
            format_func=lambda one: f"all {samples}" if one == samples else str(one),
            on_change=changed("batch_size", _batch_chosen, sizes, samples),
        )
        number_field(
            "Batch size, typed",
            "batch_size_value",
            size,
            Takes("Batch size", 1, samples, whole=True),
            partial(_take_batch, samples),
            label_visibility="collapsed",
            width=72,
        )
    shuffle = chosen["shuffle"]
    with st.container(key="order_row", horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            "Order of samples",
            ["in order", "shuffled"],
            key=given("order", "in order" if shuffle is None else "shuffled"),
            required=True,
            on_change=changed("order", _order_chosen),
        )
        if shuffle is not None:
            number_field(
                "Seed",
                "shuffle_seed",
                shuffle,
                Takes("Seed", 0, MAX_SEED, whole=True),
                partial(_choose, "shuffle"),
                width=96,
            )


def _batch_chosen(sizes: list[int], samples: int) -> None:
    size = choice("batch_size", sizes)
    if size is not None:
        _take_batch(samples, size)


def _take_batch(samples: int, size: int) -> None:
    training.choose(batch_size=None if size >= samples else size)


def _order_chosen() -> None:
    order = choice("order", ["in order", "shuffled"])
    if order is not None:
        training.choose(shuffle=None if order == "in order" else 1)


def _more(chosen: Hyperparameters) -> None:
    _choice("schedule", "Learning-rate schedule", SCHEDULES, chosen)
    options = SCHEDULES[chosen["schedule"]].options
    _fields("schedule_option", options, chosen["schedule_options"], "schedule_options")
    left, middle, right = st.columns(3)
    for column, key, label in (
        (left, "l1", "L1 penalty"),
        (middle, "l2", "L2 penalty"),
        (right, "dropout", "Dropout"),
    ):
        with column:
            value = float(chosen[key])  # type: ignore[literal-required]
            takes = Takes(label, 0, below=1.0 if key == "dropout" else math.inf)
            number_field(label, f"train_{key}", value, takes, partial(_choose, key))
    _choice("clip", "Gradient clipping", CLIPS, chosen)
    if chosen["clip"] != "none":
        limit, take = float(chosen["clip_limit"]), partial(_choose, "clip_limit")
        number_field("Limit", "clip_limit", limit, Takes("Limit", 0), take)
    button("Plain gradient descent", key="usual_training", type="tertiary", on_click=_usual)


def _choice(field: str, label: str, offered: Offered, chosen: Hyperparameters) -> None:
    now: Any = chosen
    st.selectbox(
        label,
        list(offered),
        key=given(f"train_{field}", now[field]),
        required=True,
        format_func=lambda name: offered[name].label,
        on_change=changed(f"train_{field}", _choice_made, field, offered),
    )


def _choice_made(field: str, offered: Offered) -> None:
    value = choice(f"train_{field}", offered)
    if value is not None:
        fresh: dict[str, Any] = {"schedule_options": {}} if field == "schedule" else {}
        training.choose(**{field: value}, **fresh)


def _usual() -> None:
    training.choose(**usual(training.chosen()["lr"]))
