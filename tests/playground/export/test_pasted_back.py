"""An exported program, pasted as a whole, is the same network again."""

import pytest

from backprop_core import read_arrays
from playground.exercise.edits.pasted_edits import set_parameters
from playground.exercise.pasted_network import network_in
from playground.export.program import numpy_program, torch_program
from tests.playground.export.exercises import EVERY, view_of


@pytest.mark.parametrize("weights", ["receiving", "sending"])
@pytest.mark.parametrize("program", [numpy_program, torch_program])
@pytest.mark.parametrize("name", EVERY)
def test_a_whole_program_brings_every_digit_back(name, program, weights):
    view = view_of(name, conventions={"weights": weights})
    found = network_in(read_arrays(program(view)), view.document)
    made = set_parameters(view.document, found).document
    for field in ("layers", "x", "y"):
        assert made[field] == view.document[field]
