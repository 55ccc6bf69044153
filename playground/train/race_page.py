"""Race: two to four ways of training side by side, from the same weights in the same order."""

from __future__ import annotations

from html import escape

import streamlit as st

from playground import session
from playground.data_sets.data_set import are_classes
from playground.exercise.rule_choices import RULES
from playground.train import clock, racing
from playground.train.charts import RUNNERS
from playground.train.course import Course
from playground.train.figure import plane_drawing
from playground.train.numbers import Outlook
from playground.train.outcome_cards import loss_in_words
from playground.train.plane_controls import inputs_chosen, plane_in_words
from playground.train.race import Standing, mark_of, standings, what_to_see
from playground.train.race_curves_panel import curves
from playground.train.runner_controls import runner_settings
from playground.train.transport_buttons import run_button, step_button
from playground.ui.buttons import button
from playground.ui.keeping import keep_place
from playground.views.html_table import html_table
from playground.views.pictures.pictures import Frame, Scene, pictures_view

NO_DRAWING = (Scene(340.0, 2.0), Frame())


def race_view() -> None:
    """The runners' settings, and the race itself: a fragment that the browser asks for again."""
    with st.container(key="race_page"):
        with st.container(key="race_head", horizontal=True, vertical_alignment="center"):
            button(
                "Train",
                key="close_race",
                icon=":material/chevron_left:",
                on_click=racing.close_race,
            )
            runners = racing.race()["runners"]
            st.html(f"<h2 class='race-title'>Race: {len(runners)} runners</h2>")
            task = racing.courses()[0].task
            outlook = Outlook(task.network, task, False, chosen=inputs_chosen(task))
            if outlook.has_plane and task.network.sizes[0] > 2:
                st.caption(f"Answers over {plane_in_words(outlook)}")
            st.space("stretch")
            button(
                "Add a runner",
                key="add_runner",
                icon=":material/add:",
                type="tertiary",
                on_click=racing.add_runner,
                disabled=len(runners) >= racing.MOST,
            )
        columns = st.columns(len(runners))
        for place, column in enumerate(columns):
            with column, st.container(key=f"runner_{place}", border=True):
                runner_settings(place)
        st.fragment(_live)()


def names_of(runners: list[racing.Runner]) -> list[str]:
    """What tells the runners apart: the rule, and where that is the same, the rate; or a number."""
    rules = [RULES[one["chosen"]["rule"]].label for one in runners]
    rates = [
        f"{name} {session.number(one['chosen']['lr'], 6)}"
        for name, one in zip(rules, runners, strict=True)
    ]
    named = [
        rate if rules.count(name) > 1 else name for name, rate in zip(rules, rates, strict=True)
    ]
    return [f"{name} ({k})" if named.count(name) > 1 else name for k, name in enumerate(named, 1)]


def _live() -> None:
    """One picture of all of them; and, while they run, one slice of their work."""
    racing.tick()
    if session.wants_redraw():
        st.rerun()
    courses, names = racing.courses(), names_of(racing.race()["runners"])
    mark = mark_of(courses)
    found = standings(courses, mark)
    columns = st.columns(len(courses))
    for place, (column, course) in enumerate(zip(columns, courses, strict=True)):
        with column, st.container(key=f"race_card_{place}", border=True):
            _card(place, course, found[place], names[place])
    left, right = st.columns([2, 1])
    with left, st.container(key="race_curves", border=True):
        curves(courses, names)
    with right, st.container(key="race_table", border=True):
        _table(names, found, mark, what_to_see(names, found, mark))
    with st.container(key="race_transport"):
        _transport(courses)
    keep_place()


def _card(place: int, course: Course, standing: Standing, name: str) -> None:
    """The answer over the plane, its place, losses and accuracy."""
    classes = are_classes(course.task.y)
    network, chosen = course.at(course.updates).network, inputs_chosen(course.task)
    outlook = Outlook(network, course.task, classes, chosen=chosen)
    colour, dash = RUNNERS[place]
    beat = clock.beat(racing.is_behind()) if place == 0 else None
    drawing = plane_drawing(outlook) if outlook.has_plane else NO_DRAWING
    loss = standing.train if standing.test is None else standing.test
    accuracy = outlook.accuracy(test=standing.test is not None)
    score = (
        ""
        if accuracy is None
        else f"<span>accuracy</span><b>{session.in_words(f'{100 * accuracy:.1f} %')}</b>"
    )
    look = "runner-numbers" if outlook.has_plane else "runner-numbers alone"
    what = "train loss" if standing.test is None else "test loss"
    stopped = f"<p>{escape('Stopped: no longer finite')}</p>" if course.stopped else ""
    st.html(
        f"<div class='runner runner{colour.replace('@', '-')}'><i class='line-{dash}'></i>"
        f"<h3>{escape(name)}</h3></div>"
    )
    pictures_view(
        *drawing,
        key=f"race_answer_{place}",
        alt=f"The answer of {name} over {plane_in_words(outlook)}",
        beat=beat,
        pause=clock.TICK,
    )
    st.html(
        f"<div class='{look}'><span>place</span><b>{standing.place}</b>"
        f"<span>{what}</span><b>{loss_in_words(loss)}</b>{score}</div>{stopped}"
    )


def _losses(one: Standing) -> list[str]:
    """Of the training data, and of the test data if there are any."""
    return [loss_in_words(loss) for loss in (one.train, one.test) if loss is not None]


def _table(names: list[str], found: list[Standing], mark: float, seen: list[str]) -> None:
    order = sorted(range(len(names)), key=lambda k: found[k].place)
    rows = [
        (
            [names[k]],
            [
                *_losses(found[k]),
                "not yet" if found[k].below is None else session.in_words(f"{found[k].below:,}"),
            ],
        )
        for k in order
    ]
    tested = ["test"] * (found[0].test is not None)
    head = ["", "train", *tested, f"below {session.number(mark, 3)} at"]
    after = f"After {racing.updates():,} update{'s' * (racing.updates() != 1)}"
    st.html(html_table(session.in_words(after), head, rows))
    said = escape(session.in_words(" ".join(seen)))
    st.html(f"<h2 class='train-h2'>What to see</h2><p>{said}</p>")


def _transport(courses: list[Course]) -> None:
    running, behind = clock.is_running(), racing.is_behind()
    stopped = all(course.stopped for course in courses)
    with st.container(key="train_buttons", horizontal=True, gap="xsmall"):
        run_button(behind or stopped)
        off = running or behind or stopped
        step_button("one_update", "+1 update", "", "Right", _one_update, off)
        step_button("one_epoch", "+1 epoch", "", "Shift+Right", _one_epoch, off)
        step_button("train_reset", "Reset", "replay", None, racing.start_again, False)
    alike = "".join(f" · {what}" for what in racing.shared_by_all())
    number = session.in_words(f"Update {racing.updates():,}")
    spoken = "" if running else " role='status'"
    st.html(f"<div class='train-where'{spoken}><b>{number}</b><span>{alike}</span></div>")


def _one_update() -> None:
    racing.advance(1)


def _one_epoch() -> None:
    racing.advance(racing.epoch())
