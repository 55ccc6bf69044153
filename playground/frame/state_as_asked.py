"""A widget that looks up its own value in the session's state does not have all the others made.

Each list, slider and text field of Streamlit asks for the whole state as a dict, to see whether one
value in it is None. That makes every value presentable, those of the views included: an eighth of
the server's work for a page. Here the state is a mapping that makes the values that are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from streamlit.runtime.state.common import is_element_id
from streamlit.runtime.state.session_state import SessionState, _is_internal_key

_whole: Any = SessionState.filtered_state


def make_values_as_asked() -> None:
    """From now on, in all sessions of this process."""
    SessionState.filtered_state = property(StateAsAsked)  # type: ignore[assignment]


class StateAsAsked(Mapping[str, Any]):
    """What `SessionState.filtered_state` is, by the names that a script uses."""

    def __init__(self, state: SessionState) -> None:
        self._state = state

    def __getitem__(self, key: str) -> Any:
        if is_element_id(key) or _is_internal_key(key):
            raise KeyError(key)
        return self._state[key]

    def __iter__(self) -> Iterator[str]:
        return iter(_whole.fget(self._state))

    def __len__(self) -> int:
        return len(_whole.fget(self._state))
