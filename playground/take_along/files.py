"""The files that an exercise can become: what each is called, and the function of a view that makes
it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from playground.exercise import link
from playground.exercise.credit import credited
from playground.exercise.view import View
from playground.export.escapes import file_name
from playground.export.figure_files import figure_svg, figure_tikz
from playground.export.film import film
from playground.export.notebook import notebook
from playground.export.pass_json import pass_json
from playground.export.program import numpy_program, torch_program
from playground.export.solution import solution_html, solution_latex, solution_markdown
from playground.export.solution_choice import StepChoice
from playground.export.spreadsheet import workbook
from playground.export.state_dict import state_dict_npz
from playground.export.step_rows import steps_csv
from playground.session.offered_files import Content, OfferedFile

Make = Callable[[View], Content]
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NOTEBOOK = "application/x-ipynb+json"


@dataclass(frozen=True)
class FileKind:
    """A kind of file: its button, how its name ends, what it is, and how it is made."""

    label: str
    ending: str
    mime: str
    icon: str
    make: Make
    lines: Callable[[View], int] | None = None  # of one that comes in pieces

    @property
    def key(self) -> str:
        """Its button's key."""
        return "take_" + self.label.lower().replace(" ", "_")

    def name(self, view: View) -> str:
        """What the file is called."""
        return file_name(view.document["title"], self.ending)

    def of(self, view: View) -> OfferedFile:
        """The file of that view."""
        lines = self.lines and self.lines(view)
        return OfferedFile(self.name(view), self.mime, partial(self.make, view), lines)


def exactly(make: Make) -> Make:
    """Of the engine's own numbers, whatever stands on paper."""
    return lambda view: make(view.exactly)


CODE = (
    FileKind(
        "Notebook", ".ipynb", _NOTEBOOK, "menu_book",
        exactly(lambda v: notebook(numpy_program(v))),
    ),
    FileKind("NumPy", "-numpy.py", "text/x-python", "code", exactly(numpy_program)),
    FileKind("PyTorch", "-torch.py", "text/x-python", "code", exactly(torch_program)),
    FileKind(
        "PyTorch notebook", "-torch.ipynb", _NOTEBOOK, "menu_book",
        exactly(lambda v: notebook(torch_program(v))),
    ),
    FileKind(
        "State dict", "-state-dict.npz", "application/octet-stream", "memory",
        exactly(state_dict_npz),
    ),
)  # fmt: skip
FIGURES = (
    FileKind("Animation", "-film.html", "text/html", "movie", film),
    FileKind("SVG", ".svg", "image/svg+xml", "image", figure_svg),
    FileKind("TikZ", "-figure.tex", "text/x-tex", "function", figure_tikz),
)
NUMBERS = (
    FileKind("Spreadsheet", ".xlsx", _SHEET, "table_view", exactly(workbook)),
    FileKind(
        "All steps CSV", "-steps.csv", "text/csv", "table", steps_csv,
        lines=lambda view: len(view.trace) + 1,
    ),
    FileKind(
        "Whole pass JSON", "-pass.json", "application/json", "data_object", exactly(pass_json)
    ),
    FileKind(
        "Exercise JSON", ".json", "application/json", "data_object",
        lambda v: link.to_json(credited(v.document)),
    ),
)  # fmt: skip


def solutions(choice: StepChoice) -> tuple[FileKind, ...]:
    """The worked solution of those steps, in each of its forms."""
    html, markdown, latex = (
        partial(make, choice=choice) for make in (solution_html, solution_markdown, solution_latex)
    )
    return (
        FileKind("Printable page", "-solution.html", "text/html", "print", html),
        FileKind("Markdown", "-solution.md", "text/markdown", "notes", markdown),
        FileKind("LaTeX", "-solution.tex", "text/x-tex", "function", latex),
    )
