"""Colours by what they mean: each phase of the walk has one of its own, signs are almost grey.

A mark names its colour as "@ink". A figure made for a theme carries that theme's colours; one made
without keeps the names, and the browser puts in those of the page. Nothing rests on hue alone:
sign is a dash as well, and a phase has its words, its place and the direction of its arrows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Theme = Literal["light", "dark"]

LIGHT = {
    "@page": "#f3f5f7",
    "@surface": "#ffffff",
    "@band": "#f7f9fa",
    "@line": "#dfe4e9",
    "@faint": "#c9d1d9",
    "@rim": "#44546a",
    "@ink": "#14202b",
    "@muted": "#4f5d6b",
    "@on-solid": "#ffffff",
    "@positive": "#51627a",
    "@negative": "#8a5546",
    "@forward": "#0b6b85",
    "@forward-soft": "#dcedf2",
    "@loss": "#5b34d6",
    "@loss-soft": "#e8e2fb",
    "@backward": "#bd1550",
    "@backward-soft": "#fbe1ea",
    "@gradient": "#965e00",
    "@gradient-soft": "#f8ead0",
    "@update": "#14501c",
    "@update-soft": "#dcefdd",
    "@warned": "#ffc94d",
    "@on-warned": "#14202b",
    "@warned-rim": "#8f5400",
}

DARK = {
    "@page": "#0d1317",
    "@surface": "#141c22",
    "@band": "#182129",
    "@line": "#2a353f",
    "@faint": "#46535f",
    "@rim": "#a3b1bd",
    "@ink": "#eef3f6",
    "@muted": "#a3b1bd",
    "@on-solid": "#0d1317",
    "@positive": "#93a5ba",
    "@negative": "#cf9c86",
    "@forward": "#4fb8d6",
    "@forward-soft": "#133540",
    "@loss": "#c58bff",
    "@loss-soft": "#2e2247",
    "@backward": "#ff5f8f",
    "@backward-soft": "#44172a",
    "@gradient": "#f5c25b",
    "@gradient-soft": "#3b2e12",
    "@update": "#b5efc2",
    "@update-soft": "#1d3a26",
    "@warned": "#f5c25b",
    "@on-warned": "#0d1317",
    "@warned-rim": "#f5c25b",
}

PALETTES: Mapping[Theme, Mapping[str, str]] = {"light": LIGHT, "dark": DARK}


def colours_of(theme: Theme | None) -> Mapping[str, str]:
    """What to put in for each name; nothing without a theme."""
    return {} if theme is None else PALETTES[theme]
