"""What changes with every update: the pictures, the loss, how well it does, and the transport."""

from __future__ import annotations

import json
import time
from functools import partial
from typing import Any

import streamlit as st

from playground import session
from playground.data_sets.data_set import are_classes
from playground.notation import number_text
from playground.train import clock, training, walked_update
from playground.train.charts import fitted_chart, loss_chart, sizes_chart
from playground.train.course import Course, Moment
from playground.train.details_page import PLACE, details, neuron_pressed
from playground.train.drawing_controls import frame, is_drawing, plane_pressed
from playground.train.figure import network_drawing, plane_drawing
from playground.train.health import findings
from playground.train.numbers import Outlook
from playground.train.outcome_cards import (
    confusion_card,
    health_card,
    loss_numbers,
    losses_in_words,
    point_names,
    scores,
    scores_in_words,
)
from playground.train.plane_controls import input_choice, inputs_chosen, plane_in_words
from playground.train.plane_key import plane_key
from playground.train.transport_page import transport, where_in_words
from playground.ui.chart import show_chart
from playground.ui.fields import changed, given
from playground.ui.keeping import keep_place, place_to_keep
from playground.views.beat.beat import beat_view
from playground.views.pictures.pictures import pictures_view

LOSS_HIGH, SIZES_HIGH, CURVE_HIGH = 190, 110, 340
LOSS_LOW, SIZES_LOW = 120, 74  # px on a low screen, where what is below them needs the room
CHARTS = 1.5  # seconds between two drawings of everything while it runs
SIZE_CHARTS = 5.0  # the same for the sizes' curves
KEPT = 6  # pictures: with every so many the browser is told how far the run is
_DRAWN: session.Remembered[list[Any]] = session.Remembered("training_charts", list)
_FRESH: session.Remembered[bool] = session.Remembered("training_fresh", bool)
_WARNED: session.Remembered[frozenset[tuple[int, int]]] = session.Remembered(
    "training_warned", frozenset
)


def live() -> None:
    """Everything that changes with the updates. While it runs, the pictures are drawn by themselves
    many times a second, and the rest, which costs the browser more and changes less, with them once
    in a while."""
    leaving = walked_update.is_open()  # for that update's walk
    if not leaving:
        training.tick()
    if session.wants_redraw():
        st.rerun()
    if leaving:
        return
    course, moment, outlook = _present()
    found = findings(course, moment, outlook, session.symbols())
    _WARNED.set(frozenset(place for one in found for place in one.neurons))
    _FRESH.set(True)
    is_beside = outlook.has_plane or outlook.network.sizes[0] == 1  # below a picture is no room
    with st.container(key="train_stage"):
        st.fragment(_pictures)()
        with st.container(key="train_scores"):
            if outlook.has_plane:
                st.html(plane_key(point_names(outlook), has_test=len(course.task.test_x) > 0))
                input_choice(outlook)
            scores(outlook)
            if not is_beside:
                confusion_card(outlook)
        with st.container(key="train_sizes"):
            _sizes(course, moment)
        if is_beside:
            with st.container(key="train_outcome"):
                confusion_card(outlook)
        with st.container(key=PLACE):
            details(course, moment)
    with st.container(key="train_rail"):
        _loss(course, moment)
    with st.container(key="train_health"):
        health_card(found)
    with st.container(key="train_transport"):
        transport(course, moment)
    beat_view(clock.beat(training.is_behind()), CHARTS, key="train_beat")
    keep_place()


def _present() -> tuple[Course, Moment, Outlook]:
    """The run, at the update that is shown, and what the network makes of the data there."""
    course, moment = training.course(), training.moment()
    data = training.prepared_data()
    classes = bool(data.data_set.classes) if data else are_classes(course.task.y)
    chosen = inputs_chosen(course.task)
    return course, moment, Outlook(moment.network, course.task, classes, frame(), chosen)


def _pictures() -> None:
    """One picture of the run; and, while it runs, one slice of its work. At the end of a run the
    whole page is drawn."""
    drawn_with_the_rest = _FRESH.get()
    _FRESH.set(False)
    if not drawn_with_the_rest:
        goes_on = clock.is_running() or training.is_behind()
        training.tick()
        if session.wants_redraw() or (goes_on and clock.beat(training.is_behind()) is None):
            st.rerun()
    course, moment, outlook = _present()
    with st.container(key="train_network"):
        sizes = "-".join(map(str, outlook.network.sizes))
        pictures_view(
            *network_drawing(outlook, session.symbols(), _WARNED.get()),
            key="train_pictures",
            alt=f"The network {sizes}; in each neuron a picture of what it computes",
            on_press=neuron_pressed,
            beat=clock.beat(training.is_behind()),
            pause=clock.TICK,
            beside=where_in_words(course, moment)
            | losses_in_words(course, moment)
            | scores_in_words(outlook),
            keep=None if clock.picture() % KEPT else place_to_keep(),
        )
    with st.container(key="train_plane"):
        _plane(outlook)


def _plane(outlook: Outlook) -> None:
    """The data with what the network answers, as far as it can be drawn."""
    if outlook.has_plane:
        draws = is_drawing() and outlook.network.sizes[0] == 2
        place = partial(plane_pressed, "train_answer", outlook) if draws else None
        drawing, alt = plane_drawing(outlook), _plane_alt(outlook)
        pictures_view(*drawing, key="train_answer", alt=alt, on_place=place)
    elif outlook.curve is not None:
        task, curve = outlook.task, outlook.curve
        show_chart(
            fitted_chart(
                (curve.x[:, 0].tolist(), curve.output[:, 0].tolist()),
                (task.x[:, 0].tolist(), task.y[:, 0].tolist()),
                (task.test_x[:, 0].tolist(), task.test_y[:, 0].tolist()),
                (session.symbols().neuron(0, 0), "output and target"),
            ),
            key="train_curve",
            alt=f"The fitted curve over {_points(len(task.x))}",
            height=CURVE_HIGH,
        )


def _points(count: int) -> str:
    return f"{count} training point{'s' * (count != 1)}"


def _plane_alt(outlook: Outlook) -> str:
    test = len(outlook.task.test_x)
    more = f" and {test} test point{'s' * (test > 1)}" if test else ""
    return f"The answer over {plane_in_words(outlook)}, with {_points(len(outlook.task.x))}{more}"


def _layers(course: Course) -> list[int]:
    """Of many layers the first two and the last two."""
    layers = len(course.task.network.layers)
    return list(range(layers)) if layers <= 4 else [0, 1, layers - 2, layers - 1]


def _size(course: Course, moment: Moment, layer: int) -> tuple[str, str]:
    """Of the gradient and of the change, at the last update that was measured."""
    shown = [mark for mark in course.marks if mark.gradients and mark.number <= moment.number]
    if not shown:
        return "–", "–"
    sizes = shown[-1].gradients[layer], shown[-1].changes[layer]
    digits = session.digits(3)
    return number_text.text(sizes[0], digits), number_text.text(sizes[1], digits)


def _size_charts(course: Course) -> dict[int, str]:
    """The curves of some layers. While it runs they stay for some seconds: four charts cost the
    browser more than all pictures of a second."""
    kept, now = _DRAWN.get(), time.monotonic()
    if clock.is_running() and kept and kept[0] is course and now - kept[1] < SIZE_CHARTS:
        return dict(kept[2])
    marks = [mark for mark in course.marks if mark.gradients]
    made = {}
    for layer in _layers(course):
        gradients = [(mark.number, mark.gradients[layer]) for mark in marks]
        changes = [(mark.number, mark.changes[layer]) for mark in marks]
        chart = sizes_chart(gradients, changes)
        chart["layout"]["meta"] = {"low": SIZES_LOW}
        made[layer] = json.dumps(chart)
    _DRAWN.set([course, now, made])
    return made


def _loss(course: Course, moment: Moment) -> None:
    held, name = training.training(), session.symbols().word("loss")
    changes = [leg.after for leg in course.legs[1:]]
    chart = loss_chart(course.marks, moment.number, held["log"], course.marks_before, changes)
    chart["layout"]["meta"] = {"low": LOSS_LOW}
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
    show_chart(chart, key="train_loss", alt=alt, height=LOSS_HIGH)


def _scale_chosen() -> None:
    training.set_log(st.session_state["loss_scale"] == "log")


def _sizes(course: Course, moment: Moment) -> None:
    """The size of each layer's gradient, and of the change that it made, over the updates."""
    symbols = session.symbols()
    st.html(
        "<div class='train-title'><b>Size of <i>gradient</i> and <em>update</em>, layer by layer"
        "</b><span>root mean square, log scale</span></div>"
    )
    with st.container(key="train_sizes_row", horizontal=True, gap="small"):
        for layer, chart in _size_charts(course).items():
            gradient, change = _size(course, moment, layer)
            with st.container(key=f"train_size_{layer}"):
                name = symbols.layer(layer)
                st.html(
                    f"<div class='train-size'><span>{name}</span><b>{gradient}</b>"
                    f"<em>{change}</em></div>"
                )
                show_chart(
                    chart,
                    key=f"train_size_chart_{layer}",
                    alt=f"Size of the gradient of {name}, now {gradient}, and of its update, "
                    f"now {change}",
                    height=SIZES_HIGH,
                )
