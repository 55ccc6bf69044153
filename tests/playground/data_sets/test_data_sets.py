"""Each set is what it is called, the same each time, and fits what it says."""

import numpy as np
import pytest

from backprop_core import BackpropError
from playground.data_sets.data_set import labels_of
from playground.data_sets.preparation import prepared, scaling_of
from playground.data_sets.recipe_book import SETS, checked, made, usual_recipe


@pytest.mark.parametrize("name", SETS)
def test_a_set_has_rows_names_and_finite_numbers(name):
    data = made(usual_recipe(name))
    assert len(data.x) == len(data.y) > 0
    assert data.x.shape[1] == len(data.inputs)
    assert data.y.shape[1] == len(data.outputs)
    assert np.isfinite(data.x).all()
    assert np.isfinite(data.y).all()


@pytest.mark.parametrize("name", SETS)
def test_targets_of_classes_name_one_class_each(name):
    data = made(usual_recipe(name))
    if data.classes:
        assert set(np.unique(data.y)) <= {0.0, 1.0}
        assert set(np.unique(data.labels)) == set(range(len(data.classes)))
        if data.y.shape[1] > 1:
            assert (data.y.sum(axis=1) == 1).all()


@pytest.mark.parametrize("name", [name for name, one in SETS.items() if one.seeded])
def test_the_seed_decides_the_points(name):
    recipe = {**usual_recipe(name), "points": 60}
    first, other = made(recipe), made({**recipe, "seed": 2})
    again = SETS[name].make(recipe)
    assert np.array_equal(first.x, again.x)
    assert np.array_equal(first.y, again.y)
    assert not np.array_equal(first.x, other.x)


@pytest.mark.parametrize(("name", "true"), [("and", "0001"), ("or", "0111"), ("xor", "0110")])
def test_the_logic_tables_are_right(name, true):
    data = made(usual_recipe(name))
    assert data.x.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert "".join(str(int(y)) for y in data.y[:, 0]) == true


def test_parity_is_true_for_an_odd_number_of_ones():
    data = made({**usual_recipe("parity"), "classes": 4})
    assert len(data.x) == 16
    assert data.y[:, 0].tolist() == [bin(number).count("1") % 2 for number in range(16)]


def test_binary_digits_are_even_or_odd():
    data = made({**usual_recipe("even_odd"), "classes": 4})
    assert labels_of(data.y).tolist() == [number % 2 for number in range(16)]


def test_the_ring_lies_around_the_disc_where_there_is_no_noise():
    data = made({**usual_recipe("circles"), "noise": 0.0})
    radius = np.hypot(*data.x.T)
    assert radius[data.labels == 1].max() < 0.6 < radius[data.labels == 0].min()


def test_the_plane_is_a_plane_where_there_is_no_noise():
    data = made({**usual_recipe("plane"), "noise": 0.0})
    wanted = data.x @ [0.6, -0.3] + 0.1
    assert np.allclose(data.y[:, 0], wanted, atol=6e-4)


def test_iris_has_fifty_flowers_of_each_species_with_fishers_means():
    data = made(usual_recipe("iris"))
    assert np.bincount(data.labels).tolist() == [50, 50, 50]
    setosa = data.x[data.labels == 0].mean(axis=0)
    assert np.allclose(setosa, [5.006, 3.428, 1.462, 0.246], atol=1e-9)


def test_digits_are_few_enough_for_a_column_and_between_white_and_black():
    data = made(usual_recipe("digits"))
    assert data.x.shape[1] == 16
    assert data.x.min() >= 0
    assert data.x.max() <= 1


@pytest.mark.parametrize(
    "change", [{"name": "nothing"}, {"points": 3}, {"points": 1e9}, {"noise": -1}, {"seed": -1}]
)
def test_a_recipe_that_makes_no_set_is_refused(change):
    with pytest.raises(BackpropError):
        checked({**usual_recipe("circles"), **change})


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.5])
def test_the_split_takes_the_same_share_of_every_class(share):
    data = made(usual_recipe("iris"))
    split = prepared(data, share, 1, "none")
    assert sorted([*split.train, *split.test]) == list(range(150))
    assert len(split.test) == round(150 * share)
    counts = np.bincount(data.labels[split.test], minlength=3)
    assert counts.max() - counts.min() <= 1


def test_the_split_follows_its_seed():
    data = made(usual_recipe("iris"))
    first, same, other = (prepared(data, 0.3, seed, "none").test for seed in (1, 1, 2))
    assert np.array_equal(first, same)
    assert not np.array_equal(first, other)


def test_scaling_takes_its_numbers_from_the_training_points_alone():
    data = made(usual_recipe("iris"))
    split = prepared(data, 0.3, 1, "standard")
    train = split.x[split.train]
    assert np.allclose(train.mean(axis=0), 0)
    assert np.allclose(train.std(axis=0), 1)
    assert not np.allclose(split.x[split.test].mean(axis=0), 0)
    ranged = prepared(data, 0.3, 1, "range")
    inputs = ranged.x[ranged.train]
    assert np.allclose([inputs.min(axis=0), inputs.max(axis=0)], [[-1] * 4, [1] * 4])


@pytest.mark.parametrize("scale", [1e-300, 1.0, 1e200, 1e308])
@pytest.mark.parametrize("scaling", ["standard", "range"])
def test_inputs_of_any_size_are_scaled_alike(scaling, scale):
    x = np.array([[0.25], [0.5], [0.75], [1.0]])
    shift, width = scaling_of(x * scale, scaling)
    plain, one = scaling_of(x, scaling)
    wanted = (x - plain) / one
    assert np.allclose((x * scale - shift) / width, wanted, rtol=1e-13, atol=1e-13)
