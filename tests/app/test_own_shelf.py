"""The shelf of one's own exercises: what is asked of the browser, and what is said."""

import pytest

from playground.exercise import own_exercises
from playground.exercise.own_exercises import MOST_EXERCISES
from playground.ui import own_shelf
from tests.app.playground_session import Session


@pytest.fixture
def page():
    return Session()


def shelf(page):
    held = []
    page.do(lambda: held.append(own_shelf._SHELF.get()))
    return held[0]


def saved(page, name="Mine"):
    page.do(lambda: own_shelf.save(name))
    return shelf(page)["put"]


def with_kept(page, one, count):
    many = [{**one, "id": str(k), "name": f"Number {k}"} for k in range(count)]
    page.do(lambda: own_shelf._SHELF.set({**own_shelf._SHELF.get(), "kept": many, "put": []}))
    return many


def test_no_more_is_saved_or_copied_than_a_browser_keeps(page):
    (one,) = saved(page)
    many = with_kept(page, one, MOST_EXERCISES)
    for act in (lambda: own_shelf.save("One more"), lambda: own_shelf.duplicate(many[0])):
        page.do(act)
        now = shelf(page)
        assert now["put"] == []
        assert "keeps at most 200 exercises" in now["said"]
    assert [made["name"] for made in saved(page, "Number 7")] == ["Number 7"], "in its own place"
    assert shelf(page)["remove"] == ["7"]


def test_asking_again_hands_over_what_the_browser_has_not_confirmed(page):
    put, turn = saved(page), shelf(page)["turn"]
    page.do(own_shelf.ask)
    now = shelf(page)
    assert now["put"] == put
    assert now["turn"] != turn
    assert now["said"] == ""


def test_presses_faster_than_the_browser_answers_are_all_done(page):
    (one,) = saved(page)
    first, second, _ = with_kept(page, one, 3)
    for act in (
        lambda: own_shelf.rename(second, "Renamed"),
        lambda: own_shelf.delete(first),
        own_shelf.bring_back,
        lambda: own_shelf.rename(first, "Renamed"),
    ):
        page.do(act)
    now = shelf(page)
    assert {made["id"]: made["name"] for made in now["put"]} == {"1": "Renamed", "0": "Renamed (2)"}
    assert now["remove"] == []


def test_what_is_brought_back_has_its_name_again(page):
    (one,) = saved(page)
    first, *_ = with_kept(page, one, 2)
    page.do(lambda: own_shelf.delete(first))
    page.do(own_shelf.bring_back)
    assert shelf(page)["put"] == [first]


def test_of_a_damaged_file_it_is_said_how_many_could_not_be_read(page):
    (one,) = saved(page)
    text = own_exercises.exported([{**one, "at": 1}])
    damaged = text.replace('"exercises": [', '"exercises": [{"id": "x"},')
    page.do(lambda: own_shelf.import_all(damaged.encode()))
    assert shelf(page)["said"] == "1 imported. 1 could not be read."
