"""Numbers that are typed and pasted on the Edit page: into its tables, and on the board."""

from functools import partial

import numpy as np
import pytest
import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetStates

from playground import session
from playground.exercise import edits
from playground.exercise.document import network_of, sizes_of
from playground.exercise.document_conventions import conventions_of
from playground.exercise.presets import presets
from playground.export.program import numpy_program
from playground.ui import column_form, number_field
from tests.app.playground_session import Session
from tests.app.typed_tables import choose_in, paste_in, refused_in, type_in

MAZUR = "01_mazur_own_bias"


def gesture(page, **made):
    return page.tell("drawing_board", "gesture", made)


@pytest.mark.parametrize("text", ["", "nan", "inf", "1/3", "1,5", "True", "1_0", "[1, 2"])
def test_a_cell_that_holds_no_number_says_so_and_the_old_value_stays(drawing, text):
    type_in(drawing, "W0", {(1, 0): text, (0, 0): "0.5"})
    refused = refused_in(drawing, "W0")
    assert list(refused) == [(1, 0)]
    assert refused[1, 0]["text"] == text
    assert refused[1, 0]["why"]
    assert refused[1, 0]["choices"][-1] == ["keep", "Keep 0.25"]
    assert drawing.document["layers"][0]["W"] == [[0.5, 0.2], [0.25, 0.3]], "the other is taken"
    assert not drawing.errors, "it is said at the cell alone"


def test_a_refused_cell_offers_what_may_be_meant(drawing):
    type_in(drawing, "W0", {(1, 0): "1,5"})
    assert ["use 1.5", "Use 1.5"] in refused_in(drawing, "W0")[1, 0]["choices"]
    choose_in(drawing, "W0", "use 1.5", (1, 0))
    assert drawing.document["layers"][0]["W"][1][0] == 1.5
    assert not refused_in(drawing, "W0")


def test_what_was_refused_goes_with_its_cause(drawing):
    type_in(drawing, "W0", {(1, 0): "x", (0, 0): "y"})
    choose_in(drawing, "W0", "keep", (0, 0))
    assert list(refused_in(drawing, "W0")) == [(1, 0)]
    drawing.do(lambda: session.edit(edits.set_weights, 0, {(1, 0): 3.0}, label="elsewhere"))
    assert not refused_in(drawing, "W0")


def test_a_matrix_is_pasted_into_the_whole_table(drawing):
    paste_in(drawing, "W0", "[[0.3, -0.1],\n [-0.4, 0.5]]", (1, 1))
    assert drawing.document["layers"][0]["W"] == [[0.3, -0.1], [-0.4, 0.5]]
    paste_in(drawing, "b0", "tensor([0.1, 0.2], requires_grad=True)")
    assert drawing.document["layers"][0]["b"] == [0.1, 0.2]


def test_pasted_samples_make_the_batch_grow(drawing):
    paste_in(drawing, "x", "0\t0\n0\t1\n1\t0\n1\t1")
    assert drawing.document["x"] == [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
    assert drawing.document["y"] == [[0.01, 0.99]] * 4


def test_inputs_and_targets_are_pasted_at_once(drawing):
    paste_in(drawing, "y", "x = [[1, 0], [0, 1], [1, 1]]\ny = [[1, 0], [0, 1], [1, 1]]")
    assert drawing.document["x"] == [[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]
    assert drawing.document["y"] == [[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]
    drawing.press("undo")
    assert drawing.document == presets()[MAZUR]


def test_what_only_fits_transposed_is_turned_at_a_press(drawing):
    drawing.choose("width_0", 3)
    before = drawing.document
    paste_in(drawing, "W0", "[[1, 2], [3, 4], [5, 6]]")
    assert drawing.document == before
    assert refused_in(drawing, "W0")[0, 0]["choices"][0] == ["transpose", "Transpose"]
    choose_in(drawing, "W0", "transpose")
    assert drawing.document["layers"][0]["W"] == [[1.0, 3.0, 5.0], [2.0, 4.0, 6.0]]
    assert not refused_in(drawing, "W0")


def test_a_whole_network_is_pasted_at_once(drawing):
    script = "W1 = [[1, 2], [3, 4]]\nb1 = [5, 6]\nW2 = [[7, 8], [9, 10]]\nb2 = [11, 12]"
    paste_in(drawing, "W1", script)
    first, second = drawing.document["layers"]
    assert (first["W"], first["b"]) == ([[1.0, 2.0], [3.0, 4.0]], [5.0, 6.0])
    assert (second["W"], second["b"]) == ([[7.0, 8.0], [9.0, 10.0]], [11.0, 12.0])
    drawing.press("undo")
    assert drawing.document == presets()[MAZUR]


def test_samples_that_do_not_fit_the_network_beside_them_are_named(drawing):
    script = "W1 = [[1, 2], [3, 4]]\nW2 = [[7, 8], [9, 10]]\n"
    paste_in(drawing, "W1", f"{script}x = [1, 2, 3]\ny = [0, 1]")
    assert drawing.document["layers"][0]["W"] == [[1.0, 2.0], [3.0, 4.0]]
    assert (drawing.document["x"], drawing.document["y"]) == ([[0.05, 0.1]], [[0.0, 1.0]])
    (said,) = [one.value for one in drawing.at.toast]
    assert "The x that you pasted does not fit the network and was left out" in said


def test_one_layer_of_the_network_is_pasted_by_its_number(drawing):
    paste_in(drawing, "x", "W2 = [[7, 8], [9, 10]]\nb2 = [11, 12]")
    first, second = drawing.document["layers"]
    assert first == presets()[MAZUR]["layers"][0]
    assert (second["W"], second["b"]) == ([[7.0, 8.0], [9.0, 10.0]], [11.0, 12.0])


def test_pasted_weights_lie_as_the_exercise_has_them(drawing):
    drawing.do(
        lambda: session.open_document(
            {**presets()[MAZUR], "conventions": {"weights": "sending"}}, "as new"
        )
    )
    paste_in(drawing, "W1", "W1 = [[1, 2], [3, 4]]\nb1 = 5\nW2 = [[7, 8], [9, 10]]\nb2 = [11, 12]")
    first, second = drawing.document["layers"]
    assert (first["W"], first["b"]) == ([[1.0, 3.0], [2.0, 4.0]], 5.0)
    assert (second["W"], second["b"]) == ([[7.0, 9.0], [8.0, 10.0]], [11.0, 12.0])


def test_a_whole_exported_program_is_pasted(drawing):
    now = {**presets()[MAZUR], "conventions": {"weights": "sending"}}
    drawing.do(lambda: session.open_document(now, "as new"))
    programs = []
    drawing.do(lambda: programs.append(numpy_program(session.view())))
    drawing.do(lambda: session.edit(edits.set_weights, 0, {(0, 1): 0.9}, label="as new"))
    paste_in(drawing, "W0", programs[0])
    assert drawing.document == now


def test_a_pasted_network_of_other_sizes_is_taken_at_a_press(drawing):
    before = drawing.document
    paste_in(drawing, "W0", "W1 = [[1, 2, 3], [3, 4, 5]]\nW2 = [[7, 8]]")
    assert drawing.document == before
    assert "3-2-1" in refused_in(drawing, "W0")[0, 0]["why"]
    choose_in(drawing, "W0", "network")
    assert sizes_of(drawing.document) == (3, 2, 1)


def test_a_number_is_typed_on_the_board(drawing):
    edge = {"kind": "edge", "layer": 0, "to": 1, "from": 0}
    output = {"kind": "neuron", "column": 2, "neuron": 1}
    shared = {"kind": "set_number", "sizes": [2, 2, 2]}
    gesture(drawing, **{**shared, "target": edge, "what": "weight", "text": "0.75", "next": output})
    assert drawing.document["layers"][0]["W"][1][0] == 0.75
    assert drawing.held["selected"] == output
    gesture(drawing, **{**shared, "target": output, "what": "target", "text": "0.5"})
    gesture(drawing, **{**shared, "target": output, "what": "bias", "text": "x"})
    assert drawing.document["y"] == [[0.01, 0.5]]
    assert drawing.document["layers"][1]["b"] == [0.6, 0.6]
    (refused,) = drawing.component("drawing_board")["refused"]
    assert (refused["target"], refused["what"], refused["text"]) == (output, "bias", "x")
    chosen = {"kind": "choose_number", "target": output, "what": "bias", "name": "keep"}
    gesture(drawing, **chosen)
    assert not drawing.component("drawing_board")["refused"]


def type_activation(page, layer, text):
    """Typed into the box, and Enter."""

    def act():
        key = f"activation_{layer}"
        st.session_state[key] = text
        number_field._text_typed(key, partial(column_form._activation_chosen, layer))

    page.do(act)


def test_soft_is_softmax_and_new_targets_are_one_hot(drawing):
    drawing.do(lambda: session.edit(edits.set_rows, "y", [[1.0, 1.0]], label="as new"))
    type_activation(drawing, 1, "soft")
    assert drawing.document["layers"][1]["activation"] == "softmax"
    assert drawing.document["y"] == [[1.0, 0.0]]
    type_activation(drawing, 0, "soft")
    assert drawing.document["layers"][0]["activation"] == "softplus"


def test_targets_that_do_not_fit_are_said_under_the_board(drawing):
    drawing.choose("loss", "cross_entropy")
    type_in(drawing, "y", {(0, 0): "3"})
    assert any("add up to 3.99" in said for said in drawing.said("caption"))
    type_in(drawing, "y", {(0, 0): "0.01"})
    assert not any("add up to" in said for said in drawing.said("caption"))


def test_the_walk_begins_at_step_1_after_an_edit_and_goes_on_without_one(mazur):
    mazur.do(lambda: session.go_to_step(20)).choose("mode", "draw").press("go_walk")
    assert mazur.count[0] == 21
    mazur.choose("mode", "draw")
    type_in(mazur, "W0", {(0, 0): "2"})
    mazur.press("go_walk")
    assert mazur.count[0] == 1


def test_a_message_goes_with_the_mode_and_can_be_closed(drawing):
    drawing.do(lambda: session.refuse("No."))
    assert drawing.errors
    drawing.press("forget_message")
    assert not drawing.errors
    drawing.do(lambda: session.refuse("No.")).choose("mode", "walk")
    assert not drawing.errors


def test_every_table_is_copied_as_the_engine_has_it():
    page = Session(preset="02_mazur_shared_bias").choose("mode", "draw")
    copied = {"np": np}
    for name in ("x", "y", "W0", "b0", "W1", "b1"):
        exec(page.component(f"table_{name}")["numpy"], copied)
    assert np.array_equal(copied["x"], page.document["x"])
    assert np.array_equal(copied["y"], page.document["y"])
    for number, layer in enumerate(network_of(page.document).layers, start=1):
        assert np.array_equal(copied[f"W{number}"], layer.W)
        assert copied[f"b{number}"].shape == layer.b.shape == ()
        assert copied[f"b{number}"] == layer.b


def test_only_a_field_that_shows_something_else_is_given_a_text(drawing):
    """One that is given what it shows could lose what is typed in it by then."""
    drawing.choose("width_0", 5)
    assert not given_a_text(drawing)
    drawing.press("undo")
    assert given_a_text(drawing) == {"width_0"}
    drawing.choose("width_1", "3 ")
    assert given_a_text(drawing) == {"width_1"}
    drawing.choose("width_1", "three")
    assert not given_a_text(drawing)


def given_a_text(page):
    fields = (one for one in page.at.text_input if one.key.startswith("width_"))
    return {one.key for one in fields if one.proto.set_value}


def test_a_switch_is_only_set_where_it_stands_otherwise(drawing):
    def are_set():
        return {one.key for one in drawing.at.toggle if one.proto.set_value}

    drawing.at.toggle(key="paper_inputs").set_value(True)
    drawing.run()
    assert conventions_of(drawing.document).to_inputs
    assert not are_set()
    drawing.press("undo")
    assert are_set() == {"paper_inputs"}


def test_a_field_is_given_its_text_again_while_another_may_be_on_its_way_to_it(drawing):
    """An undo and a redo, faster than the link: the browser tells what it showed before both."""
    drawing.choose("width_0", 5).press("undo")
    drawing.at.text_input(key="width_0").set_value("5")
    drawing.press("redo")
    assert sizes_of(drawing.document)[0] == 5
    assert given_a_text(drawing) == {"width_0"}


def test_fields_that_a_browser_has_not_yet_drawn_are_given_their_texts_again(drawing):
    """It asks for another run before it has heard of the one that drew them first."""
    assert not given_a_text(drawing.run())
    drawing._drawn(lambda: drawing.at._run(WidgetStates()))
    assert given_a_text(drawing) == {"width_0", "width_1", "width_2"}
