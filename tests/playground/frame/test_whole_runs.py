"""A request for a run waits until all that the run before has said is heard, and only then."""

import asyncio
from types import SimpleNamespace

import pytest
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.scriptrunner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import (
    RerunData,
    ScriptRequests,
    ScriptRequestType,
)
from streamlit.runtime.state.safe_session_state import SafeSessionState

from playground.frame import whole_runs


class Session:
    """As much of Streamlit's as is asked."""

    def __init__(self, state):
        self._event_loop = asyncio.get_running_loop()
        self.thread_is(state)

    def thread_is(self, state):
        requests = SimpleNamespace(_state=state)
        self._scriptrunner = state and SimpleNamespace(_requests=requests)


@pytest.fixture
def asked(monkeypatch):
    found = []
    monkeypatch.setattr(whole_runs, "_ask", lambda session, request: found.append(request))
    return found


@pytest.mark.parametrize(
    "state", [None, ScriptRequestType.CONTINUE, ScriptRequestType.RERUN], ids=str
)
def test_a_thread_that_takes_requests_gets_them_at_once(asked, state):
    async def ask():
        session = Session(state)
        whole_runs._ask_in_turn(session, "first")
        whole_runs._ask_in_turn(session, "second")

    asyncio.run(ask())
    assert asked == ["first", "second"]


def test_requests_wait_in_order_for_the_end_of_one_that_is_ending(asked):
    async def ask():
        session = Session(ScriptRequestType.STOP)
        whole_runs._ask_in_turn(session, "first")
        await asyncio.sleep(0.02)
        assert asked == []
        session.thread_is(None)
        whole_runs._ask_in_turn(session, "second")
        while len(asked) < 2:
            await asyncio.sleep(0.001)

    asyncio.run(asyncio.wait_for(ask(), 30))
    assert asked == ["first", "second"]


def test_callbacks_come_to_their_end_before_another_run_is_heard_of():
    heard, called = [], []
    session = SafeSessionState(
        SimpleNamespace(on_script_will_rerun=lambda states, **_: called.append(states)),
        yield_callback=lambda: heard.append(len(called)),
    )
    whole_runs._call_back_whole(session, "states")
    assert (called, heard) == (["states"], [])
    session._yield_callback()
    assert heard == [1]


def test_streamlit_has_the_parts_that_are_leaned_on():
    assert {"request_rerun", "_create_scriptrunner", "_clear_queue"} <= set(vars(AppSession))
    assert "_scriptrunner" in AppSession.__init__.__code__.co_names
    assert "_event_loop" in AppSession.__init__.__code__.co_names
    assert {"_queue", "_delta_index_map"} <= set(vars(ForwardMsgQueue()))
    assert "_requests" in ScriptRunner.__init__.__code__.co_names
    requests = ScriptRequests()
    requests.request_rerun(RerunData())
    assert requests.on_scriptrunner_ready().type == ScriptRequestType.RERUN
    assert requests._state == ScriptRequestType.CONTINUE
    requests.on_scriptrunner_ready()
    assert requests._state == ScriptRequestType.STOP
    assert not requests.request_rerun(RerunData())
