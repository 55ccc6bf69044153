"""The page that a press leads to, when a browser still asks for the one before."""

import pytest

from playground.session import store


@pytest.fixture
def held(monkeypatch):
    state = {"redraw": False, "opening": "", "page": "", "turned": False}
    monkeypatch.setattr(store, "writable", lambda: state)
    return state


def drawn(name):
    store.page_is_drawn(name)
    store.page_is_complete()


def asked(shown, at, *, went=False):
    return store.page_to_open(shown, at=at, went=went)


def test_a_press_leads_to_its_page_until_the_browser_has_heard_of_it(held):
    drawn("check")
    store.open_page("playground")
    assert held["redraw"]
    assert asked("check", at="check") == "playground"
    store.page_is_drawn("playground")  # and is broken off
    assert asked("check", at="check") == "playground"
    drawn("playground")
    assert asked("check", at="check") == "playground"
    assert asked("playground", at="check") is None
    assert asked("check", at="check") == "playground"
    assert asked("playground", at="playground") is None
    assert asked("check", at="check") is None


@pytest.mark.parametrize(
    "where", [{"at": "playground"}, {"at": "train"}, {"at": "check", "went": True}]
)
def test_its_reader_can_go_back_at_once(held, where):
    store.open_page("playground")
    drawn("playground")
    assert asked("check", **where) is None
    assert asked("check", at="check") is None


def test_its_reader_can_go_elsewhere_before_the_page_is_there(held):
    store.open_page("playground")
    assert asked("train", at="check") is None


def test_fields_are_given_their_texts_until_a_turned_page_was_drawn_whole(held):
    drawn("check")
    store.page_is_drawn("check")
    assert not held["turned"]
    store.page_is_drawn("playground")  # and is broken off
    store.page_is_drawn("check")
    assert held["turned"]
    store.page_is_drawn("check")
    assert held["turned"]
    store.page_is_complete()
    assert not held["turned"]
