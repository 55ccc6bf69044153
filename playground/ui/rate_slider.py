"""A slider over the usual learning rates, logarithmic. A field beside it takes any other."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from playground import session
from playground.ui.fields import changed, choice, given

RATES = [0.0] + [round(m * 10.0**e, 6) for e in range(-4, 1) for m in (1, 1.5, 2, 3, 5, 7)] + [10.0]


def rate_slider(
    label: str, key: str, rate: float, digits: int, take: Callable[[float], object]
) -> None:
    """The present rate is one of its places, with all other words in that many digits."""
    options, write = sorted({*RATES, rate}), session.writes(digits)
    words = " ".join(map(write, options))
    st.select_slider(
        label,
        options,
        key=given(key, rate, plain=True, of=words),
        format_func=write,
        on_change=changed(key, _slid, key, options, take),
    )


def _slid(key: str, options: list[float], take: Callable[[float], object]) -> None:
    rate = choice(key, options)
    if rate is not None:
        take(rate)
