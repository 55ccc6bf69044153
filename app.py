"""Backprop Playground. Start it with `streamlit run app.py`."""

from playground.frame.frame import frame

frame()
