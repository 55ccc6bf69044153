"""Which two of several inputs the plane with the data lies along."""

from __future__ import annotations

from typing import Any

import streamlit as st

from playground import session
from playground.train import training
from playground.train.numbers import Outlook
from playground.train.task import Task
from playground.ui.fields import changed, choice, given


def _is_pair(held: Any) -> bool:
    """Two inputs, or none yet."""
    if not isinstance(held, list) or len(held) not in (0, 2):
        return False
    return all(type(one) is int and one >= 0 for one in held) and len({*held}) == len(held)


# As across and up.
_CHOSEN: session.Remembered[list[int]] = session.Remembered(
    "plane_inputs", list, of_exercise=True, is_sound=_is_pair
)


def inputs_chosen(task: Task) -> tuple[int, int] | None:
    """What was chosen, where the data have such inputs."""
    chosen = _CHOSEN.get()
    if not chosen or max(chosen) >= task.x.shape[1]:
        return None
    return chosen[0], chosen[1]


def input_names(count: int) -> tuple[str, ...]:
    """As the data set calls them, beside their symbols."""
    symbols, data = session.symbols().neurons(0), training.prepared_data()
    if data is None or len(data.data_set.inputs) != count:
        return tuple(symbols)
    named = zip(symbols, data.data_set.inputs, strict=True)
    return tuple(symbol if symbol == name else f"{symbol} {name}" for symbol, name in named)


def plane_in_words(outlook: Outlook) -> str:
    """What the plane is of."""
    if not outlook.has_plane or outlook.network.sizes[0] == 2:
        return "the input plane"
    names = input_names(outlook.network.sizes[0])
    across, up = (names[k] for k in outlook.along)
    return f"{across} and {up}, with {_others(len(names))}"


def _others(count: int) -> str:
    """Where the inputs are that the plane does not show, of so many in all."""
    return "the other input at its mean" if count == 3 else "the other inputs at their means"


def input_choice(outlook: Outlook) -> None:
    """Two lists, where there are more inputs than two."""
    count = outlook.network.sizes[0]
    if count == 2:
        return
    names = input_names(count)
    with st.container(key="plane_inputs", horizontal=True, gap="small"):
        for place, label in enumerate(("Across", "Up")):
            st.selectbox(
                label,
                list(range(count)),
                key=given(f"plane_input_{place}", outlook.along[place]),
                required=True,
                format_func=names.__getitem__,
                on_change=changed(f"plane_input_{place}", _input_chosen, place, outlook.along),
            )
    st.caption(f"With {_others(count)}.")


def _input_chosen(place: int, before: tuple[int, int]) -> None:
    """The one that lies there already changes places with it."""
    one = choice(f"plane_input_{place}", [*range(len(session.symbols().neurons(0)))])
    if one is None:
        return
    other = before[place] if one == before[1 - place] else before[1 - place]
    _CHOSEN.set([one, other] if place == 0 else [other, one])
