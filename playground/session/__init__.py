"""What lasts in a session, and all that can happen to it.

It holds inputs only, as plain data: the history of runs, the place in the walk, and what the
reader has chosen to see. All numbers are computed from these, each time. Nothing else writes it:
every change is one of these functions, which check what they are given, since a press can come late
and name what has gone. What one room alone remembers it keeps through `Remembered`.
"""

from playground.session.changes import (
    advance,
    back_to_first_weights,
    drop_workspace,
    edit,
    go_to_pass,
    open_document,
    redo,
    refuse,
    set_learning_rate,
    take_workspace,
    undo,
)
from playground.session.kept_work import (
    ADDRESSES,
    address_is_old,
    forget_rooms,
    is_apart,
    is_begun,
    place_text,
    take_up,
    work_text,
)
from playground.session.remembered import Remembered
from playground.session.selection import Which, has, select, selected
from playground.session.shown import (
    document,
    go_to_step,
    offered_notation,
    play_on,
    preset,
    run,
    sample,
    set_digits,
    set_granularity,
    set_mode,
    set_notation,
    set_presenting,
    set_speed,
    show_sample,
    stop,
    symbols,
    toggle_play,
    view,
)
from playground.session.store import State, draw_again, page_is_drawn, state, wants_redraw

__all__ = [
    "ADDRESSES",
    "Remembered",
    "State",
    "Which",
    "address_is_old",
    "advance",
    "back_to_first_weights",
    "document",
    "draw_again",
    "drop_workspace",
    "edit",
    "forget_rooms",
    "go_to_pass",
    "go_to_step",
    "has",
    "is_apart",
    "is_begun",
    "offered_notation",
    "open_document",
    "page_is_drawn",
    "place_text",
    "play_on",
    "preset",
    "redo",
    "refuse",
    "run",
    "sample",
    "select",
    "selected",
    "set_digits",
    "set_granularity",
    "set_learning_rate",
    "set_mode",
    "set_notation",
    "set_presenting",
    "set_speed",
    "show_sample",
    "state",
    "stop",
    "symbols",
    "take_up",
    "take_workspace",
    "toggle_play",
    "undo",
    "view",
    "wants_redraw",
    "work_text",
]
