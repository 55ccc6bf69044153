"""Whether a run gets on: what is said of one that does not, and silence about one that does."""

import numpy as np
import pytest

from backprop_core import Layer, Network
from playground.data_sets.data_choice import usual_choice
from playground.data_sets.fitting import output_for
from playground.data_sets.preparation import prepared
from playground.data_sets.recipe_book import made
from playground.train import progress
from playground.train.numbers import Outlook
from playground.train.task import Task
from tests.playground.train.runs import XOR_X, XOR_Y, chosen, course
from tests.playground.train.test_set_pieces import run_of, said

SMALL, RISES = "The learning rate may be too small.", "overfitting"
LINE, UP_AND_DOWN = "No straight line separates", "The loss goes up and down"
GET_ON = [
    ("xor", (4,), chosen("adam", 0.05, batch_size=4)),
    ("and", (), chosen("gradient_descent", 0.5, batch_size=4)),
    ("parity", (8,), chosen("adam", 0.05, batch_size=8)),
    ("circles", (6,), chosen("gradient_descent", 0.1, batch_size=10, shuffle=1)),
    ("circles", (6,), chosen("adam", 0.03, batch_size=10, shuffle=1)),
    ("moons", (8,), chosen("momentum", 0.03, batch_size=10, shuffle=1)),
    ("spirals", (8, 8), chosen("adam", 0.02, batch_size=10, shuffle=1)),
    ("blobs", (6,), chosen("gradient_descent", 0.1, batch_size=10, shuffle=1)),
    ("blobs", (), chosen("gradient_descent", 0.1, batch_size=10, shuffle=1)),
    ("sine", (8,), chosen("adam", 0.02, batch_size=10, shuffle=1)),
    ("plane", (4,), chosen("gradient_descent", 0.05, batch_size=10, shuffle=1)),
    ("digits", (12,), chosen("adam", 0.01, batch_size=32, shuffle=1)),
]


def task_on(name, hidden):
    """A set as it is offered, with a network drawn for it."""
    choice = usual_choice(name)
    data = prepared(made(choice["recipe"]), choice["share"], 1, choice["scaling"])
    last, loss = output_for(data.data_set)
    x, y = data.x, data.data_set.y
    activations = [*["tanh"] * len(hidden), last]
    network = Network.random([x.shape[1], *hidden, y.shape[1]], activations, loss, seed=1)
    return Task(network, x[data.train], y[data.train], x[data.test], y[data.test])


def told(run):
    """All that is said of how it gets on."""
    moment = run.at(run.updates)
    outlook = Outlook(moment.network, run.task, True)
    found = [
        *progress.overfitting(run, moment),
        *progress.plateau(run, moment),
        *progress.too_slow(run, moment),
        *progress.inseparable(run, moment, outlook),
    ]
    return [f"{one.what} {one.why}" for one in found if not one.fine]


@pytest.mark.parametrize(("name", "hidden", "how"), GET_ON)
def test_nothing_is_said_of_a_run_that_gets_on(name, hidden, how):
    run = course(task_on(name, hidden), (0, how))
    for updates in (30, 100, 300, 700):
        run.go_on(updates)
        assert told(run) == []


def test_a_rate_that_is_too_small_is_told_and_ten_times_as_much_is_not():
    task = task_on("circles", (6,))
    slow = course(task, (0, chosen("gradient_descent", 0.002, batch_size=10, shuffle=1)))
    slow.go_on(300)
    assert any(one.startswith(SMALL) for one in told(slow))
    better = course(task, (0, chosen("gradient_descent", 0.2, batch_size=10, shuffle=1)))
    better.go_on(300)
    assert told(better) == []


def test_a_rate_of_nothing_is_not_called_slow():
    run = course(task_on("circles", (6,)), (0, chosen("gradient_descent", 0.0, batch_size=10)))
    run.go_on(300)
    assert not any(SMALL in one for one in told(run))


def test_a_rate_that_is_too_large_makes_the_loss_go_up_and_down():
    """Of a single neuron, where rounding errors die out: any machine makes the same run."""
    how = chosen("gradient_descent", 20.0, batch_size=10, shuffle=1)
    run = course(task_on("circles", ()), (0, how))
    run.go_on(1500)
    assert any(UP_AND_DOWN in one for one in told(run))


def test_xor_is_told_to_be_beyond_a_straight_line_and_and_is_not():
    assert LINE in said(run_of("no_hidden", 600))
    run = course(task_on("and", ()), (0, chosen("gradient_descent", 0.5, batch_size=None)))
    run.go_on(3000)
    assert told(run) == []


def test_three_classes_on_a_line_are_beyond_two_outputs_of_one_slope():
    x, y = np.array([[0.0], [1.0], [2.0]]), np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    network = Network([Layer([[0.1], [-0.2]], [0.0, 0.0], "softmax")], "cross_entropy")
    run = course(Task(network, x, y, x[:0], y[:0]), (0, chosen("gradient_descent", 0.3)))
    run.turn(0, chosen("gradient_descent", 0.3, batch_size=None))
    run.go_on(4000)
    assert any("No plane separates" in one for one in told(run))


def test_a_network_with_a_hidden_layer_is_never_told_that_it_cannot():
    network = Network.random([2, 1, 1], ["tanh", "sigmoid"], "binary_cross_entropy", seed=1)
    run = course(Task(network, XOR_X, XOR_Y, XOR_X[:0], XOR_Y[:0]))
    run.go_on(2000)
    assert not any("separates" in one for one in told(run))


def test_a_start_at_the_lowest_loss_by_chance_is_no_proof_while_a_penalty_holds_it():
    """With a penalty the gradient of the data's loss is not 0 where the run settles."""
    task = task_on("and", ())
    run = course(task, (0, chosen("gradient_descent", 0.5, batch_size=None, l2=0.5)))
    run.go_on(500)
    assert not any("separates" in one for one in told(run))


def test_a_test_loss_that_rises_is_told_and_one_that_is_below_the_train_loss_is_not():
    assert RISES in said(run_of("overfitting", 1500))
    assert RISES not in said(run_of("iris", 1500))


def test_what_else_is_wrong_is_not_put_down_to_the_rate():
    assert SMALL not in said(run_of("symmetric", 1500))
    assert SMALL in said(run_of("bad_rate", 400))
