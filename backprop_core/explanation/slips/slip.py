"""A slip as a value: which operation it befalls, the arithmetic done instead, and what to say.

`arithmetic` takes the view `o` of the operation and gives what the slip makes of it; `o.right` is
what should have come out. None means that the slip cannot be made there. `formula` says the same
for a reader. `what` says what happened and `remedy` what to do; in both, {where} stands for the
layer, such as "the output layer".
"""

from __future__ import annotations

from dataclasses import dataclass

from backprop_core.explanation.here import Arithmetic

MOST = 24  # neurons, inputs or samples of a layer that are suspected one by one
Also = tuple[tuple[str, Arithmetic], ...]


@dataclass(frozen=True, eq=False, slots=True)
class Slip:
    """`rarity`: 1 for what everybody does some day, up to 5 for what hardly anybody does.

    `variant` tells slips of one name apart, such as the path that is missing. `also` is what the
    same slip does to other operations of the layer. `free` counts the numbers in it that were
    chosen to fit. `everywhere`: who makes it makes it in every layer. `factor` is what it
    multiplies by, if that is all it does; `value` is the number that stands in place of another.
    """

    name: str
    operation: str
    formula: str
    arithmetic: Arithmetic
    what: str
    remedy: str
    rarity: float = 2.0
    variant: str = ""
    also: Also = ()
    free: int = 0
    everywhere: bool = False
    factor: float | None = None
    value: float | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """The same slip in another layer has the same key."""
        return self.name, self.operation, self.variant

    @property
    def befalls(self) -> Also:
        """Every operation that it befalls, and what it makes of it."""
        return (self.operation, self.arithmetic), *self.also


def times(
    factor: float, name: str, operation: str, formula: str, what: str, remedy: str, rarity: float
) -> Slip:
    """A slip that only multiplies what should have come out."""
    return Slip(
        name,
        operation,
        formula,
        lambda o: factor * o.right,
        what,
        remedy,
        rarity,
        variant=f"{factor:g}",
        factor=factor,
    )
