"""The graph without a browser: well formed, the same numbers, and nothing that was not made yet."""

import re
import shutil
import subprocess
from xml.etree import ElementTree

import pytest

from playground.export.figure_files import figure_svg, figure_tikz, picture_without_answers
from playground.export.film import film
from playground.export.solution import solution_html
from playground.export.svg import svg
from playground.stage.figure import stage_figure
from playground.stage.lettering import width
from playground.stage.stage_view import StageView
from tests.playground.export.exercises import EVERY, MAZUR, view_of


def texts(picture):
    return ["".join(text.itertext()) for text in ElementTree.fromstring(picture).iter()
            if text.tag.endswith("text")]  # fmt: skip


@pytest.mark.parametrize("name", EVERY)
def test_svg_is_well_formed_and_has_every_label_of_the_stage(name):
    view = view_of(name)
    shown = figure_svg(view_of(name, position=len(view.trace) - 1))
    assert len(texts(shown)) > 5
    assert "@" not in re.sub(r"<title>.*?</title>", "", shown)  # every colour has a value
    assert not re.search(r"<script|\bon\w+=|href", shown)


def test_the_labels_are_the_numbers_of_the_step():
    view = view_of(MAZUR, position=7)
    assert "a 0.7729" in texts(figure_svg(view))
    assert "a 0.7729" not in texts(figure_svg(view_of(MAZUR, position=0)))


def test_a_text_takes_the_room_that_is_planned_for_it_in_whatever_font():
    shown = ElementTree.fromstring(figure_svg(view_of(MAZUR, position=7)))
    for text in (one for one in shown.iter() if one.tag.endswith("text")):
        size = float(text.get("font-size"))
        wide = sum(width(run.text, size, int(run.get("font-weight"))) for run in text)
        assert float(text.get("textLength")) == pytest.approx(wide, abs=0.06)
        assert text.get("lengthAdjust") == "spacingAndGlyphs"


@pytest.mark.parametrize("name", [MAZUR, "batch", "cut"])
@pytest.mark.parametrize("granularity", ["term", "neuron", "layer"])
def test_the_picture_without_answers_shows_what_is_given_alone(name, granularity):
    view = view_of(name, granularity)
    found = set(texts(svg(picture_without_answers(view))))
    given = {f"{value:.4g}" for value in view.trace.forward.x[0]}
    assert given <= found
    made = {f"{q} {value:.4g}" for q in "za" for value in view.trace.array(q, 0)[0]}
    assert not made & {text.replace("−", "-") for text in found}


def test_the_legend_of_a_printed_picture_asks_nobody_to_point():
    layers = [{**EVERY[MAZUR]["layers"][0], "W": [[90.0, 90.0], [0.25, 0.3]]},
              EVERY[MAZUR]["layers"][1]]  # fmt: skip
    view = view_of(MAZUR, layers=layers, position=40)
    for made in (figure_svg(view), figure_tikz(view), solution_html(view), "".join(film(view))):
        assert "saturated" in made
        assert "point at it" not in made
    on_screen = stage_figure(StageView(view.trace, 40, view.symbols), 924, 560)
    assert "saturated: point at it" in str(on_screen)


def test_tikz_names_every_colour_that_it_uses():
    made = figure_tikz(view_of("batch", position=40))
    defined = set(re.findall(r"\\definecolor\{(\w+)\}", made))
    used = set(re.findall(r"(?:fill|draw)=(\w+)|\\textcolor\{(\w+)\}", made))
    assert {one for pair in used for one in pair if one} <= defined
    assert made.count("{") == made.count("}")


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no LaTeX here")
def test_tikz_compiles(tmp_path):
    (tmp_path / "figure.tex").write_text(figure_tikz(view_of("cut")), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "figure.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout[-500:]
