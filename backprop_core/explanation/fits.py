"""A fit: slips that lead to the given numbers, wholly or up to some place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from backprop_core.explanation.candidates import Placed
from backprop_core.explanation.problem import Place


@dataclass(frozen=True, eq=False)
class Fit:
    """Slips, and the numbers that they make where some are given.

    `reached` counts how far in the order of the work nothing contradicts them, at first sight;
    `complete` if nothing does. `tight` if they agree to all digits that were written. `ratio` is
    the factor by which the first number that contradicts them is off. `misfit` is 0 for numbers
    that agree exactly and 1 where they are as far off as rounding on the way allows.
    """

    placed: tuple[Placed, ...]
    made: Mapping[Place, Any]
    reached: int
    complete: bool
    tight: bool = True
    ratio: float | None = None
    misfit: float = 0.0

    @cached_property
    def rarity(self) -> float:
        """What is more usual comes first: one slip before two, everywhere before somewhere."""
        by_name = {each.slip.name: each.slip.rarity for each in self.placed}
        somewhere = sum(0.6 for each in self.placed if each.masks)
        free = sum(0.3 * each.slip.free for each in self.placed)
        more = 1.8 * (len(by_name) - 1) + 0.7 * (len(self.placed) - len(by_name))
        lonely = sum(0.6 for each in self.placed if each.slip.everywhere and each.partly)
        return sum(by_name.values()) + lonely + somewhere + free + more + 4.0 * self.misfit

    @property
    def names(self) -> frozenset[str]:
        """The names of its slips."""
        return frozenset(each.slip.name for each in self.placed)

    @property
    def is_somewhere(self) -> bool:
        """Whether a slip was made in some neurons only."""
        return any(each.masks for each in self.placed)

    @property
    def is_fitted(self) -> bool:
        """Whether a number was chosen to fit."""
        return any(each.slip.free for each in self.placed)

    @cached_property
    def signature(self) -> tuple[Any, ...]:
        """Fits with equal signatures make the same numbers wherever one is given."""
        return tuple((place, _rounded(value)) for place, value in self.made.items())


def _rounded(value: Any) -> bytes:
    array = np.asarray(value, dtype=np.float64)
    size = float(np.abs(array).max(initial=0.0)) or 1.0
    return (np.round(array / size, 7) + 0.0).tobytes() + f"{size:.6g}".encode()
