"""Solve: all that is asked as a table, to answer in any order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from backprop_core import Address, BackpropError
from playground import session
from playground.exercise.answers import key_of
from playground.exercise.view import View
from playground.solve.asked import item_name
from playground.solve.sheet import Sheet
from playground.solve.typed import readings, typed
from playground.stage.answer_marks import SIGNS
from playground.ui.presses import is_new, last_taken
from playground.views.number_cells.number_cells import RefusedCell, cells_view, report_in

KEY = "answer_table"
COLUMN = "your answer"
KEEP, USE = "keep", "use "
MOST_ROWS = 200  # of a longer walk those about the step


class Refused(TypedDict):
    """A text that was no number, and why."""

    text: str
    why: str


_FIRST: session.Remembered[int] = session.Remembered("answers_from", lambda: 0, of_exercise=True)
# By the key of the number that it was typed for.
_REFUSED: session.Remembered[dict[str, Refused]] = session.Remembered(
    "answers_refused", dict, of_exercise=True
)


def answer_table(view: View, sheet: Sheet) -> None:
    """A row for each number, in the order of the work: its name, the verdict and the answer."""
    session.begin_work()
    at = sheet.here(view.position)
    _FIRST.set(MOST_ROWS * (sheet.asks.index(at) // MOST_ROWS) if at in sheet.asks else 0)
    rows = _rows(sheet)
    names = [item_name(view.symbols, at) for at in rows]
    cells_view(
        "Your answers",
        [_headed(sheet, at, name) for at, name in zip(rows, names, strict=True)],
        [COLUMN],
        [[name] for name in names],
        [[sheet.answer(at)["text"]] for at in rows],
        key=KEY,
        on_report=_taken,
        refused=_refused(rows),
        answered=last_taken(KEY),
    )


def _rows(sheet: Sheet) -> tuple[Address, ...]:
    """What the table asks for, as it was drawn."""
    return sheet.asks[_FIRST.get() : _FIRST.get() + MOST_ROWS]


def _headed(sheet: Sheet, at: Address, name: str) -> str:
    """Its name, with the sign of the verdict where that is told."""
    verdict = sheet.verdict(at)
    return name if verdict is None else f"{SIGNS[verdict][0]} {name}"


def _refused(rows: Sequence[Address]) -> list[RefusedCell]:
    refused = _REFUSED.get()
    return [_cell(row, refused[_key(at)]) for row, at in enumerate(rows) if _key(at) in refused]


def _cell(row: int, refused: Refused) -> RefusedCell:
    uses = [(f"{USE}{reading}", f"Use {reading}") for reading in readings(refused["text"])]
    return {"row": row, "column": 0, **refused, "choices": [*uses, (KEEP, "Leave it")]}


def _key(at: Address) -> str:
    return key_of(session.run()["at"], at)


def _taken() -> None:
    """Take what is reported, row by row. A column that is pasted fills the rows from there on."""
    report, sheet = report_in(KEY), session.sheet()
    if report is None or sheet is None or not is_new(KEY, {**report}):
        return
    rows = _rows(sheet)
    if report["shape"] != (len(rows), 1):
        return  # a late one, on a table of other numbers
    for row, _, text, _ in report["cells"]:
        lines = [line for line in text.replace("\t", "\n").splitlines() if line.strip()]
        for at, line in zip(rows[row:], lines, strict=False):
            _take(at, line)
    if report["choice"] is not None:
        row, _, name = report["choice"]
        _take(rows[row], name.removeprefix(USE) if name.startswith(USE) else "")


def _take(at: Address, text: str) -> None:
    """The answer, or why it is none; an empty text only forgets what was refused."""
    key, bare = _key(at), text.strip()
    others = {of: one for of, one in _REFUSED.get().items() if of != key}
    _REFUSED.set(others)
    if not bare:
        return
    try:
        typed(bare, "The answer", session.decimal_comma())
    except BackpropError as error:
        _REFUSED.set({**others, key: {"text": text[:1000], "why": str(error)}})
    else:
        session.answer(at, bare)
