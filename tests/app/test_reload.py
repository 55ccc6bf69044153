"""A session that has nothing but what the browser was handed: after a reload, a closed lid, an
expired session or a killed server. All comes back equal, down to what is handed next."""

import re

import pytest
import streamlit as st

from playground import session
from playground.exercise import edits, saved, saved_place
from playground.exercise.packed import pack
from playground.session import kept_work
from playground.ui import kept_widgets
from playground.ui.share_panel import kept_in_words
from playground.views.keeper.keeper import Kept
from tests.app.playground_session import Session, handed, reloaded

PLAY, CHECK = "pages/play/playground.py", "pages/play/check.py"
TRAIN, PRACTICE = "pages/play/train.py", "pages/play/practice.py"
PRIMER, FUNCTIONS = "pages/learn/primer.py", "pages/learn/functions.py"
LESSONS, WHAT_IF = "pages/learn/lessons.py", "pages/understand/what_if.py"
EXPORT = "pages/play/take_along.py"


def at(script, preset="07_xor"):
    page = Session(from_file=True, preset=preset)
    page.at.switch_page(script)
    return page.run()


def shown(page):
    """What the browser keeps of what is shown, but not where it once came from."""
    place = saved_place.place_in(handed(page)["place"])
    return {name: value for name, value in place.items() if name != "opened_from"}


def histories(page):
    """All histories that the browser keeps."""
    spaces = saved.work_in(handed(page)["work"])["workspaces"]
    return {name: space["history"] for name, space in spaces.items()}


def expect_again(page, script):
    """The same after a reload as before it; the session after it."""
    page.run()  # what drawing has changed is handed by now
    again = reloaded(page, script)
    again.run()
    assert again.held["history"] == page.held["history"]
    assert again.held["workspace"] == page.held["workspace"]
    assert again.held["workspaces"] == page.held["workspaces"]
    assert shown(again) == shown(page)
    assert histories(again) == histories(page)
    assert not again.errors
    return again


def test_drawing_comes_back_with_its_mode_its_selection_and_its_undo():
    page = at(PLAY).choose("mode", "draw")
    page.do(lambda: session.edit(edits.add_neuron, 1, label="add neuron"))
    page.do(lambda: session.edit(edits.add_layer, 1, label="add layer"))
    page.press("undo")
    again = expect_again(page, PLAY)
    assert again.held["mode"] == "draw"
    assert again.document == page.document
    again.press("undo")
    assert again.document == page.press("undo").document
    assert again.press("redo", "redo").document == page.press("redo", "redo").document


def test_an_unfinished_drawing_comes_back():
    page = at(PLAY).choose("mode", "draw").press("clear_board")
    again = expect_again(page, PLAY)
    assert again.document["layers"] == []
    assert again.press("undo").document == page.press("undo").document


def test_walking_comes_back_with_pass_step_notation_granularity_and_speed():
    page = at(PLAY).press("ten_passes", "next_pass").go_to(9)
    page.do(lambda: session.set_granularity("term"))
    page.do(lambda: session.set_notation("sugden"))
    page.do(lambda: session.set_digits(7))
    page.do(lambda: session.set_speed(5))
    page.tell("network_graph", "press", {"edge": [1, 0, 1]})
    again = expect_again(page, PLAY)
    assert (again.title, again.count, again.labels) == (page.title, page.count, page.labels)
    assert again.press("undo", "undo").document == page.press("undo", "undo").document


def test_a_lesson_comes_back_at_its_paragraph_with_the_own_drawing_beside_it():
    page = at(LESSONS)
    page.at.button[next(k for k, b in enumerate(page.at.button) if "lesson" in b.key)].click()
    page.run()
    assert page.held["rooms"]["lesson"], "a lesson is open"
    again = expect_again(page, LESSONS)
    assert again.said("markdown") == page.said("markdown")


def test_check_comes_back_with_its_text_and_how_it_was_read():
    page = at(CHECK, "06_sigmoid_2_2_1")
    page.at.text_area(key="paste").set_value("dW1 = [[1, 2], [3, 4]]\nloss = 0,3")
    page.run()
    again = expect_again(page, CHECK)
    assert again.at.text_area(key="paste").value == page.at.text_area(key="paste").value
    assert again.said("markdown", "html") == page.said("markdown", "html")


def test_solving_comes_back_with_answers_hints_and_the_number_that_is_asked():
    page = at(PLAY, "06_sigmoid_2_2_1")
    page.at.toggle(key="solve").set_value(True)
    page.run()
    for text in ("0.2", "1/3"):
        page.at.text_input(key="answer").set_value(text)
        next(b for b in page.at.button if (b.key or "").startswith("answer_enter")).click()
        page.run()
    again = expect_again(page, PLAY)
    assert again.run_of_passes["answers"] == page.run_of_passes["answers"]
    assert again.labels == page.labels
    assert again.at.text_input(key="answer").label == page.at.text_input(key="answer").label


def test_training_comes_back_with_its_run_and_its_place_in_it(in_one_go):
    page = at(TRAIN).choose("rule", "adam").press("one_epoch").choose("train_rate_value", 0.5)
    page.press("one_epoch", "one_update")
    again = expect_again(page, TRAIN)
    assert _unnumbered(again.said("html")) == _unnumbered(page.said("html"))


@pytest.mark.parametrize(
    ("script", "key", "value"),
    [
        (WHAT_IF, "how_many", "two"),
        (PRACTICE, "practice_part_choice", "bug"),
        (TRAIN, "train_details", "This epoch as a table"),
    ],
)
def test_what_was_chosen_on_another_page_comes_back(script, key, value):
    page = at(script).choose(key, value)
    again = expect_again(page, script)
    assert again.value(key) == page.value(key) == value
    kinds = ("markdown", "html")
    assert _unnumbered(again.said(*kinds)) == _unnumbered(page.said(*kinds))


def _unnumbered(texts):
    """Without the number of the picture that the words belong to, which counts up in a session."""
    return [re.sub(r" data-beat='\d+'", "", text) for text in texts]


@pytest.mark.parametrize(
    ("script", "key", "value"),
    [
        (PRIMER, "primer_chain_x", -1.5),
        (PRIMER, "primer_function", "sin"),
        (PRIMER, "primer_dx", -0.5),
        (FUNCTIONS, "function", "tanh"),
        (FUNCTIONS, "loss_a_number", 0.25),
        (FUNCTIONS, "comparison_target", 0),
    ],
    ids=str,
)
def test_what_was_chosen_on_a_page_that_is_about_no_exercise_comes_back(script, key, value):
    page = at(script)
    assert page.choose(key, value).value(key) == value
    assert expect_again(page, script).value(key) == value


@pytest.mark.parametrize(
    ("script", "key", "value"),
    [
        (PLAY, "goto_quantity", "dW"),
        (PLAY, "goto_layer", 1),
        (PLAY, "goto_neuron_0", 1),
        (PLAY, "table", 1),
        (EXPORT, "take_phases", ["backward"]),
        (EXPORT, "take_layers", [1]),
        (EXPORT, "take_sample", 2),
        (CHECK, "typed_quantity", "delta"),
        (CHECK, "typed_layer", 1),
    ],
    ids=str,
)
def test_what_was_chosen_to_look_at_comes_back(script, key, value):
    page = at(script)
    _open_values(page)
    assert page.choose(key, value).value(key) == value
    again = expect_again(page, script)
    assert _open_values(again).value(key) == value


def _open_values(page):
    """The table of all values, on the page that has it."""
    return page.do(lambda: st.session_state.update(values=True))


def test_the_steps_of_a_worked_solution_come_back():
    page = at(EXPORT)
    (steps,) = page.at.slider
    page.choose(steps.key, (3, 9))
    assert expect_again(page, EXPORT).value(steps.key) == (3, 9)


def test_the_slope_by_hand_and_the_engines_check_come_back_as_they_were_chosen():
    page = at(CHECK)
    chosen = {"slope_kind": "x", "slope_sides": "one-sided", "slope_epsilon": -6}
    chosen |= {"slope_sample": 3, "slope_input_0": 1}
    switches = ("slope_by_hand", "engine_check", "check_code", "slope_exact")
    for key in switches:
        page.at.toggle(key=key).set_value(True)
        page.run()
    for key, value in chosen.items():
        page.choose(key, value)
    again = expect_again(page, CHECK)
    assert {key: again.value(key) for key in chosen} == chosen
    assert all(again.at.toggle(key=key).value for key in switches)


def test_the_tab_that_was_open_comes_back():
    page = at(FUNCTIONS).open_tab("function_tabs", "Losses")
    assert expect_again(page, FUNCTIONS).at.session_state["function_tabs"] == "Losses"


@pytest.mark.parametrize("kept", [7.0, float("nan"), "none", [1], None, True], ids=str)
def test_a_choice_that_a_browser_kept_and_there_is_not_is_the_first_one(kept):
    page = at(PRIMER)
    page.do(lambda: kept_widgets._CHOSEN.set({"primer_x": kept, "primer_function": kept}))
    assert (page.value("primer_x"), page.value("primer_function")) == (1.0, "square")


def test_a_text_that_was_refused_comes_back_with_why():
    page = at(PLAY).choose("learning_rate_value", "0,5,1")
    assert page.refusals
    again = expect_again(page, PLAY)
    assert again.refusals == page.refusals
    assert again.value("learning_rate_value") == "0,5,1"
    again.at.switch_page(PRACTICE)
    again.run()
    again.at.switch_page(PLAY)
    assert not again.run().refusals, "what one has turned one's back on is not held up again"


def test_work_of_another_version_stays_in_the_browser_and_that_is_said():
    page = at(PLAY).press("next_pass")
    assert not handed(page).get("apart")
    again = reloaded(page, PLAY, work=pack('{"format": 99}'))
    assert "from a version that this one cannot read" in again.errors[0]
    assert handed(again)["apart"], "what is kept from now on takes another place in the store"


def test_an_unforeseen_error_in_taking_work_up_leaves_it_where_it_is(monkeypatch):
    page = at(PLAY).press("next_pass")
    monkeypatch.setattr(kept_work, "_show_again", lambda shown: 1 / 0)
    begun = Session(from_file=True)

    def take_up():
        with pytest.raises(ZeroDivisionError):
            session.take_up(*(handed(page).get(name, "") for name in Kept._fields))

    begun.do(take_up)
    assert handed(begun)["apart"]


def test_of_a_history_too_long_to_keep_it_is_said_how_much(monkeypatch):
    page = at(PLAY).press(*["next_pass"] * 5)
    monkeypatch.setattr(saved, "MOST_TEXT", len(handed(page)["work"]))
    page.press(*["next_pass"] * 3)
    assert page.held["kept_short"] > 0
    said = kept_in_words(page.held["kept_short"])
    assert f"the oldest {page.held['kept_short']} changes can no longer be undone" in said
