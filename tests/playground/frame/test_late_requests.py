"""A part of a page is not run for itself once another page is shown."""

from types import SimpleNamespace

import pytest
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner

from playground.frame import late_requests


@pytest.mark.parametrize(
    ("page", "parts", "is_run"),
    [("left", ["part"], False), ("shown", ["part"], True), ("left", [], True)],
    ids=["a part of the page left", "a part of the page shown", "a whole page"],
)
def test_only_a_part_of_the_page_shown_is_run(monkeypatch, page, parts, is_run):
    run = []
    monkeypatch.setattr(late_requests, "_run", lambda runner, data: run.append(data))
    runner = SimpleNamespace(_pages_manager=SimpleNamespace(current_page_script_hash="shown"))
    data = RerunData(page_script_hash=page, fragment_id_queue=parts)
    late_requests._run_in_time(runner, data)
    assert run == [data] * is_run


def test_streamlit_has_the_parts_that_are_leaned_on():
    assert "_run_script" in ScriptRunner._run_script_thread.__code__.co_names
    named = ScriptRunner._run_script.__code__.co_names
    assert {"_pages_manager", "set_script_intent"} <= set(named)
