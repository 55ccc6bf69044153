"""How it went: the score, and how each kind of step went.

Right, right as rounded, and what follows correctly from an earlier number count 1, wrong counts 0.
Two hints are free; with the numbers put in it counts half, and a number that was shown counts 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from backprop_core import Address
from playground.solve.asked import LOSS_AFTER
from playground.solve.judging import Verdict
from playground.solve.sheet import Sheet

WORTH = {0: 1.0, 1: 1.0, 2: 1.0, 3: 0.5, 4: 0.0}  # by the hints taken
KINDS: Mapping[str, tuple[str, ...]] = {
    "Weighted sums": ("z",),
    "Activations": ("a",),
    "Loss": ("loss", LOSS_AFTER.quantity),
    "Back through the weights": ("da",),
    "Deltas": ("delta",),
    "Gradients": ("dW", "db"),
    "New weights": ("W", "b"),
}


@dataclass(frozen=True)
class Score:
    """`points` of `of`, where `asked` numbers are asked in all."""

    points: float
    of: int
    asked: int
    hints: int
    verdicts: Mapping[Verdict, int]

    @property
    def to_go(self) -> int:
        """How many numbers are still blank."""
        return self.asked - self.of


@dataclass(frozen=True)
class Kind:
    """How one kind of step went: each answer's verdict, None for a blank."""

    name: str
    marks: tuple[tuple[Address, Verdict | None], ...]

    @property
    def right(self) -> int:
        """How many are right, or follow."""
        return sum(verdict not in (None, "wrong") for _, verdict in self.marks)

    @property
    def wrong(self) -> int:
        """How many are wrong."""
        return sum(verdict == "wrong" for _, verdict in self.marks)


def score(sheet: Sheet) -> Score:
    """What the answers so far are worth."""
    verdicts = sheet.judged.verdicts
    points = sum(
        WORTH[sheet.answer(at)["hints"]] for at, verdict in verdicts.items() if verdict != "wrong"
    )
    hints = sum(sheet.answer(at)["hints"] for at in sheet.asks)
    return Score(points, len(verdicts), len(sheet.asks), hints, Counter(verdicts.values()))


def kinds(sheet: Sheet) -> list[Kind]:
    """How each kind of step that is asked went, in the order of the work."""
    verdicts = sheet.judged.verdicts
    made = [
        Kind(name, tuple((at, verdicts.get(at)) for at in sheet.asks if at.quantity in quantities))
        for name, quantities in KINDS.items()
    ]
    return [kind for kind in made if kind.marks]


def is_without_help(sheet: Sheet) -> bool:
    """Whether every number is answered and right, and no hint was taken."""
    made = score(sheet)
    return not (made.to_go or made.hints or made.verdicts.get("wrong", 0))


def what_next(sheet: Sheet, *, is_first: bool) -> str:
    """Whether to go on with other numbers."""
    if not is_without_help(sheet):
        return "Try again with new numbers, until a round goes without mistakes or hints."
    if is_first:
        return "It went without help at the first try."
    return "This round went without help: you can do it."


def headline(sheet: Sheet) -> str:
    """How it went, in one sentence."""
    made = score(sheet)
    wrong = made.verdicts.get("wrong", 0)
    if not wrong:
        how = (
            "without hints" if not made.hints else f"with {made.hints} hint{'s' * (made.hints > 1)}"
        )
        return f"All {made.of} right, {how}."
    if wrong == 1:
        carried = ", and you carried it through correctly" if made.verdicts.get("follows") else ""
        return f"One slip{carried}."
    worst = max(kinds(sheet), key=lambda kind: kind.wrong)
    where = "all of them" if worst.wrong == wrong else "most often"
    return f"{wrong} of {made.of} are wrong, {where} among the {worst.name.lower()}."
