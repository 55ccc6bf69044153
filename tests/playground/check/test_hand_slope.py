"""The slope by hand: the quotient is what the two losses make, and it is worst at both ends."""

from itertools import pairwise

import numpy as np
import pytest

from backprop_core import Address, forward
from playground.check.hand_slope import POWERS, Nudge
from playground.exercise.document import network_of
from tests.playground.walks import document_of

NUMBERS = [
    Address("W", 0, 1, 0),
    Address("b", 1, 0),
    Address("x", None, 1, sample=1),
]


def nudge(at, activation="tanh"):
    document = document_of((2, 2, 1), activation, batch=2)
    return Nudge.of(network_of(document), document["x"], document["y"], at)


def test_epsilon_goes_from_1_to_a_quadrillionth():
    assert (10.0 ** POWERS[0], POWERS[-1]) == (1.0, -15)
    assert all(one - other == 1 for one, other in pairwise(POWERS))


@pytest.mark.parametrize("at", NUMBERS, ids=str)
@pytest.mark.parametrize("central", [False, True])
def test_the_quotient_is_the_change_of_the_loss_by_that_of_the_number(at, central):
    one = nudge(at)
    other = -0.01 if central else 0.0
    rise = (one.loss(0.01) - one.loss(other)) / (0.01 - other)
    assert one.quotient(0.01, central=central) == pytest.approx(rise, rel=1e-12)
    assert one.quotient(1e-6, central=True) == pytest.approx(one.gradient, rel=1e-6)


@pytest.mark.parametrize("at", NUMBERS, ids=str)
def test_one_sided_is_off_by_epsilon_and_central_by_its_square(at):
    one = nudge(at)
    off = {
        central: [abs(one.quotient(e, central=central) - one.gradient) for e in (1e-2, 1e-3)]
        for central in (False, True)
    }
    assert off[False][0] / off[False][1] == pytest.approx(10, rel=0.2)
    assert off[True][0] / off[True][1] == pytest.approx(100, rel=0.2)


@pytest.mark.parametrize("central", [False, True])
def test_the_error_is_worst_at_both_ends(central):
    epsilons, errors = nudge(NUMBERS[0]).errors(central=central)
    assert (epsilons[0], epsilons[-1]) == (1.0, 1e-15)
    best = int(np.argmin(errors))
    assert 4 <= best <= len(errors) - 8
    assert errors[0] > 1e3 * errors[best]
    assert errors[-1] > 1e3 * errors[best]


def test_a_kink_between_the_two_losses_is_found_with_its_neuron_and_sample():
    document = document_of((1, 2, 1), ["relu", "linear"])
    document["x"] = [[1.0]]
    document["layers"][0] |= {"W": [[0.5], [-0.2]], "b": [-0.45, 0.1]}  # z = 0.05 and -0.1
    one = Nudge.of(network_of(document), document["x"], document["y"], Address("W", 0, 0, 0))
    assert one.kinks(1e-3, central=True) == []
    assert one.kinks(0.1, central=True) == [(0, 0, 0)]
    assert one.kinks(0.1, central=False) == []  # only z - ε is on the other side
    z = forward(one.network, one.x).layers[0].z
    assert z.tolist() == [[pytest.approx(0.05), pytest.approx(-0.1)]]
