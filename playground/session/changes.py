"""What happens to the exercise: edits, passes, undo, and other exercises."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, cast

from backprop_core import BackpropError
from playground.exercise import history, runs, workspaces
from playground.exercise.document import Document, is_complete
from playground.exercise.edits import Edit
from playground.exercise.moves import Move, address_after, selection_after, stay
from playground.exercise.view import trace_of
from playground.session.restricted import SET_BY_A_LINK, is_fixed, why_locked, why_no_pass
from playground.session.selection import SELECTIONS, select, selected
from playground.session.shown import document, in_words, run, symbols, view
from playground.session.store import draw_again, state, writable
from playground.where import is_count


def edit(change: Edit, *args: Any, label: str) -> bool:
    """Apply an edit to the exercise; on bad input say why and leave everything as it is.

    The walk stays at the number it was at, where that still exists.
    """
    try:
        new, moved = runs.edited(run(), lambda document: change(document, *args))
    except BackpropError as error:
        refuse(str(error))
        return False
    if new is run():
        accepted()
        return True
    why_not = why_locked(document(), runs.current(new))
    if why_not is not None:
        refuse(why_not)
        return False
    recorded = history.recorded(writable()["history"], new, label)
    _go_to(recorded, moved)
    return True


def refuse(message: str) -> None:
    """Say why something was not done."""
    held = writable()
    held["message"] = message
    draw_again()  # the message stands outside of every fragment


def refusal_of(act: Callable[[], None]) -> str | None:
    """Why `act` was not done, to be said where it was asked for; None where it was done."""
    held = writable()
    before = held["message"]
    act()
    said = held["message"]
    if said is None or said is before:
        return None
    held["message"] = before
    return said


def accepted() -> None:
    """What was done makes an earlier refusal stale."""
    held = writable()
    if held["message"] is not None:
        held["message"] = None
        draw_again()


def _go_to(new: history.History, moved: Move = stay) -> None:
    """Make this the history, with the walk kept at the same number where it still exists."""
    held, old = writable(), view()
    held["history"] = new
    held["playing"] = False
    accepted()
    if old is not None and is_complete(document()):
        at = address_after(old.step.address, moved) or old.step.address
        held["step"] = trace_of(document(), held["granularity"]).plan.nearest(at) or 0
    for which in SELECTIONS:
        after = selection_after(selected(which), moved)
        if not select(after, which):
            select(None, which)


def open_document(new: Document, label: str) -> None:
    """Another exercise altogether, from its beginning; an undo brings the old one back."""
    if is_fixed():
        refuse(SET_BY_A_LINK)
        return
    held = writable()
    begun = workspaces.begun(new)
    begun["history"] = history.recorded(held["history"], runs.started(new), label)
    begun["granularity"] = held["granularity"]
    _take(begun)


def workspace() -> workspaces.Workspace:
    """All that belongs to the exercise that is shown."""
    return cast(workspaces.Workspace, {field: state()[field] for field in workspaces.FIELDS})


def open_workspace(saved: workspaces.Workspace, label: str) -> None:
    """Another exercise as it was saved, with its own history; undone to its beginning, one more
    undo brings back what was on screen before."""
    if is_fixed():
        refuse(SET_BY_A_LINK)
        return
    new = history.followed(writable()["history"], saved["history"], label)
    _take({**saved, "history": new})


def take_workspace(name: str, document: Document | None = None) -> None:
    """Put the exercise aside and take up that of another workspace, which begins with
    `document`."""
    held = writable()
    if held["workspace"] == name:
        return
    if is_fixed():
        refuse(SET_BY_A_LINK)
        return
    taken, others = workspaces.taken(held, name, document)
    held["workspace"], held["workspaces"] = name, others
    _take(taken)


def drop_workspace(name: str) -> None:
    """Forget a workspace that was put aside."""
    held = writable()
    held["workspaces"] = {one: kept for one, kept in held["workspaces"].items() if one != name}


def _take(workspace: workspaces.Workspace) -> None:
    held = writable()
    for field in workspaces.FIELDS:
        held[field] = workspace[field]
    held["of_exercise"] = {}
    held["playing"] = False
    accepted()


def set_learning_rate(rate: float) -> None:
    """A new learning rate, from the slider or the field."""
    held = writable()
    try:
        new = runs.with_learning_rate(run(), rate)
    except BackpropError as error:
        refuse(str(error))
        return
    why_not = why_locked(document(), runs.current(new))
    if why_not is not None:
        refuse(why_not)
        return
    held["history"] = history.recorded(held["history"], new, "learning rate")
    accepted()


def undo() -> None:
    """Take the last edit or update back."""
    _go_to(history.undone(writable()["history"]))


def redo() -> None:
    """Bring it again."""
    _go_to(history.redone(writable()["history"]))


def advance(count: int = 1, goal: float = -math.inf) -> None:
    """Go on with the new weights: the next pass begins at its first step. Of several passes those
    are made whose numbers stay finite, and the message says at which one they did not. With a
    `goal` they end once the loss is at most that; the message says if it was not reached. An
    unfinished drawing has no pass."""
    held = writable()
    if not is_complete(document()):
        return
    why_not = why_no_pass()
    if why_not is not None:
        refuse(why_not)
        return
    new, made, stopped = runs.advanced_while_finite(run(), count, goal)
    loss = symbols().word("loss")
    if stopped is not None and made == 0:
        refuse(f"The next pass cannot start. {stopped}")
        return
    if made == 0:
        refuse(in_words(f"The {loss} is already at most {goal:g}."))
        return
    held["history"] = history.recorded(held["history"], new, "next pass")
    held["step"], held["playing"] = 0, False
    accepted()
    if stopped is not None:
        at = new["at"] + 1
        refuse(f"{made} of {count} passes completed; pass {at} failed. {stopped}")
    elif goal > -math.inf and not (new["losses"][-1] or 0.0) <= goal:
        refuse(in_words(f"After {made:,} more passes the {loss} is still above {goal:g}."))


def go_to_pass(number: Any) -> None:
    """Look at another of the passes so far, counted from 0; one that there is not is left aside."""
    now = run()
    if not is_count(number) or not now["first"] <= number <= runs.last_of(now):
        return
    held, new = writable(), runs.at_pass(now, number)
    held["history"] = history.recorded(held["history"], new, "going to another pass")
    accepted()


def back_to_first_weights() -> None:
    """Begin again with the weights that this exercise began with."""
    held = writable()
    _go_to(history.recorded(held["history"], runs.first_weights(run()), "first weights"))
    held["step"] = 0
