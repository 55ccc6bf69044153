"""What the health card says: one sentence, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One sentence, and what follows; `fine` where nothing is wrong. `neurons` are (column,
    neuron)."""

    what: str
    why: str = ""
    fine: bool = False
    neurons: tuple[tuple[int, int], ...] = ()
