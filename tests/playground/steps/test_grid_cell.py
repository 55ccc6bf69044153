"""A press on a cell of a grid: its number, or nothing for what no grid sends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_core import Address
from playground.steps.grid_cell import cell_pressed_in
from tests.playground.test_where import NOT_MESSAGES, WILD

GRID = {"quantity": "z", "layer": 0, "axes": ["sample", "neuron"], "samples": [2, 3]}
GRID |= {"sample": None, "given": False}


def test_a_cell_is_an_address():
    pressed = {"at": GRID, "row": 1, "column": 2, "id": "7"}
    assert cell_pressed_in(pressed) == (Address("z", 0, 2, sample=3), False)
    given = GRID | {"quantity": "W", "axes": ["neuron", "source"], "given": True}
    assert cell_pressed_in({**pressed, "at": given}) == (Address("W", 0, 1, 2), True)
    shared = GRID | {"quantity": "b", "axes": ["all", "all"], "sample": 1}
    assert cell_pressed_in({**pressed, "at": shared}) == (Address("b", 0, sample=1), False)


@pytest.mark.parametrize(
    "change",
    [
        {"row": None},
        {"row": -1},
        {"column": "2"},
        {"row": 2},  # there are two samples
        {"at": None},
        {"at": []},
        *(
            {"at": {key: value for key, value in GRID.items() if key != missing}}
            for missing in GRID
            if missing not in ("layer", "sample")
        ),
        {"at": GRID | {"axes": ["sample"]}},
        {"at": GRID | {"axes": "sn"}},
        {"at": GRID | {"axes": ["sample", "nothing"]}},
        {"at": GRID | {"axes": [["sample"], "neuron"]}},
        {"at": GRID | {"samples": [0, None]}},
        {"at": GRID | {"samples": 3}},
        {"at": GRID | {"layer": "0"}},
        {"at": GRID | {"sample": 0.5}},
        {"at": GRID | {"quantity": ["z"]}},
        {"at": GRID | {"given": "yes"}},
    ],
)
def test_a_message_that_names_no_cell_is_none(change):
    assert cell_pressed_in({"at": GRID, "row": 1, "column": 2} | change) is None


@pytest.mark.parametrize("message", NOT_MESSAGES)
def test_what_is_no_message_of_a_grid_is_none(message):
    assert cell_pressed_in(message) is None


@given(WILD, st.dictionaries(st.sampled_from([*GRID, "row", "column", "at"]), WILD))
def test_nothing_that_a_browser_sends_is_an_error(message, fields):
    for wild in (message, fields, {"at": fields, "row": 0, "column": 0}):
        cell_pressed_in(wild)
