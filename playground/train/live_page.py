"""What changes with every update: the pictures, the loss, how well it does, and the transport."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

import streamlit as st

from playground import session
from playground.train import training
from playground.train.charts import fitted_chart, loss_chart, sizes_chart
from playground.train.course import Course, Moment
from playground.train.details_page import details, neuron_pressed
from playground.train.figure import network_drawing, plane_drawing
from playground.train.numbers import Outlook, are_classes
from playground.train.outcome_cards import confusion_card, health_card, loss_numbers, scores
from playground.train.transport_page import transport
from playground.ui.fields import changed, given
from playground.ui.keeping import keep_place
from playground.views.pictures.pictures import pictures_view
from playground.views.plot.plot import plotly_view

LOSS_HIGH, SIZES_HIGH, CURVE_HIGH = 190, 110, 340
CHARTS = 0.5  # seconds between two drawings of the curves while it runs
_DRAWN: session.Remembered[list[Any]] = session.Remembered("training_charts", list)


def live() -> None:
    """One picture of the run; and, while it runs, one slice of its work."""
    training.tick()
    if session.wants_redraw():
        st.rerun()
    course, moment = training.course(), training.moment()
    data = training.prepared_data()
    classes = bool(data.data_set.classes) if data else are_classes(course.task.y)
    outlook = Outlook(moment.network, course.task, classes)
    charts = _charts(course, moment)
    with st.container(key="train_stage"):
        _stage(outlook)
        with st.container(key="train_sizes"):
            _sizes(course, charts)
        if outlook.network.sizes[0] <= 2:
            with st.container(key="train_outcome"):
                confusion_card(outlook)
        with st.container(key="train_details_place"):
            details(course, moment)
    with st.container(key="train_rail"):
        _loss(course, moment, charts)
        health_card(course, moment, outlook)
    with st.container(key="train_transport"):
        transport(course, moment)
    keep_place()


def _stage(outlook: Outlook) -> None:
    symbols = session.symbols()
    with st.container(key="train_network"):
        sizes = "-".join(map(str, outlook.network.sizes))
        pictures_view(
            network_drawing(outlook, symbols),
            key="train_pictures",
            alt=f"The network {sizes}; in each neuron a picture of what it computes",
            on_press=neuron_pressed,
            beat=training.beat(),
            pause=training.TICK,
        )
    with st.container(key="train_plane"):
        _plane(outlook)
        scores(outlook)
        if outlook.network.sizes[0] > 2:
            confusion_card(outlook)


def _plane(outlook: Outlook) -> None:
    """The data with what the network answers, as far as it can be drawn."""
    if outlook.plane is not None:
        pictures_view(plane_drawing(outlook), key="train_answer", alt=_plane_alt(outlook))
    elif outlook.curve is not None:
        task, curve = outlook.task, outlook.curve
        plotly_view(
            fitted_chart(
                (curve.x[:, 0].tolist(), curve.output[:, 0].tolist()),
                (task.x[:, 0].tolist(), task.y[:, 0].tolist()),
                (task.test_x[:, 0].tolist(), task.test_y[:, 0].tolist()),
                (session.symbols().neuron(0, 0), "output and target"),
            ),
            key="train_curve",
            alt=f"The fitted curve over {len(task.x)} training points",
            height=CURVE_HIGH,
        )


def _plane_alt(outlook: Outlook) -> str:
    test = len(outlook.task.test_x)
    more = f" and {test} test points" if test else ""
    return f"The answer over the input plane, with {len(outlook.task.x)} training points{more}"


@dataclass(frozen=True)
class Charts:
    """The curves, as JSON: of the loss, and for each layer the latest size of its gradient and its
    curve."""

    loss: str
    sizes: tuple[tuple[int, str, str], ...]


def _charts(course: Course, moment: Moment) -> Charts:
    """While it runs they are drawn twice a second: a curve costs the browser more than all pictures
    do, and changes less."""
    kept, now = _DRAWN.get(), time.monotonic()
    if training.is_running() and kept and kept[0] is course and now - kept[1] < CHARTS:
        drawn: Charts = kept[2]
        return drawn
    held, name = training.training(), session.symbols().word("loss")
    changes = [leg.after for leg in course.legs[1:]]
    before = course.marks_before
    loss = loss_chart(course.marks, moment.number, held["log"], name, before, changes)
    made = Charts(
        json.dumps(loss), tuple(_size(course, moment, layer) for layer in _layers(course))
    )
    _DRAWN.set([course, now, made])
    return made


def _layers(course: Course) -> list[int]:
    """Of many layers the first two and the last two."""
    layers = len(course.task.network.layers)
    return list(range(layers)) if layers <= 4 else [0, 1, layers - 2, layers - 1]


def _size(course: Course, moment: Moment, layer: int) -> tuple[int, str, str]:
    marks = [mark for mark in course.marks if mark.gradients]
    shown = [mark for mark in marks if mark.number <= moment.number]
    latest = f"{shown[-1].gradients[layer]:.3g}" if shown else "–"
    values = [(mark.number, mark.gradients[layer]) for mark in marks]
    return layer, latest, json.dumps(sizes_chart(values, "@warned"))


def _loss(course: Course, moment: Moment, charts: Charts) -> None:
    held, name = training.training(), session.symbols().word("loss")
    with st.container(key="train_loss_head", horizontal=True, vertical_alignment="center"):
        st.html(loss_numbers(course, moment, name))
        st.segmented_control(
            "Scale",
            ["linear", "log"],
            key=given("loss_scale", "log" if held["log"] else "linear"),
            required=True,
            on_change=changed("loss_scale", _scale_chosen),
            label_visibility="collapsed",
        )
    alt = f"The {name} over {course.updates} updates"
    plotly_view(charts.loss, key="train_loss", alt=alt, height=LOSS_HIGH)


def _scale_chosen() -> None:
    training.set_log(st.session_state["loss_scale"] == "log")


def _sizes(course: Course, charts: Charts) -> None:
    """The size of each layer's gradient over the updates."""
    symbols = session.symbols()
    st.html(
        "<div class='train-title'><b>Size of the gradient, layer by layer</b>"
        "<span>root mean square, logarithmic</span></div>"
    )
    with st.container(key="train_sizes_row", horizontal=True, gap="small"):
        for layer, latest, chart in charts.sizes:
            with st.container(key=f"train_size_{layer}"):
                name = symbols.layer(layer)
                st.html(f"<div class='train-size'><span>{name}</span><b>{latest}</b></div>")
                plotly_view(
                    chart,
                    key=f"train_size_chart_{layer}",
                    alt=f"Size of the gradient of {name}, now {latest}",
                    height=SIZES_HIGH,
                )
