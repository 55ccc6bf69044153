"""How well the network does: loss, accuracy, the confusion matrix, predictions, and its health."""

from __future__ import annotations

from html import escape

import streamlit as st

from playground import session
from playground.notation import number_text
from playground.train import training
from playground.train.course import Course, Moment, loss_on
from playground.train.health import Finding, findings
from playground.train.numbers import Outlook
from playground.views.html_table import html_table

FEW = 16  # points whose predictions are listed


def loss_numbers(course: Course, moment: Moment, name: str) -> str:
    """Both losses at the update that is shown, as HTML."""
    task = course.task
    losses = [("train", loss_on(moment.network, task.x, task.y))]
    if len(task.test_x):
        losses.append(("test", loss_on(moment.network, task.test_x, task.test_y)))
    parts = "".join(
        f"<span class='key-{key}'>{key}</span> <b>{number_text.text(value, 3)}</b> "
        for key, value in losses
    )
    return f"<div class='train-losses'><h2>{escape(name.capitalize())}</h2>{parts}</div>"


def scores(outlook: Outlook) -> None:
    """The share of points that get their class."""
    test, train = outlook.accuracy(test=True), outlook.accuracy(test=False)
    shown = [("Test accuracy", test), ("Train accuracy", train)]
    parts = [
        f"<div><span>{name}</span><b>{100 * value:.1f} %</b></div>"
        for name, value in shown
        if value is not None
    ]
    if parts:
        st.html(f"<div class='train-scores'>{''.join(parts)}</div>")


def confusion_card(outlook: Outlook) -> None:
    """Classes against answers; of few points each prediction beside its target."""
    if len(outlook.task.x) <= FEW:
        st.html(_predictions(outlook))
        return
    confusion = outlook.confusion(test=True)
    which = "test"
    if confusion is None:
        confusion, which = outlook.confusion(test=False), "training"
    if confusion is None:
        st.html(_predictions(outlook))
        return
    names = class_names(outlook)
    rows = [([f"is {names[k]}"], [str(count) for count in row]) for k, row in enumerate(confusion)]
    title = f"The {confusion.sum()} {which} points"
    st.html(html_table(title, ["", *(f"→ {name}" for name in names)], rows))


def class_names(outlook: Outlook) -> tuple[str, ...]:
    """As the data set calls them, or by number."""
    data = training.prepared_data()
    count = max(2, outlook.task.y.shape[1])
    if data is not None and len(data.data_set.classes) == count:
        return data.data_set.classes
    return tuple(str(k) for k in range(count))


def _predictions(outlook: Outlook) -> str:
    """Inputs, targets and outputs of the first points."""
    task, output, symbols = outlook.task, outlook.train.output, session.symbols()
    last = len(outlook.network.sizes) - 1
    outputs = symbols.neurons(last)
    target = symbols.word("target")
    inputs = symbols.neurons(0) if len(symbols.neurons(0)) <= 4 else ()
    head = ["", *inputs, *(f"{target} {name}" for name in outputs), *outputs]
    rows = []
    for s in range(min(FEW, len(task.x))):
        values = [*(task.x[s] if inputs else ()), *task.y[s], *output[s]]
        rows.append(([str(s + 1)], [number_text.text(float(v), 4) for v in values]))
    return html_table("Predictions beside targets", head, rows)


def health_card(course: Course, moment: Moment, outlook: Outlook) -> None:
    """At most three things that go wrong, the worst first; and what does not."""
    found = findings(course, moment, outlook, session.symbols())
    st.html("<h2 class='train-h2'>Health</h2>" + "".join(map(_finding, found[:4])))


def _finding(one: Finding) -> str:
    sign = "✓" if one.fine else "⚠"
    return (
        f"<p class='finding finding-{'fine' if one.fine else 'wrong'}'><i>{sign}</i>"
        f"<span><b>{escape(one.what)}</b> {escape(one.why)}</span></p>"
    )
