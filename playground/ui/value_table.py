"""The table of all values so far."""

from __future__ import annotations

import streamlit as st

from playground.exercise.view import View
from playground.notation import number_text
from playground.steps.tables import Table, connection_table, neuron_table
from playground.ui.copied_table import copied_table
from playground.ui.kept_widgets import kept_choice
from playground.views.html_table import html_table
from playground.views.numpy_text import table_text

MOST_ROWS = 40  # in a larger network the table follows the walk from layer to layer


def values_so_far(view: View) -> None:
    """Per neuron and per connection, blank where not known yet."""
    layers = range(len(view.network.layers))
    sizes, symbols = view.network.sizes, view.symbols
    options = ["neurons", *layers]
    choice = st.segmented_control(
        "Values up to this step",
        options,
        required=True,
        **kept_choice("table", "neurons", options),
        format_func=lambda o: (
            f"{symbols.word('neuron').capitalize()}s"
            if o == "neurons"
            else f"Weights into {symbols.layer(o)}"
            if len(layers) <= 3
            else f"Into {symbols.title(o + 1, short=True)}"
        ),
    )
    step = view.step
    if choice == "neurons" or choice not in options:
        many = sum(sizes[1:]) > MOST_ROWS
        here = len(layers) - 1 if step.layer is None else step.layer
        table = neuron_table(
            view.trace, step, view.sample, [here] if many else None, symbols.notation
        )
        marked = ""
        if step.neuron is not None and step.layer is not None:
            marked = symbols.neuron(step.layer + 1, step.neuron)
        word = symbols.word("neuron")
        caption = f"{word.capitalize()} values"
        if many:
            caption = f"{word.capitalize()}s of {symbols.the_layer(here)}"
        caption += f", sample {view.sample + 1}" if len(view.trace.y) > 1 else ""
        _show(table, view.digits, caption, marked)
    else:
        table = connection_table(view.trace, step, choice, symbols.notation)
        caption = f"Every connection into {symbols.the_layer(choice)}"
        _show(table, view.digits, caption)


def _show(table: Table, digits: int, caption: str, marked: str = "") -> None:
    numbers = [[cell for cell in row if not isinstance(cell, str)] for row in table.rows]
    names = table.columns[2:]  # after what each row is called
    rows = [" ".join(cell for cell in row if isinstance(cell, str)) for row in table.rows]
    copied = table_text("values", names, numbers, rows)
    copied_table(as_html(table, digits, caption, marked), copied, key="values")


def as_html(table: Table, digits: int, caption: str, marked: str = "") -> str:
    """The table as HTML, with that many digits; the row named `marked` stands out."""
    rows: list[tuple[list[str], list[str]]] = []
    for row in table.rows:
        names = [cell for cell in row if isinstance(cell, str)]
        rows.append((names, [_cell(cell, digits) for cell in row if not isinstance(cell, str)]))
    now = [number for number, (names, _) in enumerate(rows) if marked and marked in names]
    return html_table(caption, table.columns, rows, now)


def _cell(value: float | None, digits: int) -> str:
    return "" if value is None else number_text.on_screen(value, digits)
