"""Which number the walk is at: the heading of a step, on every page that walks."""

from __future__ import annotations

from html import escape

from playground import session
from playground.exercise.view import View
from playground.notation import number_text

# An arrow, a ring or a tick beside the phase's name: never told apart by colour alone.
SIGNS = {"forward": "→", "loss": "◎", "backward": "←", "gradient": "Σ", "update": "✓"}


def step_title(view: View) -> str:
    """Phase and layer, where in the pass it stands, the symbol and the name; as Markdown."""
    symbols, step = view.symbols, view.step
    address = step.address
    phase = symbols.word("loss") if step.phase == "loss" else step.phase
    layer = "" if step.layer is None else f" · {symbols.layer(step.layer)}"
    place = f"pass {session.run()['at'] + 1} · step {view.position + 1} of {len(view.trace)}"
    return (
        f"<div class='eyebrow phase-{step.phase}'>"
        f"<span class='phase'>{SIGNS[step.phase]}&ensp;{escape(phase.capitalize() + layer)}</span>"
        f"<span class='step-count'>{escape(place)}</span></div>\n\n"
        f"<div class='step-heading' role='status'>\n\n"
        f"${symbols.tex(address.whole, new=step.phase == 'update')}$ "
        f"<span class='step-title'>{escape(symbols.made(step))}</span>"
        f"<span class='step-said'>{_value_said(view)}</span>\n\n</div>"
    )


def _value_said(view: View) -> str:
    """For screen readers: what the step makes, where that is one number."""
    step = view.step
    if not isinstance(step.value, float):
        return ""
    return f" is {number_text.on_screen(step.value, view.digits)}{' so far' * (not step.complete)}"
