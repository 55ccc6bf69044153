"""Undo and redo, on every page where something can be edited."""

from __future__ import annotations

from playground import session
from playground.exercise import history
from playground.ui.buttons import button


def undo_buttons() -> None:
    """Take back the last edit or update, or bring it again; the help says which."""
    made = session.state()["history"]
    undoes, redoes = history.undoes(made), history.redoes(made)
    button(
        "Undo",
        key="undo",
        icon=":material/undo:",
        shortcut="Ctrl+Z",
        on_click=session.undo,
        disabled=undoes is None,
        help=f"Undo: {undoes}" if undoes else None,
    )
    button(
        "Redo",
        key="redo",
        icon=":material/redo:",
        shortcut="Ctrl+Shift+Z",
        on_click=session.redo,
        disabled=redoes is None,
        help=f"Redo: {redoes}" if redoes else None,
    )
