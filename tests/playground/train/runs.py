"""Small runs for the tests of training."""

import numpy as np

from backprop_core import Network
from playground.exercise.hyperparameters import usual
from playground.train.course import Course, Leg
from playground.train.task import Task

XOR_X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_Y = np.array([[0.0], [1.0], [1.0], [0.0]])


def xor_task(seed=1, hidden=3, test=False, activation="tanh"):
    """XOR with a small network."""
    sizes, activations = [2, hidden, 1], [activation, "sigmoid"]
    network = Network.random(sizes, activations, "binary_cross_entropy", seed=seed)
    kept = slice(None) if test else slice(0)
    return Task(network, XOR_X, XOR_Y, XOR_X[kept], XOR_Y[kept])


def chosen(rule="adam", lr=0.05, **more):
    """Hyperparameters, of which the rest are as usual."""
    return {**usual(lr), "rule": rule, **more}


def course(task=None, *legs):
    """A run on XOR, with Adam in one leg where none are given."""
    return Course(task or xor_task(), [Leg(*leg) for leg in legs or [(0, chosen())]])
