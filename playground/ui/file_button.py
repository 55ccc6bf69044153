"""Files to take along: what the session offers, as a row of buttons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from playground.session.offered_files import OfferedFile, offer
from playground.views.file_buttons.file_buttons import FileButton, file_buttons


@dataclass(frozen=True)
class Offer:
    """A button's key, label and icon, and the file that a press on it brings; None: it is off."""

    key: str
    label: str
    file: OfferedFile | None
    icon: str = ""


def offer_files(offers: Iterable[Offer], *, key: str) -> None:
    """The buttons in a row. Each file is made at the press, in pieces where it is long."""
    file_buttons([_button(one) for one in offers], key=key)


def _button(one: Offer) -> FileButton:
    file = one.file
    return {
        "key": one.key,
        "label": one.label,
        "icon": one.icon,
        "address": offer(one.key, file) if file else "",
        "name": file.name if file else "",
    }
