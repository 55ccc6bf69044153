"""Which number the walk is at: the heading of a step, on every page that walks."""

from __future__ import annotations

from playground import session
from playground.walk import Walk


def step_title(walk: Walk) -> str:
    """The number's name, and where in the pass it stands, as HTML."""
    symbols = walk.symbols
    phase = symbols.word("loss") if walk.step.phase == "loss" else walk.step.phase
    return (
        f"<p class='step-title' role='status'>{symbols.name(walk.step.address)}</p>"
        f"<p class='step-count'>{phase} · pass {session.run()['at'] + 1} · "
        f"step {walk.position + 1} of {len(walk.trace)}</p>"
    )
