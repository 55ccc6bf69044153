"""An update with dropout, walked on every page: each shows it or says why it does not."""

import pytest

from playground.exercise.document_reader import parse
from playground.exercise.link import to_link
from tests.app.playground_session import Session
from tests.app.test_extreme_documents import PAGES
from tests.playground.train.runs import chosen, course, xor_task
from tests.playground.train.test_walked_update import exercise


@pytest.fixture(scope="module")
def update():
    run = course(xor_task(hidden=4), (0, chosen("adam", dropout=0.4, batch_size=3, shuffle=2)))
    run.go_on(3)
    return parse(exercise(run, 3))


def opened(update, page):
    session = Session(from_file=True, net=to_link(update))
    session.at.switch_page(f"pages/{page}.py")
    return session.run()


@pytest.mark.parametrize("page", [*PAGES, "play/practice"])
def test_every_page_is_drawn(update, page):
    session = opened(update, page)
    assert not session.errors
    assert session.document["update"] == update["update"]


def test_the_page_of_one_weight_says_what_it_cannot_show(update):
    session = opened(update, "understand/weight")
    assert "dropout" in " ".join(session.said("info"))
    assert not session.at.get("latex")


def test_its_steps_say_which_neurons_are_left_out(update):
    session = Session(net=to_link(update))
    left_out = kept = False
    for position in range(1, 60):
        session.go_to(position)
        said = " ".join(session.said("markdown"))
        left_out |= "Dropout leaves" in said
        kept |= "times its dropout mask" in said
        if left_out and kept:
            break
    assert left_out
    assert kept
    assert not session.errors


def test_solving_it_takes_the_numbers_with_the_masks(update):
    session = Session(net=to_link(update))
    session.at.toggle(key="solve").set_value(True)
    session.run()
    asked = session.at.text_input(key="answer")
    assert asked
    assert not session.errors
