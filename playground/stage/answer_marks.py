"""How an answer is marked where it stands: a sign behind the number for each verdict, and an empty
slot for the number that is to be entered. A sign has a shape of its own, so nothing rests on its
colour; the legend has the words."""

from __future__ import annotations

from playground.stage.lettering import BOLD, width
from playground.stage.marks import Run
from playground.stage.outside import Address, Verdict
from playground.stage.stage_view import StageView

SIGNS: dict[Verdict, tuple[str, str, str]] = {
    "exact": ("✓", "@update", "right"),
    "rounded": ("≈", "@update", "right as rounded"),
    "follows": ("↳", "@loss", "follows from an earlier number"),
    "wrong": ("✗", "@backward", "wrong"),
}
EMPTY = "?"


def verdict_run(view: StageView, at: Address, colour: str = "") -> tuple[Run, ...]:
    """The sign of the answer at `at`, in its own colour or in the one given; none without one."""
    verdict = view.verdict(at)
    if verdict is None:
        return ()
    sign, own, _ = SIGNS[verdict]
    return (Run(f" {sign}", colour or own, BOLD),)


def runs_width(runs: tuple[Run, ...], size: float) -> float:
    """How wide they are together."""
    return sum(width(run.text, size, run.weight) for run in runs)


def slot_run(colour: str) -> Run:
    """What stands in the empty slot."""
    return Run(f" {EMPTY} ", colour, BOLD)
