"""One plain sentence for each step: what just happened, in words, and in the notation's names."""

from __future__ import annotations

from backprop_core import Step, Trace
from playground.notation.symbols import OWN, Notation
from playground.steps.displays import display_of
from playground.steps.words import Words


def sentence(step: Step, trace: Trace, notation: Notation = OWN) -> str:
    """What this step did, for someone who sees it for the first time."""
    return display_of(step.operation).sentence(Words(step, trace, notation))
