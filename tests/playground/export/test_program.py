"""The programs run on their own, and stop at a number that is not the one shown."""

import json
import subprocess
import sys

import nbformat
import pytest

from playground.export.notebook import notebook
from playground.export.program import numpy_program, torch_program
from tests.playground.added_functions import add_both
from tests.playground.export.exercises import EVERY, HOSTILE, MAZUR, view_of
from tests.playground.export.walked_updates import CASES, walked


def run(program):
    exec(compile(program, "program.py", "exec"), {"__name__": "__main__"})


@pytest.mark.parametrize("name", EVERY)
def test_the_numpy_program_asserts_every_number_of_the_pass(name, capsys):
    run(numpy_program(view_of(name)))
    assert capsys.readouterr().out.endswith("Every number matches the one that was shown.\n")


@pytest.mark.parametrize("name", EVERY)
def test_the_numpy_program_holds_with_a_row_of_w_for_each_sending_neuron(name, capsys):
    program = numpy_program(view_of(name, conventions={"weights": "sending"}))
    assert "W1.T" not in program or "@ W1.T  # ∂loss/∂x" in program
    run(program)
    assert capsys.readouterr().out.endswith("Every number matches the one that was shown.\n")


@pytest.mark.torch
@pytest.mark.sampled(6)
@pytest.mark.parametrize("name", EVERY)
def test_pytorch_agrees_with_a_row_of_w_for_each_sending_neuron(name, capsys):
    pytest.importorskip("torch")
    run(torch_program(view_of(name, conventions={"weights": "sending"})))
    assert capsys.readouterr().out.endswith("Every number matches the one that was shown.\n")


@pytest.mark.parametrize(("rule", "before"), CASES)
def test_the_program_of_a_walked_update_ends_at_the_weights_of_the_run(rule, before, capsys):
    """Whatever the rule had kept, whatever the gradient went through before it."""
    run(numpy_program(walked(rule, before)))
    assert capsys.readouterr().out.endswith("Every number matches the one that was shown.\n")


@pytest.mark.torch
@pytest.mark.parametrize(("rule", "before"), CASES)
def test_pytorch_agrees_with_a_walked_update(rule, before, capsys):
    pytest.importorskip("torch")
    run(torch_program(walked(rule, before)))
    assert capsys.readouterr().out.endswith("Every number matches the one that was shown.\n")


def test_it_needs_nothing_but_numpy(tmp_path):
    path = tmp_path / "program.py"
    path.write_text(numpy_program(view_of("typed")), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", path], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("number", ["0.37", "0.0821", "0.3589"])  # a z, a dW and a new weight
def test_a_wrong_number_stops_it(number):
    wrong = numpy_program(view_of(MAZUR)).replace(number, "0.9")
    with pytest.raises(AssertionError):
        run(wrong)


@pytest.mark.parametrize(
    "formula", ["-x**2", "erf(x)", "max(x, 0.1*x)", "exp(-x**2)", "softplus(x) + 0*x", "2*x + pi"]
)
def test_a_typed_activation_is_written_out(formula):
    layers = [{**EVERY["typed"]["layers"][0], "activation": f"own: {formula}"},
              EVERY["typed"]["layers"][1]]  # fmt: skip
    run(numpy_program(view_of("typed", layers=layers)))


@pytest.mark.parametrize("make", [numpy_program, torch_program])
def test_the_numbers_of_a_formula_are_as_they_were_typed(make):
    layers = [{**EVERY["typed"]["layers"][0], "activation": "own: 0.1*x + 1e-7*x**2"},
              EVERY["typed"]["layers"][1]]  # fmt: skip
    program = make(view_of("typed", layers=layers))
    assert "0.1 * z + 1e-07 * z**2" in program


def test_a_note_is_a_comment_and_never_a_cell_or_code():
    program = numpy_program(view_of(MAZUR, title=HOSTILE, note=HOSTILE, source=HOSTILE))
    run(program)
    cells = json.loads(notebook(program))["cells"]
    plain = json.loads(notebook(numpy_program(view_of(MAZUR))))["cells"]
    assert [c["cell_type"] for c in cells] == [c["cell_type"] for c in plain]
    assert "<script>" not in "".join("".join(c["source"]) for c in cells).replace(r"\<script\>", "")


@pytest.mark.parametrize("make", [numpy_program, torch_program])
def test_the_notebook_is_valid_and_has_the_programs_cells(make):
    made = nbformat.reads(notebook(make(view_of(MAZUR))), as_version=4)
    nbformat.validate(made)
    assert made.cells[0].source.startswith("# Mazur")
    assert {cell.cell_type for cell in made.cells} == {"markdown", "code"}


def test_jupyter_runs_the_notebook():
    nbclient = pytest.importorskip("nbclient")
    made = nbformat.reads(notebook(numpy_program(view_of("classes of a batch"))), as_version=4)
    nbclient.NotebookClient(made, timeout=60, kernel_name="python3").execute()
    printed = "".join(out.get("text", "") for cell in made.cells[-1:] for out in cell.outputs)
    assert "Every number matches the one that was shown." in printed


@pytest.mark.torch
@pytest.mark.sampled(6)
@pytest.mark.parametrize("name", EVERY)
def test_pytorch_agrees_with_every_number(name, capsys):
    pytest.importorskip("torch")
    run(torch_program(view_of(name)))
    assert capsys.readouterr().out.endswith("Every number matches the one that was shown.\n")


def test_functions_that_somebody_adds_are_written_from_their_formulas(monkeypatch, tmp_path):
    add_both(monkeypatch, tmp_path)
    layers = [{**layer, "activation": "hard_tanh"} for layer in EVERY["batch"]["layers"]]
    run(numpy_program(view_of("batch", layers=layers, loss="log_cosh")))
