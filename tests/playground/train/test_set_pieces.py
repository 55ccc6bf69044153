"""Each set piece opens on a network that fits its data, and shows what its question says."""

import numpy as np
import pytest

from playground.data_sets.fitting import misfits
from playground.exercise.document import check, network_of
from playground.notation.symbols import NOTATIONS, Symbols
from playground.train.course import Course, Leg, Task
from playground.train.health import findings
from playground.train.numbers import Outlook, are_classes
from playground.train.set_pieces import PIECES


def run_of(name, updates, **changes):
    piece = PIECES[name]
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
