"""How the numbers of the exercise are written on paper: rounding, the sign of the error, decimal
comma, fractions. The engine's own numbers stay what they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from playground import session
from playground.exercise import edits
from playground.exercise.conventions import Conventions
from playground.exercise.document_conventions import conventions_of
from playground.exercise.paper_rounding import PaperRounding, Place
from playground.notation.bias_names import BiasAs
from playground.notation.laid_out import Weights
from playground.ui.fields import changed, choice, given

EVERY_DIGIT = "every digit"
_OFFERED: tuple[tuple[Place, range], ...] = (("decimals", range(1, 7)), ("digits", range(2, 7)))
ROUNDINGS = {
    str(one): one
    for place, counts in _OFFERED
    for one in (PaperRounding(place, count) for count in counts)
}
BIASES: dict[str, BiasAs | None] = {
    "b, added": None,
    "w₀ on x₀ = 1": "weight",
    "threshold θ on x₀ = −1": "threshold",
}
ROWS: dict[str, Weights | None] = {
    "as in the notation": None,
    "the receiving neuron": "receiving",
    "the sending neuron": "sending",
}
ERRORS = {"output − target": False, "target − output": True}


def conventions_form() -> None:
    """Each convention as an ordinary widget; a change of one is an edit like any other."""
    now = conventions_of(session.document())
    with st.expander("Conventions on paper", icon=":material/edit_square:", key="conventions"):
        _choice(
            "Each number rounded to",
            "paper_rounding",
            [EVERY_DIGIT, *_with(ROUNDINGS, now.rounding)],
            EVERY_DIGIT if now.rounding is None else str(now.rounding),
            _rounding_chosen,
            "The walk continues with the rounded numbers, as on paper, and shows the exact ones "
            "beside them. Weights, inputs and targets are not rounded",
        )
        if now.rounding is not None:
            _switch(
                "Products rounded too",
                "paper_products",
                now.products,
                "products",
                "Each product is rounded before the products are added. Otherwise only the sum is "
                "rounded, as on a calculator that keeps its digits",
            )
        _signs(now)
        _choice(
            "A row of W belongs to",
            "paper_rows",
            list(ROWS),
            next(name for name, value in ROWS.items() if value == now.weights),
            _rows_chosen,
            "W has the shape (n_out, n_in) with a row for each receiving neuron, and (n_in, n_out) "
            "with one for each sending neuron, as in Keras",
        )
        _writing(now)


def _signs(now: Conventions) -> None:
    """Of the error, and of the bias."""
    _choice(
        "Error",
        "paper_error",
        list(ERRORS),
        list(ERRORS)[now.turned],
        _error_chosen,
        "With target − output, delta and the gradients change sign, and the step is added",
    )
    _choice(
        "Bias",
        "paper_bias",
        list(BIASES),
        next(name for name, value in BIASES.items() if value == now.bias_as),
        _bias_chosen,
        "A bias written as the weight w₀ of a constant x₀ = 1, or as a threshold θ, the weight "
        "of x₀ = −1: a threshold and its gradient have the opposite sign. On the drawing "
        "board you still type the bias that is added",
    )


def _writing(now: Conventions) -> None:
    """How far back the pass goes, and how a number is written."""
    _switch(
        "Back to the inputs",
        "paper_inputs",
        now.to_inputs,
        "to_inputs",
        "The backward pass continues through the first weights, to ∂loss/∂x of each input",
    )
    _switch(
        "Decimal comma",
        "paper_comma",
        now.comma,
        "comma",
        "Numbers are shown and typed as 0,15, and separated by ;",
    )
    _switch(
        "Fractions where exact",
        "paper_fractions",
        now.fractions,
        "fractions",
        "1/3 instead of 0.3333, where that is exact",
    )


def _with(offered: dict[str, PaperRounding], now: PaperRounding | None) -> list[str]:
    """Those that are offered, and the present one if a file has another."""
    names = list(offered)
    return names if now is None or str(now) in names else [*names, str(now)]


def _choice(
    label: str, key: str, options: list[str], value: str, act: Callable[[], None], help: str
) -> None:
    st.selectbox(
        label,
        options,
        key=given(key, value, plain=True),
        on_change=changed(key, act),
        help=session.in_words(help),
    )


def _switch(label: str, key: str, value: bool, field: str, help: str) -> None:
    st.toggle(
        label,
        key=given(key, value),
        on_change=changed(key, partial(_switched, key, field)),
        help=session.in_words(help),
    )


def _rounding_chosen() -> None:
    chosen = choice("paper_rounding", [EVERY_DIGIT, *ROUNDINGS])
    if chosen is not None:
        now, rounding = conventions_of(session.document()), ROUNDINGS.get(chosen)
        products = rounding is not None and (now.rounding is None or now.products)
        _take(rounding=rounding, products=products)


def _error_chosen() -> None:
    chosen = choice("paper_error", ERRORS)
    if chosen is not None:
        _take(turned=ERRORS[chosen])


def _bias_chosen() -> None:
    chosen = choice("paper_bias", BIASES)
    if chosen is not None:
        _take(bias_as=BIASES[chosen])


def _rows_chosen() -> None:
    chosen = choice("paper_rows", ROWS)
    if chosen is not None:
        _take(weights=ROWS[chosen])


def _switched(key: str, field: str) -> None:
    chosen = choice(key, (False, True))
    if chosen is not None:
        _take(**{field: chosen})


def _take(**changes: Any) -> None:
    new: Conventions = replace(conventions_of(session.document()), **changes)
    session.edit(edits.set_conventions, new, label="conventions")
