"""What a part of a page still asks for after its page was left is not done.

A browser that has not yet heard that a press leads to another page may still report what is done on
the page it shows: it asks for a run of that part alone, and the request waits until the other page
was drawn. Streamlit would run it as the page's that was left: the browser then clears everything
for that page, of which nothing is drawn.
"""

from __future__ import annotations

from streamlit.runtime.scriptrunner import RerunData, ScriptRunner

_run = ScriptRunner._run_script


def drop_late_requests() -> None:
    """From now on, in all sessions of this process."""
    ScriptRunner._run_script = _run_in_time  # type: ignore[method-assign]


def _run_in_time(self: ScriptRunner, rerun_data: RerunData) -> None:
    shown = self._pages_manager.current_page_script_hash
    if rerun_data.fragment_id_queue and rerun_data.page_script_hash != shown:
        return
    _run(self, rerun_data)
