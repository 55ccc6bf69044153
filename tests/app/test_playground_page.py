"""Journeys through the playground's page, from the first step to shared links."""

import base64
import json
import re
import zlib
from types import SimpleNamespace

import pytest
import streamlit as st

from playground import session
from playground.exercise import edits, saved, saved_place
from playground.exercise.credit import credited
from playground.exercise.document import EMPTY, sizes_of
from playground.exercise.link import to_json, to_link
from playground.exercise.presets import presets
from playground.ui import (
    column_form,
    initial_weights_form,
    inspector,
    loss_form,
    number_field,
    share_panel,
)
from playground.where import Weight
from tests.app.playground_session import Session, as_text
from tests.app.typed_tables import type_in
from tests.playground import drawings
from tests.playground.walks import document_of, walk_of

MAZUR, XOR = "01_mazur_own_bias", "07_xor"
STEEP = document_of((1, 1), "linear", "squared_error")
STEEP["layers"][0] |= {"W": [[3.0]], "b": [0.0]}
STEEP |= {"x": [[2.0]], "y": [[1.0]]}


def opened(document):
    return Session(net=to_link(document))


def steps_of(name, granularity="neuron"):
    return walk_of(presets()[name], granularity)


# Opening.


def test_the_app_opens_on_a_preset_at_its_first_step():
    page = Session()
    assert page.value("preset") == MAZUR
    assert page.title == "z of h1"
    assert page.count == (1, len(steps_of(MAZUR)))
    assert "0.15 \\cdot 0.05" in page.panel
    assert not page.errors + page.warnings


@pytest.mark.sampled(6)
@pytest.mark.parametrize("name", presets())
def test_every_preset_can_be_opened_and_walked_to_its_end(name):
    page = Session(preset=name)
    assert page.value("preset") == name
    assert page.document == presets()[name]
    page.press("last_step")
    assert page.count == (len(steps_of(name)),) * 2
    assert not page.errors


def test_choosing_a_preset_begins_at_its_first_step_and_undo_brings_the_old_one_back(mazur):
    mazur.press("next_step", "next_step").choose("preset", XOR)
    assert mazur.document == presets()[XOR]
    assert mazur.step == 0
    mazur.press("undo")
    assert mazur.document == presets()[MAZUR]
    assert mazur.value("preset") == MAZUR


def test_a_preset_that_was_edited_is_an_own_drawing_and_can_be_opened_again(drawing):
    drawing.choose("width_1", 3)
    assert drawing.value("preset") is None
    drawing.choose("preset", MAZUR)
    assert drawing.document == presets()[MAZUR]
    assert drawing.value("preset") == MAZUR


# Stepping.


def test_what_is_read_out_at_a_step_ends_with_its_value(mazur):
    assert ">z of h1</span><span class='step-said'> is 0.3775</span>" in mazur.panel


def test_the_buttons_step_and_stop_at_the_ends(mazur):
    last = len(steps_of(MAZUR))
    assert mazur.disabled("previous_step")
    assert mazur.disabled("first_step")
    assert mazur.press("next_step", "next_step", "next_step").count[0] == 4
    assert mazur.press("previous_step").count[0] == 3
    assert mazur.press("last_step").count[0] == last
    assert mazur.disabled("next_step")
    assert mazur.disabled("last_step")
    assert mazur.press("previous_step").count[0] == last - 1
    assert mazur.press("first_step").count[0] == 1


def has_next_pass(page):
    return "pass_on" in {button.key for button in page.at.button}


def test_the_last_step_leads_on_to_the_first_of_the_next_pass(mazur):
    assert not has_next_pass(mazur)
    assert has_next_pass(mazur.press("last_step"))
    mazur.press("pass_on")
    assert (mazur.count[0], mazur.run_of_passes["at"]) == (1, 1)
    assert not has_next_pass(mazur)


@pytest.mark.parametrize("link", [{"lock": "weights"}, {"hide": "training"}, {"page": "matrices"}])
def test_nothing_leads_on_where_no_training_stands_beside_the_walk(link):
    page = Session(from_file=True, preset=MAZUR, **link).press("last_step")
    assert not has_next_pass(page)


def test_the_timeline_goes_to_any_step_and_follows_the_buttons(mazur):
    mazur.go_to(9)
    assert mazur.title == "loss"
    mazur.press("next_step")
    assert mazur.timeline["at"] == 9
    assert "step 10 of" in mazur.alt


def test_graph_step_card_and_timeline_are_always_at_the_same_step(mazur):
    for step in mazur.steps:
        number = step.number + 1
        assert mazur.count[0] == mazur.timeline["at"] + 1 == number
        assert f"step {number} of" in mazur.alt
        assert f": {mazur.title} = " in mazur.alt
        assert mazur.timeline["spoken"] == f"step {number} of {mazur.count[1]}: {mazur.title}"
        if not mazur.disabled("next_step"):
            mazur.press("next_step")


def test_the_graph_that_is_sent_in_advance_is_the_one_that_comes(mazur):
    mazur.go_to(12)
    there, back = mazur.component("network_graph")["ahead"]
    assert [there["button"], back["button"]] == ["next_step", "previous_step"]
    shown = mazur.component("network_graph")
    assert back["figure"]["figure"] != shown["figure"] != there["figure"]["figure"]
    mazur.press("next_step")
    assert mazur.graph == there["figure"]["figure"]
    assert mazur.component("network_graph")["targets"] == there["figure"]["targets"]


def test_at_the_ends_no_graph_is_sent_of_a_step_that_there_is_not(mazur):
    assert [a["button"] for a in mazur.component("network_graph")["ahead"]] == ["next_step"]
    mazur.press("last_step")
    assert [a["button"] for a in mazur.component("network_graph")["ahead"]] == ["previous_step"]


def test_what_is_not_computed_yet_is_not_on_the_graph(mazur):
    mazur.go_to(1)
    assert "z 0.3775" in mazur.labels
    assert "a 0.5933" not in mazur.labels
    assert "0.2984" not in mazur.labels
    assert "a 0.5933" in mazur.go_to(3).labels
    assert "0.2984" in mazur.press("last_step").labels


@pytest.mark.parametrize("granularity", ["term", "layer"])
def test_another_size_of_step_stays_at_the_same_number(mazur, granularity):
    mazur.go_to(10)
    before = steps_of(MAZUR)[9].address
    mazur.choose("granularity", granularity)
    t = steps_of(MAZUR, granularity)
    here = t[mazur.step].address
    assert (here.quantity, here.layer) == (before.quantity, before.layer)
    assert mazur.count[1] == len(t)
    mazur.choose("granularity", "neuron")
    assert mazur.count[1] == len(steps_of(MAZUR))


def test_from_the_middle_of_a_sum_one_comes_to_the_whole_number(mazur):
    mazur.choose("granularity", "term").press("first_step", "next_step")
    assert "so far" in mazur.panel
    mazur.choose("granularity", "neuron")
    assert mazur.title == "z of h1"
    assert mazur.step == 0


def test_playing_can_be_started_and_paused_and_a_step_by_hand_ends_it(mazur):
    mazur.press("play")
    assert mazur.held["playing"]
    mazur.press("play")
    assert not mazur.held["playing"]
    mazur.press("play", "next_step")
    assert not mazur.held["playing"]


def test_digits_can_be_set(mazur):
    mazur.choose("digits", 10).go_to(9)
    assert "0.2983711088" in mazur.panel


def test_of_a_batch_another_sample_can_be_shown():
    page = Session(preset=XOR).choose("sample", 2)
    assert page.title == "z of h1, sample 3"
    page.press("last_step")
    assert page.value("sample") == 2


# The learning rate, the update and the passes.


def test_the_learning_rate_changes_the_update_at_once(mazur):
    mazur.go_to_phase("update")
    before = mazur.panel
    mazur.choose("learning_rate", 0.1)
    assert mazur.panel != before
    assert "- 0.1 \\cdot" in mazur.panel
    assert mazur.value("learning_rate_value") == 0.1
    assert mazur.title == "new W from x1 to h1", "the walk stays where it was"


def test_any_learning_rate_can_be_typed_even_0(mazur):
    mazur.choose("learning_rate_value", 0.1234)
    assert mazur.document["learning_rate"] == 0.1234
    assert mazur.value("learning_rate") == 0.1234
    mazur.choose("learning_rate_value", 0.0).press("last_step")
    assert "learning rate is 0" in mazur.panel
    assert not mazur.errors + mazur.warnings
    mazur.press("next_pass")
    assert mazur.document["layers"] == presets()[MAZUR]["layers"]


def test_an_empty_learning_rate_changes_nothing(mazur):
    mazur.choose("learning_rate_value", None)
    assert mazur.document["learning_rate"] == 0.5


def test_changes_of_the_learning_rate_are_undone_together(mazur):
    for rate in (0.1, 1.0, 2.0):
        mazur.choose("learning_rate", rate)
    mazur.press("undo")
    assert mazur.document["learning_rate"] == 0.5
    assert mazur.disabled("undo")
    mazur.press("redo")
    assert mazur.document["learning_rate"] == 2.0


def test_the_loss_before_and_after_is_told(mazur):
    (head,) = (h.value for h in mazur.at.get("html") if "class='strip-head'" in h.value)
    assert "0.2984 → 0.2805" in head


def test_the_next_pass_goes_on_with_the_new_weights(mazur):
    after = steps_of(MAZUR).after
    mazur.press("last_step", "next_pass")
    assert mazur.step == 0
    assert mazur.document["layers"][0]["W"] == after.layers[0].W.tolist()
    assert "pass 2" in mazur.panel


def test_ten_passes_and_back_to_any_of_them(mazur):
    mazur.press("ten_passes")
    losses = mazur.run_of_passes["losses"]
    assert len(losses) == 11
    assert losses == sorted(losses, reverse=True)
    mazur.do(lambda: session.go_to_pass(3))
    assert "pass 4" in mazur.panel
    assert mazur.run_of_passes["losses"] == losses


def test_passes_run_up_to_a_count_and_to_a_loss(mazur):
    mazur.do(lambda: session.advance(25))
    assert len(mazur.run_of_passes["losses"]) == 26
    mazur.do(lambda: session.advance(2000, 0.02))
    losses = mazur.run_of_passes["losses"]
    assert losses[-1] <= 0.02 < losses[-2]
    assert not mazur.errors
    mazur.do(lambda: session.advance(3, 1e-9))
    assert any("After 3 more passes the loss is still above 1e-09." in e for e in mazur.errors)
    mazur.do(lambda: session.advance(3, 1.0))
    assert any("The loss is already at most 1." in said for said in mazur.errors)
    mazur.do(lambda: session.set_notation("hallstrom"))
    mazur.do(lambda: session.advance(3, 1.0))
    assert any("The cost is already at most 1." in said for said in mazur.errors)


def test_ten_passes_go_as_far_as_the_numbers_stay_finite_and_say_where_they_broke():
    page = Session(preset="05_linear_2_2_1")
    page.do(lambda: session.set_learning_rate(10.0))
    page.press("ten_passes")
    losses = page.run_of_passes["losses"]
    assert losses[1] > 1e4
    assert losses[-1] == float("inf")
    assert len(losses) < 11
    assert any(
        f"{len(losses) - 1} of 10 passes completed; pass {len(losses)} failed" in said
        for said in page.errors
    )
    page.press("next_pass")
    assert page.run_of_passes["losses"] == losses
    assert any("The next pass cannot start" in said for said in page.errors)


def test_the_first_weights_come_back_exactly_and_undo_takes_that_back(mazur):
    assert mazur.disabled("first_weights")
    mazur.press("ten_passes", "next_pass")
    trained = mazur.document
    mazur.press("first_weights")
    assert mazur.document == presets()[MAZUR]
    assert mazur.disabled("first_weights")
    mazur.press("undo")
    assert mazur.document == trained


def test_an_update_can_be_undone_and_brought_again(mazur):
    mazur.press("next_pass")
    new = mazur.document
    mazur.press("undo")
    assert mazur.document == presets()[MAZUR]
    mazur.press("redo")
    assert mazur.document == new


def test_a_loss_that_grows_is_said_to_grow_and_why():
    page = opened({**STEEP, "learning_rate": 0.5})
    assert len(page.warnings) == 1
    assert "The loss increases" in page.warnings[0]
    assert "0.5" in page.warnings[0]
    page.choose("learning_rate", 0.01)
    assert not page.warnings


def test_targets_that_are_no_probabilities_are_said_to_be_so():
    page = opened(document_of((2, 1), loss="binary_cross_entropy", y=[[-1.0]]))
    assert any("Some targets are below 0 or above 1" in warning for warning in page.warnings)
    page = opened(document_of((2, 1), loss="binary_cross_entropy", y=[[1.0]]))
    assert not page.warnings


def test_numbers_that_run_away_end_in_words_and_not_in_an_error():
    page = opened({**STEEP, "learning_rate": 10.0})
    for _ in range(40):
        page.press("ten_passes")
        if page.errors:
            break
    assert page.errors, "ten times the learning rate must overflow in the end"
    assert "of 10 passes completed" in page.errors[0]
    assert "learning rate" in page.errors[0]
    assert len(page.errors + page.warnings) == 1, "a divergence is told once"
    before = page.document
    page.press("ten_passes")
    assert "The next pass cannot start" in page.errors[0]
    assert len(page.errors + page.warnings) == 1, "a divergence is told once"
    assert page.document == before, "what cannot be done changes nothing"


def test_a_loss_that_is_not_finite_is_said_to_be_so():
    document = {**STEEP, "learning_rate": 10.0}
    document["layers"] = [{**STEEP["layers"][0], "W": [[1e153]]}]
    page = opened(document)
    told = page.errors + page.warnings
    assert len(told) == 1
    assert "no longer finite" in told[0]


# Drawing with widgets.


def test_neurons_are_added_and_no_other_number_changes(drawing):
    old = presets()[MAZUR]["layers"][0]["W"]
    drawing.choose("width_1", 4)
    assert sizes_of(drawing.document) == (2, 4, 2)
    assert drawing.document["layers"][0]["W"][:2] == old
    drawing.choose("width_1", 2)
    assert drawing.document == presets()[MAZUR]


def test_layers_are_added_and_removed(drawing):
    drawing.press("add_layer")
    assert sizes_of(drawing.document) == (2, 2, 2, 1)
    drawing.press("remove_column_1")
    assert sizes_of(drawing.document) == (2, 2, 1)


@pytest.mark.parametrize("field", ["width_1", "samples", "seed"])
def test_an_emptied_field_changes_nothing_and_is_named(drawing, field):
    drawing.choose(field, None)
    assert drawing.document == presets()[MAZUR]
    assert "is empty. It takes a whole number from" in drawing.refusals[0]
    assert drawing.value(field) == ""


def test_at_eight_layers_no_more_can_be_added():
    page = opened(document_of((1,) * 9)).choose("mode", "draw")
    assert page.disabled("add_layer")


def test_a_full_width_is_the_most_that_can_be_set(drawing):
    drawing.choose("width_1", 16)
    sixteen = drawing.document["layers"][0]["W"]
    assert len(sixteen) == 16
    for count in (17, 0, -3):
        drawing.choose("width_1", count)
        wanted = f"The number of neurons got '{count}'. It takes a whole number from 1 to 16."
        assert drawing.refusals == [wanted]
        assert drawing.document["layers"][0]["W"] == sixteen


@pytest.mark.parametrize("rate", ["-1.0", ""])
def test_a_rate_that_is_none_is_refused_and_the_old_one_stays(mazur, rate):
    mazur.choose("learning_rate_value", rate)
    assert "It takes a number from 0 up." in mazur.refusals[0]
    assert mazur.document == presets()[MAZUR]
    assert mazur.at.text_input(key="learning_rate_value").value == rate


def test_a_rate_that_is_taken_makes_the_refusal_stale(mazur):
    mazur.choose("learning_rate_value", -1.0)
    assert mazur.refusals
    mazur.choose("learning_rate_value", 0.3)
    assert not mazur.refusals
    assert mazur.document["learning_rate"] == 0.3


def test_a_refusal_asks_for_the_whole_page_since_it_stands_outside_the_walk(mazur):
    asked = []
    mazur.do(lambda: (session.refuse("no"), asked.append(session.wants_redraw())))
    assert asked == [True]
    assert not mazur.held["redraw"], "the whole page is drawn now"


def test_activation_loss_and_bias_are_chosen(drawing):
    drawing.choose("activation_0", "tanh")
    drawing.choose("bias_1", "shared")
    drawing.choose("loss", "cross_entropy")
    document = drawing.document
    assert [layer["activation"] for layer in document["layers"]] == ["tanh", "softmax"]
    assert isinstance(document["layers"][1]["b"], float)
    assert document["loss"] == "cross_entropy"
    for _ in range(3):
        drawing.press("undo")
    assert drawing.document == presets()[MAZUR]


def test_reduction_and_frozen_biases_are_chosen(drawing):
    drawing.choose("reduction", "sum").choose("biases_frozen", True)
    assert drawing.document["reduction"] == "sum"
    assert drawing.document["biases_frozen"]


def type_name(page, key, typed, take):
    """A new option typed into a list, which AppTest cannot do by itself."""

    def act():
        st.session_state[key] = typed
        number_field._text_typed(key, take)

    return page.do(act)


def activation_chosen(name):
    column_form._activation_chosen(0, name)


def test_a_slope_of_ones_own_can_be_typed(drawing):
    for typed in ("leaky relu(0.2)", "leaky_relu( 0.2 )", "leaky relu (0.2)"):
        type_name(drawing, "activation_0", "elu", activation_chosen)
        type_name(drawing, "activation_0", typed, activation_chosen)
        assert drawing.document["layers"][0]["activation"] == "leaky_relu(0.2)"
        assert drawing.value("activation_0") == "leaky_relu(0.2)"


@pytest.mark.parametrize("typed", ["stairs", "step(2)", "relu(3)", "leaky_relu(x)", "elu(inf)"])
def test_an_activation_that_there_is_not_is_refused_and_the_old_one_stays(drawing, typed):
    type_name(drawing, "activation_0", typed, activation_chosen)
    assert not drawing.errors, "it is said at the list and nowhere else"
    assert "activation" in drawing.refusals[0]
    assert drawing.document == presets()[MAZUR]
    assert drawing.value("activation_0") == typed, "what was typed can be mended"
    drawing.press("activation_0_keep")
    assert not drawing.refusals
    assert drawing.value("activation_0") == "sigmoid"


def test_a_loss_that_does_not_fit_is_refused_with_a_way_out():
    page = opened(document_of((2, 1))).choose("mode", "draw").choose("loss", "cross_entropy")
    assert "softmax over one neuron" in page.refusals[0]
    assert page.document["loss"] == "half_squared_error"
    page.press("loss_keep")
    assert page.value("loss") == "half_squared_error"


def test_first_weights_are_drawn_from_the_chosen_scheme_and_seed(drawing):
    drawing.choose("init", "he").choose("seed", 7)
    assert (drawing.value("init"), drawing.value("seed")) == ("he", 7)
    drawing.press("initialize")
    expected = credited(drawings.initialize(presets()[MAZUR], "he", 7))
    assert drawing.document == expected
    drawing.choose("seed", 8).press("initialize")
    assert drawing.document["layers"] != expected["layers"]
    drawing.choose("seed", 7).press("initialize")
    assert drawing.document == expected


def test_a_scheme_that_there_is_not_is_refused(drawing):
    type_name(drawing, "init", "magic(3)", initial_weights_form._scheme_chosen)
    assert "init got 'magic(3)'" in drawing.refusals[0]
    drawing.press("init_keep")
    assert drawing.value("init") == "xavier"


def test_clearing_can_be_undone(drawing):
    drawing.press("clear_board")
    assert sizes_of(drawing.document) == ()
    assert drawing.disabled("go_walk")
    drawing.press("undo")
    assert drawing.document == presets()[MAZUR]


def test_a_drawing_begun_on_an_empty_board_can_be_walked(drawing):
    drawing.press("clear_board", "add_layer").choose("width_0", 2)
    assert any("add a layer" in info for info in drawing.said("info"))
    assert not any("any cell" in note for note in drawing.said("caption"))
    drawing.press("add_layer")
    assert any("any cell" in note for note in drawing.said("caption"))
    drawing.choose("width_1", 3).press("add_layer", "go_walk")
    assert sizes_of(drawing.document) == (2, 3, 1)
    assert drawing.title == "z of h1"


def test_a_field_that_a_slow_browser_sends_of_a_layer_that_is_gone_does_nothing():
    """No button is pressed with it, and its value is none that the field has shown before."""
    drawing = Session().choose("mode", "draw").press("clear_board")

    def late():
        st.session_state["bias_1"] = "none"
        column_form._in_layer(column_form._bias_changed, 1)
        column_form._in_layer(column_form._activation_chosen, 1, "relu")
        column_form._in_layer(column_form._activation_typed, 1, "x*sigmoid(x)")
        loss_form._loss_chosen("squared_error")

    empty = drawing.document
    drawing.do(late)
    assert drawing.document == empty
    assert not drawing.errors


@pytest.mark.parametrize("document", [EMPTY, {**EMPTY, "x": [[0.5, 0.5]]}])
def test_an_unfinished_drawing_is_no_walk_but_says_what_is_missing(document):
    page = opened(document)
    assert any("needs inputs and at least one layer" in info for info in page.said("info"))
    assert not [c for c in page.at.get("bidi_component") if c.key == "network_graph"]
    page.choose("mode", "draw").choose("mode", "walk")


# Drawing with the pointer: what the board reports.


def gesture(page, **made):
    return page.tell("drawing_board", "gesture", made)


def test_the_gestures_of_the_board_draw_a_network(drawing):
    drawing.press("clear_board")
    gesture(drawing, kind="add_layer", after=-1)
    gesture(drawing, kind="add_neuron", column=0)
    gesture(drawing, kind="add_layer", after=0)
    gesture(drawing, kind="cut", layer=0, to=0, **{"from": 1})
    assert sizes_of(drawing.document) == (2, 1)
    assert drawing.document["layers"][0]["connected"] == [[True, False]]
    assert len(drawing.component("drawing_board")["edges"]) == 1
    for _ in range(4):
        drawing.press("undo")
    assert sizes_of(drawing.document) == ()


@pytest.mark.parametrize(
    "made",
    [
        {"kind": "add_neuron", "column": 99},
        {"kind": "add_neuron", "column": "1"},
        {"kind": "cut", "layer": 5, "to": 0, "from": 0},
        {"kind": "connect"},
    ],
)
def test_a_gesture_that_makes_no_sense_is_refused_in_words(drawing, made):
    gesture(drawing, **made)
    assert len(drawing.errors) == 1
    assert drawing.document == presets()[MAZUR]


def test_a_gesture_that_nobody_knows_does_nothing(drawing):
    gesture(drawing, kind="explode", column=1)
    assert drawing.document == presets()[MAZUR]
    assert not drawing.errors


# A slow link: with every press the browser sends all fields, as it has last heard of them.


def test_a_press_does_not_take_back_an_edit_that_the_browser_has_not_heard_of(drawing):
    drawing.choose("width_0", 3)
    drawing.at.text_input(key="width_0").set_value("2")
    drawing.press("add_layer")
    assert sizes_of(drawing.document) == (3, 2, 2, 1)


def test_a_press_does_not_open_the_preset_before_again(mazur):
    name = list(presets())[4]
    mazur.choose("preset", name).press("undo")
    mazur.at.selectbox(key="preset").set_value(name)
    mazur.press("next_step")
    assert mazur.document == presets()[MAZUR]


@pytest.mark.parametrize(
    ("mode", "key", "event", "value"),
    [
        ("walk", "network_graph", "press", {"point": ["loss"]}),
        ("walk", "network_graph", "size", {"place": "walk", "width": 700, "height": 500}),
        ("walk", "step_position", "step", 0),
        ("walk", "layer_arrays", "tab", 0),
        ("walk", "present", "presenting", False),
        ("draw", "drawing_board", "gesture", {"kind": "add_neuron", "column": 0}),
    ],
)
def test_what_a_view_reports_does_not_take_back_what_the_browser_has_not_heard_of(
    mazur, mode, key, event, value
):
    mazur.choose("notation", "gupta").choose("mode", mode).choose("notation", "hallstrom")
    mazur.at.selectbox(key="notation").set_value("gupta")
    mazur.tell(key, event, value)
    assert mazur.held["notation"] == "hallstrom"


def test_what_is_really_changed_before_a_press_counts(drawing):
    drawing.at.text_input(key="width_0").set_value("5")
    drawing.press("add_layer")
    assert sizes_of(drawing.document)[0] == 5


def test_a_number_typed_for_what_has_gone_is_left_aside(drawing):
    edge = Weight(0, 0, 0)
    drawing.do(lambda: session.select(edge))
    drawing.do(lambda: session.edit(edits.cut, *edge, label="cut"))
    before = drawing.document
    drawing.do(lambda: inspector._typed(inspector._weight_typed, edge, 9.0))
    assert drawing.document == before


# Pressing on the graph.


def graph_press(page, **made):
    return page.tell("network_graph", "press", made)


def test_a_press_on_a_neuron_goes_to_the_step_that_made_its_number(mazur):
    graph_press(mazur, point=[2, 1])
    assert mazur.title == "z of o2"
    graph_press(mazur, point=[2, 1])
    assert mazur.title == "a of o2"
    mazur.go_to_phase("backward", 0)
    graph_press(mazur, point=[2, 1])
    assert mazur.title == "delta of o2"


def test_a_press_on_an_edge_selects_its_weight_and_a_typed_number_takes_its_place(mazur):
    graph_press(mazur, edge=[0, 0, 1])
    assert mazur.step == 0
    assert mazur.value("inspect_weight") == 0.2
    mazur.choose("inspect_weight", 0.75)
    expected = credited(drawings.set_weights(presets()[MAZUR], 0, {(0, 1): 0.75}))
    assert mazur.document == expected
    assert "0.75 \\cdot 0.1" in mazur.panel
    mazur.press("undo")
    assert mazur.document == presets()[MAZUR]
    mazur.press("deselect")
    assert not [n for n in mazur.at.text_input if n.key == "inspect_weight"]


def test_in_the_backward_pass_a_press_on_an_edge_goes_to_its_gradient(mazur):
    mazur.go_to_phase("backward", 1)
    graph_press(mazur, edge=[1, 0, 1])
    assert mazur.title == "dW from h2 to o1"
    mazur.press("last_step")
    graph_press(mazur, edge=[1, 0, 1])
    assert mazur.title == "new W from h2 to o1"


def test_a_press_on_the_loss_goes_there(mazur):
    assert graph_press(mazur, point=["loss"]).title == "loss"


def test_input_target_and_bias_can_be_typed_where_they_are_pressed(mazur):
    graph_press(mazur, point=[0, 1]).choose("inspect_input", -3.0)
    assert mazur.document["x"] == [[0.05, -3.0]]
    graph_press(mazur, point=[2, 0])
    mazur.choose("inspect_target", 0.5).choose("inspect_bias", 0.125)
    assert mazur.document["y"] == [[0.5, 0.99]]
    assert mazur.document["layers"][1]["b"] == [0.125, 0.6]


def test_an_empty_number_keeps_the_old_one_and_says_so(mazur):
    graph_press(mazur, edge=[0, 0, 1]).choose("inspect_weight", None)
    assert mazur.refusals[0].startswith("The weight is empty.")
    assert mazur.document == presets()[MAZUR]
    mazur.press("inspect_weight_keep")
    assert not mazur.refusals
    assert mazur.value("inspect_weight") == 0.2


def test_of_a_batch_the_input_of_the_sample_that_is_shown_is_typed():
    page = Session(preset=XOR).choose("sample", 2)
    graph_press(page, point=[0, 0])
    page.press("last_step").choose("inspect_input", 9.0)
    x = presets()[XOR]["x"]
    assert page.document["x"] == [x[0], x[1], [9.0, x[2][1]], x[3]]


def test_a_number_typed_after_training_leaves_the_way_to_the_first_weights(mazur):
    mazur.press("ten_passes")
    trained = mazur.document["layers"][0]["W"]
    graph_press(mazur, edge=[0, 0, 1]).choose("inspect_weight", 0.75)
    assert mazur.document["layers"][0]["W"][1] == trained[1]
    mazur.press("first_weights")
    assert mazur.document == credited(drawings.set_weights(presets()[MAZUR], 0, {(0, 1): 0.75}))


def test_a_selection_goes_with_the_neuron_that_it_is_about(mazur):
    graph_press(mazur, point=[1, 1])
    mazur.do(lambda: session.edit(edits.remove_neuron, 1, 1, label="remove"))
    assert mazur.held["selected"] is None


# Whose exercise it is.


def captions(page):
    return [re.sub(r"\\(\W)", r"\1", text) for text in page.said("caption")]


def test_an_edited_preset_is_not_its_authors_on_any_page(drawing):
    source = presets()[MAZUR]["source"]
    assert any(source in text and "Changed" not in text for text in captions(drawing))
    drawing.choose("width_1", 3)
    (about,) = [text for text in captions(drawing) if "Changed from" in text]
    assert about.startswith("**Changed from Mazur 2-2-2, a bias for each neuron**")
    assert f"Changed from {source}" in about
    assert "0.280471" not in " ".join(captions(drawing)), "its note spoke of other numbers"
    assert drawing.value("preset") is None
    drawing.press("undo")
    assert drawing.value("preset") == MAZUR
    assert not any("Changed from" in text for text in captions(drawing))


def test_title_source_and_note_are_the_readers_to_write(drawing):
    for name, typed in (("title", "Sheet 3, task 2"), ("source", "Our course"), ("note", "*hm*")):
        field = next(
            w for kind in ("text_input", "text_area") for w in drawing.at.get(kind) if w.key == name
        )
        field.set_value(typed)
        drawing.run()
    assert drawing.document["title"] == "Sheet 3, task 2"
    assert "**Sheet 3, task 2** Our course *hm*" in captions(drawing)
    drawing.choose("width_1", 3)
    assert drawing.document["title"] == "Sheet 3, task 2"
    for _ in range(4):
        drawing.press("undo")
    assert drawing.document == presets()[MAZUR]


def test_a_title_is_not_emptied(drawing):
    next(w for w in drawing.at.text_input if w.key == "title").set_value(" ")
    drawing.run()
    assert "title is empty" in drawing.refusals[0]
    assert not drawing.errors
    assert drawing.document == presets()[MAZUR]


# Tables to type in.


def test_numbers_are_typed_into_the_tables(drawing):
    type_in(drawing, "W0", {(0, 1): "0.25", (1, 0): "-2"})
    type_in(drawing, "b1", {(1, 0): "0.5"})
    type_in(drawing, "x", {(0, 0): "3"})
    type_in(drawing, "y", {(0, 1): "0"})
    document = drawing.document
    assert document["layers"][0]["W"] == [[0.15, 0.25], [-2.0, 0.3]]
    assert document["layers"][1]["b"] == [0.6, 0.5]
    assert (document["x"], document["y"]) == ([[3.0, 0.1]], [[0.01, 0.0]])
    for _ in range(4):
        drawing.press("undo")
    assert drawing.document == presets()[MAZUR]


def test_more_samples_can_be_taken(drawing):
    drawing.choose("samples", 3)
    assert len(drawing.document["x"]) == len(drawing.document["y"]) == 3
    assert drawing.choose("mode", "walk").title == "z of h1, sample 1"


# An edit in the middle of a walk.


def test_an_edit_keeps_the_walk_at_the_same_number(mazur):
    mazur.go_to_phase("backward", 0)
    title, count = mazur.title, mazur.count
    mazur.do(lambda: session.edit(edits.add_neuron, 1, label="add"))
    assert mazur.title == title
    assert mazur.count != count
    mazur.press("undo")
    assert (mazur.title, mazur.count) == (title, count)


def test_when_the_number_is_gone_the_walk_goes_to_one_like_it(mazur):
    mazur.do(lambda: session.go_to_step(1))
    assert mazur.title == "z of h2"
    mazur.do(lambda: session.edit(edits.remove_neuron, 1, 1, label="remove"))
    assert mazur.title == "z of h1"
    mazur.press("last_step")
    mazur.do(lambda: session.edit(edits.remove_column, 1, label="remove"))
    assert mazur.count[0] <= mazur.count[1]


def test_drawing_and_coming_back_keeps_the_place(mazur):
    mazur.go_to(12).choose("mode", "draw").choose("mode", "walk")
    assert mazur.count[0] == 12


# Links and files.


def test_a_link_opens_its_exercise_with_every_digit():
    document = document_of((2, 3, 1), "tanh", title="mine", learning_rate=1 / 3)
    page = opened(document)
    assert page.document == document
    assert page.value("preset") is None
    assert not page.errors


NOTHING = base64.urlsafe_b64encode(zlib.compress(b"{}")).decode().rstrip("=")


@pytest.mark.parametrize("link", ["", "damaged", "A" * 7000, to_link(EMPTY)[:-6], NOTHING])
def test_a_damaged_link_says_so_and_the_app_still_opens(link):
    page = Session(net=link)
    assert len(page.errors) == 1
    assert "The link could not be opened" in page.errors[0]
    assert page.document == presets()[MAZUR]
    assert page.press("next_step").count[0] == 2


def test_a_link_to_a_preset_that_there_is_not_says_so():
    page = Session(preset="<b>none</b>")
    assert "an unknown preset" in page.errors[0]
    assert page.document == presets()[MAZUR]


def test_what_a_link_says_of_itself_is_shown_as_plain_text():
    note = "<img src=x onerror=alert(1)> **bold** $x$ [a](http://b)"
    page = opened({**document_of((1, 1)), "note": note})
    caption = next(c for c in page.said("caption") if "img" in c)
    for sign in "<>*$[]()":
        typed = caption.removeprefix("**Own drawing** ")
        assert not re.search(rf"(?<!\\)\{sign}", typed)


def test_a_file_that_is_damaged_keeps_the_old_network(mazur, monkeypatch):
    monkeypatch.setattr(st, "page_link", lambda *_, **__: None)  # there is no other page here

    def open_file(content):
        st.session_state["open_file"] = SimpleNamespace(name="net.json", getvalue=lambda: content)
        share_panel._file_chosen()
        del st.session_state["open_file"]

    mazur.do(lambda: st.session_state.update(share=True))  # the box is open
    mazur.do(lambda: open_file(b'{"x": 5}'))
    assert "net.json could not be opened" in mazur.refusals[0]
    assert not mazur.errors, "it is said below the file"
    assert mazur.document == presets()[MAZUR]
    other = document_of((2, 4, 1))
    mazur.do(lambda: open_file(to_json(other).encode()))
    assert mazur.document == other
    assert not mazur.refusals
    mazur.press("undo")
    assert mazur.document == presets()[MAZUR]


# The session and the other pages.


def test_a_session_holds_plain_data_only(mazur):
    mazur.press("next_step", "next_pass").choose("learning_rate", 0.1).choose("mode", "draw")
    type_in(mazur, "W0", {(0, 0): "2.0"})
    mazur.choose("width_1", 3).press("undo").choose("mode", "walk").press("last_step")
    work, place = as_text(mazur.held)
    spaces = saved.work_in(work)["workspaces"]
    assert spaces["own"]["history"] == mazur.held["history"]
    assert all(mazur.held[name] == value for name, value in saved_place.place_in(place).items())


def test_sessions_do_not_touch_each_other(mazur):
    other = Session(preset=XOR)
    other.press("last_step", "ten_passes").choose("mode", "draw").choose("width_1", 5)
    mazur.run()
    assert mazur.document == presets()[MAZUR]
    assert mazur.step == 0


def test_presets_are_never_changed_by_a_session(drawing):
    before = json.dumps(presets())
    drawing.choose("width_1", 5).press("initialize")
    type_in(drawing, "x", {(0, 0): "9"})
    drawing.choose("mode", "walk").press("ten_passes", "first_weights")
    assert json.dumps(presets()) == before


@pytest.mark.parametrize(
    "name",
    [
        "play/playground",
        "play/check",
        "understand/matrices",
        "understand/batches",
        "learn/functions",
        "learn/symbols",
    ],
)
def test_every_page_can_be_opened_and_left_again(name):
    page = Session(from_file=True, preset=XOR).press("next_step")
    page.at.switch_page(f"pages/{name}.py")
    page.run()
    page.at.switch_page("pages/play/playground.py")
    page.run()
    assert page.count[0] == 2, "the walk is where it was"
    assert page.document == presets()[XOR]


def test_the_largest_network_can_be_walked_and_drawn():
    page = Session()
    page.do(lambda: session.open_document(document_of((16,) * 9, "tanh"), "open"))
    page.press("next_step", "last_step")
    assert page.count[0] == page.count[1] > 4000
    page.choose("mode", "draw")
    assert len(page.component("drawing_board")["neurons"]) == 144
