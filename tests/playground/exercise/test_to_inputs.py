"""A walk that goes back to the inputs, on everything that is shown of it."""

from dataclasses import replace

import numpy as np
import pytest

from playground.exercise import answers, edits
from playground.exercise.conventions import Conventions
from playground.exercise.document_conventions import conventions_of, with_conventions
from playground.exercise.link import from_link, to_link
from playground.exercise.paper_rounding import PaperRounding
from playground.exercise.presets import presets
from playground.exercise.view import View, paper_trace_of
from playground.export.program import numpy_program
from playground.export.spreadsheet import workbook
from playground.notation.symbols import NOTATIONS
from playground.sharing import places
from playground.stage.figure import stage_figure
from playground.stage.stage_view import StageView
from playground.steps.formula import formula_of
from playground.steps.grid_cell import cell_pressed_in
from playground.steps.matrix_lines import lines_of
from playground.steps.pass_grids import Form
from playground.steps.sentences import sentence
from playground.steps.tables import neuron_table
from tests.playground.export.exercises import whole
from tests.playground.stage.seen import texts
from tests.playground.tree_value import value_of
from tests.playground.walks import DRAWINGS

MAZUR = presets()["01_mazur_own_bias"]
TO_INPUTS = Conventions(to_inputs=True)
# delta of the hidden layer, published: 0.008771 and 0.009954; W 0.15 0.20, 0.25 0.30
BY_HAND = (0.15 * 0.00877135 + 0.25 * 0.00995425, 0.20 * 0.00877135 + 0.30 * 0.00995425)


def view_of(document, conventions=TO_INPUTS, granularity="neuron", notation="own"):
    document = with_conventions(document, conventions)
    return View(document, paper_trace_of(document, granularity), 0, None, 0, notation)


def of_inputs(view):
    return [step for step in view.trace if step.layer == -1]


@pytest.mark.parametrize(("turned", "sign"), [(False, 1.0), (True, -1.0)])
def test_mazurs_inputs_get_what_the_old_weights_send_back(turned, sign):
    view = view_of(MAZUR, replace(TO_INPUTS, turned=turned))
    found = [sign * step.value for step in of_inputs(view)]
    assert found == pytest.approx(BY_HAND, rel=1e-5)


def test_on_paper_it_is_rounded_like_all_else():
    view = view_of(MAZUR, replace(TO_INPUTS, rounding=PaperRounding("decimals", 3)))
    # 0.15 · 0.009 + 0.25 · 0.010 = 0.00385, 0.20 · 0.009 + 0.30 · 0.010 = 0.0048
    assert [step.value for step in of_inputs(view)] == [0.004, 0.005]


@pytest.mark.parametrize("granularity", ["term", "neuron", "layer"])
@pytest.mark.parametrize("name", DRAWINGS)
def test_every_line_comes_to_the_number_and_everything_is_named(name, granularity):
    view = view_of(DRAWINGS[name], granularity=granularity)
    view = replace(view, chosen_digits=17)
    for step in of_inputs(view):
        made = formula_of(step, view.trace, view.digits, view.notation)
        for line in made.lines if step.complete else ():
            got = np.ravel(value_of(line, samples="rows"))
            np.testing.assert_allclose(got, np.ravel(step.value), rtol=1e-9, atol=1e-12)
        assert sentence(step, view.trace, view.notation)
        for line in lines_of(view.trace, step, Form(), 0):
            np.testing.assert_allclose(
                line.grids[0].values @ line.grids[1].values, line.grids[-1].values, atol=1e-12
            )


@pytest.mark.parametrize("notation", NOTATIONS)
def test_every_notation_writes_it_with_the_sign_of_an_input(notation):
    view = view_of(MAZUR, notation=notation)
    step = of_inputs(view)[0]
    symbols = view.symbols
    tex = symbols.tex(step.address)
    x = symbols.tex(step.address._replace(quantity="x", layer=None))
    assert x in tex or "dx" in tex
    assert tex != symbols.tex(step.address._replace(layer=0))
    name = symbols.name(step.address)
    assert symbols.neuron(0, 0) in name or name.startswith(symbols.label("da", 0))


def test_the_graph_has_it_below_the_input_once_it_is_known():
    view = view_of(MAZUR)
    first = of_inputs(view)[0].number
    for position, known in ((first - 1, False), (first, True)):
        shown = StageView(view.trace, position, view.symbols, 4)
        written = texts(stage_figure(shown, 924, 744))
        assert {"da/0/0", "da/0/1"} <= set(written)
        assert shown.column(0)["da"][1] is None
        assert (shown.column(0)["da"][0] is not None) == known
    plain = view_of(MAZUR, Conventions())
    shown = StageView(plain.trace, 3, plain.symbols, 4)
    assert "da/0/0" not in texts(stage_figure(shown, 924, 744))


def test_tables_programs_and_the_spreadsheet_have_it():
    view = view_of(MAZUR)
    table = neuron_table(view.trace, view.trace[len(view.trace) - 1])
    assert [row[1] for row in table.rows[:2]] == ["x1", "x2"]
    assert [row[4] for row in table.rows[:2]] == pytest.approx(BY_HAND, rel=1e-5)
    program = numpy_program(view)
    assert "dx = delta1 @ W1" in program
    exec(program, {})  # asserts every number, with its own arithmetic
    assert len(whole(workbook(view))) > len(whole(workbook(view_of(MAZUR, Conventions()))))
    assert "dx" not in numpy_program(view_of(MAZUR, Conventions()))


def test_file_and_link_carry_it_and_an_edit_takes_it_back():
    document = edits.set_conventions(MAZUR, TO_INPUTS).document
    assert document["conventions"] == {"input_gradient": True}
    assert conventions_of(from_link(to_link(document))) == TO_INPUTS
    assert edits.set_conventions(document, Conventions()).document == MAZUR


def test_its_place_goes_into_answers_addresses_and_presses_and_comes_back():
    at = of_inputs(view_of(MAZUR))[1].address
    assert answers.address_in(answers.key_of(3, at)) == (3, at)
    assert places.address_text(at) == "da-0-2-_-1"
    assert places.address_in("da-0-2-_-1") == at
    grid = {"quantity": "da", "layer": -1, "axes": ["sample", "neuron"], "samples": [0]}
    cell = {"at": {**grid, "sample": None, "given": False}, "row": 0, "column": 1}
    assert cell_pressed_in(cell) == (at, False)


@pytest.mark.parametrize("text", ["da--1-2", "z-0-1", "da-1-0", "da-0-0"])
def test_no_other_place_begins_at_0(text):
    with pytest.raises(ValueError, match=r"^(da.*|z.*|0|)$"):
        places.address_in(text)
