"""Somebody's numbers on the graph: each where ours would stand, with the sign of its verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from backprop_core import Address, Report, Trace
from playground.check.numbers import address_of
from playground.check.words import Entry, entries
from playground.solve.choices import begun
from playground.solve.judging import Verdict
from playground.solve.sheet import Sheet
from playground.solve.typed import Typed

_ELSEWHERE = ("step_W", "step_b", "dx", "loss_after")  # these have no place on the graph


@dataclass(frozen=True, eq=False)
class EnteredNumbers(Sheet):
    """What was entered, in place of our numbers; nothing is asked. Of our own numbers none is
    shown where nothing `is_compared`."""

    entered: Mapping[Address, Typed] = field(default_factory=dict)
    marks: Mapping[Address, Verdict] = field(default_factory=dict)
    is_compared: bool = True

    @property
    def numbers(self) -> Mapping[Address, Typed]:
        """What was entered."""
        return self.entered

    @property
    def is_marked(self) -> bool:
        """Verdicts are told at once."""
        return True

    def hides(self, at: Address) -> bool:
        """Nothing once numbers were compared: the right ones stand in the table as well."""
        return not self.is_compared

    def slot(self, position: int) -> Address | None:
        """None: no number is asked for."""
        return None

    def verdict(self, at: Address) -> Verdict | None:
        """What there is to tell of the number that was entered at `at`."""
        return self.marks.get(at)


def entered_numbers(report: Report, trace: Trace) -> EnteredNumbers:
    """All numbers of a report that have a place on the graph."""
    shown = dict(_placed(report))
    return EnteredNumbers(
        trace,
        begun(),
        {},
        entered={at: _typed(report, entry) for at, entry in shown.items()},
        marks={at: cast(Verdict, str(report.by_place[p][i])) for at, (p, i) in shown.items()},
    )


def nothing_entered(trace: Trace) -> EnteredNumbers:
    """A network of which only what is given is shown."""
    return EnteredNumbers(trace, begun(), {}, is_compared=False)


def _placed(report: Report) -> Iterator[tuple[Address, Entry]]:
    for entry in entries(report):
        if entry[0][0] not in _ELSEWHERE:
            yield address_of(*entry), entry


def _typed(report: Report, entry: Entry) -> Typed:
    place, index = entry
    return Typed(float(report.given[place].values[index]), 0, 0)
