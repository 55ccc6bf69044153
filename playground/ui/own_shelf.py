"""The reader's own exercises as the browser last told them, and what is to be changed of them."""

from __future__ import annotations

import secrets
from typing import TypedDict

from backprop_core import BackpropError
from playground import session
from playground.exercise import own_exercises
from playground.exercise.own_exercises import OwnExercise
from playground.views.shelf.shelf import shelf, told

KEY = "own_shelf"


class Shelf(TypedDict):
    """`kept` is None until the browser has told; `gone` is what a deletion or a replacement took,
    with the ids that came in its place."""

    turn: str
    put: list[OwnExercise]
    remove: list[str]
    kept: list[OwnExercise] | None
    gone: list[OwnExercise]
    said: str


def _begun() -> Shelf:
    return {"turn": "", "put": [], "remove": [], "kept": None, "gone": [], "said": ""}


_SHELF: session.Remembered[Shelf] = session.Remembered("own_shelf", _begun)


def begin() -> None:
    """Ask the browser, the first time."""
    if not _SHELF.get()["turn"]:
        ask()


def ask() -> None:
    """Ask the browser what it has: another tab may have changed it. What it has not yet been
    handed is handed to it again."""
    _SHELF.set({**_SHELF.get(), "turn": secrets.token_hex(6), "said": ""})


def mount() -> None:
    """Hand the browser what is to be changed; it tells what it has."""
    now = _SHELF.get()
    shelf(key=KEY, turn=now["turn"], put=now["put"], remove=now["remove"], on_told=_told)


def _turn(
    put: list[OwnExercise] | None = None,
    remove: list[str] | None = None,
    gone: list[OwnExercise] | None = None,
    said: str = "",
) -> None:
    """Another change, with what the browser has not yet told that it has done."""
    now, put, remove = _SHELF.get(), put or [], remove or []
    newer = {one["id"] for one in put}.union(remove)
    _SHELF.set(
        {
            "turn": secrets.token_hex(6),
            "put": [*(one for one in now["put"] if one["id"] not in newer), *put],
            "remove": [*(one for one in now["remove"] if one not in newer), *remove],
            "kept": now["kept"],
            "gone": gone or [],
            "said": said,
        }
    )


def _told() -> None:
    answer, now = told(KEY), _SHELF.get()
    if answer is None or answer[0] != now["turn"]:
        return
    if answer[1] is None:
        said = "This browser stores nothing for this page. Use *Save as a file* under *Share*."
        _SHELF.set({**now, "kept": now["kept"] or [], "said": said})
    else:
        _SHELF.set({**now, "kept": own_exercises.read(answer[1]), "put": [], "remove": []})


def kept() -> list[OwnExercise] | None:
    """What the browser has, the last saved one first; None until it has told."""
    return _SHELF.get()["kept"]


def _soon() -> list[OwnExercise]:
    """What the browser will have once it has done what it is handed."""
    now = _SHELF.get()
    changed = {one["id"] for one in now["put"]}.union(now["remove"])
    return [*(one for one in now["kept"] or [] if one["id"] not in changed), *now["put"]]


def message() -> str:
    """What was done, or why it was not."""
    return _SHELF.get()["said"]


def can_undo() -> bool:
    """Whether something was just deleted or replaced."""
    return bool(_SHELF.get()["gone"])


def _say(why: str) -> None:
    _SHELF.set({**_SHELF.get(), "said": why})


def save(name: str) -> None:
    """What is on screen, under that name; one of the same name is replaced, and can be brought
    back."""
    there = _soon()
    try:
        work = own_exercises.work_text(session.workspace())
        made = own_exercises.new(name, work, session.training_text(own_exercises.MOST_WORK))
        same = [one for one in there if one["name"] == made["name"]]
        own_exercises.require_room(len(there), 1 - len(same))
    except BackpropError as error:
        _say(str(error))
        return
    said = "Saved, replacing the earlier one." if same else "Saved in this browser."
    _turn(put=[made], remove=[one["id"] for one in same], gone=same, said=said)


def rename(one: OwnExercise, text: str) -> None:
    """Another name, which no other exercise has."""
    try:
        name = own_exercises.name_in(text)
    except BackpropError as error:
        _say(str(error))
        return
    others = [other["name"] for other in _soon() if other["id"] != one["id"]]
    _turn(put=[{**one, "name": own_exercises.free_name(name, others)}])


def duplicate(one: OwnExercise) -> None:
    """The same once more, under a name of its own."""
    names = [other["name"] for other in _soon()]
    try:
        own_exercises.require_room(len(names), 1)
    except BackpropError as error:
        _say(str(error))
        return
    name = own_exercises.free_name(one["name"], names)
    _turn(put=[own_exercises.new(name, one["work"], one["training"])])


def delete(one: OwnExercise) -> None:
    """Remove it; it can be brought back."""
    _turn(remove=[one["id"]], gone=[one], said=f"“{one['name']}” was deleted.")


def bring_back() -> None:
    """What was deleted or replaced last; what came in its place stays, under another name."""
    names = [one["name"] for one in _soon()]
    gone = _SHELF.get()["gone"]
    _turn(
        put=[{**one, "name": own_exercises.free_name(one["name"], names)} for one in gone],
    )


def import_all(text: bytes) -> None:
    """All exercises of a file, beside those that are there."""
    try:
        made, damaged = own_exercises.imported(text, [one["name"] for one in _soon()])
    except BackpropError as error:
        _say(str(error))
        return
    lost = f" {damaged} could not be read." if damaged else ""
    _turn(put=made, said=f"{len(made)} imported.{lost}")
