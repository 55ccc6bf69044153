"""Buttons that fetch files from this server: each shows how far it is, and stops at a second press.

A press asks at the file's own address and takes no run of the page, so it is heard whatever the
page is doing. Where the server is gone or new, the browser asks again until it answers.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Literal, TypedDict

import streamlit as st

from playground.views.sources import script, source
from playground.views.triggers import note

OFFERED = "files"  # below which the server has their addresses
LINES = "X-Lines"  # the header that says how many lines a file will have


class FileButton(TypedDict):
    """Its key, its label, the name of its icon, whether it is what its panel is for, where the file
    is ("" for a button that is off), and what the file is called."""

    key: str
    label: str
    icon: str
    main: bool
    address: str
    name: str


_mount = st.components.v2.component(
    "file_buttons",
    js=script(
        "save_file.js",
        "file_buttons/file_buttons.js",
        styles=source("file_buttons/file_buttons.css"),
    ),
    isolate_styles=False,
)


def file_buttons(buttons: Sequence[FileButton], *, key: str, beside: bool = False) -> None:
    """A row of them, no wider than they are where it stands `beside` other buttons. What the
    browser reports, an address that is lost, is answered by the run that comes with it: that brings
    new ones."""
    rows = [{**one, "address": one["address"] and f"{OFFERED}/{one['address']}"} for one in buttons]
    note(key, "lost")
    width: Literal["content", "stretch"] = "content" if beside else "stretch"
    _mount(key=key, data=json.dumps(rows).encode(), width=width, on_lost_change=lambda: None)
