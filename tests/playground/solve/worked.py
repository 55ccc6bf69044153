"""Somebody who works a whole exercise on paper: every number from the ones written before, rounded,
with a slip where one is planted."""

from __future__ import annotations

from playground.exercise.answers import NOTHING
from playground.exercise.presets import presets
from playground.exercise.view import trace_of
from playground.solve.choices import begun
from playground.solve.judging import Judged
from playground.solve.sheet import Sheet
from playground.solve.typed import typed


def sheet_of(preset, answers=None, granularity="neuron", **chosen):
    trace = trace_of(presets()[preset], granularity)
    texts = {at: {**NOTHING, "text": text} for at, text in (answers or {}).items()}
    return Sheet(trace, {**begun(), "on": True, **chosen}, texts)


def worked(preset, digits, slips=(), granularity="neuron", **chosen):
    """The texts of all answers; `slips` has a function of the right number for some addresses."""
    sheet = sheet_of(preset, granularity=granularity, **chosen)
    slips, texts = dict(slips), {}
    for at in sheet.asks:
        so_far = Judged(sheet.trace, {one: typed(text) for one, text in texts.items()})
        value = so_far.own(at)
        texts[at] = f"{slips.get(at, lambda one: one)(value):.{digits}g}"
    return sheet_of(preset, texts, granularity, **chosen)
