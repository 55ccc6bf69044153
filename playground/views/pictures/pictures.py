"""Small pictures of what neurons compute, with lines between them, drawn many times a second.

A thin view: Python hands it coordinates and pixels, and it paints them on one canvas in the colours
of the page's theme. A press on a picture that has a `name` hands that name back.

What stays the same from one drawing to the next, the scene, is sent once: the browser says which
scenes it has. The rest, a frame, is a byte for each pixel and for each line.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import streamlit as st

from backprop_core import Array
from playground.views.palette import CLASSES, DARK, LIGHT
from playground.views.sources import script, source
from playground.views.triggers import note, reported

KEPT = 127.0  # what a value of 1 becomes in a pixel
TENTHS = 10  # of a pixel: the unit of a line's width
_KNOWN = "known_scenes"  # to the browser


@dataclass(frozen=True)
class Picture:
    """One of `rows` × `columns` pixels, `wide` by `high`, around (x, y), and `round` or not. With
    `classes` a pixel is the number of a class. `line` draws where the value is 0."""

    x: float
    y: float
    wide: float
    high: float
    rows: int
    columns: int
    label: str = ""
    name: str = ""
    round: bool = False
    classes: bool = False
    line: bool = False


@dataclass(frozen=True)
class Points:
    """Points in the coordinates of the drawing, each of a class; hollow ones are to test on."""

    x: Sequence[float] = ()
    y: Sequence[float] = ()
    classes: Sequence[int] = ()
    hollow: Sequence[bool] = ()


@dataclass(frozen=True)
class Scene:
    """So wide and so high, in pixels of a screen on which it is not scaled. `lines` are
    (x1, y1, x2, y2); `words` begin at their (x, y), and `titles` have it as their middle."""

    wide: float
    high: float
    pictures: Sequence[Picture] = ()
    lines: Sequence[tuple[float, float, float, float]] = ()
    points: Points = field(default_factory=Points)
    words: Sequence[tuple[float, float, str]] = ()
    titles: Sequence[tuple[float, float, str]] = ()

    @cached_property
    def text(self) -> str:
        """As the browser gets it."""
        return _json(
            {
                "wide": self.wide,
                "high": self.high,
                "pictures": [vars(picture) for picture in self.pictures],
                "lines": self.lines,
                "points": vars(self.points),
                "words": self.words,
                "titles": self.titles,
                "classes": CLASSES,
                "light": LIGHT,
                "dark": DARK,
            }
        )

    @cached_property
    def digest(self) -> str:
        """By which the browser knows it."""
        return hashlib.blake2b(self.text.encode(), digest_size=9).hexdigest()


@dataclass(frozen=True)
class Frame:
    """`pixels` of all pictures of the scene, each row by row from the top; of each line its width,
    below 0 for a dashed one and 0 for none; and which pictures have a dashed ring around them."""

    pixels: bytes = b""
    widths: bytes = b""
    warned: Sequence[int] = ()


_mount = st.components.v2.component(
    "pictures",
    js=script(
        *("theme.js", "keeper/hand.js", "pictures/painting.js", "pictures/pictures.js"),
        styles=source("pictures/pictures.css"),
    ),
    isolate_styles=False,
)


def pixels(values: Array) -> bytes:
    """Values from −1 to 1 as pixels from −127 to 127; what is not finite is 0."""
    kept = np.clip(np.nan_to_num(values, nan=0.0, posinf=1.0, neginf=-1.0), -1.0, 1.0) * KEPT
    return np.rint(kept).astype(np.int8).tobytes()


def class_pixels(classes: Any) -> bytes:
    """Numbers of classes as pixels."""
    return np.asarray(classes).astype(np.int8).tobytes()


def widths(wide: Array) -> bytes:
    """Widths of lines, from −12 to 12, as a frame takes them."""
    return np.rint(wide * TENTHS).astype(np.int8).tobytes()


def pictures_view(
    scene: Scene,
    frame: Frame,
    *,
    key: str,
    alt: str,
    on_press: Callable[[], None] | None = None,
    on_place: Callable[[], None] | None = None,
    beat: int | None = None,
    pause: float = 0.0,
    beside: Mapping[str, str] | None = None,
    keep: Mapping[str, Any] | None = None,
) -> None:
    """Show the drawing as wide as its place, but not wider than it is; `alt` says what it is. A
    press calls `on_press`, which reads `picture_pressed(key)`, or anywhere `on_place`, which reads
    `place_pressed_at(key)`.

    With a `beat`, another number each time, the browser asks for the next drawing once it has
    painted this one, and no sooner than `pause` seconds after the last: so it is never behind.
    `beside` are new texts for what is marked with `data-live` elsewhere on the page, and `keep` is
    what the browser is to keep of the work (see keeper).
    """
    about = {
        **{"scene": scene.digest, "warned": list(frame.warned), "lines": len(frame.widths)},
        **{"alt": alt, "beat": beat, "pause": 1000 * pause},
        **{"placing": on_place is not None, "beside": dict(beside or {}), "keep": keep},
    }
    known = scene.digest in st.session_state.get(_KNOWN, ())
    head = f"{_json(about)}\n{'' if known else scene.text}\n".encode()
    note(key, "press", "place")
    _mount(
        key=key,
        data=head + frame.widths + frame.pixels,
        on_press_change=on_press or _ignore,
        on_place_change=on_place or _ignore,
        on_painted_change=lambda: _painted(key),
    )


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def _painted(key: str) -> None:
    """The browser asks for the next drawing, and says which scenes it has."""
    state = st.session_state.get(key)
    told = state.get("painted") if isinstance(state, Mapping) else None
    scenes = told.get("scenes") if isinstance(told, Mapping) else ()
    st.session_state[_KNOWN] = _texts(scenes)


def _texts(raw: Any) -> set[str]:
    return {one for one in raw if isinstance(one, str)} if isinstance(raw, Iterable) else set()


def picture_pressed(key: str) -> str | None:
    """The name of the picture that was pressed; inside `on_press`."""
    press = reported(key, "press")
    return press if isinstance(press, str) else None


def place_pressed_at(key: str) -> tuple[float, float] | None:
    """Where it was pressed, as shares of its width and height from the left and the top; inside
    `on_place`."""
    place = reported(key, "place")
    if not isinstance(place, list) or len(place) != 2:
        return None
    x, y = place
    if not all(isinstance(one, int | float) and 0 <= one <= 1 for one in (x, y)):
        return None
    return float(x), float(y)


def _ignore() -> None:
    """A drawing that does not listen."""
