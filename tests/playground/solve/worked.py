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


def by_rounded_products(sheet, texts, at, write):
    """The number at `at`, with every product rounded on the way."""
    so_far = Judged(sheet.trace, {one: typed(text) for one, text in texts.items()})
    own = so_far.own_before(at)
    if at.quantity not in ("z", "da", "dW", "delta") or not own.operation(at).sums:
        return so_far.own(at)
    return sum(float(write(float(term.value))) for term in own.terms(at))


def worked_roughly(preset, write, **chosen):
    """All answers as `write` puts them, and with it every product on the way."""
    sheet, texts = sheet_of(preset, **chosen), {}
    for at in sheet.asks:
        texts[at] = write(by_rounded_products(sheet, texts, at, write))
    return sheet_of(preset, texts, **chosen)


def worked(preset, digits, slips=(), granularity="neuron", **chosen):
    """The texts of all answers; `slips` has a function of the right number for some addresses."""
    sheet = sheet_of(preset, granularity=granularity, **chosen)
    slips, texts = dict(slips), {}
    for at in sheet.asks:
        so_far = Judged(sheet.trace, {one: typed(text) for one, text in texts.items()})
        value = so_far.own(at)
        texts[at] = f"{slips.get(at, lambda one: one)(value):.{digits}g}"
    return sheet_of(preset, texts, granularity, **chosen)
