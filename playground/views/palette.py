"""Colours by what they mean. A figure names them as "@ink"; the browser puts in those of its theme.

Blue and orange stay apart for every kind of colour vision; sign is shown by dashes as well.
"""

from __future__ import annotations

FONT = '"Source Sans", "Source Sans Pro", sans-serif'

LIGHT = {
    "@ink": "#0f161d",
    "@muted": "#52616e",
    "@line": "#8896a3",
    "@paper": "#ffffff",
    "@fill": "#eef2f5",
    "@used": "#0f161d",
    "@accent": "#0b6b85",
    "@highlight": "#ffd23f",
    "@positive": "#1c66a8",
    "@negative": "#b8500a",
    "@positive-faint": "#a9c8e3",
    "@negative-faint": "#ecc4a3",
    "@positive-fill": "#a5d0f2",
    "@negative-fill": "#f8c49b",
    "@wrong": "#ff8f9f",
    "@loss": "#6b3fb5",
    "@update": "#14501c",
    "@warned": "#8f5400",
    "@class-c": "#6b3fb5",
    "@class-d": "#1b7340",
    "@class-e": "#b01868",
    "@class-f": "#7a6a00",
    "@class-g": "#00707d",
    "@class-h": "#8a4b2d",
    "@class-i": "#4a5568",
    "@class-j": "#9c27b0",
}

DARK = {
    "@ink": "#e9eef2",
    "@muted": "#a3b2be",
    "@line": "#647582",
    "@paper": "#12171c",
    "@fill": "#222b33",
    "@used": "#e9eef2",
    "@accent": "#6cc3de",
    "@highlight": "#a87f00",
    "@positive": "#63b3f2",
    "@negative": "#f29a5c",
    "@positive-faint": "#2a4c68",
    "@negative-faint": "#6a4527",
    "@positive-fill": "#1f5582",
    "@negative-fill": "#84471b",
    "@wrong": "#8c1a2e",
    "@loss": "#c58bff",
    "@update": "#b5efc2",
    "@warned": "#f5c25b",
    "@class-c": "#b79bf0",
    "@class-d": "#63c48a",
    "@class-e": "#f27fb2",
    "@class-f": "#d3c04a",
    "@class-g": "#55c7d4",
    "@class-h": "#d49a7a",
    "@class-i": "#a9b4c4",
    "@class-j": "#d98be6",
}


# The classes of a data set, in their order; then again from the first.
CLASSES = ("@negative", "@positive", *(f"@class-{letter}" for letter in "cdefghij"))

# The phases of a pass and the surfaces of a page, light and dark: custom properties of the style
# sheets. Phases are saturated and signs almost grey, so that they never compete.
_TOKENS = {
    "page": ("#f3f5f7", "#0d1317"),
    "surface": ("#ffffff", "#141c22"),
    "band": ("#f7f9fa", "#182129"),
    "line": ("#dfe4e9", "#2a353f"),
    "faint": ("#c9d1d9", "#46535f"),
    "ink": ("#14202b", "#eef3f6"),
    "muted": ("#4f5d6b", "#a3b1bd"),
    "forward": ("#0b6b85", "#4fb8d6"),
    "forward-soft": ("#dcedf2", "#133540"),
    "loss": ("#5b34d6", "#c58bff"),
    "loss-soft": ("#e8e2fb", "#2e2247"),
    "backward": ("#bd1550", "#ff5f8f"),
    "backward-soft": ("#fbe1ea", "#44172a"),
    "gradient": ("#965e00", "#f5c25b"),
    "gradient-soft": ("#f8ead0", "#3b2e12"),
    "update": ("#14501c", "#b5efc2"),
    "update-soft": ("#dcefdd", "#1d3a26"),
    "refused": ("#b3261e", "#ff8a80"),
}
COLOURS = (
    ":root {"
    + "".join(f" --{name}: light-dark({light}, {dark});" for name, (light, dark) in _TOKENS.items())
    + " }\n"
)
