"""A network is made to fit a data set, and what does not fit is said."""

import pytest

from playground.data_sets.fitting import drawn_for, fitted, misfits, output_for, unsuited
from playground.data_sets.preparation import prepared
from playground.data_sets.recipe_book import SETS, made, usual_recipe
from playground.exercise.document import sizes_of
from playground.exercise.document_check import check
from playground.exercise.presets import presets


def data_named(name):
    return prepared(made(usual_recipe(name)), 0.0, 1, "none")


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("preset", ["01_mazur_own_bias", "08_hallstrom_3_4_3_2", "04_one_neuron"])
def test_any_network_can_be_made_to_fit_any_set(name, preset):
    data = data_named(name)
    document = check(fitted(presets()[preset], data).document)
    sizes = sizes_of(document)
    assert misfits(document, data.data_set) == []
    assert unsuited(document, data.data_set) is None
    assert (sizes[0], sizes[-1]) == (data.data_set.x.shape[1], data.data_set.y.shape[1])
    assert sizes[1:-1] == sizes_of(presets()[preset])[1:-1]
    activation, loss = output_for(data.data_set)
    assert (document["layers"][-1]["activation"], document["loss"]) == (activation, loss)


@pytest.mark.parametrize("name", SETS)
def test_a_network_can_be_drawn_for_any_set(name):
    data = data_named(name)
    document = check(drawn_for(presets()["07_xor"], data, [5, 3]).document)
    assert sizes_of(document) == (data.data_set.x.shape[1], 5, 3, data.data_set.y.shape[1])
    assert misfits(document, data.data_set) == []


def test_what_does_not_fit_is_said_with_both_numbers():
    said = misfits(presets()["08_hallstrom_3_4_3_2"], data_named("circles").data_set)
    assert said == [
        "it has 3 inputs, the data has 2",
        "it has 2 outputs, the data has 1",
    ]


def test_a_cross_entropy_does_not_take_numbers_for_targets():
    said = misfits(presets()["07_xor"], data_named("plane").data_set)
    assert said == ["cross-entropy needs classes, and these targets are numbers"]


def test_a_network_that_suits_the_data_is_left_alone():
    data = data_named("xor").data_set
    assert misfits(presets()["07_xor"], data) == []
    assert unsuited(presets()["07_xor"], data) is None


def test_a_threshold_unit_suits_two_classes_as_it_is():
    data = data_named("and").data_set
    assert misfits(presets()["13_perceptron_and"], data) == []
    assert unsuited(presets()["13_perceptron_and"], data) is None
