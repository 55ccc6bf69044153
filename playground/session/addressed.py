"""What the address asks for, and what is on screen as an address."""

from __future__ import annotations

from typing import Any

from playground.exercise import link
from playground.exercise.credit import credited
from playground.session.shown import document
from playground.session.store import state, writable
from playground.sharing.on_screen import Shown, query_of, shown_in
from playground.sharing.restrictions import without_hints
from playground.solve import choices
from playground.where import selection_in


def shown_now(page: str, lesson: str = "", paragraph: int = 0) -> Shown:
    """What is on screen, on that page; which lesson is open its room knows."""
    held: Any = state()
    solving = {**held["solving"], "marked": False}
    return Shown(
        page=page,
        lesson=lesson,
        paragraph=paragraph,
        select=selection_in(held["selected"]),
        select2=selection_in(held["selected_too"]),
        solve=choices.choices_in(solving) if solving["on"] else choices.begun(),
        curve=held["rooms"].get("how_many", "one"),
        range=held["rooms"].get("range", "fit"),
        present=held["presenting"],
        embed=held["embedded"],
        restricted=held["restricted"],
        **{name: held[name] for name in ("mode", "step", "granularity", "sample")},
        **{name: held[name] for name in ("notation", "digits")},
    )


def link_query(shown: Shown) -> dict[str, str] | None:
    """The whole link's parameters; None where the network is too large for one."""
    now = credited(document())  # at a later pass it is no preset
    hidden = shown.restricted["hide_answers"]
    packed = link.to_link(without_hints(now) if hidden else now)
    return None if packed is None else {"net": packed, **query_of(shown)}


def lesson_to_open() -> tuple[str, int, Shown] | None:
    """The lesson and paragraph that the link asks for, once."""
    held = writable()
    wanted, held["link_lesson"] = held["link_lesson"], None
    return None if wanted is None else (wanted[0], wanted[1], shown_in(held["opened_from"])[0])
