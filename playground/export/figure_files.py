"""The graph at the step that is shown, as a figure for a paper, a slide or a sheet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from backprop_core import Step
from playground.exercise.view import View, trace_of
from playground.export.svg import svg_file
from playground.export.tikz import tikz_file
from playground.stage.figure import Picture, stage_figure
from playground.stage.stage_view import StageView

SIZE = (924.0, 560.0)
GIVEN = "The network with its inputs, weights and targets; nothing is computed yet."


def picture_of(
    view: View, at: int | None = None, size: tuple[float, float] = SIZE, *, calm: bool = False
) -> Picture:
    """The graph at that step, the one that is shown by default."""
    position = view.position if at is None else at
    shown = StageView(
        view.trace,
        position,
        view.symbols,
        view.digits,
        view.chosen_sample,
        calm=calm,
        printed=True,
    )
    return stage_figure(shown, *size, theme="light", motion=False)


@dataclass(frozen=True)
class Unsolved(StageView):
    """The network before the first step: inputs, weights and targets, and nothing made yet."""

    @cached_property
    def step(self) -> Step:
        return self.trace[0]


def picture_without_answers(view: View, size: tuple[float, float] = SIZE) -> Picture:
    """The graph with what is given alone."""
    trace = trace_of(view.document, "neuron")
    shown = Unsolved(trace, -1, view.symbols, view.digits, view.chosen_sample, calm=True)
    picture = stage_figure(shown, *size, theme="light", motion=False, legend=False)
    return replace(picture, alt=GIVEN)  # the stage's own words tell the first step's number


def figure_svg(view: View) -> str:
    """The graph as a file of SVG."""
    return svg_file(picture_of(view))


def figure_tikz(view: View) -> str:
    """The graph as a LaTeX document with a TikZ picture."""
    return tikz_file(picture_of(view))
