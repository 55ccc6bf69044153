"""Whose an exercise is. A preset's title, source and note speak of its own numbers: an exercise
that is not that preset any more says what it was changed from, and its author is not credited."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, cast

from playground.exercise.document import Document
from playground.exercise.presets import presets

CHANGED = "Changed from "
VARIANT = "Variant of "
_KEPT = ("learning_rate", "conventions")  # which a preset may have otherwise and stay that preset
_NOT_CONTENT = ("title", "source", "note", *_KEPT)


class _Texts(NamedTuple):
    """What stands in the presets, and which of them has it."""

    titles: dict[str, str]
    notes: dict[str, str]
    sources: frozenset[str]


def credited(document: Document) -> Document:
    """The exercise with "Changed from …" in place of a preset's title and source, and without its
    note, where it is not that preset, whatever the learning rate; and the other way round, where it
    is the preset again."""
    texts = _texts()
    of_preset = document["title"].removeprefix(CHANGED) in texts.titles
    of_preset |= document["source"].removeprefix(CHANGED) in texts.sources
    if not of_preset and document["note"] not in texts.notes:
        return document
    same = same_as(document)
    title, source, note = document["title"], document["source"], document["note"]
    if same is not None and title == CHANGED + presets()[same]["title"]:
        kept = {name: value for name, value in document.items() if name in _KEPT}
        return cast(Document, {**presets()[same], **kept})
    if texts.titles.get(title, same) != same:
        title = CHANGED + title
    if source in texts.sources and (same is None or presets()[same]["source"] != source):
        source = CHANGED + source
    if texts.notes.get(note, same) != same:
        note = ""
    if (title, source, note) == (document["title"], document["source"], document["note"]):
        return document
    return {**document, "title": title, "source": source, "note": note}


def variant_title(title: str) -> str:
    """The title of an exercise with other numbers that its teacher has had drawn: of a preset it
    says so, and one of their own stays."""
    plain = title.removeprefix(CHANGED)
    return VARIANT + plain if plain in _texts().titles else title


def same_as(document: Document) -> str | None:
    """The preset that has the same network, batch and settings; None for one's own."""
    own = _content(document)
    return next((name for name, one in presets().items() if _content(one) == own), None)


def _content(document: Document) -> dict[str, object]:
    return {name: value for name, value in document.items() if name not in _NOT_CONTENT}


@lru_cache(maxsize=1)
def _texts() -> _Texts:
    named = presets().items()
    return _Texts(
        {document["title"]: name for name, document in named},
        {document["note"]: name for name, document in named if document["note"]},
        frozenset(document["source"] for _, document in named if document["source"]),
    )
