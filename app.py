"""Backprop Playground. Start it with `streamlit run app.py`."""

from playground.frame import frame

frame()
