"""`python -m backprop_core check`: files in, a report and an exit code out."""

import json

import numpy as np

from backprop_core import Layer, Network, backward, forward
from backprop_core.__main__ import main

EXERCISE = {
    "layers": [
        {"W": [[0.2, 0.4], [-0.3, 0.1]], "b": [0.1, 0.2], "activation": "tanh"},
        {"W": [[-0.3, -0.2]], "b": [0.1], "activation": "sigmoid"},
    ],
    "loss": "half_squared_error",
    "x": [[1.0, 0.5]],
    "y": [[1.0]],
    "learning_rate": 0.5,
}


def gradients():
    layers = tuple(Layer(one["W"], one["b"], one["activation"]) for one in EXERCISE["layers"])
    network = Network(layers, EXERCISE["loss"])
    return backward(network, forward(network, EXERCISE["x"]), EXERCISE["y"]).layers


def run(tmp_path, numbers, exercise=EXERCISE):
    (tmp_path / "exercise.json").write_text(json.dumps(exercise), encoding="utf-8")
    np.savez(tmp_path / "mine.npz", **numbers)
    return main(["check", str(tmp_path / "exercise.json"), str(tmp_path / "mine.npz")])


def test_right_gradients_end_with_0(tmp_path, capsys):
    first, second = gradients()
    assert run(tmp_path, {"dW1": first.dW, "db1": first.db, "dW2": second.dW}) == 0
    assert capsys.readouterr().out == "All 8 numbers agree.\n"


def test_wrong_gradients_end_with_1_and_their_cause(tmp_path, capsys):
    first, second = gradients()
    assert run(tmp_path, {"dW1": -first.dW, "db1": -first.db, "dW2": -second.dW}) == 1
    assert "target minus output" in capsys.readouterr().out


def test_biases_that_the_exercise_freezes_are_right_as_they_were(tmp_path, capsys):
    layers = [EXERCISE["layers"][0] | {"b": [0.123456, 0.234567]}, EXERCISE["layers"][1]]
    exercise, mine = EXERCISE | {"layers": layers}, {"new_b1": layers[0]["b"]}
    assert run(tmp_path, mine, exercise) == 1
    assert run(tmp_path, mine, exercise | {"biases_frozen": True}) == 0
    assert run(tmp_path, mine, exercise | {"biases_frozen": "no"}) == 2
    assert "biases_frozen got 'no'" in capsys.readouterr().err


def test_numbers_may_come_as_json(tmp_path, capsys):
    exercise, mine = tmp_path / "exercise.json", tmp_path / "mine.json"
    exercise.write_text(json.dumps(EXERCISE), encoding="utf-8")
    mine.write_text(json.dumps({"db2": gradients()[1].db.tolist()}), encoding="utf-8")
    assert main(["check", str(exercise), str(mine)]) == 0
    assert capsys.readouterr().out == "The one number agrees.\n"


def test_what_cannot_be_read_ends_with_2_and_its_name(tmp_path, capsys):
    assert run(tmp_path, {"gradient": np.ones(2)}) == 2
    assert run(tmp_path, {}, exercise={"x": [[1.0]]}) == 2
    assert main(["check", str(tmp_path / "none.json"), str(tmp_path / "mine.npz")]) == 2
    errors = capsys.readouterr().err
    assert "gradient" in errors
    assert "exercise.json has no layers" in errors
    assert "none.json" in errors


def test_a_file_with_nothing_to_compare_is_not_right(tmp_path, capsys):
    assert run(tmp_path, {"W1": EXERCISE["layers"][0]["W"], "dW1": np.full((2, 2), np.nan)}) == 2
    assert "mine.npz has no numbers to compare" in capsys.readouterr().err


def test_a_file_of_objects_is_not_unpickled(tmp_path, capsys):
    assert run(tmp_path, {"dW1": np.array([{}], dtype=object)}) == 2
    assert "could not be read as .npz" in capsys.readouterr().err


def test_numbers_may_come_as_a_program_prints_them(tmp_path, capsys):
    exercise, mine = tmp_path / "exercise.json", tmp_path / "mine.txt"
    exercise.write_text(json.dumps(EXERCISE), encoding="utf-8")
    first, second = gradients()
    printed = f"dW1 =\n{np.array2string(first.dW, precision=4)}\ndb2: {second.db.round(3)}\n"
    mine.write_text(printed, encoding="utf-8")
    assert main(["check", str(exercise), str(mine)]) == 0
    mine.write_text(printed.replace("db2", "db1").replace("dW1", "dW2"), encoding="utf-8")
    assert main(["check", str(exercise), str(mine)]) != 0
    mine.write_text("[0.1, 0.2]", encoding="utf-8")
    assert main(["check", str(exercise), str(mine)]) == 2
    assert "an array without a name" in capsys.readouterr().err
