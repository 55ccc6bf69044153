"""The worked solution: every step with its formula, the numbers put in, and one sentence.

What a solution says is a value, made from the same steps as the walk; how it is set is a template:
a page of HTML to print, Markdown with LaTeX in it, or a LaTeX file.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby

from markupsafe import Markup

from backprop_core import PHASES, Step
from playground.exercise.view import View
from playground.export.escapes import latex_text
from playground.export.figure_files import picture_of, picture_without_answers
from playground.export.svg import svg
from playground.export.templated import content, rendered
from playground.export.tikz import tikz
from playground.functions.catalogue import short_name, written_loss
from playground.latex.mathml import mathml
from playground.latex.mathml_lines import equalities
from playground.latex.symbol_mathml import tex_mathml
from playground.latex.tree import Node, Sum
from playground.latex.write import latex, written
from playground.notation import number_text
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
    """A solution before it is set: what is given, the passages, and all numbers at the end."""

    title: str
    about: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    given: tuple[tuple[str, Table], ...]
    passages: tuple[Passage, ...]
    results: tuple[tuple[str, Table], ...]
    digits: int

    def cell(self, value: str | float | None) -> str:
        """A table's cell as text."""
        if value is None:
            return "–"
        return value if isinstance(value, str) else number_text.text(value, self.digits)


def solution_of(view: View, phases: Collection[str] = PHASES) -> Solution:
    """The worked solution of those phases, in the view's notation and digits."""
    view = _not_too_long(view)
    document = view.document
    return Solution(
        document["title"] or "A network",
        tuple(filter(None, (document["source"], document["note"]))),
        tuple(facts(view)),
        tuple(given_tables(view)),
        tuple(_passages(view, phases)),
        tuple(_results(view)),
        view.digits,
    )


def solution_html(view: View, phases: Collection[str] = PHASES) -> str:
    """A page without scripts that prints well on A4 and Letter."""
    names = {
        "solution": solution_of(view, phases),
        "style": Markup(content("paper.css")),
        "before": Markup(svg(picture_without_answers(view))),
        "after": Markup(svg(picture_of(view, len(view.trace) - 1, calm=True))),
    }
    return rendered("solution.html", names)


def solution_markdown(view: View, phases: Collection[str] = PHASES) -> str:
    """Markdown with LaTeX between dollar signs, as GitHub, Jupyter and Pandoc read it."""
    return rendered("solution.md", {"solution": solution_of(view, phases)})


def solution_latex(view: View, phases: Collection[str] = PHASES) -> str:
    """A LaTeX file that compiles by itself, the graph in TikZ."""
    picture = tikz(picture_of(view, len(view.trace) - 1, calm=True))
    body = rendered("solution.tex", {"solution": solution_of(view, phases), "picture": picture})
    return with_preamble(body)


def with_preamble(body: str) -> str:
    """A LaTeX document; a sign that its font has no letter for is shown by its number."""
    declared = "\n".join(rf"\sign{{{ord(c):04X}}}" for c in sorted(set(body)) if ord(c) > 0x17F)
    return content("paper.tex").replace("% DECLARED", declared).replace("% BODY", body)


def _not_too_long(view: View) -> View:
    if len(view.trace) <= MOST_STEPS:
        return view
    return replace(view.at_once, chosen_digits=view.digits)


def facts(view: View) -> Iterator[tuple[str, str]]:
    symbols, network, document = view.symbols, view.network, view.document
    number = number_text.text(view.trace.learning_rate, number_text.resized(view.digits, 17))
    samples = len(view.trace.y)
    over = f", {network.reduction} over {samples} samples" if samples > 1 else ""
    functions = [short_name(layer["activation"], 60) for layer in document["layers"]]
    yield (
        "Activations",
        ", ".join(f"{symbols.layer(n)}: {name}" for n, name in enumerate(functions)),
    )
    yield symbols.word("loss").capitalize(), f"{written_loss(network.loss).label}{over}"
    frozen = "; biases frozen" if document["biases_frozen"] else ""
    yield symbols.word("rate").capitalize(), f"{number}{frozen}"


def given_tables(view: View) -> Iterator[tuple[str, Table]]:
    """The samples, and every layer's weights: a row for each neuron that they lead into."""
    symbols, trace = view.symbols, view.trace
    last = len(view.network.sizes) - 1
    targets = [f"target {name}" for name in symbols.neurons(last)]
    rows: list[list[str | float | None]] = [
        [str(s + 1), *map(float, x), *map(float, y)]
        for s, (x, y) in enumerate(zip(trace.forward.x, trace.y, strict=True))
    ]
    yield "Data", Table(["sample", *symbols.neurons(0), *targets], rows)
    for n, layer in enumerate(view.network.layers):
        into = [_weights(view, n, j) for j in range(layer.n_out)]
        bias = [] if layer.b is None else [symbols.label("b")]
        head = ["into", *(f"from {name}" for name in symbols.neurons(n)), *bias]
        yield f"Weights into {symbols.the_layer(n)}", Table(head, into)


def _weights(view: View, n: int, j: int) -> list[str | float | None]:
    layer = view.network.layers[n]
    there = view.trace.plan.shape.sources[n][j]
    row = [float(w) if i in there else None for i, w in enumerate(layer.W[j])]
    bias = [] if layer.b is None else [float(layer.b if layer.b.ndim == 0 else layer.b[j])]
    return [view.symbols.neuron(n + 1, j), *row, *bias]


def _passages(view: View, phases: Collection[str]) -> Iterator[Passage]:
    chosen = (step for step in view.trace if step.phase in phases)
    for (phase, layer), steps in groupby(chosen, key=lambda step: (step.phase, step.layer)):
        where = "" if layer is None else f": {view.symbols.the_layer(layer)}"
        yield Passage(f"{_TITLES[phase]}{where}", tuple(_item(view, step) for step in steps))


def _item(view: View, step: Step) -> Item:
    notation = view.symbols.notation
    return Item(
        step.number + 1,
        view.symbols.name(step.address),
        formula_of(step, view.trace, view.digits, notation),
        sentence(step, view.trace, notation),
    )


def _results(view: View) -> Iterator[tuple[str, Table]]:
    trace, notation, last = view.trace, view.symbols.notation, view.trace[-1]
    for sample in range(len(trace.y)):
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
