"""The page "Export": each file that the exercise can become, made when it is asked for."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection
from html import escape

import streamlit as st

from playground import session
from playground.exercise.view import View
from playground.export.engine_lines import engine_lines, numpy_lines
from playground.export.escapes import file_name
from playground.export.figure_files import SIZE, figure_svg, picture_of
from playground.export.solution import MOST_STEPS, set_by_layers
from playground.export.solution_choice import StepChoice
from playground.take_along.files import CODE, FIGURES, NUMBERS, FileKind, solutions
from playground.take_along.handed_in_panel import handed_in_panel
from playground.take_along.preview_panel import beside_preview, sheet_preview, solution_preview
from playground.take_along.sheets import WORKSHEETS, set_work, sheets
from playground.take_along.solution_form import chosen_steps
from playground.ui.file_button import Offer, offer_files
from playground.ui.kept_widgets import kept_tabs
from playground.ui.page_text import as_typed
from playground.views.figure_saver.figure_saver import figure_saver

TITLE = "Export"
FIGURE_WIDTH = 760  # pixels
LONG = 20_000  # steps of a walk whose table takes a while
PARTS = (
    *("Worked solution", WORKSHEETS, "Submissions"),
    *("Code", "Figures and animation", "Numbers"),
)


def page() -> None:
    """What there is to take, by what it is for."""
    st.title(TITLE, anchor=False)
    view = session.view()
    if view is None:
        st.info("Draw a network first. It needs inputs and at least one layer.")
        return
    st.markdown(
        f"**{as_typed(view.document['title']) or 'A network'}**, in the notation and with the "
        "digits chosen on the Playground. A file is made when you press its button."
    )
    tabs = kept_tabs([*PARTS], "take_tabs")
    solution, worksheets, *others = tabs
    with solution:
        beside_preview(view, solution.open, _solution, solution_preview)
    with worksheets:
        beside_preview(view, worksheets.open, sheets, sheet_preview)
    for tab, draw in zip(others, (_handed_in, _code, _figure, _numbers), strict=True):
        with tab:
            draw(view)


def _buttons(view: View, kinds: Collection[FileKind], key: str) -> None:
    offer_files([Offer(k.key, k.label, k.of(view), k.icon) for k in kinds], key=key)


def _solution(view: View) -> StepChoice | None:
    """The steps that are chosen, with the buttons for their files; None where none is."""
    st.caption(
        "Every step with its formula, its numbers and one sentence. The page prints on A4 and "
        "Letter; for a PDF, use your browser's print dialog."
    )
    if len(view.trace) > MOST_STEPS:
        st.caption(f"This walk has {len(view.trace)} steps, so the solution goes layer by layer.")
    choice = chosen_steps(view)
    if not choice.of(set_by_layers(view).trace.plan):
        st.info("No step of this walk fits the choice.")
        return None
    _buttons(view, solutions(choice), "take_solution")
    return choice


def _handed_in(view: View) -> None:
    handed_in_panel(view, set_work(view))


def _code(view: View) -> None:
    st.caption(
        "The same network, data and update as a self-contained program that asserts every number. "
        "For a whole training run, open *Train* and choose *This run as code*."
    )
    _buttons(view, CODE, "take_code")
    st.caption(
        "The state dict has the weights and biases under PyTorch's names. Check my work reads such "
        'a file back, including one you save yourself: `np.savez("network.npz", **{k: v.numpy() '
        "for k, v in model.state_dict().items()})`"
    )
    name = view.symbols.made(view.step)
    st.markdown(f"**The code of step {view.position + 1}**, {as_typed(name)}")
    numpy, engine = st.columns(2)
    with numpy:
        st.caption("In NumPy, with this network's names")
        st.code(numpy_lines(view.exactly.step, view.exactly), wrap_lines=True)
    with engine:
        st.caption("In the engine: the lines that ran here")
        lines = engine_lines(view.exactly.step, view.exactly.trace)
        st.code(lines or "# NumPy's own function, which is not written in Python", wrap_lines=True)


def _figure(view: View) -> None:
    st.caption(
        "The animation is one page that plays the walk offline, with its formulas. The figures "
        f"show the graph at step {view.position + 1} of {len(view.trace)}."
    )
    _buttons(view, FIGURES, "take_figures")
    figure = figure_svg(view).partition("\n")[2]
    name = file_name(view.document["title"], f"-step-{view.position + 1}")
    figure_saver(figure, SIZE, name, key="figure_saver")
    data = b64encode(figure.encode()).decode()
    st.html(
        f"<img src='data:image/svg+xml;base64,{data}' alt='{escape(picture_of(view).alt)}' "
        f"style='width: {FIGURE_WIDTH}px; max-width: 100%'>"
    )


def _numbers(view: View) -> None:
    st.caption(
        "In the spreadsheet every number is a formula: change a weight, and both passes and the "
        "update are recomputed. The table has one row per step, with every digit."
    )
    if len(view.trace) > LONG:
        st.caption(
            session.in_words(f"The table has {len(view.trace):,} rows and takes a few seconds. ")
            + "A second press stops it."
        )
    _buttons(view, NUMBERS, "take_numbers")
