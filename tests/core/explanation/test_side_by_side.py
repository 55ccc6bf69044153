"""Passes side by side make the numbers that each pass makes alone."""

import numpy as np
import pytest

from backprop_core import rules
from backprop_core.explanation.candidates import Placed, together
from backprop_core.explanation.operations import operations
from backprop_core.explanation.passes import made_anew, numbers
from backprop_core.explanation.problem import Problem
from backprop_core.explanation.side_by_side import SideBySide
from backprop_core.explanation.slips.mistyped import forward_numbers, unknowns
from tests.core.explanation.networks import random_case


@pytest.mark.parametrize("seed", range(6))
@np.errstate(all="ignore")
def test_each_pass_side_by_side_makes_what_it_makes_alone(seed):
    rng = np.random.default_rng(seed)
    network, x, y, rate = random_case(rng)
    rule = rules.Adam(rate) if seed == 5 else None
    problem = Problem.of(network, x, y, rate, rule)
    made_by = operations(problem)
    base = numbers(problem, made_by)
    every = [*unknowns(problem), *forward_numbers(problem)]
    given = {("a", 0): np.where(rng.uniform(size=base["a", 0].shape) < 0.5, np.nan, 0.3)}
    base = numbers(problem, made_by, given)
    t = np.array([each.usual for each in every]) + rng.normal(size=len(every))
    together_made = dict(SideBySide(problem, made_by, given, every, t).made())
    for c, unknown in list(enumerate(every))[:: 1 + len(every) // 40]:
        slipped = together(Placed({unknown.layer: unknown.slip(float(t[c]))}))
        for place, alone in made_anew(problem, made_by, base, slipped, given):
            if alone is not None:
                np.testing.assert_allclose(together_made[place][c], alone, rtol=1e-9, atol=1e-12)
