"""The run up to the update that is shown, as programs to take along."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from playground import session
from playground.export.escapes import file_name
from playground.export.notebook import notebook
from playground.export.training_program import TrainingRun, numpy_training, torch_training
from playground.session.offered_files import OfferedFile
from playground.train.course import Course, Moment
from playground.train.run_program import run_of
from playground.ui.file_button import Offer, offer_files

MOST = 100_000  # updates, which are made again for a program
_KINDS = {
    "notebook": ("Notebook", ".ipynb", "menu_book", lambda run: notebook(numpy_training(run))),
    "numpy": ("NumPy", "-numpy.py", "code", numpy_training),
    "torch": ("PyTorch", "-torch.py", "code", torch_training),
    "torch_notebook": (
        *("PyTorch notebook", "-torch.ipynb", "menu_book"),
        lambda run: notebook(torch_training(run)),
    ),
}


def code_of_run(course: Course, moment: Moment) -> None:
    """A button for each program."""
    if moment.number > MOST:
        st.caption(session.in_words(f"A program takes at most {MOST:,} updates. Go back in time."))
        return
    st.caption(
        "The same data, first weights, order and optimiser, as a program that runs on its own and "
        "compares its losses and weights with these."
    )
    now = session.document()
    made = partial(run_of, now, course.task, tuple(course.legs), moment.number)
    offers = []
    for key, (label, ending, icon, write) in _KINDS.items():
        name = file_name(now["title"], f"-training{ending}")
        mime = "application/x-ipynb+json" if ending.endswith("ipynb") else "text/x-python"
        file = OfferedFile(name, mime, partial(_written, write, made))
        offers.append(Offer(f"run_{key}", label, file, icon))
    offer_files(offers, key="run_programs")


def _written(write: Callable[[TrainingRun], str], made: Callable[[], TrainingRun]) -> str:
    return write(made())
