"""How well the network does: loss, accuracy, the confusion matrix, predictions, and its health."""

from __future__ import annotations

from html import escape

import numpy as np
import streamlit as st

from playground import session
from playground.train import clock, training
from playground.train.course import Course, Moment
from playground.train.finding import Finding
from playground.train.measures import loss_on
from playground.train.numbers import Outlook
from playground.ui.copied_table import copied_table
from playground.views.html_table import html_table
from playground.views.numpy_text import table_text

FEW = 16  # points whose predictions are listed


def losses_in_words(course: Course, moment: Moment) -> dict[str, str]:
    """The losses at the update that is shown, by the names of their places on the page."""
    task = course.task
    losses = {"train": loss_on(moment.network, task.x, task.y)}
    if len(task.test_x):
        losses["test"] = loss_on(moment.network, task.test_x, task.test_y)
    return {f"loss-{key}": loss_in_words(value) for key, value in losses.items()}


def loss_in_words(loss: float) -> str:
    """A loss as a number, while it is one."""
    return session.number(loss, 3) if np.isfinite(loss) else "not finite"


def loss_numbers(course: Course, moment: Moment, name: str) -> str:
    """Both losses, as HTML; the pictures bring it newer numbers."""
    parts = "".join(
        f"<span class='key-{key.removeprefix('loss-')}'>{key.removeprefix('loss-')}</span> "
        f"<b data-live='{key}'>{text}</b> "
        for key, text in losses_in_words(course, moment).items()
    )
    look = "train-losses"
    if course.marks_before:
        look += " tight"
        parts += "<span class='key-before'>earlier run</span>"
    return (
        f"<div class='{look}' data-beat='{clock.picture()}'><h2>{escape(name.capitalize())}"
        f"</h2>{parts}</div>"
    )


def scores_in_words(outlook: Outlook) -> dict[str, str]:
    """The share of points that get their class, by the names of their places on the page."""
    shares = {"test": outlook.accuracy(test=True), "train": outlook.accuracy(test=False)}
    return {
        f"accuracy-{key}": session.in_words(f"{100 * share:.1f} %")
        for key, share in shares.items()
        if share is not None
    }


def scores(outlook: Outlook) -> None:
    """The same on the page; the pictures bring it newer numbers."""
    names = {"accuracy-test": "Test accuracy", "accuracy-train": "Train accuracy"}
    parts = [
        f"<div><span>{names[key]}</span><b data-live='{key}'>{text}</b></div>"
        for key, text in scores_in_words(outlook).items()
    ]
    if parts:
        look = "train-scores close" if outlook.network.sizes[0] > 2 else "train-scores"
        st.html(f"<div class='{look}' data-beat='{clock.picture()}'>{''.join(parts)}</div>")


def confusion_card(outlook: Outlook) -> None:
    """Classes against answers; of few points each prediction beside its target."""
    if len(outlook.task.x) <= FEW:
        _predictions(outlook)
        return
    confusion = outlook.confusion(test=True)
    which = "test"
    if confusion is None:
        confusion, which = outlook.confusion(test=False), "training"
    if confusion is None:
        _predictions(outlook)
        return
    names = class_names(outlook)
    rows = [([f"is {names[k]}"], [str(count) for count in row]) for k, row in enumerate(confusion)]
    title = f"The {confusion.sum()} {which} points"
    table = html_table(title, ["", *(f"→ {name}" for name in names)], rows)
    copied_table(table, table_text("confusion", names, confusion, names), key="confusion")


def class_names(outlook: Outlook) -> tuple[str, ...]:
    """As the data set calls them, or by number."""
    data = training.prepared_data()
    count = max(2, outlook.task.y.shape[1])
    if data is not None and len(data.data_set.classes) == count:
        return data.data_set.classes
    return tuple(str(k) for k in range(count))


def point_names(outlook: Outlook) -> tuple[str, ...]:
    """What points are told apart by."""
    if outlook.of_classes:
        return class_names(outlook)
    target = session.symbols().word("target")
    return (f"{target} at most the mean", "above it")


def _predictions(outlook: Outlook) -> None:
    """Inputs, targets and outputs of the first points."""
    task, output, symbols = outlook.task, outlook.train.output, session.symbols()
    last = len(outlook.network.sizes) - 1
    outputs = symbols.neurons(last)
    target = symbols.word("target")
    inputs = symbols.neurons(0) if len(symbols.neurons(0)) <= 4 else ()
    head = ["", *inputs, *(f"{target} {name}" for name in outputs), *outputs]
    values = np.hstack([*([task.x] if inputs else []), task.y, output])[:FEW]
    rows = [
        ([str(s + 1)], [session.number(float(v), 4) for v in row]) for s, row in enumerate(values)
    ]
    table = html_table("Predictions beside targets", head, rows)
    copied_table(table, table_text("predictions", head[1:], values), key="predictions")


def health_card(found: list[Finding]) -> None:
    """What goes wrong, the worst first; and what does not."""
    st.html("<h2 class='train-h2'>Health</h2>" + "".join(map(_finding, found[:4])))


def _finding(one: Finding) -> str:
    sign = "✓" if one.fine else "⚠"
    return (
        f"<p class='finding finding-{'fine' if one.fine else 'wrong'}'><i>{sign}</i>"
        f"<span><b>{escape(session.in_words(one.what))}</b> "
        f"{escape(session.in_words(one.why))}</span></p>"
    )
