"""Solving the pass by hand in the real app, without a browser."""

from html import unescape

import numpy as np
import pytest

from backprop_core import Address
from playground import session
from playground.exercise import saved
from tests.app.playground_session import Session, written

PRESET = "06_sigmoid_2_2_1"


@pytest.fixture
def page():
    one = Session(preset=PRESET)
    one.at.toggle(key="solve").set_value(True)
    return one.run()


def enter(page, text):
    """Type into the field and press Enter."""
    page.at.text_input(key="answer").set_value(text)
    button = next(b for b in page.at.button if (b.key or "").startswith("answer_enter"))
    button.click()
    return page.run()


def texts(page):
    """What was answered, by address."""
    answers = page.run_of_passes["answers"]
    return {key.split(":")[1]: one["text"] for key, one in answers.items() if one["text"]}


def everything(page):
    """All that is sent to the browser as one text, but what the browser only keeps."""
    kept = ("keeper", "keeper_place", "keeper_end")
    parts = [written(c) for c in page.at.get("bidi_component") if c.key not in kept]
    kinds = ("markdown", "html", "caption", "button", "text_input")
    parts += [str(element.proto) for kind in kinds for element in page.at.get(kind)]
    return " ".join(parts)


def hidden_numbers(page):
    """Every number of the pass that is neither given nor easily another one, as it is written."""
    trace = page.steps
    given = np.concatenate(
        [trace.network.parameters, trace.forward.x.ravel(), trace.y.ravel(), [0.5, 0, 1, 2]]
    )
    numbers = {float(step.value) for step in trace}
    return {f"{abs(one):.4g}" for one in numbers if not np.isclose(np.abs(given), abs(one)).any()}


def test_no_number_that_is_asked_is_sent_to_the_browser(page):
    sent = everything(page)
    found = [one for one in hidden_numbers(page) if one in sent]
    assert found == []


@pytest.mark.parametrize("granularity", ["term", "neuron"])
@pytest.mark.parametrize("notation", ["own", "sugden"])
def test_stepping_ahead_gives_no_number_away(page, granularity, notation):
    page.do(lambda: session.set_granularity(granularity))
    page.do(lambda: session.set_notation(notation))
    for step in (3, 10, 14, 20, 24, len(page.steps)):
        page.go_to(step)
        sent = everything(page)
        assert [one for one in hidden_numbers(page) if one in sent] == []


def test_the_same_numbers_are_sent_once_it_is_switched_off(page):
    page.at.toggle(key="solve").set_value(False)
    page.run()
    page.go_to(len(page.steps))
    sent = everything(page)
    assert all(one in sent for one in list(hidden_numbers(page))[:3])


def test_an_answer_is_marked_and_the_next_number_is_asked(page):
    enter(page, "0.2")
    assert texts(page) == {"z/0/0//0/": "0.2"}
    assert page.step == 1
    assert any("is right." in text for text in page.said("markdown"))
    assert "z 0.2 ✓" in page.labels


def test_a_wrong_answer_is_told_and_can_be_corrected(page):
    enter(page, "0.3")
    assert any("is wrong." in text for text in page.said("markdown"))
    page.press("correct")
    assert page.step == 0
    enter(page, "0.2")
    assert texts(page) == {"z/0/0//0/": "0.2"}
    answer = next(iter(page.run_of_passes["answers"].values()))
    assert answer["earlier"] == ["0.3"]


def test_what_is_no_number_stays_in_the_field_and_a_comma_asks(page):
    enter(page, "0,2")
    assert texts(page) == {}
    assert page.at.text_input(key="answer").value == "0,2"
    assert page.refusals
    page.press("answer_reading_0")
    assert texts(page) == {"z/0/0//0/": "0.2"}


def test_a_sheet_with_decimal_commas_takes_them(page):
    enter(page, "0,2")
    page.press("answer_comma_0")
    assert texts(page) == {"z/0/0//0/": "0,2"}
    enter(page, "0,35")
    assert page.step == 2


def test_hints_come_a_rung_at_a_time_and_the_last_has_the_number(page):
    said = []
    for _ in range(4):
        page.press("hint")
        said.append(" ".join(page.said("markdown")))
    assert "Multiply each number" in said[0]
    assert "The formula" not in said[0]
    assert "w^{(1)}_{1,1}" in said[1]
    assert "0.15" in said[2]
    assert "The number** 0.2" not in said[2]
    assert "The number** 0.2" in said[3]
    assert next(iter(page.run_of_passes["answers"].values()))["hints"] == 4


def test_an_undo_takes_an_answer_back_and_a_redo_brings_it_again(page):
    enter(page, "0.2")
    page.press("undo")
    assert texts(page) == {}
    page.press("redo")
    assert texts(page) == {"z/0/0//0/": "0.2"}


def test_answers_and_choices_come_back_from_the_browser(page):
    enter(page, "0.2")
    page.do(lambda: session.choose(part="forward", at_once=False))
    kept = []
    page.do(lambda: kept.extend([session.work_text(), session.place_text()]))
    work, place = kept
    run = saved.work_in(work)["workspaces"]["own"]["history"]["runs"][-1]
    assert run["answers"] == page.run_of_passes["answers"]
    again = Session()
    again.do(lambda: session.take_up(work, place))
    assert texts(again) == {"z/0/0//0/": "0.2"}
    assert again.held["solving"]["part"] == "forward"
    assert again.held["solving"]["on"]


def test_at_the_end_nothing_is_told_before_all_is_marked(page):
    page.do(lambda: session.choose(at_once=False))
    enter(page, "0.3")
    assert not any("is wrong" in text for text in page.said("markdown"))
    assert "z 0.3" in page.labels
    page.press("mark_all")
    assert "z 0.3 ✗" in page.labels


def test_a_press_on_the_graph_chooses_the_number(page):
    page.tell("network_graph", "press", {"edge": [1, 0, 1]})
    trace = page.steps
    assert page.step == trace.plan.step_making(Address("dW", 1, 0, 1))
    page.tell("network_graph", "press", {"point": [1, 1]})
    assert page.step == trace.plan.step_making(Address("z", 0, 1, sample=0))


def test_a_whole_part_is_solved_and_summed_up_and_comes_again_with_other_numbers(page):
    page.do(lambda: session.choose(part="forward"))
    trace = page.steps
    for at in [s for s in trace if s.quantity in ("z", "a")]:
        enter(page, f"{at.value:.4g}")
    assert any("All 6 right, without hints." in text for text in page.said("html"))
    assert any("at the first try" in text for text in page.said("markdown"))
    before = page.document["layers"]
    page.press("other_numbers")
    assert page.document["layers"] != before
    assert texts(page) == {}
    assert page.step == 0
    page.press("undo")
    assert page.document["layers"] == before
    assert len(texts(page)) == 6


def test_a_round_with_help_is_to_be_tried_again(page):
    page.do(lambda: session.choose(part="forward"))
    page.do(lambda: session.take_hint(Address("z", 0, 0, sample=0)))
    for at in [s for s in page.steps if s.quantity in ("z", "a")]:
        enter(page, f"{at.value:.4g}")
    assert any("until a round goes without" in text for text in page.said("markdown"))


def test_new_numbers_do_not_come_again_when_the_history_forgets_its_beginning(page):
    page.do(lambda: session.choose(part="forward"))
    seen = []
    for _ in range(4):
        page.do(session.with_other_numbers)
        for _ in range(40):
            page.do(lambda: session.answer(Address("z", 0, 0, sample=0), "1"))
        seen.append(page.document["layers"])
    assert all(seen[at] not in seen[:at] for at in range(4))


def test_late_answers_for_what_is_not_asked_change_nothing(page):
    page.do(lambda: session.answer(Address("z", 7, 0, sample=0), "1"))
    page.do(lambda: session.choose(part="forward"))
    page.do(lambda: session.answer(Address("dW", 0, 0, 0), "1"))
    assert texts(page) == {}


def test_the_question_gives_the_loss_and_the_learning_rate_where_they_are_needed(page):
    given = {}
    for phase in ("forward", "loss", "backward", "update"):
        page.go_to_phase(phase)
        given[phase] = page.panel.partition("step-given'>")[2].partition("<")[0]
    assert given == {
        "forward": "",
        "loss": "half squared error",
        "backward": "half squared error",
        "update": f"η = {page.document['learning_rate']:g}",
    }
    assert page.title.startswith("new W from ")


def test_a_negative_answer_and_its_exact_value_have_a_minus(page):
    page.go_to_phase("backward")
    page.press("next_step")
    at = page.steps[page.step].address
    slope = page.steps.forward.layers[at.layer].a[0, at.neuron]
    slope = round(slope * (1 - slope), 2)
    da = round(page.steps.gradients.layers[at.layer].da[0, at.neuron], 2)
    enter(page, f"{da * slope:.4f}")
    said = " ".join(page.said("markdown")).replace("\\", "")
    assert "is right as rounded." in said
    assert f"= −{-da * slope:.4f} " in said
    assert "The exact value is −0." in said


def said(page):
    """What is said about the text that was refused."""
    bodies = (each.proto.body for each in page.at.get("html"))
    return unescape(" ".join(each for each in bodies if each.startswith("<p role='alert'>")))


def test_an_emptied_field_forgets_what_was_refused(page):
    assert "got 'abc'" in said(enter(page, "abc"))
    assert said(enter(page, "")) == ""


def test_a_refusal_begins_with_the_symbol_as_it_is(page):
    assert ">z of h1 got " in said(enter(page, "abc"))


def test_decimal_commas_are_offered_only_where_there_is_a_comma(page):
    enter(page, "1" * 1200)
    assert not [b for b in page.at.button if (b.key or "").startswith("answer_comma")]
    enter(page, "0,5")
    assert [b for b in page.at.button if (b.key or "").startswith("answer_comma")]
