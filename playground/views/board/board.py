"""The drawing board: the pointer and keyboard surface on which a network is drawn.

The board is a thin view. Python hands it a finished drawing (positions, texts, colours) and it
hands back one gesture at a time; what a gesture means is decided by whoever reads it.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from playground.views.sources import script, source
from playground.views.triggers import note, reported

_SCRIPTS = (
    "board/svg.js",
    "board/layout.js",
    "board/words.js",
    "board/picture.js",
    "board/marks.js",
    "typed_here.js",
    "board/held.js",
    "board/gestures.js",
    "board/pointer.js",
    "board/keys.js",
    "board/field.js",
    "board/board.js",
)

_mount = st.components.v2.component(
    "drawing_board",
    js=script("theme.js", *_SCRIPTS, styles=source("board/board.css")),
    isolate_styles=False,
)


def drawing_board(
    drawing: dict[str, object],
    *,
    key: str = "drawing_board",
    on_gesture: Callable[[], None],
    height: int = 520,
    least: int = 0,
) -> None:
    """Show `drawing`, `height` pixels tall, or where it fills a place of its own at least `least`,
    and call `on_gesture` when the user made a gesture."""
    note(key, "gesture")
    data = {**drawing, "height": height, "least": least}
    _mount(key=key, data=data, on_gesture_change=on_gesture)


def last_gesture(key: str = "drawing_board") -> dict[str, Any] | None:
    """Return the gesture that is being reported; only inside `on_gesture` is there one."""
    gesture = reported(key, "gesture")
    return gesture if isinstance(gesture, dict) else None
