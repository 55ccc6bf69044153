"""A table of one's own to train on: its text, and what is taken of it."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any, TypedDict

from backprop_core import BackpropError
from playground import session
from playground.data_sets.chosen_columns import Taken, can_be_input, taken
from playground.data_sets.csv_table import Table, read_table


class TableChoice(TypedDict):
    """A table of one's own, by a digest of its text; whether its first line has names; which
    columns are inputs, which the target, and whether that is classes."""

    digest: str
    header: bool
    inputs: list[str]
    target: str
    classes: bool


_TEXT: session.Remembered[str] = session.Remembered("training_table", str)


def first_choice(text: str) -> TableChoice:
    """The last column is the target, of the others what can be an input is one. Raises
    BackpropError for a text that is no such table."""
    read = _read(text, None)
    names = [column.name for column in read.columns]
    if len(names) < 2:
        raise BackpropError(
            "The table has one column. It takes inputs and a target, in cells separated by commas, "
            "semicolons, tabs, bars or spaces, the same number in each line."
        )
    choice: TableChoice = {
        "digest": digest_of(text),
        "header": read.header,
        "inputs": _inputs(read, names[-1]),
        "target": names[-1],
        "classes": read.columns[-1].seems_classes,
    }
    _taken_of(text, choice)
    return choice


def keep(text: str) -> None:
    """It is the table now."""
    _TEXT.set(text)


def changed(held: TableChoice, changes: dict[str, Any]) -> TableChoice:
    """Other columns, or the target taken otherwise; with other names the choice begins anew.
    Raises BackpropError where that does not fit the table."""
    new: Any = {**held, **changes}
    read = _read(_TEXT.get(), new["header"])
    names = [column.name for column in read.columns]
    if new["target"] not in names or not set(new["inputs"]) <= set(names):
        new |= {"inputs": _inputs(read, names[-1]), "target": names[-1]}
    if "target" in changes or "header" in changes:
        new["inputs"] = _inputs(read, new["target"])
        new["classes"] = read.column(new["target"]).seems_classes
    made: TableChoice = new
    taken_as(made)
    return made


def read_as(choice: TableChoice) -> Table:
    """The table as it was read."""
    return _read(_TEXT.get(), choice["header"])


def taken_as(choice: TableChoice) -> Taken:
    """The data set made of the table, and what was left out of it. Raises BackpropError."""
    return _taken_of(_TEXT.get(), choice)


def is_kept(choice: TableChoice) -> bool:
    """Whether its text is the one that is kept."""
    return choice["digest"] == digest_of(_TEXT.get())


def _taken_of(text: str, choice: TableChoice) -> Taken:
    inputs = tuple(choice["inputs"])
    return _taken(text, choice["header"], inputs, choice["target"], choice["classes"])


@lru_cache(maxsize=2)
def _read(text: str, header: bool | None) -> Table:
    return read_table(text, header)


@lru_cache(maxsize=2)
def _taken(text: str, header: bool, inputs: tuple[str, ...], target: str, classes: bool) -> Taken:
    return taken(_read(text, header), inputs, target, classes)


@lru_cache(maxsize=2)
def digest_of(text: str) -> str:
    """By which a table is known."""
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=12).hexdigest()


def _inputs(read: Table, target: str) -> list[str]:
    """The columns that are inputs at first: all others, without those such as names of persons."""
    others = [column for column in read.columns if column.name != target]
    usable = [column for column in others if can_be_input(column) or column.mixed is not None]
    return [column.name for column in usable or others]
