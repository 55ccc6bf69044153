"""Solve: all that is asked as a table, to answer in any order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
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
    """A text that was no number, why, and the answer that it kept."""

    text: str
    why: str
    kept: str


# By the key of the number that it was typed for.
_REFUSED: session.Remembered[dict[str, Refused]] = session.Remembered(
    "answers_refused", dict, of_exercise=True
)


def answer_table(view: View, sheet: Sheet) -> None:
    """A row for each number, in the order of the work: its name, the verdict and the answer."""
    session.begin_work()
    at = sheet.here(view.position)
    first = MOST_ROWS * (sheet.asks.index(at) // MOST_ROWS) if at in sheet.asks else 0
    rows = _rows(sheet, first)
    names = [item_name(view.symbols, at) for at in rows]
    cells_view(
        "Your answers",
        [_headed(sheet, at, name) for at, name in zip(rows, names, strict=True)],
        [COLUMN],
        [[name] for name in names],
        [[sheet.answer(at)["text"]] for at in rows],
        key=key_from(first),
        on_report=partial(_taken, first),
        refused=_refused(sheet, rows),
        answered=last_taken(key_from(first)),
    )


def key_from(first: int) -> str:
    """Of the table from that row on: what is reported of one is never taken for another's."""
    return f"{KEY}_{first}"


def _rows(sheet: Sheet, first: int) -> tuple[Address, ...]:
    return sheet.asks[first : first + MOST_ROWS]


def _headed(sheet: Sheet, at: Address, name: str) -> str:
    """Its name, with the sign of the verdict where that is told."""
    verdict = sheet.verdict(at)
    return name if verdict is None else f"{SIGNS[verdict][0]} {name}"


def _refused(sheet: Sheet, rows: Sequence[Address]) -> list[RefusedCell]:
    """Those whose number has not been answered otherwise since."""
    found = ((row, _REFUSED.get().get(_key(at)), sheet.answer(at)) for row, at in enumerate(rows))
    return [_cell(row, one) for row, one, now in found if one and one["kept"] == now["text"]]


def _cell(row: int, refused: Refused) -> RefusedCell:
    text, why = refused["text"], refused["why"]
    uses = [(f"{USE}{reading}", f"Use {reading}") for reading in readings(text)]
    return {
        "row": row,
        "column": 0,
        "text": text,
        "why": why,
        "choices": [*uses, (KEEP, "Leave it")],
    }


def _key(at: Address) -> str:
    return key_of(session.run()["at"], at)


def _taken(first: int) -> None:
    """Take what is reported, row by row. A column that is pasted fills the rows from there on."""
    report, sheet = report_in(key_from(first)), session.sheet()
    if report is None or sheet is None or not is_new(key_from(first), {**report}):
        return
    rows = _rows(sheet, first)
    if report["shape"] != (len(rows), 1):
        return  # a late one, on a table of other numbers
    for row, _, text, _ in report["cells"]:
        lines = [line for line in text.replace("\t", "\n").splitlines() if line.strip()]
        for at, line in zip(rows[row:], lines, strict=False):
            _take(sheet, at, line)
    row, _, name = report["choice"] or (len(rows), 0, KEEP)
    for at in rows[row : row + 1]:
        _take(sheet, at, name.removeprefix(USE) if name.startswith(USE) else "")


def _take(sheet: Sheet, at: Address, text: str) -> None:
    """The answer, or why it is none; an empty text only forgets what was refused."""
    key, bare = _key(at), text.strip()
    others = {of: one for of, one in _REFUSED.get().items() if of != key}
    _REFUSED.set(others)
    if not bare:
        return
    try:
        typed(bare, "The answer", session.decimal_comma())
    except BackpropError as error:
        kept = sheet.answer(at)["text"]
        _REFUSED.set({**others, key: {"text": text[:1000], "why": str(error), "kept": kept}})
    else:
        session.answer(at, bare)
