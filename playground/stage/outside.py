"""All that the stage takes from the rest of the app, in one place."""

from __future__ import annotations

from backprop_core import Address, Number, Step, Trace, loss_contributions
from playground.exercise.paper_trace import rounds_of
from playground.functions.catalogue import short_name
from playground.notation import number_text
from playground.notation.column_names import as_heading
from playground.notation.symbols import OWN, Notation, Symbols, symbols_for
from playground.solve.judging import Verdict
from playground.solve.sheet import Sheet
from playground.steps.displays import display_of

__all__ = [
    "OWN",
    "Address",
    "Notation",
    "Number",
    "Sheet",
    "Step",
    "Symbols",
    "Trace",
    "Verdict",
    "as_heading",
    "display_of",
    "loss_contributions",
    "number_text",
    "rounds_of",
    "short_name",
    "symbols_for",
]
