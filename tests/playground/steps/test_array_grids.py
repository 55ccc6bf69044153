"""Grids: addresses of cells, cells of addresses, and what is known."""

import numpy as np

from backprop_core import Address
from playground.steps.array_grids import Grid, lit
from tests.playground.walks import document_of, walk_of

DELTA = Grid("delta", 1, ("neuron", "sample"), np.zeros((2, 3)), samples=(0, 1, 2))


def test_a_cell_has_an_address_and_the_address_has_that_cell():
    for row, column in np.ndindex(2, 3):
        at = DELTA.address(row, column)
        assert at == Address("delta", 1, row, sample=column)
        assert np.argwhere(DELTA.cells(at)).tolist() == [[row, column]]


def test_a_whole_layer_lights_every_cell_and_one_sample_its_column():
    assert DELTA.cells(Address("delta", 1)).all()
    assert DELTA.cells(Address("delta", 1, sample=2)).sum() == 2


def test_another_quantity_layer_or_sample_is_not_in_the_grid():
    assert DELTA.cells(Address("da", 1, 0, sample=0)) is None
    assert DELTA.cells(Address("delta", 0, 0, sample=0)) is None
    only_second = Grid("delta", 1, ("neuron", "sample"), np.zeros((2, 1)), samples=(1,))
    assert only_second.cells(Address("delta", 1, 0, sample=0)) is None
    assert only_second.address(0, 0).sample == 1


def test_the_loss_of_a_batch_is_not_that_of_a_sample():
    total = Grid("loss", None, ("all", "all"), np.zeros((1, 1)))
    each = Grid("loss", None, ("all", "sample"), np.zeros((1, 2)), samples=(0, 1))
    assert total.cells(Address("loss", sample=0)) is None
    assert each.cells(Address("loss")) is None
    assert each.cells(Address("loss", sample=1)).tolist() == [[False, True]]


def test_a_jacobian_belongs_to_its_sample():
    J = Grid("jacobian", 1, ("source", "neuron"), np.zeros((2, 2)), sample=1, given=True)
    assert J.address(0, 1) == Address("jacobian", 1, 1, 0, 1)
    assert J.cells(Address("jacobian", 1, 1, 0, 0)) is None
    assert J.cells(Address("jacobian", 1, 1, 0, 1)).tolist() == [[False, True], [False, False]]


def test_what_no_step_has_made_yet_is_not_known():
    trace = walk_of(document_of([2, 2, 1]))
    z = Grid("z", 0, ("neuron", "sample"), trace.forward.layers[0].z.T, samples=(0,))
    slope = Grid(
        "slope", 0, ("neuron", "sample"), trace.forward.layers[0].slope.T, (0,), given=True
    )
    W = Grid("W", 0, ("neuron", "source"), trace.network.layers[0].W, given=True)
    new = Grid("W", 0, ("neuron", "source"), trace.after.layers[0].W)
    assert z.known(trace.plan, -1).sum() == 0
    assert z.known(trace.plan, 0).tolist() == [[True], [False]]
    assert slope.known(trace.plan, 0).tolist() == [[True], [False]]
    assert W.known(trace.plan, 0).all()
    assert not new.known(trace.plan, trace.plan.step_making(Address("W", 0, 0, 0)) - 1).any()
    assert new.known(trace.plan, len(trace) - 1).all()


def test_a_cut_connection_is_never_known_after_the_update():
    document = document_of([2, 2, 1])
    document["layers"][0] |= {
        "connected": [[True, False], [True, True]],
        "W": [[0.1, 0.0], [0.3, 0.4]],
    }
    trace = walk_of(document)
    new = Grid("W", 0, ("neuron", "source"), trace.after.layers[0].W)
    assert new.known(trace.plan, len(trace) - 1).tolist() == [[True, False], [True, True]]


def test_several_addresses_are_lit_together():
    some = [Address("delta", 1, 0, sample=0), Address("delta", 1, 1, sample=2), Address("z", 1)]
    assert lit(DELTA, some).tolist() == [[True, False, False], [False, False, True]]
