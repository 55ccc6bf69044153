"""A line of arithmetic on whole arrays: grids with signs between them, such as W · a + b = z."""

from __future__ import annotations

from dataclasses import dataclass

from playground.steps.array_grids import Grid

RATE = "− {rate} ·"  # the learning rate's own sign is put in where it is shown
_SHAPED = ("z", "da", "jacobian", "delta", "dW", "W", "b")


@dataclass(frozen=True, eq=False)
class Line:
    """`parts` are grids and the signs between them. `name` says which line it is: "z", "da", …"""

    name: str
    parts: tuple[Grid | str, ...]

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The grids alone, from left to right; the last is what comes out."""
        return tuple(part for part in self.parts if isinstance(part, Grid))

    @property
    def shapes(self) -> str:
        """The same line in shapes, 3×2 · 2×1 + 3×1 = 3×1; "" where it is no sum or product."""
        if self.name not in _SHAPED:
            return ""
        written = " ".join(p.shape if isinstance(p, Grid) else p for p in self.parts)
        return written + self._spread

    @property
    def _spread(self) -> str:
        """A bias is one row or column; with several samples it is added to each of theirs."""
        samples = self.grids[-1].axes.index("sample") if self.name == "z" else None
        if samples is None or len(self.grids) < 4 or self.grids[-1].values.shape[samples] < 2:
            return ""
        return f"; the bias is added to every {('row', 'column')[samples]}"
