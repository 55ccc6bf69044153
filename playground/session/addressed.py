"""What the address asks for, and what is on screen as an address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from backprop_core import BackpropError
from playground.data_sets.data_choice import DataChoice, checked_choice
from playground.exercise import link
from playground.exercise.credit import credited
from playground.exercise.hyperparameters import Hyperparameters, read_hyperparameters
from playground.exercise.presets import presets
from playground.session.shown import document
from playground.session.store import state, writable
from playground.sharing.link_parameters import LAYOUTS
from playground.sharing.on_screen import EXERCISE, Shown, query_of, shown_in
from playground.sharing.restrictions import without_hints
from playground.solve import choices
from playground.where import selection_in

T = TypeVar("T")


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
        layout=_chosen_layout(held["rooms"].get("layout"), held["notation"]),
        data=_chosen_data(held["rooms"]) if page == "train" else None,
        training=_chosen_training(held["rooms"]) if page == "train" else None,
        present=held["presenting"],
        embed=held["embedded"],
        restricted=held["restricted"],
        **{name: held[name] for name in ("mode", "step", "granularity", "sample")},
        **{name: held[name] for name in ("notation", "digits")},
    )


def _chosen_layout(raw: Any, notation: str) -> str:
    """How arrays are laid out, where the reader has chosen it in this notation."""
    if not isinstance(raw, Mapping) or raw.get("notation") != notation:
        return ""
    layout = f"{raw.get('samples')}-{raw.get('weights')}"
    return layout if layout in LAYOUTS else ""


def linked_data() -> DataChoice | None:
    """The training data that the link asked for."""
    return _sound(checked_choice, state()["rooms"].get("link_data"))


def linked_training() -> Hyperparameters | None:
    """The hyperparameters that the link asked for."""
    return _sound(read_hyperparameters, state()["rooms"].get("link_training"))


def _chosen_data(rooms: Mapping[str, Any]) -> DataChoice | None:
    """What is trained on, where it has a recipe."""
    held = rooms.get("training_data")
    if not isinstance(held, Mapping):
        return linked_data()
    return _sound(checked_choice, {name: held.get(name) for name in DataChoice.__annotations__})


def _chosen_training(rooms: Mapping[str, Any]) -> Hyperparameters | None:
    """How the next update is made."""
    held = rooms.get("training")
    if not isinstance(held, Mapping):
        return linked_training()
    legs = held.get("legs")
    return _sound(read_hyperparameters, legs[-1][-1] if isinstance(legs, list) and legs else None)


def _sound(read: Callable[[Any], T], raw: Any) -> T | None:
    """None for what a browser kept and does not fit."""
    try:
        return read(raw)
    except (BackpropError, LookupError, TypeError):
        return None


def link_query(shown: Shown) -> dict[str, str] | None:
    """The whole link's parameters; None where the network is too large for one."""
    now = credited(document())  # at a later pass it is no preset
    hidden = shown.restricted["hide_answers"]
    if hidden:  # it opens in the walk, to be worked out number by number
        size = shown.granularity if shown.granularity != "layer" else "neuron"
        shown = replace(shown, mode="walk", granularity=size)
    packed = link.to_link(without_hints(now) if hidden else now)
    return None if packed is None else {"net": packed, **query_of(shown)}


@dataclass(frozen=True)
class LinkedLesson:
    """The lesson and paragraph that a link asks for, how it shows them, and what it names for that:
    one with a network of its own was made here, and leaves out what is as usual."""

    name: str
    paragraph: int
    shown: Shown
    named: frozenset[str]

    @property
    def has_exercise(self) -> bool:
        """Whether the session has begun on an exercise of the link's."""
        return bool(self.named & {*EXERCISE})

    def names(self, parameter: str) -> bool:
        """Whether the link says that, be it by leaving it out."""
        return "net" in self.named or parameter in self.named


def lesson_to_open() -> LinkedLesson | None:
    """What the link asks for, once."""
    held = writable()
    wanted, held["link_lesson"] = held["link_lesson"], None
    if wanted is None:
        return None
    asked = held["opened_from"]
    named = {name for name, text in asked.items() if _is_readable(name, text)}
    return LinkedLesson(wanted[0], wanted[1], shown_in(asked)[0], frozenset(named))


def _is_readable(name: str, text: str) -> bool:
    """Whether the link says something by that, and not only that it could not be read."""
    return _opens(name, text) if name in EXERCISE else not shown_in({name: text})[1]


def _opens(name: str, value: str) -> bool:
    """Whether that is an exercise."""
    if name == "preset":
        return value in presets()
    try:
        link.from_link(value)
    except BackpropError:
        return False
    return True
