"""A run can be gone back to anywhere, and gone on with from there, to the last bit."""

import gc
import sys
import weakref
from itertools import islice

import numpy as np
import pytest

from backprop_core import Network, rules, train
from playground.train import course as module
from playground.train.course import FIRST_GAP
from playground.train.task import Task
from tests.playground.train.runs import XOR_X, XOR_Y, chosen, course, xor_task


def parameters(run, number):
    return run.at(number).network.parameters


def test_its_updates_are_those_of_the_engine():
    run = course(None, (0, chosen("momentum", shuffle=4, batch_size=3)))
    run.go_on(25)
    made = train(run.task.network, XOR_X, XOR_Y, rules.Momentum(0.05), 3, epochs=None, shuffle=4)
    for update in islice(made, 25):
        assert np.array_equal(parameters(run, update.number), update.network.parameters)


@pytest.mark.parametrize("number", [0, 1, 15, 16, 17, 250, 499, 500])
def test_an_update_made_again_has_the_numbers_that_it_had(number):
    run, again = course(), course()
    run.go_on(500)
    again.go_on(number)
    assert np.array_equal(parameters(run, number), parameters(again, number))
    state, same = run.at(number).state, again.at(number).state
    assert state.updates == same.updates == number
    assert all(np.array_equal(state.vectors[name], same.vectors[name]) for name in state.vectors)


def test_checkpoints_are_thinned_and_updates_between_them_still_exact(monkeypatch):
    monkeypatch.setattr(module, "MOST_KEPT", 20_000)
    run, again = course(), course()
    run.go_on(2000)
    assert run.gap > module.FIRST_GAP
    assert sum(one.numbers.nbytes for one in run._kept) <= 20_000
    again.go_on(777)
    assert np.array_equal(parameters(run, 777), parameters(again, 777))


def test_marks_are_thinned_and_evenly_spread():
    run = course()
    run.go_on(3000)
    numbers = [mark.number for mark in run.marks]
    assert len(numbers) <= module.MOST_MARKS + 1
    assert set(np.diff(numbers)) == {run.mark_gap}


def test_other_hyperparameters_hold_from_the_next_update_on():
    run = course()
    run.go_on(40)
    before = parameters(run, 40)
    run.turn(40, chosen("gradient_descent", 0.0))
    run.go_on(10)
    assert np.array_equal(parameters(run, 50), before)
    assert run.leg_of(40)["rule"] == "adam"
    assert run.leg_of(41)["rule"] == "gradient_descent"


def test_a_run_over_several_legs_is_made_again_from_them():
    legs = (
        (0, chosen()),
        (30, chosen("momentum", 0.02)),
        (55, chosen("momentum", 0.5, batch_size=2)),
    )
    run = course()
    run.go_on(30)
    for after, hyperparameters in legs[1:]:
        run.turn(after, hyperparameters)
        run.go_on(25)
    again = course(None, *legs)
    while again.updates < run.updates:
        again.go_on(7)
    for number in (29, 30, 31, 54, 55, 56, 80):
        assert np.array_equal(parameters(run, number), parameters(again, number))


def test_the_memory_of_a_rule_is_kept_where_only_its_rate_changes():
    run = course()
    run.go_on(20)
    kept = run.at(20).state.vectors
    run.turn(20, chosen(lr=0.001))
    assert all(np.array_equal(run.at(20).state.vectors[name], kept[name]) for name in kept)
    run.turn(20, chosen("rmsprop"))
    assert not any(vector.any() for vector in run.at(20).state.vectors.values())


def test_going_on_from_an_earlier_update_leaves_the_later_ones():
    run = course()
    run.go_on(60)
    run.turn(25, chosen(lr=0.2))
    assert run.updates == 25
    assert all(mark.number <= 25 for mark in run.marks)
    assert run.marks_before[-1].number == 60


def test_a_change_after_an_update_that_is_still_to_be_made_waits_for_it():
    """As after a reload, while the run is made again."""
    whole, behind = course(None, (0, chosen())), course(None, (0, chosen()))
    whole.go_on(30)
    behind.go_on(20)
    for run in (whole, behind):
        run.turn(30, chosen("momentum", 0.1))
    assert behind.updates == 20
    whole.go_on(15)
    behind.go_on(25)
    assert behind.updates == whole.updates == 45
    for number in (20, 30, 31, 45):
        assert np.array_equal(parameters(behind, number), parameters(whole, number))


def test_updates_can_be_listed_across_a_change():
    run = course()
    run.go_on(50)
    run.turn(50, chosen("momentum"))
    run.go_on(50)
    updates = run.between(40, 60)
    assert [update.number for update in updates] == list(range(40, 61))
    assert np.array_equal(updates[-1].network.parameters, parameters(run, 60))


def test_a_run_stops_at_the_first_number_that_is_not_finite_and_keeps_the_last_finite_ones():
    task = xor_task(activation="relu")
    task = module.Task(task.network, 1e150 * XOR_X, XOR_Y, XOR_X[:0], XOR_Y[:0])
    run = course(task, (0, chosen("gradient_descent", 1e200)))
    run.go_on(100)
    assert run.stopped is not None
    assert run.updates < 100
    assert np.isfinite(parameters(run, run.updates)).all()
    assert run.go_on(5) == 0


def test_a_slice_of_no_time_makes_one_update():
    run = course()
    assert run.go_on(1000, 0.0) == 1


def bytes_kept(run):
    """Of the arrays and marks that a run holds on to; views count with what they are views of."""
    arrays = {id(one.numbers): one.numbers for one in run._kept}
    return sum(one.nbytes for one in arrays.values()) + sum(map(sys.getsizeof, run.marks))


def test_a_long_run_of_a_large_network_stays_small_and_every_update_is_near_a_checkpoint():
    """100,000 updates, by their checkpoints: what is kept is bounded, and so is what is between
    two of them, which is made again to go back."""
    network = Network.random([2, *[8] * 7, 1], "tanh", "half_squared_error", seed=1)
    run = course(Task(network, XOR_X, XOR_Y, XOR_X[:0], XOR_Y[:0]), (0, chosen("adam")))
    run.go_on(1)
    update = run._last
    for number in range(2, 100_001):
        run._take(update._replace(number=number)) if number % FIRST_GAP == 0 else None
    assert bytes_kept(run) < 12_000_000
    numbers = [one.number for one in run._kept]
    assert max(np.diff([*numbers, 100_000])) <= run.gap <= 256


def test_going_back_makes_again_no_more_updates_than_lie_between_two_checkpoints(monkeypatch):
    monkeypatch.setattr(module, "MOST_KEPT", 20_000)
    run = course()
    run.go_on(3000)
    made = []
    train_on = run._from
    monkeypatch.setattr(run, "_from", lambda *how: (made.append(1) or u for u in train_on(*how)))
    for number in (1, 999, 1000, 2047, 2999):
        made.clear()
        run.at(number)
        assert len(made) <= run.gap


def test_a_run_is_freed_when_nothing_holds_it_any_more():
    run = course()
    run.go_on(200)
    run.at(100)
    course_gone, task_gone = weakref.ref(run), weakref.ref(run.task)
    del run
    gc.collect()
    assert course_gone() is None
    assert task_gone() is None


@pytest.mark.parametrize(
    "sizes",
    [(1,), (3,), (4,), (None,), (1, 2), (3, 1), (2, 3, 1), (1, 1, 3), (3, None), (1, 4, 2)],
)
def test_an_epoch_begins_at_its_first_update_whatever_the_sizes_of_its_batches(sizes):
    for apart in (1, 2, 3, 5):  # updates from one size of batch to the next
        run = course(None, *((k * apart, chosen(batch_size=size)) for k, size in enumerate(sizes)))
        run.go_on(20)
        made, first = run.between(1, 20), {}
        for update in made:
            first.setdefault(update.epoch, update.number)
        for update in made:
            assert run.begin_of_epoch(update.number) == first[update.epoch]
