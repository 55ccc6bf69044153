"""Functions of the reader's own: typed, differentiated, drawn, checked, put into the drawing."""

from __future__ import annotations

from typing import Any

import streamlit as st

from backprop_core import BackpropError
from playground import digits as number_text
from playground import edits, session
from playground.components.plotly_view import plotly_view
from playground.figures.functions import (
    DIGITS,
    activation_figure,
    loss_curve_figure,
    output_name,
    target_name,
)
from playground.lessons.text import as_typed, filled, sections
from playground.notations.signs import in_notation, number_sign, plain_function, plain_sign
from playground.notations.symbols import Notation
from playground.own import latex
from playground.own.check import Span
from playground.own.functions import PROBABILITIES, OwnFunction, own_activation, own_loss
from playground.panels.fields import given
from playground.understand.functions import Z_MAX, loss_at, loss_slope_at, slope_at, value_at

FIRST = {"activation": "x*sigmoid(x)", "loss": "(a-y)**4"}
EXAMPLES = {
    "activation": [
        "x*sigmoid(x)",
        "x/(1+abs(x))",
        "x*tanh(softplus(x))",
        "0.5*x*(1+erf(x/sqrt(2)))",
        "max(0.1*x, x)",
        "sin(x)",
    ],
    "loss": [
        "(a-y)**4",
        "log(cosh(a-y))",
        "sqrt(1+(a-y)**2) - 1",
        "max(0, 1-a*y)",
        "-(y*log(a) + (1-y)*log(1-a))",
    ],
}
TYPED = {"x": "z", "z": "z", "a": "a of output", "y": "y"}  # what the typed letters stand for
READ = {"activation": own_activation, "loss": own_loss}


def _notation() -> Notation:
    return session.symbols().notation


def _told(name: str) -> str:
    return in_notation(sections("own")[name], _notation())


def own_half() -> None:
    """An activation, then a loss, each drawn again on its own."""
    st.fragment(_activation)()
    st.divider()
    st.fragment(_loss)()
    with st.expander("What can be typed"):
        st.markdown(_told("typing"))


def _held() -> dict[str, dict[str, str]]:
    """For each kind what is typed, and the last of it that could be used."""
    held: dict[str, dict[str, str]] = session.state().setdefault(
        "own", {kind: {"typed": text, "good": text} for kind, text in FIRST.items()}
    )
    return held


def _chosen(kind: str) -> tuple[OwnFunction, Any]:
    """The field, and the function that it holds, or the one before if that cannot be used."""
    held = _held()[kind]
    st.markdown(_told(kind))
    st.text_input(
        "f(x) =" if kind == "activation" else "L(a, y) =",
        key=given(f"own_{kind}_text", held["typed"]),
        on_change=_typed,
        args=(kind,),
    )
    st.pills(
        f"Examples of an {kind}" if kind == "activation" else "Examples of a loss",
        EXAMPLES[kind],
        key=given(
            f"own_{kind}_example", held["typed"] if held["typed"] in EXAMPLES[kind] else None
        ),
        on_change=_example,
        args=(kind,),
        format_func=lambda text: f"`{text}`",
        label_visibility="collapsed",
    )
    try:
        made = READ[kind](held["typed"])
        held["good"] = held["typed"]
    except BackpropError as error:
        made = READ[kind](held["good"])
        st.error(as_typed(f"{error} Below is still {held['good']}."), icon=":material/error:")
    return made


def _typed(kind: str) -> None:
    _held()[kind] |= {"typed": " ".join(st.session_state[f"own_{kind}_text"].split())}
    _held()[kind].pop("said", None)


def _example(kind: str) -> None:
    example = st.session_state[f"own_{kind}_example"]
    if example:
        _held()[kind] |= {"typed": example}
    _held()[kind].pop("said", None)


def _activation() -> None:
    st.subheader("An activation")
    own, activation = _chosen("activation")
    left, right = st.columns([1.5, 1], gap="medium")
    with left:
        figure = st.container()
        sign = plain_sign(_notation(), "z")
        z = st.slider(sign, -Z_MAX, Z_MAX, 1.0, 0.1, key="own_z")
        value, slope = value_at(activation, z), slope_at(activation, z)
        with figure:
            plotly_view(
                activation_figure(activation, z, _notation()),
                key="own_activation_figure",
                alt=f"{plain_function(_notation())}, typed as {own.text}, and its slope from -6 to "
                f"6; at {sign} = {z:g} the value is {_text(value)} and the slope {_text(slope)}",
                height=400,
            )
    with right, st.container(key="own_activation_formulas"):
        notation = _notation()
        written = number_sign(notation, "z")
        _formulas(
            own,
            (f"{notation.function}({written})", number_sign(notation, "slope")),
            (value, slope),
            f"{written} = {_tex(z)}",
        )
        _use_in_layer(own)


def _loss() -> None:
    st.subheader("A loss")
    own, loss = _chosen("loss")
    left, right = st.columns([1.5, 1], gap="medium")
    with left:
        figure = st.container()
        a, y = _loss_sliders(own.span)
        value, slope = float(loss_at(loss, a, y)[0]), loss_slope_at(loss, a, y)
        with figure:
            plotly_view(
                loss_curve_figure(loss, a, y, (own.span.low, own.span.high), _notation()),
                key="own_loss_figure",
                alt=_loss_alt(own, a, y, value, slope),
                height=360,
            )
    with right, st.container(key="own_loss_formulas"):
        notation = _notation()
        output, target = number_sign(notation, "a of output"), number_sign(notation, "y")
        _formulas(
            own,
            (number_sign(notation, "loss"), number_sign(notation, "da of output")),
            (value, slope),
            f"{output} = {_tex(a)},\\; {target} = {_tex(y)}",
        )
        if own.span == PROBABILITIES:
            st.caption(_told("probabilities"))
        _use_as_loss(own)


def _loss_alt(own: OwnFunction, a: float, y: float, value: float, slope: float) -> str:
    words = _notation().words
    return (
        f"The {words['loss']}, typed as {own.text}, against the output, for the "
        f"{words['target']} {y:g}; at {plain_sign(_notation(), 'a of output')} = {a:g} it is "
        f"{_text(value)} and its slope {_text(slope)}"
    )


def _loss_sliders(span: Span) -> tuple[float, float]:
    """The output and the target, within the span."""
    probable = span == PROBABILITIES
    kind = "probability" if probable else "number"
    target, output = st.columns(2, gap="medium")
    low, high = span.targets[0], span.targets[-1]
    y = target.slider(
        target_name(_notation()),
        low,
        high,
        1.0 if probable else 0.5,
        0.05,
        key=f"own_loss_y_{kind}",
    )
    low, high = (0.01, 0.99) if probable else (span.low, span.high)
    a = output.slider(
        output_name(_notation()),
        low,
        high,
        0.3 if probable else 1.5,
        0.01,
        key=f"own_loss_a_{kind}",
    )
    return a, y


def _text(value: float) -> str:
    return number_text.text(value, DIGITS)


def _tex(value: float) -> str:
    return number_text.latex(value, DIGITS)


def _formulas(
    own: OwnFunction, left: tuple[str, str], numbers: tuple[float, float], where: str
) -> None:
    """The function and its derivative, both at the point, and how well they were checked.

    `left` is what stands before their equals signs.
    """
    notation = _notation()
    signs = {name: number_sign(notation, what) for name, what in TYPED.items()}
    sigmoid = notation.sigmoid.format()
    for before, tree in zip(left, (own.tree, own.slope), strict=True):
        st.markdown(f"$$\n{latex.lines(before, tree, signs, sigmoid)}\n$$")
    value, slope = map(_tex, numbers)
    st.markdown(f"At ${where}$: value $\\mathbf{{{value}}}$, slope $\\mathbf{{{slope}}}$")
    plain = {name: plain_sign(notation, what) for name, what in TYPED.items()}
    span = own.span.in_words(plain[own.variable], target_name(notation))
    told = {"span": span, "error": number_text.text(own.error, 2)}
    st.caption(filled(_told("checked"), told))


def _use_in_layer(own: OwnFunction) -> None:
    walk = session.walk()
    if walk is None:
        st.caption("Draw a layer first, then this can be its activation.")
        return
    layers = range(len(walk.network.layers))
    choice, button = st.columns([1.3, 1], gap="small", vertical_alignment="bottom")
    number = choice.selectbox(
        "Layer of the drawing",
        layers,
        key="own_layer",
        format_func=walk.symbols.layer,
    )
    button.button(
        "Use it there",
        key="use_own_activation",
        type="primary",
        on_click=_use,
        args=("activation", edits.set_activation, (number, own.name)),
    )
    _said("activation")


def _use_as_loss(own: OwnFunction) -> None:
    if session.walk() is None:
        st.caption("Draw a layer first, then this can be the loss.")
        return
    st.button(
        "Use it as the loss of the drawing",
        key="use_own_loss",
        type="primary",
        on_click=_use,
        args=("loss", edits.set_loss, (own.name,)),
    )
    _said("loss")


def _use(kind: str, edit: Any, args: tuple[Any, ...]) -> None:
    done = session.edit(edit, *args, label=kind)
    said = "done" if done else f"error {session.state()['message']}"
    _held()[kind]["said"] = said


def _said(kind: str) -> None:
    """What became of the last press, until something else is typed."""
    said = _held()[kind].get("said", "")
    if said == "done":
        st.success("The drawing has it now: go on in the Playground.", icon=":material/check:")
    elif said:
        st.error(as_typed(said.removeprefix("error ")), icon=":material/error:")
