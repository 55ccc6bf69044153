"""The page Practice in the real app, without a browser."""

import pytest

from playground import session
from playground.exercise.document import EMPTY
from playground.exercise.presets import presets
from playground.practice.bug_script import planted
from playground.ui.page_text import as_typed
from tests.app.playground_session import Session


@pytest.fixture
def page():
    one = Session(from_file=True, preset="06_sigmoid_2_2_1")
    one.at.switch_page("pages/play/practice.py")
    return one.run()


def part(page, name):
    return page.choose("practice_part_choice", name)


def test_a_practice_set_opens_hidden_on_the_playground_and_an_undo_brings_the_old_back(page):
    page.press("start_hidden_delta_1")
    assert page.document["title"] == "Practice: hidden deltas, level 2"
    assert page.held["solving"]["on"]
    assert page.held["solving"]["part"] == "deltas"
    assert page.at.text_input(key="answer").value == ""
    page.press("undo")
    assert page.document["title"].startswith("Sigmoid")


def asked(page):
    """What is asked on the Playground: in AppTest, a press leads back to the page before."""
    page.at.switch_page("pages/play/playground.py")
    page.run()
    return page.held["solving"]["on"], page.held["solving"]["part"]


def test_what_was_asked_before_a_practice_set_is_asked_again_after_an_undo(page):
    page.press("start_hidden_delta_1")
    page.at.text_input(key="answer").set_value("0.1")
    next(b for b in page.at.button if (b.key or "").startswith("answer_enter")).click()
    page.run()
    page.at.switch_page("pages/play/practice.py")
    page.run().press("start_batch_0")
    assert asked(page) == (True, "gradients")
    page.press("undo")
    assert asked(page) == (True, "deltas")
    page.press("undo").press("undo")
    assert page.document["title"].startswith("Sigmoid")
    assert asked(page) == (False, "all")
    page.press("redo")
    assert asked(page) == (True, "deltas")
    page.press("undo")
    assert asked(page) == (False, "all")


def test_a_practice_set_that_is_open_becomes_a_sheet_and_a_key(page):
    page.press("start_hidden_delta_1")
    title = page.document["title"]
    page.at.switch_page("pages/play/take_along.py")
    page.run()
    offers = page.at.session_state["offered_files"].files
    sheet, key = (offers[f"take_{one}_html"].make() for one in ("sheet", "key"))
    number = f"{float(page.steps.array('delta', 0)[0, 0]):.4f}".replace("-", "−")
    assert title in sheet
    assert number in key
    assert number not in sheet


def test_the_same_level_opened_again_has_other_numbers(page):
    page.press("start_one_neuron_0")
    first = page.document["layers"]
    page.at.switch_page("pages/play/practice.py")
    page.run()
    page.press("start_one_neuron_0")
    assert page.document["layers"] != first


def test_a_bug_is_found_by_its_line_and_its_name(page):
    part(page, "bug")
    bug = planted(page.steps, 0)
    wrong = next(k for k in range(len(bug.lines)) if k != bug.at)
    page.press(f"bug_line_{wrong}")
    assert any("That line is right" in text for text in page.warnings)
    page.press(f"bug_line_{bug.at}", f"bug_{bug.slip.name}")
    assert any("Found" in text for text in page.said("success"))
    assert any("with the bug" in text for text in page.said("html"))
    page.press("another_bug")
    assert not page.said("success")


def test_a_quick_question_is_answered_once_and_the_next_one_comes(page):
    part(page, "quick")
    first = page.said("markdown")
    page.press("quick_0")
    assert page.disabled("quick_1")
    assert any("of 1 right so far" in text for text in page.said("caption"))
    page.press("next_question")
    assert page.said("markdown") != first


def test_without_a_network_there_is_a_way_to_the_sets(page):
    page.do(lambda: session.open_document(EMPTY, "empty"))
    part(page, "bug")
    assert any("nothing to ask" in text for text in page.said("info"))


def test_a_quick_question_has_the_numbers_of_the_walk(page):
    page.do(lambda: session.open_document(presets()["14_delta_rule_sign"], "preset"))
    part(page, "quick")
    page.press("quick_0", "next_question")
    labels = {f"quick_{k}": page.at.button(key=f"quick_{k}").label for k in range(4)}
    (right,) = (key for key, label in labels.items() if as_typed("0.28") == label)
    page.press(right)
    assert any(text.startswith("Right") for text in page.said("success"))
