"""An app of two fragments: one says a number thirty times, the other nothing new. Two buttons
outside of them run it whole."""

import streamlit as st

from playground.frame.whole_runs import hand_on_runs_whole

hand_on_runs_whole()
st.session_state.setdefault("count", 0)


def up():
    st.session_state["count"] += 1


@st.fragment
def counting():
    st.button("Next", key="next", on_click=up)
    for part in range(30):
        st.markdown(f"part {part} at {st.session_state['count']}")


@st.fragment
def other():
    st.button("Other", key="other")


st.button("Whole", key="whole", on_click=up)
st.button("Also", key="also", on_click=up)
counting()
other()
