"""Texts about a step that are made once for all sessions: a class walks through the same exercise.

Only what follows from the numbers, the step and the notation may be kept so: nothing that somebody
has answered, chosen or typed besides.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Concatenate, ParamSpec, TypeVar

from playground.exercise.view import View

P = ParamSpec("P")
R = TypeVar("R")
OfView = Callable[Concatenate[View, P], R]

FEW_NEURONS = 40  # of a larger network nothing is kept
MOST = 600


class _Same:
    """A view as a key: the same trace, not an equal one, at the same step, shown the same way."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.key = (
            *(id(view.trace), view.position, view.chosen_digits),
            *(view.chosen_sample, view.chosen_notation),
        )

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.key == other.key


def shared(function: OfView[P, R]) -> OfView[P, R]:
    """For a function of a view and further hashable arguments: its last results."""

    def of_same(same: _Same, *args: P.args, **options: P.kwargs) -> R:
        return function(same.view, *args, **options)

    remembered: Callable[..., R] = lru_cache(maxsize=MOST)(of_same)

    def looked_up(view: View, /, *args: P.args, **options: P.kwargs) -> R:
        if sum(view.network.sizes) > FEW_NEURONS:
            return function(view, *args, **options)
        return remembered(_Same(view), *args, **options)

    return looked_up
