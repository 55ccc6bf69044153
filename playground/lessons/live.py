"""What the live numbers of a lesson's text come from, and what a text mentions of them."""

from __future__ import annotations

from dataclasses import dataclass

from backprop_core import Trace
from playground.lessons.pointers import Place
from playground.notation.symbols import Symbols


@dataclass(frozen=True)
class Live:
    """What a text is filled from: the pass, how its numbers are written, and the sample shown."""

    trace: Trace
    symbols: Symbols
    digits: int
    sample: int
    losses: tuple[float, ...] = ()
    loss_after: float = float("nan")


@dataclass(frozen=True)
class Named:
    """A place that a text mentions, and whether it asks for the terms of a sum there."""

    place: Place
    of_terms: bool = False
