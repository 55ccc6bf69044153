"""What is looked at one by one: the epoch as a table, why one weight moved, the run as code."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from backprop_core import Address
from playground import session
from playground.exercise.parameters import index_of, parameter_name
from playground.notation import number_text
from playground.session.offered_files import OfferedFile
from playground.train import clock, training
from playground.train.code_page import code_of_run
from playground.train.course import Course, Moment
from playground.train.curve_table import curve_csv
from playground.train.epoch_table import MOST_ROWS, EpochTable, epoch_csv, epoch_table
from playground.train.weight_history import Moved, weight_history
from playground.ui.copied_table import copied_table
from playground.ui.fields import changed, choice, given
from playground.ui.file_button import Offer, offer_files
from playground.views.html_table import html_table
from playground.views.into_sight.into_sight import into_sight
from playground.views.numpy_text import table_text
from playground.views.pictures.pictures import picture_pressed

NOTHING, EPOCH, WEIGHT = "No details", "This epoch as a table", "Why did this weight move?"
CODE = "This run as code"
PLACE = "train_details_place"  # where they stand
LAST = 10  # updates of a weight
SHOWN = 40  # rows of the epoch on the page
MOST_DIGITS = 8  # by which two weights are told apart
_SHOWN: session.Remembered[str] = session.Remembered("training_details", lambda: NOTHING)
_ASKED: session.Remembered[int] = session.Remembered("training_details_asked", int)
_WEIGHT: session.Remembered[int] = session.Remembered("training_weight", int)


def details(course: Course, moment: Moment) -> None:
    """One of them, while the run is paused."""
    options = [NOTHING, EPOCH, WEIGHT, CODE]
    st.segmented_control(
        "Look closer",
        options,
        key=given("train_details", _SHOWN.get()),
        required=True,
        on_change=changed("train_details", _chosen, options),
        label_visibility="collapsed",
    )
    if _SHOWN.get() == NOTHING:
        return
    into_sight(PLACE, f"{_SHOWN.get()} {_ASKED.get()}")
    if clock.is_running() or training.is_behind():
        st.caption("Pause to look closer.")
    elif moment.number == 0:
        st.caption("There is no update yet.")
    elif _SHOWN.get() == EPOCH:
        _epoch(course, moment)
    elif _SHOWN.get() == CODE:
        code_of_run(course, moment)
    else:
        _weight(course, moment)


def _chosen(options: list[str]) -> None:
    shown = choice("train_details", options)
    if shown is not None:
        _show(shown)


def _show(what: str) -> None:
    _SHOWN.set(what)
    _ASKED.set(_ASKED.get() + 1)


def neuron_pressed() -> None:
    """A press on a neuron asks for the first weight into it."""
    name = picture_pressed("train_pictures")
    column, _, neuron = (name or "").partition("/")
    if not (column.isdigit() and neuron.isdigit()) or column == "0":
        return
    for number, at in enumerate(_places()):
        if (at.layer, at.neuron) == (int(column) - 1, int(neuron)):
            _WEIGHT.set(number)
            _show(WEIGHT)
            return


def _places() -> list[Address]:
    """All weights, layer by layer, each neuron's bias after the weights into it."""
    found: list[Address] = []
    for number, layer in enumerate(training.course().task.network.layers):
        there = layer.connected
        for to in range(layer.n_out):
            for source in range(layer.n_in):
                if there is None or there[to, source]:
                    found.append(Address("W", number, to, source))
            if layer.b is not None and layer.b.ndim:
                found.append(Address("b", number, to))
        if layer.b is not None and not layer.b.ndim:
            found.append(Address("b", number))
    return found


def _epoch(course: Course, moment: Moment) -> None:
    """From the first update of the epoch to the one that is shown."""
    assert moment.update is not None
    size, before = len(moment.update.rows), moment.update.place_before.row
    first = course.begin_of_epoch(moment.number)
    last = max(first, moment.number - MOST_ROWS // course.batch_size(moment.number))
    symbols, places = session.symbols(), _places()
    table = epoch_table(course.between(last, moment.number), symbols, places)
    shown = table_text("epoch", table.head, table.rows[-SHOWN:])
    copied_table(_as_html(table, moment.update.epoch), shown, key="epoch")
    if before + size > SHOWN:
        st.caption(
            session.in_words(
                f"The last {SHOWN} of {before + size:,} rows so far. The CSV file has all of them."
            )
        )
    with st.container(horizontal=True):
        whole = partial(epoch_csv, course.replay(first, moment.number), symbols, places)
        epoch = OfferedFile(f"epoch-{moment.update.epoch}.csv", "text/csv", whole)
        of_curve = partial(curve_csv, [*course.marks], symbols.word("loss"))
        curve = OfferedFile("training-curve.csv", "text/csv", of_curve)
        offers = (
            Offer("epoch_csv", "CSV, with every digit", epoch, "download"),
            Offer("curve_csv", "Curve as CSV", curve, "show_chart"),
        )
        offer_files(offers, key="epoch_files", beside=True)
        with st.popover("Copy", icon=":material/content_copy:", key="epoch_copy"):
            if before + size > len(table.rows):
                st.caption(f"The last {len(table.rows)} rows")
            st.code(table.written("\t"), language=None, height=200)


def _as_html(table: EpochTable, epoch: int) -> str:
    digits = session.digits(session.state()["digits"] or 4)
    rows = [
        (
            [str(int(row[0])), str(int(row[1]))],
            ["" if v != v else number_text.on_screen(v, digits) for v in row[2:]],
        )
        for row in table.rows[-SHOWN:]
    ]
    return html_table(session.in_words(f"Epoch {epoch:,}"), table.head, rows)


def _weight(course: Course, moment: Moment) -> None:
    """Its last updates, each split into what caused it."""
    places, symbols = _places(), session.symbols()
    chosen = min(_WEIGHT.get(), len(places) - 1)
    names = [parameter_name(symbols, at) for at in places]
    st.selectbox(
        "Weight or bias",
        range(len(places)),
        key=given("moved_weight", chosen),
        format_func=names.__getitem__,
        required=True,
        on_change=changed("moved_weight", _weight_chosen, len(places)),
    )
    at, network = places[chosen], course.task.network
    updates = course.between(max(1, moment.number - LAST + 1), moment.number)
    history = weight_history(updates, index_of(network, at))
    numbers = [(one.slope, one.before, *one.parts, one.after) for one in history]
    rows = [([str(one.number)], cells) for one, cells in zip(history, _cells(history), strict=True)]
    head = ["update", "gradient of the batch", "before", "by this gradient"]
    head += ["by memory", "by decay", "change", "after"]
    table = html_table(f"The last updates of the {names[chosen]}", head, rows)
    copied_table(table, table_text("updates", head[1:], numbers), key="last_updates")
    st.caption(
        "by this gradient + by memory + by decay = change. Memory is the velocity, or the running "
        "mean, of earlier gradients; decay is weight decay and penalty."
    )


def _cells(history: Sequence[Moved]) -> list[list[str]]:
    """Each update's numbers as text; the weight itself in digits that show it move."""
    own = session.state()["digits"]
    weights = [weight for one in history for weight in (one.before, one.after)]
    usual = session.digits(own or 4)
    enough = session.digits(own or number_text.telling_apart(weights, most=MOST_DIGITS))
    return [
        [
            number_text.on_screen(one.slope, usual),
            number_text.on_screen(one.before, enough),
            *(number_text.on_screen(part, usual) for part in one.parts),
            number_text.on_screen(one.after, enough),
        ]
        for one in history
    ]


def _weight_chosen(count: int) -> None:
    chosen = choice("moved_weight", range(count))
    if chosen is not None:
        _WEIGHT.set(chosen)
