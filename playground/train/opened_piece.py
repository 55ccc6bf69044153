"""A set piece that is opened from elsewhere, such as a lesson: in a workspace of its own, on the
Train page or at the walk of one of its updates."""

from __future__ import annotations

from playground import session
from playground.train import training, walked_update
from playground.train.set_piece_controls import begin_piece
from playground.train.set_pieces import EVERY

WORKSPACE = "set piece"


def open_piece(name: str, update: int | None = None) -> None:
    """Put the exercise aside and open that set piece; with `update` the walk of its update of that
    number, which a run of so many makes."""
    piece = EVERY[name]
    if session.is_fixed():
        return
    session.drop_workspace(WORKSPACE)
    session.take_workspace(WORKSPACE, piece.document())
    begin_piece(name)
    if update is None:
        session.open_page("train")
        return
    training.advance(update)
    walked_update.open_walk(training.course(), training.moment())
