"""What a browser reports of the tables that numbers are typed into."""

import time

import streamlit as st

from playground.ui import exercise_tables


def type_in(page, name, cells):
    """Cells typed into the table of that name, as the browser reports them."""
    texts = [[*cell, text, False] for cell, text in cells.items()]
    return page.do(lambda: reported(name, texts))


def paste_in(page, name, text, cell=(0, 0)):
    """An array pasted into a cell of the table of that name."""
    return page.do(lambda: reported(name, [[*cell, text, True]]))


def choose_in(page, name, choice, cell=(0, 0)):
    """What is pressed beside a refused cell."""
    at = {"row": cell[0], "column": cell[1], "name": choice}
    return page.do(lambda: reported(name, [], at))


def reported(name, cells, choice=None):
    table = exercise_tables.table(name)
    shape = [len(table.index), len(table.columns)]
    made = {"cells": cells, "shape": shape, "choice": choice, "id": f"{name} {time.monotonic_ns()}"}
    st.session_state[table.key] = {"cells": made}
    table.take()
    del st.session_state[table.key]


def refused_in(page, name):
    """What the table says of its refused cells, by row and column."""
    cells = page.component(f"table_{name}")["refused"]
    return {(one["row"], one["column"]): one for one in cells}
