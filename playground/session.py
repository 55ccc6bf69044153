"""What lasts in a session, and what can happen to it.

It holds inputs only, as plain data: the history of runs, the place in the walk, and what the
reader has chosen to see. All numbers are computed from these, each time. What one page alone
remembers, such as a range, that page keeps beside these under a name of its own; the values of
widgets are written from here each time they are drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from backprop_core import BackpropError
from backprop_core.story.plan import Granularity
from playground.exercise import history, link, moved_by_edits, workspaces
from playground.exercise.document import Document, connected_of, is_complete, sizes_of
from playground.exercise.presets import first_preset, presets
from playground.exercise.view import View, trace_of
from playground.notation.symbols import NOTATIONS, Symbols

KEY = "playground"


def state() -> dict[str, Any]:
    """The session's own state, begun on first use."""
    held: dict[str, Any] | None = st.session_state.get(KEY)
    if held is None:
        held = st.session_state[KEY] = _begun()
    return held


def _begun() -> dict[str, Any]:
    held: dict[str, Any] = {
        "step": 0,
        "granularity": "neuron",
        "digits": None,
        "sample": 0,
        "notation": _wanted_notation(),
        "mode": "walk",
        "playing": False,
        "presenting": st.query_params.get("present") == "1",
        "speed": 2,
        "selected": None,
        "selected_too": None,
        "message": None,
        "shown": {},
        "version": 0,
        "advanced_at": 0.0,
        "desk": workspaces.OWN,
        "desks": {},
        "lesson": None,
        "lessons_read": {},
        "lead": None,
        "telling": None,
    }
    wanted = st.query_params.get("preset", first_preset())
    if wanted not in presets():
        held["message"] = f"The link names a preset that there is not: {wanted[:40]}."
        wanted = first_preset()
    document = presets()[wanted]
    if "net" in st.query_params:
        try:
            document = link.from_link(st.query_params["net"])
        except BackpropError as error:
            held["message"] = f"The link could not be opened. {error}"
    held["history"] = history.history_of(history.started(document))
    return held


def _wanted_notation() -> str:
    """The one that a link names; an unknown one is left aside, since all numbers stay the same."""
    wanted = st.query_params.get("notation", "own")
    return wanted if wanted in NOTATIONS else "own"


def run() -> history.Run:
    """The passes so far."""
    return history.present(state()["history"])


def document() -> Document:
    """The exercise as it is now."""
    return history.current(run())


def preset() -> str | None:
    """The preset that the exercise began as, whatever its learning rate; None for any other."""
    origin = run()["origin"]
    for name, document in presets().items():
        if {**document, "learning_rate": origin["learning_rate"]} == origin:
            return name
    return None


def symbols() -> Symbols:
    """How the drawing's numbers are written, be it finished or not."""
    now = document()
    return Symbols(NOTATIONS[state()["notation"]], sizes_of(now), len(now["x"]))


def offered_notation() -> str | None:
    """The notation of the article that the preset is from, where another one is chosen."""
    own = preset()
    for key, notation in NOTATIONS.items():
        if own in notation.presets and key != state()["notation"]:
            return key
    return None


def set_notation(key: str) -> None:
    """Write all numbers that way from now on; tables that people type in get new headings."""
    held = state()
    held["notation"] = key
    held["version"] += 1


def sample() -> int:
    """The row of the batch whose numbers are shown."""
    shown = view()
    return 0 if shown is None else shown.sample


def view() -> View | None:
    """The walk at its present step; None while the drawing is unfinished."""
    held, now = state(), document()
    if not is_complete(now):
        return None
    made = trace_of(now, held["granularity"])
    held["step"] = position = max(0, min(held["step"], len(made) - 1))
    return View(now, made, position, held["digits"], held["sample"], held["notation"])


def edit(
    change: Callable[..., Document], *args: Any, label: str, keep_editors: bool = False
) -> bool:
    """Apply an edit to the exercise; on bad input say why and leave everything as it is.

    The walk stays at the number it was at, where that still exists. Tables that people type in
    are drawn afresh unless the edit came from one of them (`keep_editors`).
    """
    held = state()
    try:
        new = history.edited(run(), lambda document: change(document, *args))
    except BackpropError as error:
        refuse(str(error))
        return False
    if history.current(new) == document():
        return True
    moved = moved_by_edits.moved_by(change, args, sizes_of(document()))
    _go_to(history.recorded(held["history"], new, label), moved, renew=not keep_editors)
    return True


def refuse(message: str) -> None:
    """Say why something was not done, and draw the tables with the old values again."""
    held = state()
    held["message"] = message
    held["version"] += 1


def _go_to(
    new: history.History, moved: moved_by_edits.Moved = moved_by_edits.stay, renew: bool = True
) -> None:
    """Make this the history, with the walk kept at the same number where it still exists."""
    held = state()
    old = view()
    held["history"] = new
    held["playing"] = False
    held["message"] = None
    held["version"] += renew
    if old is not None and is_complete(document()):
        at = moved_by_edits.address_after(old.step.address, moved) or old.step.address
        held["step"] = trace_of(document(), held["granularity"]).plan.nearest(at) or 0
    for which in ("selected", "selected_too"):
        held[which] = _if_there(moved_by_edits.selection_after(held[which], moved))


def follow_lead() -> None:
    """Choose the weight that the open lesson has led to, if the drawing has it."""
    held = state()
    lead, held["lead"] = held["lead"], None
    if held["lesson"] is not None:
        held["selected"] = _if_there(lead) or held["selected"]


def _if_there(chosen: dict[str, Any] | None) -> dict[str, Any] | None:
    """A selection, unless the drawing no longer has it."""
    sizes = sizes_of(document())
    if chosen is None:
        return None
    if chosen["kind"] == "neuron":
        there = chosen["column"] < len(sizes) and chosen["neuron"] < sizes[chosen["column"]]
    else:
        layer = chosen["layer"]
        there = layer + 1 < len(sizes) and chosen["to"] < sizes[layer + 1]
        there = there and chosen["from"] < sizes[layer]
        there = there and bool(
            connected_of(document()["layers"][layer])[chosen["to"], chosen["from"]]
        )
    return chosen if there else None


def open_document(new: Document, label: str) -> None:
    """Another exercise altogether, from its beginning; an undo brings the old one back."""
    held = state()
    held["history"] = history.recorded(held["history"], history.started(new), label)
    held |= {"step": 0, "sample": 0, "selected": None, "selected_too": None}
    held |= {"message": None, "playing": False, "telling": None}
    held["version"] += 1


def take_desk(name: str, document: Document | None = None) -> None:
    """Put the exercise aside and take up that of another desk, which begins with `document`."""
    held = state()
    if held["desk"] != name:
        held |= workspaces.taken(held, name, document)
        held |= {"message": None, "playing": False, "telling": None, "lead": None}
        held["version"] += 1


def set_learning_rate(rate: float) -> None:
    """A new learning rate, from the slider or the field."""
    held = state()
    new = history.adjusted(run(), "learning_rate", float(rate))
    held["history"] = history.recorded(held["history"], new, "learning rate")


def undo() -> None:
    """Take the last edit or update back."""
    _go_to(history.undone(state()["history"]))


def redo() -> None:
    """Bring it again."""
    _go_to(history.redone(state()["history"]))


def advance(count: int = 1) -> None:
    """Go on with the new weights: the next pass begins at its first step. Of several passes those
    are made whose numbers stay finite, and the message says at which one they did not."""
    held = state()
    new, made, stopped = history.advanced_while_finite(run(), count)
    if stopped is not None and made == 0:
        refuse(f"The next pass cannot start. {stopped}")
        return
    held["history"] = history.recorded(held["history"], new, "next pass")
    held |= {"step": 0, "message": None, "playing": False}
    held["version"] += 1
    if stopped is not None:
        at = new["at"] + 1
        held["message"] = f"{made} of {count} passes were made; pass {at} broke off. {stopped}"


def go_to_pass(number: int) -> None:
    """Look at another of the passes so far."""
    held, new = state(), history.at_pass(run(), number)
    held["history"] = history.recorded(held["history"], new, "going to another pass")
    held["message"] = None
    held["version"] += 1


def back_to_first_weights() -> None:
    """Begin again with the weights that this exercise began with."""
    _go_to(history.recorded(state()["history"], history.first_weights(run()), "first weights"))
    state()["step"] = 0


def stop() -> None:
    """Play no further."""
    state()["playing"] = False


def set_granularity(granularity: Granularity) -> None:
    """Another size of step; the walk stays at the number it was at."""
    held, old = state(), view()
    held["granularity"] = granularity
    if old is not None:
        made = trace_of(document(), granularity)
        held["step"] = made.plan.nearest(old.step.address.whole) or 0


def go_to_step(position: int) -> None:
    """Show that step, counted from 0; the walk keeps it between its ends."""
    state()["step"] = max(0, position)
