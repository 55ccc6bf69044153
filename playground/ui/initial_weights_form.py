"""The initial weights as widgets: from which scheme and seed they are drawn."""

from __future__ import annotations

import streamlit as st

from backprop_core import INITIALIZATIONS
from playground import session
from playground.exercise import edits
from playground.exercise.document import Document
from playground.exercise.limits import MAX_SEED
from playground.exercise.typed_number import Takes
from playground.ui.buttons import button
from playground.ui.fields import set_field
from playground.ui.number_field import choice_field, number_field

INITS = {
    "xavier": "Xavier/Glorot",
    "he": "He",
    "uniform": "uniform",
    "normal": "normal",
    "zeros": "zeros",
    "constant": "constant",
}


def initial_weights_row(now: Document) -> None:
    """The scheme, the seed, and a button that draws all weights anew."""
    scheme, seed, draw = st.columns([1.5, 0.8, 1.3], gap="small", vertical_alignment="bottom")
    with scheme:
        choice_field(
            "Initial weights",
            "init",
            now["init"],
            {name: INITS.get(name, name) for name in [*INITIALIZATIONS, now["init"]]},
            _scheme_chosen,
            typed=True,
            help="Xavier/Glorot draws uniformly from ±√(6/(n_in+n_out)), He from a normal with "
            "standard deviation √(2/n_in), uniform from ±1, normal with standard deviation 1. Or "
            "type a size: uniform(0.5), normal(2), constant(0.1)",
        )
    with seed:
        number_field(
            "Seed", "seed", now["seed"], Takes("The seed", 0, MAX_SEED, whole=True), _seed_typed
        )
    with draw:
        button(
            "Randomise",
            key="initialize",
            on_click=_initialize,
            help="All weights from this scheme and seed; the same seed gives the same weights",
        )


def _scheme_chosen(scheme: str) -> None:
    set_field("init", scheme or None)


def _seed_typed(seed: int) -> None:
    set_field("seed", seed)


def _initialize() -> None:
    now = session.document()
    session.edit(edits.initialize, now["init"], now["seed"], label="randomise weights")
