"""Files to take along: what the session offers, as a row of buttons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from playground.session.offered_files import OfferedFile, offer
from playground.views.file_buttons.file_buttons import FileButton, file_buttons


@dataclass(frozen=True)
class Offer:
    """A button's key, label and icon, and the file that a press on it brings; None: it is off. The
    `main` one is what its panel is for."""

    key: str
    label: str
    file: OfferedFile | None
    icon: str = ""
    main: bool = False


def offer_files(offers: Iterable[Offer], *, key: str, beside: bool = False) -> None:
    """The buttons in a row, which stand `beside` others or have a line for themselves. Each file is
    made at the press, in pieces where it is long."""
    file_buttons([_button(one) for one in offers], key=key, beside=beside)


def _button(one: Offer) -> FileButton:
    file = one.file
    return {
        "key": one.key,
        "label": one.label,
        "icon": one.icon,
        "main": one.main,
        "address": offer(one.key, file) if file else "",
        "name": file.name if file else "",
    }
