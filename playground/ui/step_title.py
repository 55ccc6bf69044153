"""Which number the walk is at: the heading of a step, on every page that walks."""

from __future__ import annotations

from playground import session
from playground.exercise.view import View


def step_title(view: View) -> str:
    """The number's name, and where in the pass it stands, as HTML."""
    symbols = view.symbols
    phase = symbols.word("loss") if view.step.phase == "loss" else view.step.phase
    return (
        f"<p class='step-title' role='status'>{symbols.name(view.step.address)}</p>"
        f"<p class='step-count'>{phase} · pass {session.run()['at'] + 1} · "
        f"step {view.position + 1} of {len(view.trace)}</p>"
    )
