"""The losses of a race over its updates, or the runners' ways over a plane of weights."""

from __future__ import annotations

import json

import streamlit as st

from playground import session
from playground.train import clock, racing, training
from playground.train.charts import race_chart, ways_chart
from playground.train.course import Course
from playground.train.race import ways
from playground.ui.chart import show_chart
from playground.ui.fields import changed, choice, given

CHART_HIGH = 280
VIEWS = ("train", "test", "ways")
_VIEW: session.Remembered[str] = session.Remembered("race_view", lambda: "train")


def curves(courses: list[Course], names: list[str]) -> None:
    """The loss over the updates, or the ways over a plane of weights."""
    tested = bool(len(courses[0].task.test_x))
    views = [view for view in VIEWS if tested or view != "test"]
    shown = _VIEW.get() if _VIEW.get() in views else "train"
    st.segmented_control(
        "Show",
        views,
        key=given("race_view", shown),
        required=True,
        format_func={"train": "Train loss", "test": "Test loss", "ways": "Paths"}.__getitem__,
        on_change=changed("race_view", _view_chosen, views),
        label_visibility="collapsed",
    )
    if shown != "ways":
        runners = list(zip(names, (course.marks for course in courses), strict=True))
        figure = race_chart(runners, shown == "test", training.training()["log"])
        alt = f"The {shown} loss of {', '.join(names)} over {racing.updates()} updates"
        show_chart(json.dumps(figure), key="race_chart", alt=alt, height=CHART_HIGH)
    elif clock.is_running() or racing.is_behind():
        st.caption("Pause to see their paths.")
    else:
        made = ways(courses)
        figure = ways_chart(names, made.paths, made.across, made.up, made.losses)
        alt = "The runners' paths along the two directions in which their weights differ most"
        show_chart(json.dumps(figure), key="race_ways", alt=alt, height=CHART_HIGH)


def _view_chosen(views: list[str]) -> None:
    shown = choice("race_view", views)
    if shown is not None:
        _VIEW.set(shown)
