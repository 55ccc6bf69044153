"""The step card: which number this is, its formula with the numbers put in, and one sentence."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.exercise.shared import shared
from playground.exercise.view import View
from playground.functions.catalogue import written_loss
from playground.steps.equalities import Formula
from playground.steps.formula import formula_of
from playground.steps.in_a_row import InARow, in_a_row
from playground.steps.sentences import sentence
from playground.ui import controls
from playground.ui.inspector import inspector
from playground.ui.scrolling import region
from playground.ui.step_title import step_title

JOINED = "\N{WORD JOINER}"  # f′(z) stays on one line


def step_panel(view: View) -> None:
    """Where in the story we are, the formula with the numbers put in, and one plain sentence."""
    controls.sample_choice(view)
    said = _explained(view, session.state()["presenting"])
    st.markdown(f"{step_title(view)}\n\n{said}", unsafe_allow_html=True)
    inspector()


@shared
def _explained(view: View, presenting: bool) -> str:
    said = sentence(view.step, view.trace, view.symbols.notation).replace("′(", f"′{JOINED}(")
    if presenting:
        row = presented(view)
        return f"{region(row.markdown, 'Formula', look=row.look)}\n\n{said}"
    made = _formula(view)
    tex = made.smaller_latex if made.is_long else made.latex
    displayed = region(f"$$\n{tex}\n$$", "Formula", look="smaller" * made.is_long)
    return f"{displayed}\n\n{said}"


@shared
def presented(view: View) -> InARow:
    """The step's formula as it is presented to a class."""
    return in_a_row(_formula(view))


def _formula(view: View) -> Formula:
    return formula_of(view.step, view.trace, view.digits, view.symbols.notation, coloured=True)


def conventions(view: View) -> None:
    """What is otherwise left unsaid."""
    network, now, symbols = view.network, session.document(), view.symbols
    label = written_loss(network.loss).label
    over = f", {network.reduction} over the {len(view.trace.y)} samples" * (len(view.trace.y) > 1)
    biases = ", except the biases, which are frozen" if now["biases_frozen"] else ""
    if all(layer.b is None for layer in network.layers):
        biases = ""
    loss = symbols.word("loss")
    st.caption(
        f"{loss.capitalize()}: {label}{over}{_classes(view)}. Gradients are of this {loss}. The "
        f"backward pass uses the old weights; all parameters are updated together{biases}. "
        f"{symbols.index_order()}{_on_paper(view)}"
    )


_ON_A_CONSTANT = {
    "weight": "a bias is a weight on a constant 1",
    "threshold": "a threshold is a weight on a constant −1",
}


def _on_paper(view: View) -> str:
    """By which conventions the numbers are written, where these are not the usual ones."""
    chosen, said = view.conventions, []
    if chosen.rounding is not None:
        said.append(f"every number is rounded to {chosen.rounding} before it is used")
    if chosen.turned:
        said.append(f"the error is {view.symbols.word('target')} minus output, and steps are added")
    if chosen.bias_as is not None:
        said.append(f"{_ON_A_CONSTANT[chosen.bias_as]}, written x₀")
    return f" On paper: {'; '.join(said)}." if said else ""


def _classes(view: View) -> str:
    """How many outputs there are, where the notation has a letter for that."""
    letter, count = view.symbols.notation.outputs, view.network.sizes[-1]
    return f", {letter} = {count} {'class' if count == 1 else 'classes'}" if letter else ""
