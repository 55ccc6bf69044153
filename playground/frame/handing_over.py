"""What a run says is handed to the event loop in a few parcels, not message by message.

Streamlit wakes the event loop for each message. Both threads share one interpreter, which with a
step of some twenty messages changes between them thirty times, with a whole class waiting for it.
The event loop sends what it has every 10 ms at most, so that nothing is shown later for this.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from streamlit.runtime.app_session import AppSession
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

HELD = 0.005  # s that a message waits for those after it, at most
_PARCEL = "_playground_parcel"

_say_sending = Runtime._enqueued_some_message
_before = AppSession._on_scriptrunner_event  # runs that have begun still use it, but do not hold it


def hand_over_in_parcels() -> None:
    """From now on, in all sessions of this process."""
    AppSession._on_scriptrunner_event = _noted  # type: ignore[method-assign]
    Runtime._enqueued_some_message = _say_sending_once  # type: ignore[method-assign]


def _noted(
    self: AppSession, sender: Any, event: ScriptRunnerEvent, *args: Any, **more: Any
) -> None:
    """On the script's thread. What begins or ends a run is told at once, with all before it."""
    parcel: deque[Callable[[], None]] = vars(self).setdefault(_PARCEL, deque())
    handle = self._handle_scriptrunner_event_on_event_loop
    parcel.append(partial(handle, sender, event, *args, **more))
    if event != ScriptRunnerEvent.ENQUEUE_FORWARD_MSG:
        self._call_soon_on_event_loop(partial(_tell, self, parcel))
    elif len(parcel) == 1:
        self._call_soon_on_event_loop(partial(_tell_soon, self, parcel))


def _tell_soon(session: AppSession, parcel: deque[Callable[[], None]]) -> None:
    session._event_loop.call_later(HELD, _tell, session, parcel)


def _tell(session: AppSession, parcel: deque[Callable[[], None]]) -> None:
    """On the event loop. Where one of them cannot be heard, the others still are."""
    while parcel:
        try:
            parcel.popleft()()
        except BaseException:
            session._call_soon_on_event_loop(partial(_tell, session, parcel))
            raise


def _say_sending_once(self: Runtime) -> None:
    """That there is something to send is said until it is heard, not again for each message."""
    if not self._get_async_objs().need_send_data.is_set():
        _say_sending(self)
