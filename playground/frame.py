"""What every page has around it: the browser's title, the navigation, the style sheet."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from playground import lessons_panel, session

_HERE = Path(__file__).parent
_ROOT = _HERE.parent
_STYLE = (_HERE / "style.css").read_text(encoding="utf-8")


def frame() -> None:
    """Set the frame and run the page that the address names."""
    st.set_page_config(
        page_title="Backprop Playground",
        page_icon=str(_HERE / "icon.svg"),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    st.logo(str(_HERE / "logo.svg"), size="large")
    page = st.navigation(_pages(), position="top")
    st.html(f"<style>{_STYLE}</style>")
    _follow_link()
    if page.url_path != "lessons":
        lessons_panel.reminder()
    page.run()


def _pages() -> dict[str, list[st.Page]]:
    play, learn = _ROOT / "pages" / "play", _ROOT / "pages" / "learn"
    understand = _ROOT / "pages" / "understand"
    return {
        "Play": [
            st.Page(
                play / "playground.py",
                title="Playground",
                icon=":material/hub:",
                url_path="playground",
                default=True,
            ),
            st.Page(
                play / "check.py",
                title="Check my gradient",
                icon=":material/fact_check:",
                url_path="check",
            ),
        ],
        "Understand": [
            st.Page(
                understand / "matrices.py",
                title="Matrices",
                icon=":material/grid_on:",
                url_path="matrices",
            ),
            st.Page(
                understand / "batches.py",
                title="Batches",
                icon=":material/layers:",
                url_path="batches",
            ),
            st.Page(
                understand / "weight.py",
                title="One weight",
                icon=":material/route:",
                url_path="weight",
            ),
            st.Page(
                understand / "what_if.py",
                title="What if",
                icon=":material/ssid_chart:",
                url_path="what_if",
            ),
        ],
        "Learn": [
            st.Page(
                learn / "lessons.py",
                title="Lessons",
                icon=":material/menu_book:",
                url_path="lessons",
            ),
            st.Page(
                learn / "primer.py",
                title="Primer: derivatives",
                icon=":material/show_chart:",
                url_path="primer",
            ),
            st.Page(
                learn / "functions.py",
                title="Activations and losses",
                icon=":material/function:",
                url_path="functions",
            ),
            st.Page(
                learn / "symbols.py",
                title="Symbols and conventions",
                icon=":material/match_case:",
                url_path="symbols",
            ),
        ],
    }


def _follow_link() -> None:
    """Links that people share point at / and name the page: the first deep link to a server that
    has just started would otherwise say once that there is no such page."""
    wanted = st.query_params.get("page")
    if wanted is None:
        return
    session.state()  # begun now, while the link's exercise is still in the address
    del st.query_params["page"]
    for pages in _pages().values():
        for page in pages:
            if page.url_path == wanted:
                st.switch_page(page)
