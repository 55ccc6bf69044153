"""Why a weight moved, and the epoch as a table, against numbers worked out another way."""

import csv
import io

import numpy as np
import pytest

from backprop_core import Address, backward, forward
from playground.exercise.rule_choices import RULES
from playground.notation.symbols import NOTATIONS, Symbols
from playground.train.epoch_table import MOST_ROWS, epoch_csv, epoch_table
from playground.train.task import Task
from playground.train.weight_history import weight_history
from tests.playground.train.runs import XOR_X, XOR_Y, chosen, course, xor_task

PLACES = [Address("W", 0, 0, 0), Address("W", 0, 0, 1), Address("b", 0, 0), Address("W", 1, 0, 2)]


@pytest.mark.parametrize("rule", RULES)
def test_the_three_parts_add_up_to_the_change(rule):
    run = course(None, (0, chosen(rule, l2=0.01, batch_size=2, shuffle=1)))
    run.go_on(30)
    for entry in (0, 4, 11):
        for one in weight_history(run.between(11, 30), entry):
            parts = one.gradient + one.memory + one.decay
            assert parts == pytest.approx(one.change, abs=1e-15)
            assert one.after == run.at(one.number).network.parameters[entry]
            assert one.before == run.at(one.number - 1).network.parameters[entry]


def test_plain_gradient_descent_moves_by_the_gradient_alone():
    run = course(None, (0, chosen("gradient_descent", 0.1)))
    run.go_on(8)
    for one in weight_history(run.between(1, 8), 3):
        assert one.gradient == pytest.approx(-0.1 * one.slope, abs=1e-16)
        assert one.memory == one.decay == 0.0


def test_momentum_moves_by_the_velocity_of_before():
    run = course(None, (0, chosen("momentum", 0.1, options={"mu": 0.5})))
    run.go_on(6)
    velocity = run.at(5).state.vectors["velocity"][3]
    (one,) = weight_history(run.between(6, 6), 3)
    assert one.memory == pytest.approx(-0.1 * 0.5 * velocity, abs=1e-16)
    assert one.gradient == pytest.approx(-0.1 * one.slope, abs=1e-16)


def test_weight_decay_is_told_apart():
    run = course(None, (0, chosen("gradient_descent", 0.1, options={"weight_decay": 0.5})))
    run.go_on(2)
    (one,) = weight_history(run.between(2, 2), 3)
    assert one.decay == pytest.approx(-0.1 * 0.5 * one.before, abs=1e-16)


def rows_of(run, first, last):
    symbols = Symbols(NOTATIONS["own"], run.task.network.sizes, 4)
    return epoch_table(run.between(first, last), symbols, PLACES)


def test_the_epoch_has_a_row_for_each_sample_with_its_own_numbers():
    run = course(None, (0, chosen("gradient_descent", 0.3)))
    run.go_on(4)
    table = rows_of(run, 1, 4)
    assert [row[:2] for row in table.rows] == [(1, 1), (2, 2), (3, 3), (4, 4)]
    for k, row in enumerate(table.rows):
        network = run.at(k).network
        f = forward(network, XOR_X[k])
        g = backward(network, f, XOR_Y[k])
        assert row[2] == g.loss
        hidden = np.concatenate([f.layers[0].z[0], f.layers[0].a[0], g.layers[0].delta[0]])
        assert row[3:12] == tuple(hidden)
        assert row[-4] == run.at(k + 1).network.layers[0].W[0, 0]


def test_a_mini_batch_has_its_loss_and_weights_in_its_last_row():
    run = course(xor_task(), (0, chosen("gradient_descent", 0.3, batch_size=3)))
    run.go_on(2)
    table = rows_of(run, 1, 2)
    assert [row[:2] for row in table.rows] == [(1, 1), (1, 2), (1, 3), (2, 4)]
    assert [bool(np.isnan(row[-1])) for row in table.rows] == [True, True, False, False]


def test_the_csv_has_every_digit():
    run = course()
    run.go_on(3)
    table = rows_of(run, 1, 3)
    head, *rows = csv.reader(io.StringIO(table.written()))
    assert head == list(table.head)
    assert [float(cell) for cell in rows[2]] == list(table.rows[2])


def large_task(samples=500):
    numbers = np.random.default_rng(0)
    x, y = numbers.normal(size=(samples, 2)), numbers.integers(0, 2, (samples, 1)).astype(float)
    small = xor_task()
    return Task(small.network, x, y, x[:0], y[:0])


@pytest.mark.parametrize("batch_size", [None, 300, 7])
def test_the_last_row_of_a_large_batch_has_the_loss_and_the_new_weights(batch_size):
    run = course(large_task(), (0, chosen(batch_size=batch_size)))
    run.go_on(1)
    table = rows_of(run, 1, 1)
    assert len(table.rows) == min(MOST_ROWS, batch_size or 500)
    assert table.rows[-1][2] == run.between(1, 1)[0].loss
    assert table.rows[-1][-4] == run.at(1).network.layers[0].W[0, 0]


def test_the_file_has_every_row_of_the_epoch_each_time_it_is_made_and_of_the_run_as_it_was():
    run = course(large_task(), (0, chosen(batch_size=7, shuffle=3)))
    run.go_on(72)
    symbols = Symbols(NOTATIONS["own"], run.task.network.sizes, 7)
    replay = run.replay(1, 72)
    pieces = list(epoch_csv(replay, symbols, PLACES))
    rows = list(csv.DictReader(io.StringIO("".join(pieces))))
    assert len(pieces) == 1 + 72
    assert sorted(int(row["sample"]) for row in rows) == [*range(1, 501)]
    assert float(rows[-1]["loss"]) == run.between(72, 72)[0].loss
    run.turn(10, chosen("gradient_descent"))
    run.go_on(80)
    assert list(epoch_csv(replay, symbols, PLACES)) == pieces
