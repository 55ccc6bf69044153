"""The picture of the network: a Plotly figure that is redrawn in place, pressed, and walked through
with the arrow keys. Why not st.plotly_chart: see docs/decisions.md."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import streamlit as st

from playground.views.plot.plot import LIBRARY
from playground.views.sources import script, source
from playground.views.triggers import note, reported

Size = tuple[int, int]
Height = int | Literal["stretch", "content"]
LEAST, MOST = 120, 6000  # px that a place may have


class Ahead(NamedTuple):
    """A press that leads to another figure: the widget key of the button and its shortcut, named
    as the browser names it, "ArrowRight". Its figure may be what `difference` tells from the shown
    one, and is "" where it is not sent in advance: the browser may still have it by its name."""

    button: str
    key: str
    figure: str
    name: str


_mount = st.components.v2.component(
    "network",
    js=script(
        *("theme.js", "plotly_library.js", "space_key.js", "press_queue.js", "once_idle.js"),
        *("keeper/hand.js", "network/motion.js", "network/targets.js", "network/received.js"),
        "network/network.js",
        styles=source("network/network.css"),
    ),
    isolate_styles=False,
)


def network_view(
    figure: str,
    *,
    key: str,
    name: str,
    alt: str,
    place: str,
    size: Size,
    palettes: tuple[Mapping[str, str], Mapping[str, str]],
    on_press: Callable[[], None],
    on_size: Callable[[], None],
    height: Height = "stretch",
    pressable: bool = True,
    ahead: Sequence[Ahead] = (),
    presses: int = 0,
    keep: Mapping[str, Any] | None = None,
) -> None:
    """Show `figure`, the JSON of {"figure", "targets", "motion"} made for `size`, in the place
    named `place`; `alt` says what it is, `palettes` are its colours, light and dark. By its `name`,
    which no other figure has, the browser knows it for a while.

    A press calls `on_press`, which reads `pressed(key)`, and another size of the place `on_size`,
    which reads `size_told(key)`. `ahead` are presses that lead to other figures: those are drawn
    without waiting, and the presses are let through one at a time: the next one once `presses`, how
    many were taken so far, has changed. `keep` is what the browser is to keep of the work (see
    keeper).
    """
    about = {
        "ahead": [{"button": one.button, "key": one.key, "name": one.name} for one in ahead],
        "name": name,
        "light": palettes[0],
        "dark": palettes[1],
        "alt": alt,
        "library": LIBRARY,
        "place": place,
        "pressable": pressable,
        "size": size,
        "presses": presses,
        "keep": keep,
    }
    # JSON Lines, as bytes: JSON inside of JSON would be escaped, twice as long, and read twice
    lines = [json.dumps(about, separators=(",", ":")), figure, *(one.figure for one in ahead)]
    data = "\n".join(lines).encode()
    note(key, "press", "size")
    _mount(key=key, data=data, height=height, on_press_change=on_press, on_size_change=on_size)


def pressed(key: str) -> dict[str, Any] | None:
    """{"point": [column, neuron]} or ["loss"], {"edge": [layer, to, from]}, {"fold": column}; only
    inside `on_press` is there one."""
    press = reported(key, "press")
    return press if isinstance(press, dict) else None


def size_told(key: str) -> tuple[str, Size] | None:
    """A place's name, and the size in px that it has; only inside `on_size` is there one."""
    told = reported(key, "size")
    if not isinstance(told, dict) or not isinstance(told.get("place"), str):
        return None
    size = size_of(told.get("width"), told.get("height"))
    return None if size is None else (told["place"], size)


def size_of(width: Any, height: Any) -> Size | None:
    """A size that a browser may have, or None."""
    fits = all(isinstance(n, int | float) and LEAST <= n <= MOST for n in (width, height))
    return (round(width), round(height)) if fits else None


def size_kept(place: str) -> Size | None:
    """The size that the place had when this browser was last here."""
    width, _, height = (st.context.cookies.get(f"stage_{place}") or "").partition("x")
    plain = width.isdecimal() and height.isdecimal() and len(width + height) < 10
    return size_of(int(width), int(height)) if plain else None
