"""Edits in the middle of a walk: it stays at the same neuron, wherever that is now."""

import pytest

from playground import session
from playground.exercise import edits
from playground.where import Neuron, Weight
from tests.app.playground_session import Session


def at_delta_of_third():
    return Session(preset="12_gupta_no_bias").do(
        lambda: session.go_to_step(
            next(
                k
                for k, at in enumerate(session.view().trace.plan.addresses)
                if at.quantity == "delta" and at.layer == 0 and at.neuron == 2
            )
        )
    )


def weights_of_step(page):
    """The incoming weights of the neuron that the step is about."""
    seen = {}
    page.do(lambda: seen.update(at=session.view().step.address))
    return page.document["layers"][seen["at"].layer]["W"][seen["at"].neuron], seen["at"]


@pytest.mark.parametrize("way", ["button", "mode"])
def test_what_was_selected_for_an_edit_is_not_selected_in_the_walk(way):
    page = Session(preset="01_mazur_own_bias").choose("mode", "draw")
    page.do(lambda: session.select(Weight(1, 0, 0)))
    assert page.held["selected"] is not None
    page = page.press("go_walk") if way == "button" else page.choose("mode", "walk")
    assert page.held["mode"] == "walk"
    assert page.held["selected"] is None


def test_removing_an_earlier_neuron_leaves_the_walk_at_the_same_one():
    page = at_delta_of_third()
    before, _ = weights_of_step(page)
    page.do(lambda: session.edit(edits.remove_neuron, 1, 0, label="remove"))
    after, at = weights_of_step(page)
    assert after == before
    assert (at.quantity, at.neuron) == ("delta", 1)


def test_a_layer_before_it_leaves_the_walk_at_the_same_neuron():
    page = at_delta_of_third()
    page.do(lambda: session.edit(edits.add_layer, 0, label="add layer"))
    _, at = weights_of_step(page)
    assert (at.quantity, at.layer, at.neuron) == ("delta", 1, 2)


def test_the_selected_neuron_stays_selected_when_another_is_removed():
    page = at_delta_of_third()
    page.do(lambda: session.select(Neuron(1, 2)))
    page.do(lambda: session.edit(edits.remove_neuron, 1, 0, label="remove"))
    assert page.held["selected"] == {"kind": "neuron", "column": 1, "neuron": 1}
