"""The worked solution: every step with its formula, the numbers put in, and one sentence.

What a solution says is a value, made from the same steps as the walk; how it is set is a template:
a page of HTML to print, Markdown with LaTeX in it, or a LaTeX file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby

from markupsafe import Markup

from backprop_core import Step
from playground.exercise.view import View
from playground.export.escapes import latex_text
from playground.export.figure_files import picture_of, picture_without_answers
from playground.export.given_numbers import facts, given_tables
from playground.export.solution_choice import EVERY_STEP, StepChoice
from playground.export.svg import svg
from playground.export.templated import content, rendered
from playground.export.tikz import tikz
from playground.latex.mathml import mathml
from playground.latex.mathml_lines import equalities
from playground.latex.symbol_mathml import tex_mathml
from playground.latex.tree import Node, Sum
from playground.latex.write import latex, written
from playground.notation import number_text
from playground.stage.figure import Picture
from playground.steps.equalities import Formula, Remark
from playground.steps.formula import formula_of
from playground.steps.sentences import sentence
from playground.steps.tables import Table, connection_table, neuron_table
from playground.steps.writer import unlike

ROOM = 30.0  # em that a line of a formula has on paper
PAPER = 36.0  # em that are there for a line which cannot go on below
MOST_STEPS = 1500  # a longer walk is set layer by layer
_TITLES = {
    "forward": "Forward pass",
    "loss": "Loss",
    "backward": "Backward pass",
    "gradient": "Gradients",
    "update": "Update",
}


@dataclass(frozen=True)
class Item:
    """One step: its number in the walk, what it makes, how, and what that means."""

    number: int
    name: str
    formula: Formula
    sentence: str

    @property
    def mathml(self) -> Markup:
        return Markup(equalities(self.formula.left, self.formula.lines, ROOM))

    @property
    def smaller(self) -> str:
        """How many times smaller it is set on paper, where its widest line would leave it."""
        lines = (line for line in self.formula.lines if not isinstance(line, Sum))
        widest = max((written(line).width for line in lines), default=0.0)
        return f"{max(1.0, widest / PAPER):.2f}"

    @property
    def latex(self) -> str:
        return Formula(self.formula.left, self.formula.lines).latex

    @property
    def html_remarks(self) -> list[Markup]:
        """What is to be said besides."""
        return [Markup(_set(one, escape, inline, _equal_mathml)) for one in self.formula.remarks]

    @property
    def latex_remarks(self) -> list[str]:
        return [_set(one, latex_text, "${}$".format, _equal_latex) for one in self.formula.remarks]


@dataclass(frozen=True)
class Passage:
    """Steps that belong together, those of one phase in one layer."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Solution:
    """A solution before it is set: what is given, the passages, and the numbers at the end: all, or
    where it ends at the step `until`, those up to there."""

    title: str
    about: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    given: tuple[tuple[str, Table], ...]
    passages: tuple[Passage, ...]
    results: tuple[tuple[str, Table], ...]
    digits: int
    until: int | None = None

    @property
    def at_the_end(self) -> str:
        """The heading of the numbers."""
        return "All numbers" if self.until is None else f"Numbers up to step {self.until}"

    def cell(self, value: str | float | None) -> str:
        """A table's cell as text."""
        if value is None:
            return "–"
        return value if isinstance(value, str) else number_text.text(value, self.digits)

    def given_cell(self, value: str | float | None) -> str:
        """A given number, with the digits that its worksheet has, so that all can be recomputed."""
        if value is None or isinstance(value, str):
            return self.cell(value)
        return number_text.text(value, number_text.resized(self.digits, number_text.SAME))


def solution_of(view: View, choice: StepChoice = EVERY_STEP) -> Solution:
    """The worked solution of those steps, in the view's notation and digits."""
    view = set_by_layers(view)
    document, steps = view.document, choice.of(view.trace.plan)
    end = _end(view, steps)
    return Solution(
        document["title"] or "A network",
        tuple(filter(None, (document["source"], document["note"]))),
        tuple(facts(view)),
        tuple(given_tables(view)),
        tuple(_passages(view, [view.trace[k] for k in steps])),
        tuple(_results(view, view.trace[end], choice)),
        view.digits,
        None if end == len(view.trace) - 1 else end + 1,
    )


def _end(view: View, steps: Sequence[int]) -> int:
    """Where the numbers at the end stand: a solution of the forward pass has no gradients."""
    return steps[-1] if steps else len(view.trace) - 1


def solution_html(view: View, choice: StepChoice = EVERY_STEP) -> str:
    """A page without scripts that prints well on A4 and Letter."""
    names = {
        "solution": solution_of(view, choice),
        "style": Markup(content("paper.css")),
        "before": Markup(svg(picture_without_answers(view))),
        "after": Markup(svg(_picture_at_the_end(view, choice))),
    }
    return rendered("solution.html", names)


def _picture_at_the_end(view: View, choice: StepChoice) -> Picture:
    whole = set_by_layers(view)
    if choice.sample is not None:
        whole = replace(whole, chosen_sample=choice.sample)
    return picture_of(whole, _end(whole, choice.of(whole.trace.plan)), calm=True)


def solution_markdown(view: View, choice: StepChoice = EVERY_STEP) -> str:
    """Markdown with LaTeX between dollar signs, as GitHub, Jupyter and Pandoc read it."""
    return rendered("solution.md", {"solution": solution_of(view, choice)})


def solution_latex(view: View, choice: StepChoice = EVERY_STEP) -> str:
    """A LaTeX file that compiles by itself, the graph in TikZ."""
    picture = tikz(_picture_at_the_end(view, choice))
    body = rendered("solution.tex", {"solution": solution_of(view, choice), "picture": picture})
    return with_preamble(body)


def with_preamble(body: str) -> str:
    """A LaTeX document; a sign that its font has no letter for is shown by its number."""
    declared = "\n".join(rf"\sign{{{ord(c):04X}}}" for c in sorted(set(body)) if ord(c) > 0x17F)
    return content("paper.tex").replace("% DECLARED", declared).replace("% BODY", body)


def set_by_layers(view: View) -> View:
    """The view of a walk that is not too long to be set: layer by layer, where it is."""
    if len(view.trace) <= MOST_STEPS:
        return view
    return replace(view.at_once, chosen_digits=view.digits)


def _passages(view: View, chosen: Sequence[Step]) -> Iterator[Passage]:
    for (phase, layer), steps in groupby(chosen, key=lambda step: (step.phase, step.layer)):
        where = "" if layer is None else f": {view.symbols.the_layer(layer)}"
        yield Passage(f"{_TITLES[phase]}{where}", tuple(_item(view, step) for step in steps))


def _item(view: View, step: Step) -> Item:
    notation = view.symbols.notation
    return Item(
        step.number + 1,
        view.symbols.made(step),
        formula_of(step, view.trace, view.digits, notation),
        sentence(step, view.trace, notation),
    )


def _results(view: View, last: Step, choice: StepChoice) -> Iterator[tuple[str, Table]]:
    trace, notation = view.trace, view.symbols.notation
    for sample in range(len(trace.y)) if choice.sample is None else (choice.sample,):
        of = f", sample {sample + 1}" if len(trace.y) > 1 else ""
        yield f"Neurons{of}", neuron_table(trace, last, sample, notation=notation)
    for layer in range(len(view.network.layers)):
        name = f"Connections into {view.symbols.the_layer(layer)}"
        yield name, connection_table(trace, last, layer, notation)


def _set(
    remark: Remark,
    words: Callable[[str], str],
    symbol: Callable[[str], str],
    equal: Callable[[tuple[Node, ...]], str],
) -> str:
    """A remark, whose words may have symbols between dollar signs."""
    parts = remark.words.split("$")
    text = "".join(symbol(part) if k % 2 else words(part) for k, part in enumerate(parts))
    return " ".join(filter(None, (text, equal(remark.equal) if remark.equal else "")))


def _equal_mathml(equal: tuple[Node, ...]) -> str:
    first, *rest = (mathml(node) for node in unlike(equal))
    return " ".join([f"<math>{first}</math>", *(f"<math><mo>=</mo>{one}</math>" for one in rest)])


def _equal_latex(equal: tuple[Node, ...]) -> str:
    return f"${' = '.join(map(latex, unlike(equal)))}$"


def inline(tex: str) -> str:
    """A symbol within a line."""
    return f"<math>{tex_mathml(tex)}</math>"
