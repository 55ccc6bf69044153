"""The shorter ways of the search lead to what the plain one leads to."""

import numpy as np
import pytest

from backprop_core.explanation.begun import Begun
from backprop_core.explanation.given import read_given
from backprop_core.explanation.problem import Problem
from backprop_core.explanation.search import Search
from backprop_core.explanation.sources import as_given
from backprop_core.explanation.verdicts import judged
from tests.core.explanation.test_planted_mistakes import planted


@pytest.fixture(params=[1, 3, 8])
def search(request):
    (network, x, y, rate), _, _, wrong = planted(request.param)
    problem = Problem.of(network, x, y, rate)
    return Search(*judged(problem, read_given(problem, as_given(problem, wrong))))


@np.errstate(all="ignore")
def test_a_whole_fit_is_a_fit_that_is_complete(search):
    for placed in search.singles:
        fit, whole = search.fit(placed), search.whole_fit(placed)
        assert (whole is not None) == (fit is not None and fit.complete)
        assert whole is None or (whole.signature, whole.tight) == (fit.signature, fit.tight)


@np.errstate(all="ignore")
def test_two_slips_that_are_completed_are_those_that_explain_all(search):
    for first in [each for each in search.ones if not each.complete][:4]:
        begun = Begun(search, first)
        for placed in search.singles:
            both, whole = begun.with_one_more(placed), begun.completed_by(placed)
            assert (whole is not None) == (both is not None and both.complete)
