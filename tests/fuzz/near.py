"""What lies near good input: cut, doubled, exchanged and strewn with signs that mean something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from hypothesis import strategies as st

Text = TypeVar("Text", str, bytes)
MOST_CHANGES = 6


@st.composite
def near(draw: Any, examples: Sequence[Text], signs: Sequence[Text]) -> Text:
    """An example after a few changes, each a cut, a doubled part or a sign put in or in place."""
    text: Text = draw(st.sampled_from(examples))
    for _ in range(draw(st.integers(0, MOST_CHANGES))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        middle: Text = draw(st.sampled_from([text[start:end] * 2, text[:0], *signs]))
        text = text[:start] + middle + text[end:]
    return text


SIGNS = [
    *"0123456789.,;:+-−×·^/*()[]{}|=eExE \t\n\"'#&<>_%$\\",
    *("1e308", "-1e308", "1e-320", "1e400", "0,5", "1/3", "½", "٣", "nan", "inf", "None", "1_000"),
    *("[[", "]]", "),(", "...", "…", "10^-3", "e-03", "tensor(", "array(", "\ufeff", "\x00", "🙂"),
    "9" * 400,
    "(" * 70,
    "[" * 70,
]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(SIGNS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


@st.composite
def near_values(draw: Any, examples: Sequence[Any]) -> Any:
    """An example of JSON with something else in a few of its places."""
    return _changed(draw, draw(st.sampled_from(examples)), draw(st.integers(1, 3)))


def _changed(draw: Any, value: Any, times: int) -> Any:
    keys = list(value) if isinstance(value, dict) else range(len(value) if _is_list(value) else 0)
    if not keys or times == 0:
        return draw(VALUES)
    changed = dict(value) if isinstance(value, dict) else list(value)
    for _ in range(times):
        key = draw(st.sampled_from(keys))
        changed[key] = _changed(draw, changed[key], draw(st.integers(0, 1)))
    return changed


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)
