"""A page for a frame of a course page: the link that Share makes of each choice, opened."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from playground import session
from playground.sharing import restrictions
from playground.sharing.restrictions import CONTROLS, LOCKS
from playground.ui import share_choices, share_panel
from tests.app.messages_sent import recorded
from tests.app.playground_session import Session

PRESET = "06_sigmoid_2_2_1"
FREE = restrictions.none()
SET = {
    "free": FREE,
    "answers hidden": {**FREE, "hide_answers": True},
    "all locked": {**FREE, "lock": [*LOCKS]},
    "all hidden": {**FREE, "hide": [*CONTROLS]},
    "a task": {**FREE, "task": 'Find **z**, "a" & <δ>'},
    "everything": {"hide_answers": True, "lock": [*LOCKS], "hide": [*CONTROLS], "task": "Find $z$"},
}
# All that stays outside of the page, as `frame` writes it in the style sheet.
LEAN = re.compile(r"\.stAppHeader.*\{ display: none; \}")


def offered(restricted, **chosen):
    """The address in the frame that the share panel offers."""
    page = Session(preset=PRESET).go_to(6)
    page.do(lambda: share_choices._SET.set({**chosen, "restricted": restricted, "embed": True}))
    page.do(lambda: share_panel.share_panel("playground", session.shown_now("playground", "", 0)))
    link, frame = (code.value for code in page.at.code[:2])
    (address,) = re.findall(r'<iframe src="([^"]*)" width="100%"[^>]*></iframe>', frame)
    assert unescape(address) == link
    assert 'allow="clipboard-write; fullscreen"' in frame, "to copy what is handed in, and Present"
    return link


def opened(link):
    with recorded() as sent:
        page = Session(**{name: one for name, (one,) in parse_qs(urlsplit(link).query).items()})
    return page, sent[-1]


@pytest.mark.parametrize(("number", "name"), [*enumerate(SET)])
def test_what_the_share_panel_offers_for_a_frame_opens_as_it_was_set(number, name, monkeypatch):
    monkeypatch.setattr(share_panel, "_files", lambda: None)  # which lead to another page
    restricted, present, from_first = SET[name], number % 2 == 0, number % 3 == 0
    decimals = None if number % 2 else 4
    page, sent = opened(
        offered(restricted, decimals=decimals, present=present, from_first=from_first)
    )
    assert page.held["embedded"]
    assert page.held["restricted"] == restricted
    assert page.held["presenting"] == present
    assert page.step == (0 if from_first else 5)
    assert page.held["solving"]["on"] == restricted["hide_answers"]
    assert page.held["solving"]["digits"] == (decimals if restricted["hide_answers"] else None)
    assert ("Hand in" in sent) == restricted["hide_answers"]
    assert not page.errors
    assert LEAN.search(sent)


def test_a_page_that_is_not_for_a_frame_keeps_its_head():
    page, sent = opened(f"http://localhost/?preset={PRESET}")
    assert not page.held["embedded"]
    assert not LEAN.search(sent)


@pytest.mark.parametrize("value", ["true", "0", "yes"])
def test_embed_takes_1_and_says_so(value):
    """Streamlit itself knows embed=true, and takes more away than this app does."""
    page, sent = opened(f"http://localhost/?preset={PRESET}&embed={value}")
    assert not LEAN.search(sent)
    assert not page.held["embedded"]


def test_what_an_older_version_kept_of_the_dialog_still_opens(monkeypatch):
    monkeypatch.setattr(share_panel, "_files", lambda: None)
    page, restricted = Session(preset=PRESET), SET["answers hidden"]
    old = {"restricted": restricted, "from_first": True, "present": False, "embed": False}
    page.do(lambda: share_choices._SET.set(old))
    page.do(lambda: share_panel.share_panel("playground", session.shown_now("playground", "", 0)))
    assert page.value("share_decimals") is None
    assert not page.errors
