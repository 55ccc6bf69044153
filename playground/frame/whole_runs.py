"""What a run has to say is handed on whole before the next one begins.

A script's thread hands its messages to the event loop one by one. When the browser asks for another
run just as the thread has ended and some of them still wait in the loop, Streamlit starts another
thread at once and drops what is left of the first one's: the page stays as it was, or hears of a
part whose place it does not know. Here the request waits until the first thread's last message has
been heard.

Before a run of fragments Streamlit also drops what of these fragments has not been sent yet. Where
that is part of a whole run, the browser takes the fragments for gone when it hears that the run is
over, closes up what stands behind them, and puts what the next run says in the wrong places. Where
it is part of a run of the same fragments, what that gave the browser to keep is lost with it.

And a request that comes just before a run's callbacks are called, or while one looks at the state
of the session, breaks the run off there: its press is lost. Here callbacks come to their end.
"""

from __future__ import annotations

from collections import deque
from typing import Any
from weakref import WeakKeyDictionary

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType
from streamlit.runtime.state.safe_session_state import SafeSessionState

Request = ClientState | None
SOON = 0.001  # s between two looks at a thread that is ending
ENDED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)

_ask = AppSession.request_rerun
_clear = AppSession._clear_queue
_call_back = SafeSessionState.on_script_will_rerun
_WAITING: WeakKeyDictionary[AppSession, deque[Request]] = WeakKeyDictionary()


def hand_on_runs_whole() -> None:
    """From now on, in all sessions of this process."""
    AppSession.request_rerun = _ask_in_turn  # type: ignore[method-assign]
    AppSession._clear_queue = _clear_but_ended_runs  # type: ignore[method-assign]
    SafeSessionState.on_script_will_rerun = _call_back_whole  # type: ignore[method-assign]


def _ask_in_turn(self: AppSession, client_state: Request) -> None:
    waiting = _WAITING.setdefault(self, deque())
    waiting.append(client_state)
    if len(waiting) == 1:
        _pass_on(self)


def _pass_on(session: AppSession) -> None:
    waiting, loop = _WAITING[session], session._event_loop
    while waiting and not _is_ending(session):
        _ask(session, waiting.popleft())
    if waiting:
        loop.call_soon_threadsafe(loop.call_later, SOON, _pass_on, session)


def _is_ending(session: AppSession) -> bool:
    """Whether its thread takes no more requests, and has not been heard to the end."""
    runner = session._scriptrunner
    return runner is not None and runner._requests._state == ScriptRequestType.STOP


def _clear_but_ended_runs(self: AppSession, fragment_ids_this_run: list[str] | None = None) -> None:
    """Before another run: of runs that have ended nothing is dropped by a run of fragments. What
    that says comes after it, and does not take the place of what was said before."""
    queue = self._browser_queue
    if fragment_ids_this_run and any(map(_ends_run, queue._queue)):
        queue._delta_index_map = {}
    else:
        _clear(self, fragment_ids_this_run)


def _ends_run(message: ForwardMsg) -> bool:
    is_end = message.WhichOneof("type") == "script_finished"
    return is_end and message.script_finished in ENDED


def _call_back_whole(self: SafeSessionState, *args: Any, **options: Any) -> None:
    """Call the callbacks; a request for another run is heard after them."""
    look = self._yield_callback
    object.__setattr__(self, "_yield_callback", _go_on)
    try:
        _call_back(self, *args, **options)
    finally:
        object.__setattr__(self, "_yield_callback", look)


def _go_on() -> None:
    pass
