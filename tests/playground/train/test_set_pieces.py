"""Each set piece opens on a network that fits its data, and shows what its question says."""

from itertools import pairwise

import numpy as np
import pytest

from playground.data_sets.data_set import are_classes
from playground.data_sets.fitting import misfits
from playground.exercise.document import network_of
from playground.exercise.document_check import check
from playground.notation.symbols import NOTATIONS, Symbols
from playground.train.course import Course, Leg
from playground.train.health import findings
from playground.train.numbers import Outlook
from playground.train.set_pieces import EVERY, OF_LESSONS, PIECES
from playground.train.task import Task


def run_of(name, updates, **changes):
    piece = EVERY[name]
    document, data = piece.document(), piece.prepared_data()
    network = network_of(document)
    if data is None:
        x, y = np.array(document["x"]), np.array(document["y"])
        task = Task(network, x, y, x[:0], y[:0])
    else:
        x, y = data.x, data.data_set.y
        task = Task(network, x[data.train], y[data.train], x[data.test], y[data.test])
    run = Course(task, [Leg(0, {**piece.hyperparameters(), **changes})])
    run.go_on(updates)
    return run


def said(run):
    moment = run.at(run.updates)
    outlook = Outlook(moment.network, run.task, are_classes(run.task.y))
    symbols = Symbols(NOTATIONS["own"], moment.network.sizes, 4)
    return " ".join(one.what for one in findings(run, moment, outlook, symbols) if not one.fine)


def accuracy(run, test=False):
    return Outlook(run.at(run.updates).network, run.task, True).accuracy(test)


@pytest.mark.parametrize("name", PIECES)
def test_a_piece_opens_on_a_network_that_fits_its_data(name):
    piece = PIECES[name]
    document, data = check(piece.document()), piece.prepared_data()
    assert data is None or misfits(document, data.data_set) == []
    assert piece.question.endswith("?")


def test_there_are_twelve():
    assert len(PIECES) == 12


def test_xor_without_a_hidden_layer_settles_at_the_logarithm_of_two():
    run = run_of("no_hidden", 500)
    assert run.marks[-1].train == pytest.approx(np.log(2), abs=1e-3)
    assert accuracy(run) <= 0.75


def test_a_symmetric_start_stays_symmetric():
    run = run_of("symmetric", 200)
    first, second = run.at(200).network.layers[0].W
    assert np.array_equal(first, second)
    assert "equal weights" in said(run)


def test_relus_with_low_biases_are_dead():
    assert "dead" in said(run_of("dead", 200))


def test_the_gradient_vanishes_through_eight_sigmoids():
    assert "vanishes" in said(run_of("vanishing", 50))


def test_momentum_gets_further_along_the_ravine():
    plain, fast = run_of("ravine", 150), run_of("ravine", 150, rule="momentum")
    assert fast.marks[-1].train < 0.5 * plain.marks[-1].train


def test_adam_gets_further_at_the_bad_rate():
    plain, adam = run_of("bad_rate", 3000), run_of("bad_rate", 3000, rule="adam")
    assert adam.marks[-1].train < 0.5 * plain.marks[-1].train


def test_a_small_batch_gets_further_in_as_many_epochs():
    whole = run_of("large_batch", 20)
    small = run_of("large_batch", 20 * 14, batch_size=10, shuffle=1)
    assert small.marks[-1].train < whole.marks[-1].train


def test_the_noisy_moons_are_overfitted_and_a_penalty_keeps_the_test_loss_lower():
    plain, decayed = run_of("overfitting", 1500), run_of("overfitting", 1500, l2=0.01)
    assert "overfitting" in said(plain)
    assert decayed.marks[-1].test < plain.marks[-1].test


def test_dropout_keeps_the_test_loss_lower():
    with_it, without = run_of("dropout", 1500), run_of("dropout", 1500, dropout=0.0)
    assert with_it.marks[-1].test < without.marks[-1].test


def test_even_and_odd_are_learnt_over_all_numbers():
    assert accuracy(run_of("even_odd", 2000)) == 1.0


def test_the_loop_over_pairs_lowers_the_loss():
    run = run_of("pairs", 200)
    assert run.marks[-1].train < 0.2 * run.marks[0].train


def test_iris_is_classified():
    assert accuracy(run_of("iris", 600), test=True) > 0.9


@pytest.mark.parametrize("name", OF_LESSONS)
def test_a_piece_of_a_lesson_opens_on_a_network_that_fits_its_samples(name):
    document = check(OF_LESSONS[name].document())
    assert OF_LESSONS[name].question.endswith("?")
    assert len(document["x"]) == len(document["y"]) > 1


def test_what_the_lessons_say_of_their_runs_is_so():
    """Which samples an update takes, each epoch in another order, and that gradients shrink."""
    pairs, numbers = run_of("pairs", 5), run_of("even_odd", 1001)
    assert [list(u.rows) for u in pairs.between(1, 5)] == [[0], [1], [2], [3], [0]]
    rows = {n: list(numbers.between(n, n)[0].rows) for n in (1, 2, 5, 101, 1001)}
    assert rows == {1: [0], 2: [1], 5: [0], 101: [0], 1001: [0]}
    batches = run_of("batches", 301)
    epochs = [np.concatenate([u.rows for u in batches.between(k, k + 2)]) for k in (1, 4)]
    assert all(sorted(epoch) == [*range(6)] for epoch in epochs)
    assert list(epochs[0]) != list(epochs[1])
    first, last = (
        max(np.abs(layer.dW).max() for layer in batches.between(n, n)[0].passes()[1].layers)
        for n in (1, 301)
    )
    assert last < first / 2


def test_a_batch_of_the_lesson_lowers_its_own_loss_and_not_always_that_of_all():
    run = run_of("batches", 30)
    losses = [mark.train for mark in run.marks]
    assert any(after > before for before, after in pairwise(losses))
    assert losses[-1] < losses[0]
