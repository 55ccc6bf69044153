"""A layer's arrays at a step, checked against the walk itself, step by step."""

import numpy as np
import pytest

from backprop_core import GRANULARITIES
from playground.exercise.view import View
from playground.notation.symbols import NOTATIONS
from playground.walk.numbers import as_numpy, layer_arrays
from tests.playground.walks import DRAWINGS, document_of, walk_of

OF_A_SAMPLE = ("z", "a", "da", "delta")


def view_at(name, position, granularity="neuron", notation="own", sample=0):
    document = DRAWINGS[name]
    return View(document, walk_of(document, granularity), position, 4, sample, notation)


def arrays_of(view, layer):
    """By what they are called in NumPy."""
    return {
        f"{one.quantity}_new" if one.new else one.quantity: one
        for row in layer_arrays(view, layer)
        for one in row
    }


def given_and_made(view, layer):
    """The same arrays put together from the values of the steps up to now, NaN for all others."""
    network = view.network.layers[layer]
    shape = {"W": network.W.shape, "dW": network.W.shape, "W_new": network.W.shape}
    at = view.step.address
    last = "da" if (at.quantity, at.layer) == ("da", layer) else "delta"
    shape |= dict.fromkeys(("z", "a", last), (len(network.W),))
    if network.b is not None:
        shape |= dict.fromkeys(("b", "db", "b_new"), network.b.shape)
    found = {name: np.full(of, np.nan) for name, of in shape.items()}
    found["W"] = network.W
    if network.b is not None:
        found["b"] = network.b
    for step in view.trace[: view.position + 1]:
        at = step.address
        name = f"{at.quantity}_new" if at.quantity in ("W", "b") else at.quantity
        if at.layer != layer or name not in found or not step.complete:
            continue
        if name in OF_A_SAMPLE and at.sample not in (None, view.sample):
            continue
        value = np.asarray(step.value)
        if at.neuron is None:
            whole = name in OF_A_SAMPLE
            found[name][...] = value[view.sample] if whole else value
        else:
            found[name][at.neuron if at.source is None else (at.neuron, at.source)] = value
    return found


def laid_out(name, array, notation):
    """As the notation writes it, worked out here once more."""
    written = NOTATIONS[notation]
    if name in ("W", "dW", "W_new"):
        return array.T if written.weights == "sending" else array
    table = np.atleast_2d(array)
    return table.T if written.samples == "columns" else table


def agree(view, notation):
    for layer in range(len(view.network.layers)):
        made, expected = arrays_of(view, layer), given_and_made(view, layer)
        assert set(made) == set(expected)
        for name, array in expected.items():
            np.testing.assert_array_equal(
                made[name].values, laid_out(name, array, notation), err_msg=name
            )


@pytest.mark.parametrize("granularity", GRANULARITIES)
@pytest.mark.parametrize("name", DRAWINGS)
def test_an_array_holds_what_was_made_up_to_now_and_nothing_else(name, granularity):
    count = len(walk_of(DRAWINGS[name], granularity))
    for position in {*range(0, count, max(1, count // 12)), count - 1}:
        agree(view_at(name, position, granularity), "own")


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("name", ["smallest", "batch", "shared", "cut", "classes of a batch"])
def test_arrays_are_laid_out_as_in_the_notation(name, notation):
    last = len(walk_of(DRAWINGS[name])) - 1
    for position in (0, last // 2, last):
        agree(view_at(name, position, notation=notation, sample=1), notation)


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("granularity", ["neuron", "layer"])
@pytest.mark.parametrize("name", ["batch", "shared", "cut", "deep", "classes"])
def test_the_lit_cells_are_those_that_the_step_makes(name, granularity, notation):
    walk = walk_of(DRAWINGS[name], granularity)
    for step in walk:
        at = step.address
        if at.layer is None:
            continue
        view = view_at(name, step.number, granularity, notation)
        for title, one in arrays_of(view, at.layer).items():
            here = title.removesuffix("_new") == at.quantity and title not in ("W", "b")
            if not here:
                assert not one.lit, f"{title} at {at}"
                continue
            assert one.lit, f"{title} at {at}"
            shown = sorted(one.values[place] for place in one.lit)
            value = np.asarray(step.value)
            if at.neuron is None and title in OF_A_SAMPLE:
                value = value[view.sample]
            np.testing.assert_array_equal(shown, sorted(value.ravel()))


def test_the_cells_that_a_step_reads_are_marked_and_no_others():
    walk = walk_of(DRAWINGS["by hand"])
    step = walk[0]  # z of the first hidden neuron: reads its weights and its bias
    made = arrays_of(view_at("by hand", 0, notation="gupta"), 0)
    assert step.address.quantity == "z"
    own = {made["W"].values[place] for place in made["W"].used}
    assert own == set(walk.network.layers[0].W[0])
    assert [made["b"].values[place] for place in made["b"].used] == [walk.network.layers[0].b[0]]
    assert not made["a"].used
    assert not made["dW"].used


def test_a_layer_without_bias_has_no_array_for_it():
    assert set(arrays_of(view_at("smallest", 0), 0)) == {"W", "dW", "W_new", "z", "a", "delta"}


def test_a_shared_bias_is_one_number_and_frozen_biases_are_never_new():
    shared = arrays_of(view_at("shared", len(walk_of(DRAWINGS["shared"])) - 1), 0)
    assert shared["b"].values.shape == shared["b_new"].values.shape == (1, 1)
    assert np.isfinite(shared["b_new"].values).all()
    frozen = arrays_of(view_at("cut", len(walk_of(DRAWINGS["cut"])) - 1), 0)
    assert np.isnan(frozen["b_new"].values).all()


@pytest.mark.parametrize("position", [0, 8, -1])
@pytest.mark.parametrize("name", ["by hand", "shared", "smallest", "classes of a batch"])
def test_what_is_copied_is_numpy_and_keeps_every_digit(name, position):
    view = view_at(name, position % len(walk_of(DRAWINGS[name])))
    made = arrays_of(view, 0)
    copied = {}
    exec(as_numpy(layer_arrays(view, 0)), {"np": np}, copied)
    assert set(copied) == set(made)
    for title, array in copied.items():
        np.testing.assert_array_equal(array, made[title].values)


def test_what_is_copied_of_numbers_that_overflow_is_still_numpy():
    document = document_of((1, 1), "linear", "squared_error")
    document["layers"][0]["W"], document["x"] = [[1e308]], [[1e10]]
    view = View(document, walk_of(document), 1, 4, 0)
    copied = {}
    exec(as_numpy(layer_arrays(view, 0)), {"np": np}, copied)
    assert np.isinf(copied["z"]).all()
    assert np.isnan(copied["dW"]).all()
