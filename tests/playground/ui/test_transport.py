"""The timeline's blocks: every step has its tick, in the colour of its phase."""

import json

import pytest

from backprop_core import GRANULARITIES
from playground.notation.symbols import NOTATIONS, Symbols
from playground.ui.transport import blocks
from tests.playground.walks import DRAWINGS, document_of, walk_of


def blocks_of(walk, notation="own"):
    return blocks(walk.plan, Symbols(NOTATIONS[notation], walk.network.sizes, len(walk.forward.x)))


def runs_of(walk, notation="own"):
    return [run for block in blocks_of(walk, notation) for run in block["runs"]]


@pytest.mark.parametrize("granularity", GRANULARITIES)
@pytest.mark.parametrize("name", DRAWINGS)
def test_every_step_has_a_tick_of_its_own_phase(name, granularity):
    walk = walk_of(DRAWINGS[name], granularity)
    ticks = [run["kind"] for run in runs_of(walk) for _ in range(run["count"])]
    assert ticks == [step.phase for step in walk]


@pytest.mark.parametrize("granularity", GRANULARITIES)
@pytest.mark.parametrize("name", DRAWINGS)
def test_the_phases_come_in_order_and_each_once(name, granularity):
    names = [block["name"] for block in blocks_of(walk_of(DRAWINGS[name], granularity))]
    assert names == ["Forward", "Loss", "Backward and gradients", "Update"]
    assert all(run["count"] > 0 for run in runs_of(walk_of(DRAWINGS[name], granularity)))


@pytest.mark.parametrize("notation", NOTATIONS)
def test_the_layers_of_the_backward_pass_are_named_once_from_the_last_to_the_first(notation):
    walk = walk_of(DRAWINGS["deep"])
    symbols = Symbols(NOTATIONS[notation], walk.network.sizes)
    labels = [run["label"] for run in runs_of(walk, notation) if "label" in run]
    assert labels == [symbols.layer(layer) for layer in (2, 1, 0)]


def test_a_deep_network_names_no_layers_for_which_there_would_be_no_room():
    walk = walk_of(document_of((1, 1, 1, 1, 1, 1)))
    assert not any("label" in run for run in runs_of(walk))
    assert sum(run["count"] for run in runs_of(walk)) == len(walk)


def test_the_largest_walk_is_told_in_a_few_runs():
    walk = walk_of(document_of((16,) * 9), "term")
    assert sum(run["count"] for run in runs_of(walk)) == len(walk) > 4000
    assert len(json.dumps(blocks_of(walk))) < 2500
