"""What every page has around it: the browser's title, the navigation, the style sheet."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from playground import session
from playground.frame import fault
from playground.lessons import bookmark, open_lesson
from playground.lessons.reminder_panel import reminder
from playground.sharing import link_parameters
from playground.ui import keeping
from playground.ui.closed_page import may_show, not_here
from playground.ui.notices import message
from playground.ui.share_panel import share
from playground.views.palette import COLOURS

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[1]
PAGES = {  # section and folder: (file and address, title, icon)
    "Play": [
        ("playground", "Playground", "hub"),
        ("train", "Train", "model_training"),
        ("check", "Check my work", "fact_check"),
        ("practice", "Practice", "exercise"),
        ("take_along", "Export", "file_save"),
    ],
    "Understand": [
        ("matrices", "Matrices", "grid_on"),
        ("batches", "Batches", "layers"),
        ("weight", "One weight", "route"),
        ("what_if", "What if", "ssid_chart"),
    ],
    "Learn": [
        ("lessons", "Lessons", "menu_book"),
        ("primer", "Primer: derivatives", "show_chart"),
        ("functions", "Activations and losses", "function"),
        ("symbols", "Symbols and conventions", "match_case"),
    ],
}
FIRST = "playground"
EMBEDDED = """
.stAppHeader, [data-testid="stHeader"] { display: none; }
:root { --header: 0px; }
:root:has(.st-key-header :is(.st-key-undo, .st-key-hand_in)) { --header: 2.25rem; }
:has(> .st-key-header):not(:has(.st-key-undo, .st-key-hand_in)) { display: none; }
:has(> .st-key-header) { left: 0.75rem; justify-content: center; }
.st-key-header > :not(.st-key-undo, .st-key-redo, .st-key-hand_in, :has(.set-exercise)) {
  display: none;
}
.st-key-header > :has(.set-exercise) { display: block !important; }
.st-key-header > :is(.st-key-undo, .st-key-redo) { display: flex !important; }
.st-key-header > .st-key-hand_in { margin-left: auto; }
.stMainBlockContainer { padding-top: calc(var(--header) + 0.5rem); }
"""  # undo, redo and Hand in alone: the page stands in a frame of another one
WITHOUT_MESSAGE = ("check", "practice", "take_along", "primer", "functions", "symbols")
WITH_HEADER = ("playground", "train")  # which has Share in it
_STYLES = sorted(_HERE.parent.glob("*/style.css"))
_STYLE = COLOURS + "\n".join(path.read_text(encoding="utf-8") for path in _STYLES)


def frame() -> None:
    """Set the frame and run the page that the address names."""
    st.set_page_config(
        page_title="Backprop Playground",
        page_icon=str(_HERE / "icon.svg"),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    st.logo(str(_HERE / "logo.svg"), size="large")
    embedded = session.address().get("embed") == "1"
    page = st.navigation(_pages(), position="hidden" if embedded else "top")
    st.html(f"<style>{_STYLE}{EMBEDDED if embedded else ''}</style>")
    if not keeping.is_ready():
        return
    session.page_is_drawn(page.url_path or FIRST)
    fault.notice()
    _turn_page(page.url_path)
    _follow_link()
    _run(page)
    session.page_is_complete()


def _run(page: st.Page) -> None:
    """The page, unless it would show what the link's author has hidden."""
    name = page.url_path or FIRST
    if not may_show(name):
        not_here()
        keeping.keep_all()
        return
    _open_links_lesson()
    keeping.renew_address(bookmark.place()[0])
    if name != "lessons":
        open_lesson.follow_lead()
        reminder()
    begun = keeping.keep_all()
    if name in WITHOUT_MESSAGE or (name == "lessons" and not bookmark.place()[0]):
        message()
    page.run()
    if name not in WITH_HEADER:
        at = bookmark.place() if name == "lessons" else ("", 0)
        with st.container(key="share_corner"):
            share(name, *at)
    keeping.keep_rest(begun)


def _pages() -> dict[str, list[st.Page]]:
    return {
        section: [
            st.Page(
                _ROOT / "pages" / section.lower() / f"{name}.py",
                title=title,
                icon=f":material/{icon}:",
                url_path=name,
                default=name == FIRST,
            )
            for name, title, icon in pages
        ]
        for section, pages in PAGES.items()
    }


def _open_links_lesson() -> None:
    """The lesson that the link asks for, at its paragraph; and then at the link's own step."""
    asked = session.lesson_to_open()
    if asked is not None:
        open_lesson.open_from_link(asked)


def _follow_link() -> None:
    """Links that people share point at / and name the page: the first deep link to a server that
    has just started would otherwise say once that there is no such page."""
    wanted = st.query_params.get("page")
    if wanted is None:
        return
    session.state()  # begun now, while the link's exercise is still in the address
    del st.query_params["page"]
    _switch_to(wanted)


def _turn_page(shown: str) -> None:
    """To the page that a press leads to."""
    shown = shown or FIRST
    run = get_script_run_ctx()
    address = run.context_info.url if run is not None and run.context_info is not None else ""
    went = run is not None and run.is_history_navigation
    wanted = session.page_to_open(shown, at=_named(address) if address else shown, went=went)
    if wanted is not None:
        _switch_to(wanted)


def _named(address: str) -> str:
    """The page of that address; the first is at the root of the app, whatever that is called."""
    last = urlsplit(address).path.rpartition("/")[2]
    return last if last in link_parameters.PAGES else FIRST


def _switch_to(wanted: str) -> None:
    for pages in _pages().values():
        for page in pages:
            if (page.url_path or FIRST) == wanted:
                st.switch_page(page)
