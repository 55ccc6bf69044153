"""All that a run says is heard, in order; the event loop is woken for it a few times only."""

import asyncio
from types import SimpleNamespace

import pytest
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

from playground.frame import handing_over
from playground.frame.handing_over import HELD

MESSAGE, ENDED = ScriptRunnerEvent.ENQUEUE_FORWARD_MSG, ScriptRunnerEvent.SHUTDOWN


class Session:
    """As much of Streamlit's as is used."""

    def __init__(self):
        self._event_loop = asyncio.get_running_loop()
        self.heard, self.woken = [], 0

    def _call_soon_on_event_loop(self, callback):
        self.woken += 1
        self._event_loop.call_soon_threadsafe(callback)

    def _handle_scriptrunner_event_on_event_loop(self, sender, event, forward_msg=None):
        self.heard.append(event if forward_msg is None else forward_msg)
        if forward_msg == "unheard of":
            raise ValueError(forward_msg)


def says(session, *messages):
    for message in messages:
        handing_over._noted(session, None, MESSAGE, forward_msg=message)


def in_a_loop(test):
    asyncio.run(asyncio.wait_for(test(), 30))


def test_what_ends_a_run_is_told_at_once_with_all_before_it():
    async def test():
        session = Session()
        await asyncio.to_thread(says, session, *range(20))
        handing_over._noted(session, None, ENDED)
        await asyncio.sleep(0)
        assert session.heard == [*range(20), ENDED]
        assert session.woken == 2

    in_a_loop(test)


def test_a_message_that_nothing_follows_waits_no_longer_than_that():
    async def test():
        session = Session()
        await asyncio.to_thread(says, session, "first", "second")
        await asyncio.sleep(20 * HELD)
        assert session.heard == ["first", "second"]
        await asyncio.to_thread(says, session, "third")
        await asyncio.sleep(20 * HELD)
        assert session.heard == ["first", "second", "third"]

    in_a_loop(test)


def test_a_message_that_cannot_be_heard_takes_no_other_with_it():
    async def test():
        session, failed = Session(), []
        session._event_loop.set_exception_handler(lambda _, context: failed.append(context))
        says(session, "before", "unheard of", "after")
        handing_over._noted(session, None, ENDED)
        await asyncio.sleep(20 * HELD)
        assert session.heard == ["before", "unheard of", "after", ENDED]
        assert [str(one["exception"]) for one in failed] == ["unheard of"]

    in_a_loop(test)


@pytest.mark.parametrize(("is_set", "said"), [(False, 1), (True, 0)])
def test_that_there_is_something_to_send_is_not_said_again(monkeypatch, is_set, said):
    found = []
    monkeypatch.setattr(handing_over, "_say_sending", found.append)
    objects = SimpleNamespace(need_send_data=SimpleNamespace(is_set=lambda: is_set))
    handing_over._say_sending_once(SimpleNamespace(_get_async_objs=lambda: objects))
    assert len(found) == said


def test_streamlit_has_the_parts_that_are_leaned_on():
    parts = {"_on_scriptrunner_event", "_call_soon_on_event_loop"}
    assert parts | {"_handle_scriptrunner_event_on_event_loop"} <= set(vars(AppSession))
    assert {"_enqueued_some_message", "_get_async_objs"} <= set(vars(Runtime))
    assert "_on_scriptrunner_event" in AppSession._create_scriptrunner.__code__.co_names
    names = handing_over._say_sending.__code__.co_names
    assert "need_send_data" in names
