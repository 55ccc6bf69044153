"""Journeys through the page Check my work."""

import json

import numpy as np
import pytest

from backprop_core import backward, batch_loss, forward, update
from playground import session
from playground.check import entered
from playground.exercise.document import network_of
from playground.exercise.presets import presets
from playground.notation.symbols import NOTATIONS
from tests.app.playground_session import Session, written
from tests.playground.export.exercises import view_of
from tests.playground.walks import document_of

FIRST = "01_mazur_own_bias"
HOSTILE = [
    "dW1 = [[1, <script>alert(1)</script>], [3, 4]]",
    "**dW1** = [[1, 2], [3, $x$]]",
    "__import__('os').system('true')",
    "dW1 = [[1, 2], [3, " + "9" * 400 + "]]",
    "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]",
    "<img src=x onerror=alert(1)>: [1, 2]",
    "١٢٣",
    "dW1 = [[inf, 1], [2, 3]]",
    "[" * 5000,
    "[1;[2;3]]",
    "![a](http://evil.example/i.png) = [1, 2]",
]


def opened(preset=FIRST, **parameters):
    page = Session(from_file=True, preset=preset, **parameters)
    page.at.switch_page("pages/play/check.py")
    return page.run()


def paste(page, text):
    page.at.text_area(key="paste").set_value(text)
    return page.press("use_paste")


def said(page):
    kinds = ("title", "markdown", "caption", "success", "error", "info", "warning", "html")
    texts = "\n".join(str(each.value) for kind in kinds for each in page.at.get(kind))
    return texts.replace("\\", "").replace("\u2060", "")


def right(preset=FIRST):
    now = presets()[preset]
    network = network_of(now)
    return backward(network, forward(network, now["x"]), now["y"])


def printed(layers, digits=None):
    rounded = [layer if digits is None else np.round(layer, digits) for layer in layers]
    return "\n".join(f"dW{n} = {W.tolist()}" for n, W in enumerate(rounded, start=1))


def test_no_right_number_is_shown_before_something_is_entered():
    page = opened()
    g, text = right(), said(page)
    assert "Nothing to compare yet" in text
    numbers = [g.loss, *(float(n) for layer in g.layers for n in layer.dW.ravel())]
    for number in numbers:
        assert f"{number:.4g}" not in text
    assert not page.at.get("toggle")[0].value


def test_right_numbers_agree_and_rounding_is_said_with_the_exact_number():
    page = paste(opened(), printed([layer.dW for layer in right().layers]))
    assert "✓ All 8 numbers agree." in said(page)
    paste(page, "delta2 = 0.14, -0.04\ndW2 = [[0.08, 0.08], [-0.02, -0.02]]")
    assert "agree" in said(page)
    assert "✕" not in said(page)


def test_a_screen_reader_is_told_the_verdict():
    page = opened().press("example")
    (told,) = (one for one in page.said("markdown") if "role='status'" in one)
    assert "## ✕ The slope f′" in told
    paste(page, printed([layer.dW for layer in right().layers]))
    (told,) = (one for one in page.said("markdown") if "role='status'" in one)
    assert "## ✓ All 8 numbers agree." in told


def test_what_was_checked_is_copied_as_numpy_as_it_should_be_and_as_it_was_given():
    page = paste(opened(), "delta2 = 0.14, -0.04\ndW2 = [[0.08, 0.08], [-0.02, -0.02]]\nloss = 0.3")
    (sent,) = (written(c) for c in page.at.get("bidi_component") if c.key == "checked_numpy")
    made = {"np": np}
    exec(json.loads(sent)["copied"], made)
    np.testing.assert_allclose(made["dW2"], right().layers[1].dW, rtol=1e-13)
    assert made["dW2_yours"].tolist() == [[0.08, 0.08], [-0.02, -0.02]]
    assert made["delta2_yours"].ravel().tolist() == [0.14, -0.04]
    assert float(made["loss"]) == right().loss
    assert float(made["loss_yours"]) == 0.3


def test_the_slip_is_named_first_with_what_to_do_and_the_first_wrong_number():
    page = opened().press("example")
    text = said(page)
    assert "✕ The slope f′(z) of the hidden layer is missing." in text
    assert "Multiply" in text
    assert "With that change, all 12 numbers agree." in text
    assert r"frac{partial L}{partial w^{(1)}_{1,1}}" in text
    assert "6 of 12 numbers are wrong." in text
    assert "first wrong" in text


def test_the_first_wrong_number_leads_to_its_step_on_the_walk():
    page = opened().press("example").press("go_to_wrong")
    assert page.steps[page.step].address[:4] == ("dW", 0, 0, 0)
    assert "network_graph" in {view.key for view in page.at.get("bidi_component")}


def test_what_fits_both_ways_can_be_turned():
    W = right().layers[1].dW
    page = paste(opened(), f"dW2 = {W.T.tolist()}")
    assert "✕" in said(page)
    page.press("turn_0")
    assert "✓ All 4 numbers agree." in said(page)
    assert "read as W transposed" in said(page)
    page.press("turn_0")
    assert "✕" in said(page)


def test_what_fits_several_quantities_is_asked():
    page = paste(opened(), "[0.3775, 0.3925]")
    assert "choose what it is" in said(page)
    box = next(each for each in page.at.selectbox if each.key.startswith("read_as_0"))
    box.select("z 0 rows samples")
    page.run()
    assert "✓ All 2 numbers agree." in said(page)


def test_a_comma_that_could_be_both_is_asked_and_answered():
    page = paste(opened(), "z1 = [0,4; 0,4]")
    assert "comma" in said(page)
    page.press("decimal_comma")
    assert "✓ All 2 numbers agree." in said(page)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_refused_in_a_sentence_and_kept(text):
    page = paste(opened(), text)
    assert page.at.text_area(key="paste").value == text
    for error in page.at.error:
        plain = error.value.replace("\\", "").replace("\u2060", "")
        assert not any(len(word) > 70 for word in plain.split())
    assert all("<script>" not in each.value for each in page.at.get("html"))
    assert all("<img" not in each.value for each in page.at.get("html"))


def test_a_megabyte_is_refused_in_a_sentence():
    page = paste(opened(), "0.1 " * 260_000)
    assert "The text has 1,040,000 characters. It takes up to 100,000." in said(page)
    assert not page.at.exception


def test_what_was_typed_lasts_when_the_page_is_left_and_the_exercise_changes():
    page = paste(opened(), "dW1 = [[1, 2], [3, 4]]")
    page.at.switch_page("pages/learn/symbols.py")
    page.run()
    page.do(lambda: session.open_document(document_of((3, 1)), "open"))
    page.at.switch_page("pages/play/check.py")
    page.run()
    assert page.at.text_area(key="paste").value == "dW1 = [[1, 2], [3, 4]]"
    assert "fits nothing in this network" in said(page)


def test_what_was_typed_is_among_what_the_browser_keeps():
    page = paste(opened(), "loss = 0.2984")
    kept = []
    page.do(lambda: kept.append(session.place_text()))
    page.do(lambda: kept.append(session.work_text()))
    page.do(entered.clear)
    assert page.at.text_area(key="paste").value == ""
    page.do(lambda: session.take_up(kept[1], kept[0]))
    assert page.at.text_area(key="paste").value == "loss = 0.2984"
    assert "The one number agrees." in said(page)


def test_another_text_forgets_what_was_chosen_for_the_old_one():
    page = paste(opened(), f"dW2 = {right().layers[1].dW.T.tolist()}").press("turn_0")
    paste(page, f"dW2 = {right().layers[1].dW.tolist()}")
    assert "✓ All 4 numbers agree." in said(page)
    page.press("clear_paste")
    assert "Nothing to compare yet" in said(page)


def test_what_was_cleared_can_be_brought_back_until_something_new_is_entered():
    text = f"dW2 = {right().layers[1].dW.T.tolist()}"
    page = paste(opened(), text).press("turn_0")
    page.do(lambda: entered.type_in("loss 0", [[0.2984]]))
    before = entered_in(page)
    page.press("clear_paste")
    assert "Nothing to compare yet" in said(page)
    page.do(entered.clear)
    page.press("bring_back")
    assert page.at.text_area(key="paste").value == text
    assert entered_in(page) == before
    assert "✓ All 5 numbers agree." in said(page)
    page.press("clear_paste")
    paste(page, "loss = 0.2984")
    page.press("clear_paste", "bring_back")
    assert page.at.text_area(key="paste").value == "loss = 0.2984"


def test_nothing_is_brought_back_where_nothing_was_cleared():
    page = opened().press("clear_paste")
    assert "bring_back" not in {button.key for button in page.at.button}


def entered_in(page):
    sheets = []
    page.do(lambda: sheets.append(entered.sheet()))
    return {name: sheets[0][name] for name in ("text", "chosen", "decimal", "typed")}


def test_numbers_typed_into_a_table_are_compared():
    page = opened()
    page.do(lambda: entered.type_in("loss 0", [[0.2984]]))
    assert "The one number agrees." in said(page)
    page.choose("typed_quantity", "db").choose("typed_layer", 1)
    assert page.component("table_own_db_1")["columns"] == ["bias"]


@pytest.mark.sampled(5)
@pytest.mark.parametrize("preset", presets())
def test_every_preset_can_be_checked(preset):
    page = opened(preset).press("example")
    assert "✕" in said(page)
    page.at.toggle(key="check_code").set_value(True)
    page.run()
    assert "from backprop_core import" in page.at.code[0].value


@pytest.mark.parametrize("key", NOTATIONS)
def test_a_gradient_is_pasted_as_the_notation_lays_it_out(key):
    sending = NOTATIONS[key].weights == "sending"
    page = opened(notation=key)
    arrays = [layer.dW.T if sending else layer.dW for layer in right().layers]
    paste(page, printed(arrays))
    assert "✓ All 8 numbers agree." in said(page)


def test_the_engine_is_checked_by_a_second_method_when_asked():
    page = opened()
    assert not page.at.success
    page.at.get("toggle")[1].set_value(True)
    page.run()
    assert "Two independent methods agree on all 12 gradients" in said(page)


def test_a_slope_is_taken_by_hand():
    page = opened()
    page.at.get("toggle")[0].set_value(True)
    page.run()
    for kind in ("W", "b", "x"):
        page.choose("slope_kind", kind)
        assert "quotient" in said(page)
    page.choose("slope_epsilon", -15)
    assert not page.at.exception


def test_an_unfinished_drawing_is_met_with_a_way_on():
    page = Session(from_file=True)
    page.do(lambda: session.open_document({**document_of((2, 1)), "layers": [], "y": [[]]}, "open"))
    page.at.switch_page("pages/play/check.py")
    page.run()
    assert "no layer of weights yet" in said(page)


def test_a_kink_that_a_nudge_crosses_is_named():
    page = Session(from_file=True)
    document = document_of((1, 1, 1), "relu")
    document["layers"][0] |= {"W": [[0.5]], "b": [0.0]}
    page.do(lambda: session.open_document({**document, "x": [[1.0]]}, "open"))
    page.at.switch_page("pages/play/check.py")
    page.run()
    page.at.get("toggle")[0].set_value(True)
    page.run().choose("slope_epsilon", 0)
    assert "crosses a kink of its activation" in " ".join(page.warnings)
    page.choose("slope_epsilon", -4)
    assert page.warnings == []


def test_before_something_is_entered_the_graph_shows_what_is_given_and_nothing_made():
    page = opened()
    (graph,) = (c for c in page.at.get("bidi_component") if c.key == "network_graph")
    drawn = written(graph)
    for given in ("0.05", "0.15", "0.55", "0.99"):
        assert given in drawn
    made = view_of(FIRST).trace
    for step in made:
        if f"{step.value:.3g}" not in ("0.01", "0.5", "0.6"):
            assert f"{step.value:.4f}"[:5] not in drawn, step.address


def after(preset=FIRST):
    now = presets()[preset]
    network = network_of(now)
    g = backward(network, forward(network, now["x"]), now["y"])
    new = update(network, g, now["learning_rate"], biases_frozen=now["biases_frozen"])
    return batch_loss(new, forward(new, now["x"]), np.array(now["y"], dtype=float))


@pytest.mark.parametrize("preset", [FIRST, "03_mazur_frozen_bias"])
def test_the_loss_after_the_update_is_checked(preset):
    page = paste(opened(preset), f"new loss = {after(preset):.4f}")
    assert "The one number agrees" in said(page)
    page = paste(page, f"new loss = {right(preset).loss:.4f}")
    assert "This is the loss before the update, not after it." in said(page)
    assert "loss after the update" in said(page)


def test_the_loss_after_the_update_can_be_typed_into_the_table():
    page = opened()
    page.do(lambda: entered.type_in("loss_after 0", [[round(after(), 4)]]))
    assert "The one number agrees" in said(page)
    page.choose("typed_quantity", "loss_after")
    assert page.component("table_own_loss_after_0")["columns"] == ["loss"]


def test_of_a_name_that_comes_twice_it_is_said_which_counts_and_the_other_can_be_taken():
    W = right().layers[1].dW
    page = paste(opened(), f"dW2 = {W.tolist()}\ndW2 = {(2 * W).tolist()}")
    assert "Given again below as dW2, with a different number; the one below counts." in said(page)
    assert "✕" in said(page)
    page.press("count_0")
    assert "✓ All 4 numbers agree." in said(page)
    assert "Given again" not in said(page)
