"""A label and its value, as they stand on a line of a paste."""

from __future__ import annotations

from dataclasses import dataclass, field

from backprop_core.written.reading.blocks import Node
from backprop_core.written.reading.tokens import Token


@dataclass
class Statement:
    """A label and its value: an array in brackets, or the tokens of a row, or nothing yet."""

    label: str | None
    node: Node | None = None
    row: list[Token] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    start: int = 0
    end: int = 0
    sign: str = ""
    is_remark: bool = False
