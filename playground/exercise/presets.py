"""Ready-made exercises, as data: one JSON file each, in the order of their names."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from playground.exercise.document import Document
from playground.exercise.document_reader import parse

_FOLDER = Path(__file__).parent / "preset_files"


@lru_cache(maxsize=1)
def presets() -> dict[str, Document]:
    """The presets by the name of their file. They are shared, so nobody may change them."""
    return {
        path.stem: parse(json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(_FOLDER.glob("*.json"))
    }


def first_preset() -> str:
    """The one that the app opens on."""
    return next(iter(presets()))
