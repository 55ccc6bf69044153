"""explain: are these numbers right, and if not, which slip produced them?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from backprop_core.checks import make_read_only
from backprop_core.explanation.bias_shape import with_biases_as_given
from backprop_core.explanation.causes import (
    Cause,
    causes_at_first_sight,
    causes_beyond_doubt,
    causes_of,
    fits_of,
    outweighs,
    two_causes_of,
)
from backprop_core.explanation.coarser import coarsest, excusing, more_coarsely
from backprop_core.explanation.doubted import doubted
from backprop_core.explanation.given import Written, read_given
from backprop_core.explanation.miscopied import miscopied
from backprop_core.explanation.on_the_way import rounding_on_the_way
from backprop_core.explanation.problem import Place, Problem
from backprop_core.explanation.report import Report
from backprop_core.explanation.search import Search
from backprop_core.explanation.sources import as_given
from backprop_core.explanation.verdicts import (
    WRONG,
    Chain,
    Judge,
    Verdict,
    best_chain,
    judged,
)
from backprop_core.explanation.words import address_of
from backprop_core.network import Network
from backprop_core.rules.rule import Rule
from backprop_core.story.address import Address

_FEW = 2  # wrong numbers, which are sooner slips of the pen than two slips of the pass


@np.errstate(all="ignore")
def explain(
    network: Network,
    x: Any,
    y: Any,
    given: Any,
    learning_rate: Any = 0.1,
    rule: Rule | None = None,
    *,
    biases_frozen: bool = False,
) -> Report:
    """Judge the numbers in `given`, and find the slips that explain those that are wrong.

    x: (batch, n_in) or (n_in,); y: (batch, n_out) or (n_out,). `given` may hold any of z, a, da,
    delta, dW, db, the steps step_W and step_b, and the new W and b, each as a list with one entry
    per layer (None if not given); and loss, dx and loss_after, the loss after the update. Shapes
    are those of `forward` and `backward`. It may also be a cache with names such as dW1, or a
    PyTorch module after backward(). Entries are numbers, or strings such as "0.0820", which are
    compared to the digits they were written with; NaN, None and "" mean not given. `rule` is None
    for gradient descent with `learning_rate`, or a rule such as rules.Adam(0.01) before its first
    update; `biases_frozen` as in `update`. Raises BackpropError if something does not fit.

        report = explain(network, x, y, {"dW": [dW1, dW2], "db": [db1, db2]})
        report.raise_if_wrong()  # in a test: the report is the message
    """
    problem = Problem.of(network, x, y, learning_rate, rule, biases_frozen=biases_frozen)
    lists = as_given(problem, given)
    problem = replace(problem, has_after=lists.get("loss_after") is not None)
    problem, notes = with_biases_as_given(problem, lists)
    read = read_given(problem, lists)
    judge, chain = judged(problem, read)
    judge, chain, causes = _explained(judge, chain)
    make_read_only(*chain.verdicts.values())
    return Report(
        problem=problem,
        given=read,
        exact=judge.exact,
        by_place=chain.verdicts,
        first=_first(chain.verdicts),
        causes=causes,
        rounding=rounding_on_the_way(judge, chain.verdicts),
        notes=(*notes, *_turned(read)),
    )


def _explained(judge: Judge, chain: Chain) -> tuple[Judge, Chain, tuple[Cause, ...]]:
    """The causes; and if a slip explains numbers that are right by a hair, those are wrong."""
    doubtful = doubted(judge, chain)
    if doubtful is not None:
        causes = causes_beyond_doubt(Search(judge, doubtful))
        if causes:
            return judge, doubtful, causes
    if not chain.wrong:
        return judge, chain, ()
    search = Search(judge, chain)
    fits = fits_of(search)
    causes = causes_of(search, fits)
    coarser = more_coarsely(judge, chain)
    if coarser is not None and not outweighs(search, fits, coarser[1]):
        return *coarser, ()
    if coarser is None and not any(cause.certain for cause in causes):
        search, causes = _with_some_excused(search, causes)
    causes = causes or _far_fetched(search)
    judge, chain = search.judge, search.chain
    return (judge, chain, causes) if causes else _with_coarse_rounding(judge, chain)


def _far_fetched(search: Search) -> tuple[Cause, ...]:
    """Slips of the pen, and two slips together; first what is likelier of so many numbers."""
    if search.chain.count <= _FEW:
        return miscopied(search.judge, search.chain) or two_causes_of(search)
    return two_causes_of(search) or miscopied(search.judge, search.chain)


def _with_some_excused(
    search: Search, causes: tuple[Cause, ...]
) -> tuple[Search, tuple[Cause, ...]]:
    """The causes of what is left when slips of rounding are no mistakes; as before where no cause
    is left."""
    excused = excusing(search.judge, search.chain)
    if excused is None:
        return search, causes
    other = Search(*excused)
    left = causes_of(other, fits_of(other))
    return (search, causes) if causes and not left else (other, left)


def _with_coarse_rounding(judge: Judge, chain: Chain) -> tuple[Judge, Chain, tuple[Cause, ...]]:
    """A slip in work that was rounded more coarsely on the way than it shows, if there is one; of
    one wrong number any would do."""
    if chain.count == 1:
        return judge, chain, ()
    loose = coarsest(judge)
    other = best_chain(loose)
    causes = causes_at_first_sight(Search(loose, other))
    return (loose, other, causes) if causes else (judge, chain, ())


def _first(verdicts: Mapping[Place, Verdict]) -> Address | None:
    for place, verdict in verdicts.items():
        wrong = np.argwhere(verdict == WRONG)
        if len(wrong):
            return address_of(place, tuple(int(i) for i in wrong[0]))
    return None


def _turned(read: Mapping[Place, Written]) -> list[str]:
    return [
        f"{place[0]} of layer {place[1] + 1} was read transposed."
        for place, written in read.items()
        if written.turned
    ]
