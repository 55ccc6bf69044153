"""The conventions of an exercise in the real app: chosen in Draw, and followed everywhere."""

import pytest

from playground import session
from playground.exercise import edits
from playground.exercise.conventions import Conventions
from playground.exercise.document_conventions import conventions_of, with_conventions
from playground.exercise.link import to_link
from playground.exercise.paper_rounding import PaperRounding
from playground.exercise.presets import presets
from playground.exercise.view import trace_of
from playground.where import Neuron
from tests.app.playground_session import Session, reloaded

MAZUR = "01_mazur_own_bias"
OUTPUT_DELTA, FIRST_STEP = 11, 1  # steps of its walk


@pytest.fixture
def drawing():
    return Session(preset=MAZUR, mode="draw")


def walk_with(conventions, **parameters):
    document = with_conventions(presets()[MAZUR], conventions)
    return Session(net=to_link(document), **parameters)


def switch(page, key):
    page.at.toggle(key=key).set_value(True)
    return page.run()


def at_quantity(page, quantity, layer):
    steps = trace_of(page.document, page.held["granularity"])
    step = next(s for s in steps if (s.quantity, s.layer) == (quantity, layer))
    return page.go_to(step.number + 1)


def solves(page, quantity, answer):
    """Type that answer, which is right, at the output layer's first number of that kind."""
    page.at.toggle(key="solve").set_value(True)
    page.run()
    at_quantity(page, quantity, 1)
    page.at.text_input(key="answer").set_value(answer)
    next(b for b in page.at.button if (b.key or "").startswith("answer_enter")).click()
    page.run()
    said = " ".join(str(one.value) for one in page.at.get("markdown"))
    assert "is right" in said
    assert "is wrong" not in said


def test_each_convention_is_chosen_in_draw_and_taken_back_by_an_undo(drawing):
    drawing.choose("paper_rounding", "3 decimals").choose("paper_error", "target − output")
    switch(switch(drawing, "paper_comma"), "paper_fractions")
    switch(drawing, "paper_inputs").choose("paper_bias", "threshold θ on x₀ = −1")
    drawing.choose("paper_rows", "the sending neuron")
    every = Conventions(
        PaperRounding("decimals", 3), True, True, True, "threshold", True, True, "sending"
    )
    assert conventions_of(drawing.document) == every
    assert drawing.value("preset") == MAZUR
    for _ in range(7):
        drawing.press("undo")
    assert drawing.document == presets()[MAZUR]


def test_they_leave_passes_and_answers_and_outlast_a_reload():
    page = Session(preset=MAZUR)
    page.do(lambda: session.advance())
    before = page.run_of_passes
    page.do(lambda: session.edit(edits.set_conventions, Conventions(comma=True), label="comma"))
    after = page.run_of_passes
    assert after["passes"] == before["passes"]
    assert after["at"] == before["at"] == 1
    assert conventions_of(reloaded(page).document) == Conventions(comma=True)
    page.do(session.undo)
    assert page.document == {**presets()[MAZUR], "layers": page.document["layers"]}


def test_a_walk_goes_on_from_the_rounded_numbers_with_the_exact_one_beside():
    page = at_quantity(walk_with(Conventions(PaperRounding("decimals", 3))), "delta", 1)
    assert r"0.741 \cdot 0.187" in page.panel
    assert r"\approx \mathbf{0.139}" in page.panel
    assert "without any rounding: } 0.1384985616" in page.panel
    assert not page.errors + page.warnings


def test_with_the_error_turned_the_signs_and_the_update_turn():
    page = at_quantity(walk_with(Conventions(turned=True)), "dW", 1)
    assert r"-\frac{\partial L}{\partial w^{(2)}_{1,1}}" in page.panel
    assert r"\mathbf{-0.08217}" in page.panel
    assert r"+ \eta" in at_quantity(page, "W", 1).panel


def test_with_a_decimal_comma_numbers_are_shown_and_typed_so():
    page = walk_with(Conventions(comma=True))
    assert r"0{,}15 \cdot 0{,}05" in page.panel
    page.do(lambda: session.select(Neuron(1, 0)))
    assert page.value("inspect_bias") == "0,35"
    page.choose("inspect_bias", "0,25")
    assert page.document["layers"][0]["b"][0] == 0.25
    assert not page.refusals


def test_solving_takes_the_learners_sign():
    page = walk_with(Conventions(turned=True))
    solves(page, "delta", "-0.1385")


def test_check_calls_right_work_right_in_the_learners_sign():
    document = with_conventions(presets()[MAZUR], Conventions(turned=True, comma=True))
    page = Session(from_file=True, net=to_link(document))
    page.at.switch_page("pages/play/check.py")
    page.run()
    page.at.text_area(key="paste").set_value("dW2 = [-0,0821670 -0,0826676; 0,0226025 0,0227403]")
    page.press("use_paste")
    said = " ".join(str(one.value) for kind in ("markdown", "html") for one in page.at.get(kind))
    assert "All 4 numbers agree" in said
    assert "−0,082167" in said


def test_solving_and_check_take_a_threshold_with_its_own_sign():
    page = walk_with(Conventions(bias_as="threshold"))
    assert r"\theta^{(1)}_{1} \cdot x_{0}" in page.panel
    solves(page, "db", "-0.1385")

    page = walk_with(Conventions(bias_as="threshold"), from_file=True)
    page.at.switch_page("pages/play/check.py")
    page.run()
    page.at.text_area(key="paste").set_value("db2 = [-0.138498562, 0.038098237]")
    page.press("use_paste")
    said = " ".join(str(one.value) for kind in ("markdown", "html") for one in page.at.get(kind))
    assert "All 2 numbers agree" in said


def test_a_threshold_unit_is_walked_by_the_perceptron_rule_and_chosen_in_draw():
    page = Session(preset=MAZUR, mode="draw")
    page.choose("loss", "perceptron")
    assert page.document["layers"][-1]["activation"] == "step"
    assert page.value("paper_error") == "target − output"
    page.press("undo")
    assert page.document == presets()[MAZUR]

    page = Session(preset="13_perceptron_and")
    assert "A threshold unit has no gradient" in at_quantity(page, "delta", 0).panel
    said = at_quantity(page, "W", 0).panel
    assert r"0.3 + 0.1 \cdot (-1) \cdot 1" in said
    assert r"\mathbf{0.2}" in said
    assert not page.errors + page.warnings


def test_the_walk_goes_back_to_the_inputs_where_it_is_asked_to():
    page = at_quantity(walk_with(Conventions(to_inputs=True)), "da", -1)
    assert r"\frac{\partial L}{\partial x_{1}}" in page.panel
    assert r"\mathbf{0.003804}" in page.panel
    page.at.toggle(key="solve").set_value(True)
    page.run()
    page.at.text_input(key="answer").set_value("0.0038")
    next(b for b in page.at.button if (b.key or "").startswith("answer_enter")).click()
    page.run()
    said = " ".join(str(one.value) for one in page.at.get("markdown"))
    assert "is right" in said
    assert "is wrong" not in said
    assert not page.errors + page.warnings


@pytest.mark.parametrize(
    "file",
    [
        *("play/check", "play/practice", "play/take_along", "play/train", "learn/lessons"),
        *("understand/batches", "understand/matrices", "understand/weight", "understand/what_if"),
    ],
)
@pytest.mark.parametrize("size", ["neuron", "layer"])
def test_every_page_stands_at_the_step_of_an_input(file, size):
    every = Conventions(turned=True, bias_as="threshold", to_inputs=True)
    page = walk_with(every, from_file=True)
    page.do(lambda: session.set_granularity(size))
    page = at_quantity(page, "da", -1)
    page.at.switch_page(f"pages/{file}.py")
    page.run()
    assert not page.at.exception
    assert not page.errors


def test_what_stands_beside_the_walk_is_rounded_as_well():
    page = at_quantity(walk_with(Conventions(PaperRounding("decimals", 2))), "loss", None)
    assert "0.27" in page.labels  # of the first output, exactly 0.2748
    assert not [one for one in page.labels if "0.274" in one]
    bodies = [one.proto.body for one in page.at.get("html")]
    strip = next(one for one in bodies if "<div class='strip-head'" in one)
    assert "0.3 → 0.28" in strip
