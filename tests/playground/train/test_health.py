"""What goes wrong is said, and only where the numbers show it."""

import numpy as np
import pytest

from backprop_core import Layer, Network
from playground.notation.symbols import NOTATIONS, Symbols
from playground.train.health import findings
from playground.train.numbers import Outlook
from playground.train.task import Task
from tests.playground.train.runs import XOR_X, XOR_Y, chosen, course


def told(network, run=None, at=None, test=False):
    kept = slice(None) if test else slice(0)
    task = Task(network, XOR_X, XOR_Y, XOR_X[kept], XOR_Y[kept])
    run = run or course(task)
    moment = run.at(run.updates if at is None else at)
    outlook = Outlook(moment.network, run.task, True)
    symbols = Symbols(NOTATIONS["own"], network.sizes, 4)
    return findings(run, moment, outlook, symbols)


def said(network, **more):
    return [one.what for one in told(network, **more)]


def two_layers(W, b, activation):
    out = Layer([[1.0] * len(W)], [0.0], "sigmoid")
    return Network((Layer(W, b, activation), out), "binary_cross_entropy")


def test_a_relu_that_is_off_everywhere_is_dead():
    network = two_layers([[1.0, 1.0], [-1.0, -1.0]], [0.0, -0.5], "relu")
    assert "h2 is dead." in said(network)
    alive = two_layers([[1.0, 1.0], [-1.0, -1.0]], [0.0, 0.5], "relu")
    assert "No dead neurons" in said(alive)


def test_a_tanh_at_its_ends_is_saturated():
    network = two_layers([[0.3, 0.2], [9.0, 9.0]], [0.1, 50.0], "tanh")
    assert "Saturated: h2." in said(network)
    calm = two_layers([[0.3, 0.2], [0.5, 0.4]], [0.1, 0.0], "tanh")
    assert "No saturated neurons" in said(calm)


def test_neurons_that_begin_alike_are_named():
    network = two_layers([[0.3, 0.2], [0.3, 0.2]], [0.1, 0.1], "tanh")
    assert said(network)[0] == "h1 and h2 have equal weights,"
    apart = two_layers([[0.3, 0.2], [0.3, 0.21]], [0.1, 0.1], "tanh")
    assert not any("equal weights" in one for one in said(apart))


def test_a_gradient_that_shrinks_through_eight_sigmoids_vanishes():
    network = Network.random([2, *[3] * 7, 1], "sigmoid", "binary_cross_entropy", seed=2)
    run = course(Task(network, XOR_X, XOR_Y, XOR_X[:0], XOR_Y[:0]))
    run.go_on(3)
    assert "The gradient vanishes." in said(network, run=run)


def test_a_run_that_stopped_says_at_which_update():
    network = two_layers([[1e200, 1.0], [-1.0, 1e200]], [0.0, 0.5], "relu")
    task = Task(network, 1e150 * XOR_X, XOR_Y, XOR_X[:0], XOR_Y[:0])
    run = course(task, (0, chosen("gradient_descent", 1e300)))
    run.go_on(50)
    assert said(network, run=run)[0] == f"Stopped at update {run.updates + 1:,}."


def test_a_plateau_is_told_after_a_while_only():
    network = two_layers([[0.3, 0.2], [0.3, 0.2]], [0.1, 0.1], "tanh")
    run = course(Task(network, XOR_X, XOR_Y, XOR_X[:0], XOR_Y[:0]), (0, chosen(lr=0.0)))
    run.go_on(600)
    assert any(one.startswith("No improvement for") for one in said(network, run=run))
    assert not any(one.startswith("No improvement for") for one in said(network, run=run, at=100))


@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_called_wrong_in_a_run_that_learns(seed):
    network = Network.random([2, 4, 1], ["tanh", "sigmoid"], "binary_cross_entropy", seed=seed)
    run = course(Task(network, XOR_X, XOR_Y, XOR_X[:0], XOR_Y[:0]), (0, chosen(lr=0.02)))
    run.go_on(100)
    wrong = [one for one in told(network, run=run) if not one.fine]
    assert not wrong or np.isfinite(run.marks[-1].train)
    assert not any("dead" in one.what for one in wrong)
