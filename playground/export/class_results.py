"""What a class has handed in, as a table: how each did, and who stumbled at which kind of step."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from backprop_core import Address, BackpropError
from playground.exercise.document import Document
from playground.exercise.kept import kept
from playground.export.escapes import csv_cell, csv_of_people
from playground.export.variants import MOST_NAMES, variant
from playground.notation import number_text
from playground.notation.bias_names import with_bias_as
from playground.notation.laid_out import laid_out
from playground.notation.symbols import NOTATIONS, Symbols
from playground.notation.turned import DERIVATIVES, notation_on_paper
from playground.solve.asked import item_name
from playground.solve.handed_in import HandedIn
from playground.solve.judging import Verdict
from playground.solve.score import KINDS, Kind, Score, kinds, score
from playground.solve.verdict_text import likely_cause, what_was_done

_NOT_NUMBERS = ("title", "source", "note")
WORDS: dict[Verdict | None, str] = {
    "exact": "right",
    "rounded": "right as rounded",
    "follows": "follows",
    "wrong": "wrong",
    None: "blank",
}
HEAD = (
    *("name", "exercise", "same exercise", "variant of", "points", "of", "percent"),
    *("right", "right as rounded", "follows", "wrong", "blank", "hints", "corrected"),
    *("minutes", "begun", "last"),
    *(f"{name} ({what})" for name in KINDS for what in ("right", "asked")),
    *("stumbled at", "first wrong", "likely slip"),
)


@dataclass(frozen=True, eq=False)
class Result:
    """How one piece of work is to be marked; `notation` is that of whoever marks it."""

    work: HandedIn
    notation: str = "own"

    @cached_property
    def score(self) -> Score:
        """The points: what follows rightly from a slip counts like what is right."""
        return score(self.work.sheet)

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """How each kind of step that was asked went."""
        return {kind.name: kind for kind in kinds(self.work.sheet)}

    @cached_property
    def stumbles(self) -> dict[str, int]:
        """How many answers of each kind of step are wrong, where any is."""
        counts = {
            name: sum(verdict == "wrong" for _, verdict in kind.marks)
            for name, kind in self.kinds.items()
        }
        return {name: count for name, count in counts.items() if count}

    @cached_property
    def first_wrong(self) -> Address | None:
        """The first wrong answer, in the order of the work."""
        verdicts = self.work.sheet.judged.verdicts
        return next((at for at, verdict in verdicts.items() if verdict == "wrong"), None)

    @cached_property
    def slip(self) -> str:
        """The likely slip at the first wrong answer; "" for none."""
        if self.first_wrong is None:
            return ""
        cause = likely_cause(self.work.sheet.judged, self.first_wrong)
        slips = () if cause is None else cause.slips
        return " ".join(dict.fromkeys(what_was_done(self.work.sheet, slip) for slip in slips))

    def name_of(self, at: Address) -> str:
        """What a number is called."""
        trace, notation = self.work.sheet.trace, NOTATIONS[self.notation]
        signs = DERIVATIVES if self.work.sheet.conventions.turned else frozenset[str]()
        by_rule = trace.network.loss_function.for_thresholds
        notation = laid_out(notation, self.work.sheet.conventions.weights)
        notation = with_bias_as(notation, self.work.sheet.conventions.bias_as)
        notation = notation_on_paper(notation, signs=signs, by_rule=by_rule)
        symbols = Symbols(notation, trace.network.sizes, len(trace.y))
        return item_name(symbols, at)

    def answers(self) -> Iterator[tuple[str, str, str, str, str, str]]:
        """For each number asked: its name, the answer, the exact number, the verdict, the hints,
        and what was corrected."""
        sheet = self.work.sheet
        for at in sheet.asks:
            answer, exact = sheet.answer(at), number_text.text(sheet.exact(at), 8)
            verdict = WORDS[sheet.judged.verdicts.get(at)]
            hints, earlier = str(answer["hints"] or ""), ", ".join(answer["earlier"])
            yield self.name_of(at), answer["text"], exact, verdict, hints, earlier


def same_numbers(one: Document, other: Document) -> bool:
    """Whether two exercises differ in nothing but their texts."""
    return _numbers(one) == _numbers(other)


def _numbers(document: Document) -> dict[str, object]:
    return {name: value for name, value in document.items() if name not in _NOT_NUMBERS}


@dataclass(frozen=True, eq=False)
class SetWork:
    """What a class was given: one exercise, or its variants with that seed for those names."""

    exercise: Document
    seed: int = 1
    names: tuple[str, ...] = ()

    def variant_of(self, work: HandedIn) -> str:
        """The name whose variant it is: its own, or another on the list; "" for none."""
        if same_numbers(work.exercise, self.exercise):
            return ""
        names = (name for name in (work.name, *self.names) if name)
        return next((name for name in names if self._is_variant(work, name)), "")

    def _is_variant(self, work: HandedIn, name: str) -> bool:
        try:
            return same_numbers(work.exercise, _variant(self.exercise, self.seed, name))
        except BackpropError:
            return False  # there is none with numbers that work out


_variant = kept(2 * MOST_NAMES)(variant)


def class_csv(results: Sequence[Result], given: SetWork) -> str:
    """A row for each piece of work, which is compared with what was given."""
    into = io.StringIO()
    writer = csv.writer(into, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(_row(one, given) for one in results)
    return csv_of_people(into.getvalue())


def _row(one: Result, given: SetWork) -> list[str]:
    work, made = one.work, one.score
    counts = [made.verdicts.get(verdict, 0) for verdict in WORDS if verdict is not None]
    corrected = sum(bool(answer["earlier"]) for answer in work.sheet.answers.values())
    percent = f"{100 * made.points / made.asked:.1f}" if made.asked else ""
    by_kind = [_share(one.kinds.get(name)) for name in KINDS]
    first = one.first_wrong
    cells = [
        *(work.name, work.exercise["title"]),
        "yes" if same_numbers(work.exercise, given.exercise) else "no",
        given.variant_of(work),
        *(f"{made.points:g}", made.asked, percent, *counts, made.to_go, made.hints, corrected),
        *(minutes(work), _moment(work.time["begun"]), _moment(work.time["last"])),
        *(cell for pair in by_kind for cell in pair),
        "; ".join(one.stumbles),
        "" if first is None else one.name_of(first),
        one.slip,
    ]
    return [csv_cell(cell) if isinstance(cell, str) else str(cell) for cell in cells]


def _share(kind: Kind | None) -> tuple[str, str]:
    return ("", "") if kind is None else (str(kind.right), str(len(kind.marks)))


def minutes(work: HandedIn) -> str:
    """How long it took, without long breaks."""
    return f"{work.time['worked'] / 60:.1f}" if work.time["begun"] else ""


def _moment(seconds: int) -> str:
    if not seconds:
        return ""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def stumbling_blocks(results: Sequence[Result]) -> list[tuple[str, list[str]]]:
    """For each kind of step, who has a wrong answer there; the most frequent first."""
    found = {
        name: [one.work.name or "?" for one in results if name in one.stumbles] for name in KINDS
    }
    order = Counter({name: len(who) for name, who in found.items()}).most_common()
    return [(name, found[name]) for name, count in order if count]
