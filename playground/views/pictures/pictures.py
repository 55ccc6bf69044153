"""Small pictures of what neurons compute, with lines between them, drawn many times a second.

A thin view: Python hands it coordinates and pixels, and it paints them on one canvas in the colours
of the page's theme. A press on a picture that has a `name` hands that name back.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import streamlit as st

from backprop_core import Array
from playground.views.palette import DARK, LIGHT
from playground.views.sources import script, source
from playground.views.triggers import note, reported

KEPT = 127.0  # what a value of 1 becomes in a pixel


@dataclass(frozen=True)
class Picture:
    """Pixels (rows, columns), the first row on top, each from −127 to 127 for a value from −1 to 1,
    or with `classes` the number of a class. It is `wide` by `high`, around (x, y), and `round` or
    not. `line` draws where the value is 0. `warned` puts a dashed ring around it."""

    x: float
    y: float
    wide: float
    high: float
    rows: int
    columns: int
    pixels: str
    label: str = ""
    name: str = ""
    round: bool = False
    classes: bool = False
    line: bool = False
    warned: bool = False


@dataclass(frozen=True)
class Edge:
    """From (x1, y1) to (x2, y2), so `wide`; dashed where its weight is below 0."""

    x1: float
    y1: float
    x2: float
    y2: float
    wide: float
    negative: bool


@dataclass(frozen=True)
class Points:
    """Points in the coordinates of the drawing, each of a class; hollow ones are to test on, and
    those in `ringed` stand out."""

    x: Sequence[float] = ()
    y: Sequence[float] = ()
    classes: Sequence[int] = ()
    hollow: Sequence[bool] = ()
    ringed: Sequence[int] = ()


@dataclass(frozen=True)
class Drawing:
    """So wide and so high, in pixels of a screen on which it is not scaled."""

    wide: float
    high: float
    pictures: Sequence[Picture] = ()
    edges: Sequence[Edge] = ()
    points: Points = field(default_factory=Points)
    words: Sequence[tuple[float, float, str]] = ()


_mount = st.components.v2.component(
    "pictures",
    js=script("theme.js", "pictures/pictures.js", styles=source("pictures/pictures.css")),
    isolate_styles=False,
)


def pixels(values: Array) -> str:
    """Values from −1 to 1, (rows, columns), as a picture takes them; what is not finite is 0."""
    kept = np.clip(np.nan_to_num(values, nan=0.0, posinf=1.0, neginf=-1.0), -1.0, 1.0) * KEPT
    return base64.b64encode(np.rint(kept).astype(np.int8).tobytes()).decode("ascii")


def class_pixels(classes: Any) -> str:
    """Numbers of classes, (rows, columns), as a picture takes them."""
    return base64.b64encode(np.asarray(classes).astype(np.int8).tobytes()).decode("ascii")


def pictures_view(
    drawing: Drawing,
    *,
    key: str,
    alt: str,
    on_press: Callable[[], None] | None = None,
    on_place: Callable[[], None] | None = None,
    beat: int | None = None,
    pause: float = 0.0,
) -> None:
    """Show the drawing as wide as its place, but not wider than it is; `alt` says what it is. A
    press calls `on_press`, which reads `picture_pressed(key)`, or anywhere `on_place`, which reads
    `place_pressed_at(key)`.

    With a `beat`, another number each time, the browser asks for the next drawing once it has
    painted this one, and no sooner than `pause` seconds after the last: so it is never behind.
    """
    data = {
        "wide": drawing.wide,
        "high": drawing.high,
        "pictures": [vars(picture) for picture in drawing.pictures],
        "edges": [list(vars(edge).values()) for edge in drawing.edges],
        "points": vars(drawing.points),
        "words": list(drawing.words),
        **{"alt": alt, "light": LIGHT, "dark": DARK, "beat": beat, "pause": 1000 * pause},
        "placing": on_place is not None,
    }
    note(key, "press", "place")
    _mount(
        key=key,
        data=data,
        on_press_change=on_press or _ignore,
        on_place_change=on_place or _ignore,
        on_painted_change=_ignore,
    )


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
