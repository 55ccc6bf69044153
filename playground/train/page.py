"""The page "Train": the network learns a data set, and every update can be gone back to."""

from __future__ import annotations

import streamlit as st

from backprop_core import BackpropError
from playground import session
from playground.exercise.document import is_complete
from playground.train import racing, training, walked_update
from playground.train.data_controls import data_strip, fits
from playground.train.live_page import live
from playground.train.optimiser_page import optimiser_card
from playground.train.race_page import race_view
from playground.train.set_piece_controls import BESIDE
from playground.ui.header import header
from playground.ui.notices import message, unfinished
from playground.ui.page_text import as_typed


def page() -> None:
    """Data and hyperparameters, which change the whole page, and what changes with every update: a
    fragment, which the browser asks for again and again while training runs."""
    walked_update.come_back()
    BESIDE.follow()
    st.html("<h1 class='unseen'>Train</h1>")
    said, body = st.container(), st.container(key="body")
    header("train")
    with said:
        message()
    with body:
        if not is_complete(session.document()):
            unfinished()
        elif racing.is_open() and fits():
            race_view()
        else:
            _train()


def _train() -> None:
    with st.container(key="train_page"):
        with st.container(key="train_data"):
            data_strip()
        if not fits():
            return
        try:
            training.course()
        except BackpropError as error:
            st.error(as_typed(str(error)), icon=":material/error:")
            return
        with st.container(key="train_live"):
            st.fragment(live)()
        with st.container(key="train_optimiser"):
            optimiser_card()
