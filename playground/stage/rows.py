"""Which neurons of a column are shown. Of more than eight it is those that the step is about and
the rows near them; the others are folded into rows that say how many they are, and open."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

MOST_ROWS = 8
_BLOCK = MOST_ROWS - 1  # rows are taken by blocks, so that they stay while one walks along a layer


class Row(NamedTuple):
    """Neurons `first` to `last` of a column: one neuron, or several that are folded."""

    first: int
    last: int
    folded: bool = False

    @property
    def size(self) -> int:
        return self.last - self.first + 1


def rows_of(count: int, wanted: Collection[int], *, opened: bool, room: int) -> tuple[Row, ...]:
    """The rows of a column of `count` neurons: all `wanted` ones if there is `room` for so many,
    and their neighbours. All of them where the column is short, or `opened`."""
    if count <= MOST_ROWS or opened:
        return tuple(Row(j, j) for j in range(count))
    kept = tuple(sorted(wanted))
    if len(_folded(count, set(kept))) > room:
        kept = kept[: max(1, room - 2)]
    return _rows_near(count, kept, min(MOST_ROWS, room))


@lru_cache(maxsize=4096)
def _rows_near(count: int, wanted: tuple[int, ...], most: int) -> tuple[Row, ...]:
    return _folded(count, _shown(count, wanted, most))


def _shown(count: int, wanted: Sequence[int], most: int) -> set[int]:
    """The wanted rows, and others as long as all of it, with the folded rows, fits."""
    near = list(wanted) or [0]
    shown = set(near)
    others = sorted(set(range(count)) - shown, key=lambda j: (_blocks(j, near), _rows(j, near), j))
    for j in others:
        if len(_folded(count, shown | {j})) <= most:
            shown.add(j)
    return shown


def _blocks(j: int, near: Sequence[int]) -> int:
    return min(abs(j // _BLOCK - k // _BLOCK) for k in near)


def _rows(j: int, near: Sequence[int]) -> int:
    return min(abs(j - k) for k in near)


def _folded(count: int, shown: set[int]) -> tuple[Row, ...]:
    rows: list[Row] = []
    for is_shown, group in groupby(range(count), lambda j: j in shown):
        members = list(group)
        if is_shown:
            rows += [Row(j, j) for j in members]
        else:
            rows.append(Row(members[0], members[-1], folded=True))
    return tuple(rows)
