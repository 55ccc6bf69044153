"""The worked solution: every step in it, in each form, and no text that works as code."""

import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from playground.exercise.view import trace_of
from playground.export.given_numbers import facts
from playground.export.solution import (
    MOST_STEPS,
    solution_html,
    solution_latex,
    solution_markdown,
    solution_of,
)
from playground.export.solution_choice import StepChoice
from playground.notation.symbols import NOTATIONS
from tests.playground.export.exercises import BY_TURNS, EVERY, HOSTILE, MAZUR, view_of


class Elements(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.open = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", EVERY)
def test_a_solution_has_every_step_once_and_in_order(name):
    view = view_of(name)
    numbers = [item.number for part in solution_of(view).passages for item in part.items]
    assert numbers == list(range(1, len(view.trace) + 1))


def test_the_learning_rate_is_written_as_it_was_typed():
    view = view_of(MAZUR)
    view = replace(view, trace=trace_of({**view.document, "learning_rate": 0.1}, "neuron"))
    assert ("Learning rate", "0.1") in facts(view)


def test_only_the_chosen_phases_are_in_it():
    parts = solution_of(view_of(MAZUR), StepChoice(("forward", "loss"))).passages
    assert [part.heading.partition(":")[0] for part in parts] == ["Forward pass"] * 2 + ["Loss"]


@pytest.mark.parametrize("make", [solution_html, solution_markdown, solution_latex])
def test_a_typed_function_is_called_by_its_formula(make):
    made = make(view_of("typed", source=""))
    assert "own:" not in made
    assert "passed through x" in made


def numbers_in(made):
    return [item.number for part in made.passages for item in part.items]


def test_only_the_steps_from_one_to_another_are_in_it_and_the_numbers_end_there():
    made = solution_of(view_of(MAZUR), StepChoice(first=5, last=8))
    assert numbers_in(made) == [5, 6, 7, 8]
    assert made.at_the_end == "Numbers up to step 8"
    known = [cell for row in made.results[0][1].rows for cell in row[2:6]]
    assert sum(cell is not None for cell in known) == 8, "four z, four a, no error signal"
    assert solution_of(view_of(MAZUR)).at_the_end == "All numbers"


@pytest.mark.parametrize("make", [solution_html, solution_markdown, solution_latex])
def test_a_solution_of_the_forward_pass_tells_no_gradient(make):
    made = make(view_of(MAZUR), StepChoice(("forward",)))
    assert "0.7514" in made
    assert "0.1385" not in made
    assert "Numbers up to step 8" in made


def test_a_layer_and_a_sample_leave_out_the_others():
    view = view_of("classes of a batch")
    of_layer = StepChoice(("forward", "backward"), layers=(0,))
    assert {part.heading.rpartition(": ")[2] for part in solution_of(view, of_layer).passages} == {
        view.symbols.the_layer(0)
    }
    made = solution_of(view, StepChoice(sample=1))
    chosen = [view.trace[number - 1].address.sample for number in numbers_in(made)]
    assert set(chosen) == {None, 1}
    assert [name for name, _ in made.results if "sample" in name] == ["Neurons, sample 2"]


def test_a_choice_that_no_step_fits_is_a_solution_without_steps():
    nothing = StepChoice(("update",), last=3)
    assert numbers_in(solution_of(view_of(MAZUR), nothing)) == []
    assert nothing.of(view_of(MAZUR).trace.plan) == []


@pytest.mark.parametrize("notation", NOTATIONS)
def test_a_page_is_well_formed_and_has_no_script(notation):
    page = Elements(solution_html(view_of("classes of a batch", notation=notation)))
    tags = [tag for tag, _ in page.tags]
    assert not page.open
    assert not {"script", "img", "link", "iframe"} & set(tags)
    assert not any(name.startswith("on") for _, attrs in page.tags for name in attrs)
    assert {"math", "svg", "table"} <= set(tags)


@pytest.mark.parametrize("granularity", ["term", "neuron", "layer"])
def test_no_latex_is_left_in_the_page(granularity):
    page = solution_html(view_of("deep", granularity))
    assert "\\" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)


def test_titles_and_notes_are_text_in_the_page():
    hostile = solution_html(view_of(MAZUR, title=HOSTILE, note=HOSTILE, source=HOSTILE))
    plain = solution_html(view_of(MAZUR, title="a", note="b", source="c"))
    assert Elements(hostile).tags == Elements(plain).tags


def test_titles_and_notes_are_text_in_latex():
    made = solution_latex(view_of(MAZUR, title=HOSTILE, note=HOSTILE))
    assert r"\input" not in made
    assert made.count(r"\end{document}") == 1
    assert r"\sign{4E2D}" in made


def test_titles_and_notes_are_text_in_markdown():
    made = solution_markdown(view_of(MAZUR, title=HOSTILE, note=HOSTILE))
    head = made.partition("## Given")[0]
    assert not re.search(r"(?<!\\)[<>`$*_\[]", head)
    assert made.count("\n# ") == 0


@pytest.mark.parametrize("name", [MAZUR, "batch", "typed"])
def test_latex_and_markdown_have_the_formula_of_every_step(name):
    view = view_of(name)
    formulas = [i.latex for part in solution_of(view).passages for i in part.items]
    latex, markdown = solution_latex(view), solution_markdown(view)
    for formula in formulas:
        assert formula in latex
        assert f"$$\n{formula}\n$$" in markdown
    begun, ended = (sorted(re.findall(rf"\\{w}\{{(\w+\*?)\}}", latex)) for w in ("begin", "end"))
    assert begun == ended


def test_a_long_walk_is_set_layer_by_layer():
    view = view_of("batch", "term", x=[[0.1, 0.2]] * 60, y=[[0.0, 1.0]] * 60)
    assert len(view.trace) > MOST_STEPS
    steps = [item for part in solution_of(view).passages for item in part.items]
    assert len(steps) < 40


def set_by(program, text, folder):
    """What the program says of the text, which it must set without an error."""
    (folder / "solution.tex").write_text(text, encoding="utf-8")
    command = [program, "-interaction=nonstopmode", "-halt-on-error", "solution.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    said = done.stdout.decode(errors="replace")
    assert done.returncode == 0, said[-800:]
    return said


needs_latex = pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no LaTeX here")


@needs_latex
@pytest.mark.parametrize("text", [HOSTILE, "W" * 200, "%{}\\$_^~&#" * 18, "שלום 🎉 é\u0301 ℝ", ""])
def test_latex_compiles_whatever_the_title_and_keeps_it_on_the_page(tmp_path, text):
    said = set_by("pdflatex", solution_latex(view_of("typed", title=text, note=text)), tmp_path)
    wide = [float(one) for one in re.findall(r"Overfull .hbox \(([\d.]+)pt", said)]
    assert max(wide, default=0) < 10, "pt beyond the margin"


@pytest.mark.parametrize("program", ["pdflatex", "lualatex"])
def test_latex_drops_no_sign_of_a_title(tmp_path, program):
    if shutil.which(program) is None:
        pytest.skip(f"no {program} here")
    title = "Straße, šest 🎉 שלום 中文 é\u0301 ℝ"
    said = set_by(program, solution_latex(view_of("smallest", title=title)), tmp_path)
    assert "Missing character" not in said


@needs_latex
@pytest.mark.sampled(3)
@pytest.mark.parametrize(("name", "granularity"), BY_TURNS)
def test_every_solution_compiles(tmp_path, name, granularity):
    set_by("pdflatex", solution_latex(view_of(name, granularity)), tmp_path)
