"""Is each answer right? The engine's `explain` judges the numbers of the pass, each by what stands
before it. Three kinds of number it does not know are judged here, by what the learner's own
earlier numbers make: a sum so far, the loss of one sample, and the loss after the update."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from backprop_core import (
    Address,
    BackpropError,
    Term,
    Trace,
    batch_loss,
    explain,
    forward,
)
from playground.exercise.answers import Answer
from playground.solve.asked import LOSS_AFTER
from playground.solve.nearness import inputs_of, nearness
from playground.solve.own_numbers import losses_of, own_after, own_trace
from playground.solve.typed import Typed, typed

Verdict = Literal["exact", "rounded", "follows", "wrong"]
Report = Any  # what explain gives; the engine makes no name of it public
_OF_LAYERS = ("z", "a", "da", "delta", "dW", "db", "W", "b")
_SLACK = 1 + 1e-9
_FLOATS = 1e-12  # of a number: what floats lose, by the order in which they add up
_SHOWN = 4  # digits: as few are shown of a number that is not asked


def typed_answers(answers: Mapping[Address, Answer], comma: bool = False) -> dict[Address, Typed]:
    """The numbers among the answers."""
    found = {}
    for at, answer in answers.items():
        if answer["text"]:
            try:
                found[at] = typed(answer["text"], comma=comma)
            except BackpropError:
                continue  # kept by a browser, and no number any more
    return found


@dataclass(frozen=True, eq=False)
class Judged:
    """All answers to one pass, and what there is to say about each."""

    trace: Trace
    answers: Mapping[Address, Typed]
    paper: Trace | None = None  # the pass as the exercise wants its numbers rounded
    is_shown: Callable[[Address], bool] = lambda at: False  # whether the app shows its own number

    @cached_property
    def report(self) -> Report:
        """What the engine says of the numbers of the pass."""
        trace = self.trace
        given = _given(trace, self.answers)
        return explain(trace.network, trace.forward.x, trace.y, given, trace.learning_rate)

    @cached_property
    def verdicts(self) -> dict[Address, Verdict]:
        """Of each answer."""
        return {at: self._verdict(at) for at in self.answers}

    def _verdict(self, at: Address) -> Verdict:
        if _is_known(self.trace, at):
            each = self.report.verdicts["dx" if at.layer == -1 else at.quantity]
            array = each if at.quantity == "loss" or at.layer == -1 else each[at.in_layer]
            verdict: Verdict = str(array[_index(at, array.ndim)])  # type: ignore[assignment]
            if verdict in ("rounded", "follows"):
                verdict = self._closer(at, verdict)
        else:
            verdict = self._by_own(at)
        if verdict in ("wrong", "follows") and self._is_on_paper(at):
            return "rounded"
        if verdict == "wrong" and (self._follows_from_part(at) or self._follows_from_samples(at)):
            return "follows"
        return verdict

    def _follows_from_samples(self, at: Address) -> bool:
        """Whether it is the loss that the answered losses of the samples add up to."""
        samples = [one for one in self.answers if one.quantity == "loss" and one.sample is not None]
        if at.quantity != "loss" or at.sample is not None or not samples:
            return False
        given = self.answers[at]
        off = given.half_unit + max(self.answers[one].half_unit for one in samples)
        return abs(given.value - self.own(at)) <= off * _SLACK + _FLOATS * abs(given.value)

    def _is_on_paper(self, at: Address) -> bool:
        """Whether it is the very number that the exercise's own rounding leads to."""
        if self.paper is None:
            return False
        given, paper = self.answers[at], _value(self.paper, self.paper.after, at)
        return abs(given.value - paper) <= given.half_unit * _SLACK

    def _by_own(self, at: Address) -> Verdict:
        """By what the learner's own earlier numbers make; it follows if one of them is wrong."""
        given, (own, spread) = self.answers[at], self.by_own_numbers(at)
        exact, floats = self.exact(at), _FLOATS * abs(given.value)
        off = (given.half_unit + spread) * _SLACK + floats
        if abs(given.value - exact) <= given.half_unit * _SLACK + floats:
            return "exact"
        if not abs(given.value - own) <= off:
            return "wrong"
        return "rounded" if abs(own - exact) <= off or self._all_right else "follows"

    @cached_property
    def _all_right(self) -> bool:
        """Whether none of the numbers that the engine knows is wrong."""
        return bool(self.report.right)

    def _closer(self, at: Address, verdict: Verdict) -> Verdict:
        """The verdict by how near rounding can bring it, where all that goes into it is known."""
        own, given = self.own_before(at), self.answers[at]
        if not self._is_wrong and abs(given.value - float(own.value(at))) <= given.half_unit:
            return verdict  # the usual case, and the quickest
        needed = [one for one in inputs_of(at, own) if one.quantity != "a" or at.quantity == "z"]
        shown = {one: _as_shown(own, one) for one in needed if self._is_ours(one)}
        known = {**shown, **self.answers}
        if at.quantity == "loss" or any(one not in known for one in needed):
            return verdict
        numbers = {one: n.value for one, n in self.answers.items() if one != at}

        def made(others: Mapping[Address, float]) -> float:
            changed = {**numbers, **others}
            trace = own_trace(self.trace, changed)
            return _value(trace, trace.after, at)

        near = nearness(at, known, own, made, self.exact(at))
        if not near.own and not (near.exact and self._is_wrong):
            return "wrong"
        return "follows" if verdict == "rounded" and not near.exact and self._is_wrong else verdict

    def _is_ours(self, at: Address) -> bool:
        """Whether the app shows or gives that number, so that nobody had to make it."""
        return at not in self.answers and self.is_shown(at)

    @cached_property
    def _is_wrong(self) -> bool:
        """Whether some number is called wrong."""
        return bool(self.report.count("wrong"))

    def _follows_from_part(self, at: Address) -> bool:
        """Whether it goes on rightly from the part of the sum that was answered before."""
        before = self._part_before(at)
        if before is None:
            return False
        after = slice((before.part or 0) + 1, None if at.part is None else at.part + 1)
        terms = self.own_before(at).terms(at.whole)[after]
        given, part = self.answers[at], self.answers[before]
        off = sum(self._off(term) + given.half_unit for term in terms)
        off += part.half_unit + given.half_unit
        own = part.value + float(sum(term.value for term in terms))
        return abs(own - given.value) <= off * _SLACK

    def _part_before(self, at: Address) -> Address | None:
        """The answered part of the same sum that comes just before `at`."""
        if at.part is None:
            parts = (one for one in self.answers if one.part is not None and one.whole == at)
            return max(parts, default=None, key=lambda one: one.part or 0)
        before = at._replace(part=at.part - 1)
        return before if before in self.answers else None

    def exact(self, at: Address) -> float:
        """What should stand there."""
        return _value(self.trace, self.trace.after, at)

    def own_before(self, at: Address) -> Trace:
        """The pass with all that was answered but the number at `at`."""
        numbers = {one: number.value for one, number in self.answers.items() if one != at}
        return own_trace(self.trace, numbers)

    def own(self, at: Address) -> float:
        """What the learner's own earlier numbers make of it."""
        own = self.own_before(at)
        numbers = {one: n.value for one, n in self.answers.items() if one != at}
        return _value(own, own_after(own, numbers), at)

    def by_own_numbers(self, at: Address) -> tuple[float, float]:
        """What they make of it, and how far rounding them may have led it."""
        own, given = self.own(at), self.answers[at]
        if at == LOSS_AFTER or at.part is None:
            return own, self._spread(at, own) + 2 * given.half_unit
        terms = self.own_before(at).terms(at.whole)[: (at.part or 0) + 1]
        return own, sum(self._off(term) + given.half_unit for term in terms)

    def _off(self, term: Term) -> float:
        """How far a product may be off by the rounding of its factors."""
        off = 0.0
        for factor in term.factors:
            number = self.answers.get(factor.address)
            if number is not None and factor.value:
                off += abs(float(term.value) / float(factor.value)) * number.half_unit
        return off

    def _spread(self, at: Address, own: float) -> float:
        """How far the number moves if each answer that it rests on moves by half a unit."""
        moved = 0.0
        for one, number in self.answers.items():
            if one == at or one.part is not None or not _leads_to(one, at):
                continue
            changed = {a: n.value for a, n in self.answers.items() if a != at}
            changed[one] = number.value + number.half_unit
            trace = own_trace(self.trace, changed)
            moved += abs(_value(trace, own_after(trace, changed), at) - own)
        return moved


def _as_shown(trace: Trace, at: Address) -> Typed:
    """A number of ours with the digits that are seen of it."""
    return typed(f"{float(trace.value(at)):.{_SHOWN}g}")


def _leads_to(one: Address, at: Address) -> bool:
    if at == LOSS_AFTER:
        return one.quantity in ("W", "b", "dW", "db")
    return one.quantity in ("z", "a") and one.sample == at.sample


def _value(trace: Trace, after: Any, at: Address) -> float:
    """The number at `at` in a pass, be it one that no step makes."""
    with np.errstate(all="ignore"):
        if at == LOSS_AFTER:
            made = forward(after, trace.forward.x, strict=False)
            return float(batch_loss(after, made, trace.y))
        if at.quantity == "loss" and at.sample is not None and at.part is None:
            return float(losses_of(trace.network, trace.forward, trace.y)[at.sample].sum())
        if at.part is not None:
            terms = trace.terms(at.whole)[: at.part + 1]
            return float(sum(term.value for term in terms))
        return float(trace.value(at))


def _is_known(trace: Trace, at: Address) -> bool:
    """Whether it is a number that explain takes."""
    whole = at.quantity == "loss" and at.sample is None
    return at.part is None and (whole or at.quantity in _OF_LAYERS)


def _index(at: Address, dimensions: int) -> Any:
    if dimensions == 0:
        return ()
    if at.quantity in ("W", "dW"):
        return at.neuron, at.source
    return (at.neuron,) if at.quantity in ("b", "db") else (at.sample, at.neuron)


def _given(trace: Trace, answers: Mapping[Address, Typed]) -> dict[str, Any]:
    """The answers as explain takes them, as texts with their digits."""
    given: dict[str, Any] = {}
    layers = len(trace.network.layers)
    for at, number in answers.items():
        if not _is_known(trace, at):
            continue
        if at.quantity == "loss":
            given["loss"] = number.text
            continue
        if at.layer == -1:
            dx = given.setdefault("dx", np.full(trace.forward.x.shape, "", dtype=object))
            dx[at.sample, at.neuron] = number.text
            continue
        arrays = given.setdefault(at.quantity, [None] * layers)
        if arrays[at.in_layer] is None:
            shape = np.shape(trace.value(Address(at.quantity, at.layer)))
            arrays[at.in_layer] = np.full(shape, "", dtype=object)
        array = arrays[at.in_layer]
        array[_index(at, array.ndim)] = number.text
    return given
