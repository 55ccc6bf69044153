"""With the decimal comma agreed on, no page shows a number with a point."""

import re

import pytest

from playground import session
from playground.exercise.conventions import Conventions
from playground.exercise.document_conventions import with_conventions
from playground.exercise.link import to_link
from playground.exercise.presets import presets
from playground.frame.frame import PAGES
from tests.app.messages_sent import recorded
from tests.app.playground_session import Session
from tests.app.texts_shown import shown_in

POINT = re.compile(r"(?<![\w.:%])(?<![a-z]\()\d*\.\d+(?![\d.]|em\b)")  # leaky_relu(0.2) is typed so
NAMES = [name for pages in PAGES.values() for name, *_ in pages]
STANDARDS = ("QTI 2.1", "QTI 1.2")


def shown():
    """The texts that all runs within show."""
    return recorded(lambda messages: [text for one in messages for text in shown_in(one)])


def with_points(texts):
    found = {
        text[max(0, at.start() - 40) : at.end() + 20]
        for text in texts
        for at in POINT.finditer(text)
    }
    texts.clear()
    return {one for one in found if not any(name in one for name in STANDARDS)}


def opened(name, comma=True):
    own = {key: value for key, value in presets()["01_mazur_own_bias"].items() if key != "note"}
    document = with_conventions(own, Conventions(comma=comma))
    return Session(from_file=True, net=to_link(document), page=name)


@pytest.mark.parametrize("name", NAMES)
def test_no_page_shows_a_number_with_a_point(name):
    with shown() as texts:
        page = opened(name)
        if name == "playground":
            page.choose("mode", "draw")
    assert with_points(texts) == set()


def test_the_same_pages_show_points_without_it():
    with shown() as texts:
        opened("what_if", comma=False)
    assert len(with_points(texts)) > 10


def test_neither_does_any_step_of_the_walk():
    with shown() as texts:
        page = opened("playground")
        for step in (1, 9, 12, len(page.steps)):
            page.go_to(step)
        page.do(lambda: session.advance())
    assert with_points(texts) == set()
