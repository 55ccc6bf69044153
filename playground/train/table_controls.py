"""A table of one's own: pasted or opened, and which of its columns are what."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from backprop_core import BackpropError
from playground import session
from playground.data_sets.chosen_columns import missing_in_words
from playground.data_sets.csv_table import decoded
from playground.train import chosen_data, training
from playground.ui.buttons import button
from playground.ui.fields import changed, choice, given, text
from playground.ui.page_text import as_typed
from playground.ui.refusal import forget_refusal, is_refused, refusal

OPENED, COLUMNS = "table", "table_columns"  # where it may be refused
FILE, PASTED = "file", "pasted"  # the two ways
MANY = 50  # points, from which on they are usually taken in shuffled mini-batches
_LATEST: session.Remembered[str] = session.Remembered("table_given_by", lambda: PASTED)


def begin_on_the_data() -> None:
    """From the first update, with batches that suit the number of points."""
    data = training.prepared_data()
    many = data is not None and len(data.train) >= MANY
    training.begin_anew(batch_size=10 if many else 1, shuffle=1 if many else None)


def open_table() -> None:
    """A file, or what was copied from a spreadsheet."""
    with st.popover("Open CSV", icon=":material/table:", key="open_csv", type="tertiary"):
        st.file_uploader(
            "A CSV file",
            type=["csv", "tsv", "txt"],
            key="csv_file",
            on_change=partial(_given_by, FILE),
            max_upload_size=20,
        )
        st.text_area(
            "Or paste rows, with or without names in the first line",
            key="csv_text",
            height=140,
            on_change=partial(_given_by, PASTED),
            placeholder="length;width;species\n1,5;0,2;setosa\n4,7;1,4;versicolor",
        )
        button("Use this table", key="use_csv", type="primary", on_click=_use)
        refusal(OPENED)
        st.caption("Up to 10,000 rows and 20 MB. It is kept in your browser, not on the server.")


def _given_by(way: str) -> None:
    """What was given last is what is used."""
    _LATEST.set(way)
    forget_refusal(OPENED)


def _use() -> None:
    if not is_refused(OPENED, _open):
        begin_on_the_data()


def _open() -> None:
    file, pasted = st.session_state.get("csv_file"), text("csv_text")
    if file is not None and _LATEST.get() == PASTED and pasted.strip():
        file = None
    try:
        found = decoded(file.getvalue()) if file is not None else pasted
    except BackpropError as error:
        session.refuse(str(error))
        return
    chosen_data.open_table(found)


def table_options() -> None:
    """How the table was read, and which columns are what."""
    table, held = chosen_data.table(), chosen_data.chosen_data()["table"]
    if table is None or held is None:
        return
    st.caption(table.in_words())
    if not session.is_table_kept():
        st.caption("It is too long for your browser to keep: after a reload, open it again.")
    names = [column.name for column in table.columns]
    st.checkbox(
        "The first line has names",
        key=given("csv_header", held["header"]),
        on_change=changed("csv_header", _header_changed),
    )
    st.multiselect(
        "Inputs",
        [name for name in names if name != held["target"]],
        key=given("csv_inputs", held["inputs"]),
        on_change=changed("csv_inputs", _inputs_changed),
    )
    st.selectbox(
        "Target",
        names,
        key=given("csv_target", held["target"]),
        required=True,
        on_change=changed("csv_target", _target_changed, names),
    )
    st.segmented_control(
        "The target is",
        ["classes", "numbers"],
        key=given("csv_classes", "classes" if held["classes"] else "numbers"),
        required=True,
        on_change=changed("csv_classes", _classes_changed),
    )
    refusal(COLUMNS)
    missing = chosen_data.taken_table().missing
    if missing:
        st.warning(as_typed(missing_in_words(missing)), icon=":material/warning:")


def _change(**changes: Any) -> None:
    is_refused(COLUMNS, partial(chosen_data.change_table, **changes))


def _header_changed() -> None:
    _change(header=bool(st.session_state["csv_header"]))


def _inputs_changed() -> None:
    _change(inputs=list(st.session_state["csv_inputs"]))


def _target_changed(names: list[str]) -> None:
    target = choice("csv_target", names)
    if target is not None:
        _change(target=target)


def _classes_changed() -> None:
    _change(classes=text("csv_classes") == "classes")
