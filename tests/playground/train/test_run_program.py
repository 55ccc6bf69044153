"""The program of a run trains as the run did: every rule, order, and change on the way."""

import json

import nbformat
import pytest

from playground.exercise.rule_choices import RULES
from playground.export.notebook import notebook
from playground.export.training_program import numpy_training, torch_training
from playground.train.course import Leg
from playground.train.run_program import run_of
from playground.train.set_pieces import PIECES
from playground.train.task import task_of
from tests.playground.export.exercises import EVERY, HOSTILE
from tests.playground.export.walked_updates import BEFORE, OPTIONS
from tests.playground.train.runs import chosen

ALL_MATCH = "Every number matches the one that was shown.\n"
XOR = EVERY["07_xor"]
SHUFFLED = {"batch_size": 3, "shuffle": 2}
RULE_CASES = {
    **{f"{rule}, {before}": chosen(rule, **SHUFFLED, **BEFORE[before])
       for rule in RULES for before in BEFORE},
    **{name: chosen(rule, **SHUFFLED, options=options)
       for name, (rule, options) in OPTIONS.items() if "lr_decay" not in options},
    **{form: chosen("momentum", options={"form": form}, **SHUFFLED)
       for form in ("step", "average")},
    **{name: chosen("adam", schedule=name, l1=0.02, l2=0.01, **SHUFFLED)
       for name in ("step", "exponential", "inverse_time")},
    "dropout": chosen(dropout=0.4, **SHUFFLED),
    "all at once": chosen(batch_size=None),
}  # fmt: skip
CHANGES = {
    "the rate, within an epoch": [(0, chosen(**SHUFFLED)), (7, chosen(lr=0.2, **SHUFFLED))],
    "the order": [(0, chosen(batch_size=1)), (6, chosen(batch_size=1, shuffle=9))],
    "the rule": [(0, chosen("momentum", **SHUFFLED)), (5, chosen("adam", **SHUFFLED))],
    "the form": [(0, chosen("momentum")), (5, chosen("momentum", options={"form": "step"}))],
    "what Adam keeps": [(0, chosen()), (5, chosen(options={"amsgrad": True})), (9, chosen())],
    "dropout": [(0, chosen()), (4, chosen(dropout=0.3)), (8, chosen())],
}


def run(document, legs, updates, data=None):
    return run_of(document, task_of(document, data), [Leg(*leg) for leg in legs], updates)


def printed(program, capsys):
    exec(compile(program, "program.py", "exec"), {"__name__": "__main__"})
    return capsys.readouterr().out


def holds(program, capsys):
    return printed(program, capsys).endswith(ALL_MATCH)


@pytest.mark.parametrize("name", RULE_CASES)
def test_numpy_makes_the_updates_of_every_rule(name, capsys):
    assert holds(numpy_training(run(XOR, [(0, RULE_CASES[name])], 14)), capsys)


@pytest.mark.torch
@pytest.mark.parametrize("name", RULE_CASES)
def test_pytorch_makes_the_updates_of_every_rule(name, capsys):
    pytest.importorskip("torch")
    assert holds(torch_training(run(XOR, [(0, RULE_CASES[name])], 14)), capsys)


@pytest.mark.parametrize("name", CHANGES)
def test_numpy_follows_what_was_changed_on_the_way(name, capsys):
    assert holds(numpy_training(run(XOR, CHANGES[name], 14)), capsys)


@pytest.mark.torch
@pytest.mark.parametrize("name", CHANGES)
def test_pytorch_follows_what_was_changed_on_the_way(name, capsys):
    pytest.importorskip("torch")
    assert holds(torch_training(run(XOR, CHANGES[name], 14)), capsys)


@pytest.mark.parametrize("name", EVERY)
def test_numpy_trains_every_drawing(name, capsys):
    """Shared, missing and frozen biases, cut edges, typed functions, losses of a whole batch."""
    legs = [(0, chosen(lr=0.01, batch_size=2, l1=0.01, clip="norm"))]
    assert holds(numpy_training(run(EVERY[name], legs, 6)), capsys)


@pytest.mark.torch
@pytest.mark.parametrize("name", EVERY)
def test_pytorch_trains_every_drawing(name, capsys):
    pytest.importorskip("torch")
    legs = [(0, chosen("momentum", lr=0.01, batch_size=2, l2=0.01))]
    assert holds(torch_training(run(EVERY[name], legs, 6)), capsys)


@pytest.mark.filterwarnings("ignore:invalid value")
def test_a_cut_edge_stays_cut_where_adam_has_nothing_to_divide_by(capsys):
    legs = [(0, chosen(options={"eps": 0.0}, batch_size=1))]
    assert holds(numpy_training(run(EVERY["cut"], legs, 3)), capsys)


@pytest.mark.torch
@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("rule", ["adam", "adamw", "adagrad", "rmsprop"])
def test_a_cut_edge_stays_cut_in_pytorch_too(rule, capsys):
    pytest.importorskip("torch")
    first = chosen(rule, options={"eps": 0.0}, l2=0.1, batch_size=1)
    assert holds(torch_training(run(EVERY["cut"], [(0, first)], 3)), capsys)
    then = chosen(rule, lr=0.01, options={"eps": 0.0}, batch_size=1)
    assert holds(torch_training(run(EVERY["cut"], [(0, first), (2, then)], 4)), capsys)


@pytest.mark.parametrize("name", EVERY)
def test_w_lies_as_the_conventions_say(name, capsys):
    document = {**EVERY[name], "conventions": {"weights": "sending"}}
    whole = run(document, [(0, chosen("momentum", lr=0.01, batch_size=2))], 6)
    program = numpy_training(whole)
    assert "*out of* neuron i" in program
    assert holds(program, capsys)


@pytest.mark.parametrize("name", PIECES)
def test_numpy_trains_every_set_piece(name, capsys):
    piece = PIECES[name]
    document, data = piece.document(), piece.prepared_data()
    whole = run(document, [(0, piece.hyperparameters())], 150, data)
    assert whole.comparable
    assert holds(numpy_training(whole), capsys)


def test_where_rounding_errors_grow_only_what_has_to_agree_is_compared(capsys):
    piece = PIECES["dropout"]
    document, data = piece.document(), piece.prepared_data()
    whole = run(document, [(0, piece.hyperparameters())], 6000, data)
    assert not whole.comparable
    assert 100 in whole.losses
    assert 6000 not in whole.losses
    program = numpy_training(whole)
    assert "rounding errors grow" in program
    out = printed(program, capsys)
    assert "loss of update 100 =" in out
    assert ALL_MATCH not in out


@pytest.mark.parametrize("number", ["loss", "weight"])
def test_a_wrong_number_stops_it(number):
    whole = run(XOR, [(0, chosen())], 5)
    wrong = whole.losses[5] if number == "loss" else float(whole.after.layers[0].W[0, 0])
    program = numpy_training(whole)
    assert program.count(repr(wrong)) == 1
    with pytest.raises(AssertionError):
        exec(compile(program.replace(repr(wrong), "0.9"), "program.py", "exec"), {})


def test_an_answer_on_the_border_of_two_classes_is_not_counted():
    """XOR without a hidden layer ends at ½ for every sample, give or take a rounding error."""
    piece = PIECES["no_hidden"]
    whole = run(piece.document(), [(0, piece.hyperparameters())], 6000, piece.prepared_data())
    assert whole.train.accuracy is None
    assert "accuracy" not in numpy_training(whole)


def kinds_of_cells(program):
    return [cell["cell_type"] for cell in json.loads(notebook(program))["cells"]]


def test_a_title_is_a_comment_and_never_a_cell_or_code(capsys):
    document = {**XOR, "title": HOSTILE, "note": HOSTILE, "source": HOSTILE}
    program = numpy_training(run(document, [(0, chosen())], 3))
    assert holds(program, capsys)
    plain = numpy_training(run(XOR, [(0, chosen())], 3))
    assert kinds_of_cells(program) == kinds_of_cells(plain)


@pytest.mark.parametrize("write", [numpy_training, torch_training])
def test_the_notebook_is_valid(write):
    made = nbformat.reads(notebook(write(run(XOR, CHANGES["the rule"], 9))), as_version=4)
    nbformat.validate(made)
    headings = [cell.source for cell in made.cells if cell.cell_type == "markdown"]
    assert any(text.startswith("## Updates 1 to 5: Momentum") for text in headings)
    assert any(text.startswith("## Updates 6 to 9: Adam") for text in headings)
