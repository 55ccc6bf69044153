"""Backprop Playground. Start it with `streamlit run app.py`."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from playground.frame import fault, serving, theme
from playground.frame.frame import frame
from playground.frame.late_requests import drop_late_requests
from playground.frame.named_pages import name_all_pages
from playground.frame.no_delay import send_at_once
from playground.frame.state_as_asked import make_values_as_asked
from playground.frame.whole_runs import hand_on_runs_whole

if get_script_run_ctx(suppress_warning=True) is None:  # the server starts; it runs this file again
    serving.collect_rarely()
    hand_on_runs_whole()
    drop_late_requests()
    name_all_pages()
    make_values_as_asked()
    send_at_once()
    theme.write_once()
    app = st.App(
        __file__,
        routes=serving.routes(),
        middleware=serving.middleware(),
        on_script_error=fault.handler(frame),
    )
else:
    frame()
