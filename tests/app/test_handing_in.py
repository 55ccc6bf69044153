"""Handing in: from a link that a teacher set to the teacher's table, in the real app."""

import json

from backprop_core import Address
from playground import session
from playground.exercise.link import to_link
from playground.export.variants import view_of_variant
from playground.solve.handed_in import handed_in, to_code, to_json
from tests.app.playground_session import Session

SIGMOID = "06_sigmoid_2_2_1"
PAGE = "pages/play/take_along.py"


def answered_by(name, *texts, **link):
    """What somebody hands in who types these answers, one after the other."""
    page = Session(preset=SIGMOID, **link)
    for text in texts:
        page.at.text_input(key="answer").set_value(text)
        next(b for b in page.at.button if (b.key or "").startswith("answer_enter")).click()
        page.run()
    made = []
    page.do(lambda: made.append(session.work_done(name)))
    return page, made[0]


def teachers():
    page = Session(from_file=True, preset=SIGMOID)
    page.at.switch_page(PAGE)
    return page.run()


def popovers(page):
    return [one.proto.popover.label for one in page.at.get("popover")]


def test_a_link_that_a_teacher_set_can_be_handed_in_and_no_other():
    page, _ = answered_by("", "0.2", hide_answers="1")
    assert "Hand in" in popovers(page)
    own, _ = answered_by("", "0.2", solve="all")
    assert "Hand in" not in popovers(own)


def test_what_is_handed_in_is_judged_by_the_teachers_page():
    _, mine = answered_by("Ada <b>", "0.2", "0.9", hide_answers="1")
    assert mine.time["begun"] > 0
    page = teachers()
    page.at.text_area(key="handed_in_codes").set_value(to_code(mine)).run()
    tables = page.said("html")
    (listed,) = [one for one in tables if "aria-label='Handed in'" in one]
    assert "Ada &lt;b&gt;" in listed
    assert "another exercise" not in listed
    (blocks,) = [one for one in tables if "Who stumbled where" in one]
    assert "Activations" in blocks or "Weighted sums" in blocks
    (answers,) = [one for one in tables if "aria-label='Answers'" in one]
    assert ">wrong<" in answers


def test_a_variant_that_comes_back_is_told_from_another_exercise():
    page = teachers()
    made = []
    page.do(lambda: made.append(view_of_variant(session.view(), 1, "Ada").document))
    _, ada = answered_by("ada", "0.2", net=to_link(made[0]), hide_answers="1")
    page.at.text_area(key="sheet_names").set_value("Ada\nBo").run()
    page.at.text_area(key="handed_in_codes").set_value(to_code(ada)).run()
    (listed,) = [one for one in page.said("html") if "aria-label='Handed in'" in one]
    assert "variant of Ada" in listed


def test_files_and_codes_go_together_and_a_damaged_one_is_named():
    _, ada = answered_by("Ada", "0.2", hide_answers="1")
    _, bo = answered_by("Bo", "0.2", "0.3", hide_answers="1")
    page = teachers()
    page.at.file_uploader(key="handed_in_files").set_value(
        [
            ("ada.json", to_json(ada).encode(), "application/json"),
            ("other.json", json.dumps({"x": 1}).encode(), "application/json"),
        ]
    )
    page.at.text_area(key="handed_in_codes").set_value(to_code(bo)).run()
    (listed,) = [one for one in page.said("html") if "aria-label='Handed in'" in one]
    assert "Ada" in listed
    assert "Bo" in listed
    (error,) = page.errors
    assert error.startswith("other.")
    assert "not work that was handed in" in error


def test_work_that_is_opened_twice_is_counted_once_and_said_so():
    _, ada = answered_by("Ada", "0.2", hide_answers="1")
    page = teachers()
    page.at.file_uploader(key="handed_in_files").set_value(
        [("ada.json", to_json(ada).encode(), "application/json")]
    )
    page.at.text_area(key="handed_in_codes").set_value(2 * to_code(ada)).run()
    (listed,) = [one for one in page.said("html") if "aria-label='Handed in'" in one]
    assert listed.count("<tr") == 2
    assert any("shown once: Code 1\\, Code 2." in one for one in page.said("caption"))


def test_the_work_comes_back_after_a_reload_with_its_time():
    page, mine = answered_by("", "0.2", hide_answers="1")
    kept = []
    page.do(lambda: kept.extend([session.work_text(), session.place_text()]))
    again, made = Session(preset=SIGMOID, hide_answers="1"), []
    again.do(lambda: session.take_up(*kept))
    again.do(lambda: made.append(session.work_done("")))
    assert made[0].answers == mine.answers
    assert made[0].time["begun"] == mine.time["begun"]


def test_only_the_pass_that_is_shown_is_handed_in():
    page, made = Session(preset=SIGMOID), []
    page.do(lambda: session.begin_solving(True))
    page.do(lambda: session.answer(Address("z", 0, 0, sample=0), "0.2"))
    page.do(session.advance)
    page.do(lambda: session.answer(Address("z", 0, 0, sample=0), "0.3"))
    page.do(lambda: made.append(session.work_done("Ada")))
    work = handed_in(to_json(made[0]))
    assert [one["text"] for one in work.answers.values()] == ["0.3"]
    assert work.exercise["layers"] == page.document["layers"]
