"""Typed functions: read, differentiated, drawn, checked, put into the drawing."""

from __future__ import annotations

from typing import Any, TypedDict

import streamlit as st

from backprop_core import BackpropError, quoted
from playground import session
from playground.exercise import edits
from playground.function_reference.curves import Point, Reach, activation_curve, loss_curve, tex
from playground.function_reference.figure import target_name
from playground.function_reference.function_text import said, shown_notation
from playground.functions.typed import expression_latex
from playground.functions.typed.typed_functions import (
    PROBABILITIES,
    TypedFunction,
    typed_activation,
    typed_loss,
)
from playground.notation.bare_symbols import number_sign, plain_function, plain_sign
from playground.ui.buttons import button
from playground.ui.fields import choice, given, text
from playground.ui.keeping import kept_fragment
from playground.ui.page_text import as_typed

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
READ = {"activation": typed_activation, "loss": typed_loss}


def typed_half() -> None:
    """An activation, then a loss, each drawn again on its own."""
    kept_fragment(_activation, "typed_activation")
    st.divider()
    kept_fragment(_loss, "typed_loss")
    with st.expander("What can be typed"):
        st.markdown(said("typed", "typing"))


class Typed(TypedDict):
    """What is typed, the last of it that could be used, and what became of the last press."""

    typed: str
    good: str
    said: str


def _begun() -> dict[str, Typed]:
    return {kind: {"typed": text, "good": text, "said": ""} for kind, text in FIRST.items()}


_TYPED: session.Remembered[dict[str, Typed]] = session.Remembered("typed_functions", _begun)


def _keep(kind: str, held: Typed) -> None:
    _TYPED.set({**_TYPED.get(), kind: held})


def _chosen(kind: str) -> tuple[TypedFunction, Any]:
    """The field, and the function that it holds, or the one before if that cannot be used."""
    held = _TYPED.get()[kind]
    st.markdown(said("typed", kind))
    st.text_input(
        "f(x) =" if kind == "activation" else "L(a, y) =",
        key=given(f"typed_{kind}_text", held["typed"]),
        on_change=_typed,
        args=(kind,),
    )
    st.pills(
        f"Examples of an {kind}" if kind == "activation" else "Examples of a loss",
        EXAMPLES[kind],
        key=given(
            f"typed_{kind}_example", held["typed"] if held["typed"] in EXAMPLES[kind] else None
        ),
        on_change=_example,
        args=(kind,),
        format_func=lambda text: f"`{text}`",
        label_visibility="collapsed",
    )
    try:
        made = READ[kind](held["typed"])
        _keep(kind, {**held, "good": held["typed"]})
    except BackpropError as error:
        made = READ[kind](held["good"])
        still = f"{error} Still showing {quoted(held['good'])}."
        st.error(as_typed(still), icon=":material/error:")
    return made


def _typed(kind: str) -> None:
    typed = " ".join(text(f"typed_{kind}_text").split())
    _keep(kind, {**_TYPED.get()[kind], "typed": typed, "said": ""})


def _example(kind: str) -> None:
    example = choice(f"typed_{kind}_example", EXAMPLES[kind])
    held = _TYPED.get()[kind]
    _keep(kind, {**held, "typed": example or held["typed"], "said": ""})


def _activation() -> None:
    st.subheader("An activation")
    function, activation = _chosen("activation")
    left, right = st.columns([1.5, 1], gap="medium")
    notation = shown_notation()
    with left:
        name = f"{plain_function(notation)}, typed as {function.text},"
        keys = {"slider": "typed_z", "figure": "typed_activation_figure"}
        point = activation_curve(activation, name, **keys)
    with right, st.container(key="typed_activation_formulas"):
        z = number_sign(notation, "z")
        signs = f"{notation.function}({z})", number_sign(notation, "slope")
        _formulas(function, signs, point, f"{z} = {tex(point.at)}")
        _use_in_layer(function)


def _loss() -> None:
    st.subheader("A loss")
    function, loss = _chosen("loss")
    left, right = st.columns([1.5, 1], gap="medium")
    notation = shown_notation()
    with left:
        kind = "probability" if function.span == PROBABILITIES else "number"
        name = f"The {notation.words['loss']}, typed as {function.text},"
        keys = f"typed_loss_a_{kind}", f"typed_loss_y_{kind}"
        point, y = loss_curve(
            loss, name, _reach(function), sliders=keys, figure="typed_loss_figure"
        )
    with right, st.container(key="typed_loss_formulas"):
        output, target = number_sign(notation, "a of output"), number_sign(notation, "y")
        signs = number_sign(notation, "loss"), number_sign(notation, "da of output")
        where = f"{output} = {tex(point.at)},\\; {target} = {tex(y)}"
        _formulas(function, signs, point, where)
        if function.span == PROBABILITIES:
            st.caption(said("typed", "probabilities"))
        _use_as_loss(function)


def _reach(function: TypedFunction) -> Reach:
    """As far as the function was checked."""
    span = function.span
    ends, targets = (span.low, span.high), (span.targets[0], span.targets[-1])
    if span == PROBABILITIES:
        return Reach((0.01, 0.99), targets, (0.3, 1.0), ends)
    return Reach(ends, targets, (1.5, 0.5), ends)


def _formulas(function: TypedFunction, left: tuple[str, str], point: Point, where: str) -> None:
    """The function and its derivative, both at the point, and how well they were checked.

    `left` is what stands before their equals signs.
    """
    notation = shown_notation()
    signs = {name: number_sign(notation, what) for name, what in TYPED.items()}
    sigmoid = notation.sigmoid.format()
    for before, tree in zip(left, (function.tree, function.slope), strict=True):
        st.markdown(f"$$\n{expression_latex.lines(before, tree, signs, sigmoid)}\n$$")
    value, slope = tex(point.value), tex(point.slope)
    st.markdown(f"At ${where}$: value $\\mathbf{{{value}}}$, slope $\\mathbf{{{slope}}}$")
    plain = {name: plain_sign(notation, what) for name, what in TYPED.items()}
    span = function.span.in_words(plain[function.variable], target_name(notation))
    span = span.replace("-", "−")
    error = session.number(function.error, 2)
    st.caption(said("typed", "checked", span=span, error=error))


def _use_in_layer(function: TypedFunction) -> None:
    view = session.exact_view()
    if view is None:
        st.caption("Add a layer first; then it can use this activation.")
        return
    layers = range(len(view.network.layers))
    choice, press = st.columns([1.3, 1], gap="small", vertical_alignment="bottom")
    number = choice.selectbox(
        "Layer of your network",
        layers,
        key="typed_layer",
        format_func=view.symbols.layer,
    )
    with press:
        button(
            "Use it in this layer",
            key="use_typed_activation",
            type="primary",
            on_click=_use,
            args=("activation", edits.set_activation, (number, function.name)),
        )
    _said("activation")


def _use_as_loss(function: TypedFunction) -> None:
    if session.exact_view() is None:
        st.caption("Add a layer first; then your network can use this loss.")
        return
    button(
        "Use it as your network's loss",
        key="use_typed_loss",
        type="primary",
        on_click=_use,
        args=("loss", edits.set_loss, (function.name,)),
    )
    _said("loss")


def _use(kind: str, edit: Any, args: tuple[Any, ...]) -> None:
    done = session.edit(edit, *args, label=kind)
    outcome = "done" if done else f"error {session.state()['message']}"
    _keep(kind, {**_TYPED.get()[kind], "said": outcome})


def _said(kind: str) -> None:
    """What became of the last press, until something else is typed."""
    outcome = _TYPED.get()[kind]["said"]
    if outcome == "done":
        st.success("Your network uses it now. Continue on the Playground.", icon=":material/check:")
    elif outcome:
        st.error(as_typed(outcome.removeprefix("error ")), icon=":material/error:")
