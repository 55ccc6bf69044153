"""The page that a press leads to, when a browser still asks for the one before."""

import pytest

from playground.session import store


@pytest.fixture
def held(monkeypatch):
    state = {"redraw": False, "opening": "", "opened_at": 0.0, "page": "", "turned": False}
    monkeypatch.setattr(store, "writable", lambda: state)
    return state


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(store, "monotonic", lambda: now[0])
    return now


def drawn(name):
    store.page_is_drawn(name)
    store.page_is_complete()


def test_a_press_leads_to_its_page_until_that_is_drawn(held, clock):
    drawn("check")
    store.open_page("playground")
    assert held["redraw"]
    assert store.page_to_open("check", reported=True) == "playground"
    store.page_is_drawn("playground")  # and is broken off
    assert store.page_to_open("check", reported=False) == "playground"
    assert store.page_to_open("playground", reported=True) is None


def test_a_late_message_does_not_bring_the_page_before_back_but_its_reader_can(held, clock):
    store.open_page("playground")
    drawn("playground")
    clock[0] += store.LATE / 2
    assert store.page_to_open("check", reported=True) == "playground"
    assert store.page_to_open("check", reported=False) is None
    assert store.page_to_open("check", reported=True) is None


def test_after_a_while_another_page_is_what_its_reader_asks_for(held, clock):
    store.open_page("playground")
    drawn("playground")
    clock[0] += 2 * store.LATE
    assert store.page_to_open("check", reported=True) is None


def test_fields_are_given_their_texts_until_a_turned_page_was_drawn_whole(held, clock):
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
