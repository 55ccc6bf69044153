"""Undo and redo, on every page where something can be edited."""

from __future__ import annotations

from playground import session
from playground.exercise import history
from playground.ui.buttons import button


def undo_buttons(place: str = "") -> None:
    """Take back the last edit or update, or bring it again; the help says which. Keys work with
    those that have no `place` of their own."""
    made = session.state()["history"]
    undoes, redoes = history.undoes(made), history.redoes(made)
    button(
        "Undo",
        key=f"{place}undo",
        icon=":material/undo:",
        shortcut=None if place else "Ctrl+Z",
        on_click=session.undo,
        disabled=undoes is None,
        help=f"Undo: {undoes}" if undoes else None,
    )
    button(
        "Redo",
        key=f"{place}redo",
        icon=":material/redo:",
        shortcut=None if place else "Ctrl+Shift+Z",
        on_click=session.redo,
        disabled=redoes is None,
        help=f"Redo: {redoes}" if redoes else None,
    )
