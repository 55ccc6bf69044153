"""What a browser sends may be late, repeated, out of range, of a wrong type or malformed: it is
dropped or answered in a sentence, and every page can be drawn afterwards."""

import math
from functools import partial

import pytest
import streamlit as st

from backprop_core import Address
from playground import session
from playground.batches import page as batches
from playground.batches import sample_gradients, tensor
from playground.check import paste_panel, read_panel
from playground.draw import page as draw
from playground.exercise import edits, runs
from playground.exercise.document import EMPTY, sizes_of
from playground.exercise.document_check import check
from playground.exercise.typed_number import Takes
from playground.function_reference import typed_form
from playground.lessons import lesson_controls, open_lesson, provide
from playground.one_weight import formula_panel
from playground.one_weight import page as one_weight
from playground.ui import (
    column_form,
    controls,
    exercise_tables,
    go_to,
    graph,
    grid_layout,
    header,
    initial_weights_form,
    inspector,
    loss_form,
    number_field,
    parameter_chooser,
    rate_slider,
    settings,
    transport,
    update_row,
)
from playground.walk import arrays_panel
from playground.what_if import page as what_if
from playground.where import Neuron, Weight, selection_in
from tests.app.playground_session import Session, as_text
from tests.playground.walks import document_of

NOTHING = [None, True, 0, -1, 99, 10**30, 0.5, math.nan, math.inf, "", "text", [], {}, [1, 2, 3]]
NOTHING += ["3", "-1e308", "1,500"]
CELL = {"quantity": "z", "layer": 0, "axes": ["neuron", "sample"], "samples": [0]}
CELL |= {"sample": None, "given": False}


def presses():
    """Presses on a chart: what there is, what there is not, and what means nothing."""
    points = [[0, 0], [2, 1], [9, 9], [1, -1], [1, "0"], [1.0, 2], [True, 1], [1], ["loss"]]
    points += [["pass"], ["pass", 0], ["pass", 99], ["pass", "1"], *NOTHING]
    yield from ({"point": point} for point in points)
    edges = [[0, 0, 0], [0, 9, 0], [9, 0, 0], [0, 0, 9], [0, -1, 0], [0, 0], ["0", 0, 0], *NOTHING]
    yield from ({"edge": edge} for edge in edges)
    yield from NOTHING


def folds():
    """Presses on rows that are folded away."""
    yield from ({"fold": column} for column in (0, 1, 2, 3, 99, *NOTHING))


def sizes():
    """What a place says of its size."""
    for place in ("walk", "lessons", "elsewhere", *NOTHING):
        yield {"place": place, "width": 800, "height": 600}
    for side in (119, 120, 6000, 6001, *NOTHING):
        yield {"place": "walk", "width": side, "height": 600}
        yield {"place": "walk", "width": 800, "height": side}
    yield {"place": "walk"}
    yield from NOTHING


def numbers():
    """A step or a tab that is gone to."""
    yield from (0, 1, 7, 40, 41, -2, 10**9, *NOTHING)


def cells():
    """Presses on the cells of grids."""
    places = [{}, {"layer": 9}, {"layer": None}, {"layer": "0"}, {"quantity": "W", "given": True}]
    places += [{"quantity": 7}, {"samples": [77]}, {"samples": None}, {"axes": ["neuron"]}]
    places += [{"axes": ["source", "neuron"], "quantity": "dW"}, {"quantity": "y", "layer": None}]
    places += [{"quantity": name, "given": True} for name in ("x", "b", "slope", "loss")]
    for place in places:
        for row, column in ((0, 0), (9, 0), (0, 9), (-1, 0), ("0", 0), (None, None), (1.5, 0)):
            yield {"at": CELL | place, "row": row, "column": column}
    yield from ({"at": at, "row": 0, "column": 0} for at in NOTHING)
    yield from NOTHING


def gestures():
    """What the drawing board reports."""
    for kind, (_, fields) in edits.GESTURES.items():
        for value in (0, 1, 9, -1, 10**30, "0", None, 1.0, [], True):
            yield {"kind": kind, **dict.fromkeys(fields, value)}
        yield {"kind": kind}
        yield {"kind": kind, **dict.fromkeys(fields, 0), "sizes": [7, 7]}
        yield {"kind": kind, **dict.fromkeys(fields, 0), "sizes": "7"}
    targets = [{"kind": "neuron", "column": 9, "neuron": 0}, {"kind": "edge", "layer": 0}, *NOTHING]
    yield from ({"kind": "select", "target": target} for target in targets)
    yield from ({"kind": kind} for kind in NOTHING)
    yield from NOTHING


def typed_cells():
    """What tables of numbers report."""
    for cell in ([0, 0, "1", False], [0, 0, "[[1, 2]]", True], [9, 9, "1", False], *NOTHING):
        for shape in ([2, 3], [3, 2], [1, 1], [2, 1], *NOTHING):
            yield {"cells": [cell], "shape": shape}
    yield {"cells": [[0, 0, "x", False]], "shape": [3, 2]}
    for name in ("keep", "transpose", "network", "use 1", "use x", "decimal comma", *NOTHING):
        for row in (0, 9, -1, "0"):
            choice = {"row": row, "column": 0, "name": name}
            yield {"cells": [], "shape": [3, 2], "choice": choice}
    yield from NOTHING


def board_numbers():
    """Numbers that are typed on the board."""
    targets = [{"kind": "neuron", "column": c, "neuron": 0} for c in (0, 1, 2, 9)]
    targets += [{"kind": "edge", "layer": n, "to": 0, "from": 0} for n in (0, 1, 9)]
    for target in (*targets, *NOTHING):
        for what in ("input", "bias", "target", "weight", *NOTHING):
            typed = {"kind": "set_number", "target": target, "what": what}
            yield {**typed, "text": "0.5", "next": target}
            yield {**typed, "text": "[[1, 2], [3, 4]]", "pasted": True}
            yield {**typed, "text": None}
            yield {"kind": "choose_number", "target": target, "what": what, "name": "keep"}


VIEWS = {  # of a page: key, what it reports, who hears it, and what is sent
    "play/playground": (
        ("drawing_board", "gesture", draw._on_gesture, gestures),
        ("drawing_board", "gesture", draw._on_gesture, board_numbers),
        ("table_W0", "cells", lambda: exercise_tables.table("W0").take(), typed_cells),
        ("connections_0", "cells", partial(exercise_tables._connections_changed, 0), typed_cells),
        ("network_graph", "press", graph._graph_pressed, presses),
        ("network_graph", "press", graph._graph_pressed, folds),
        ("network_graph", "size", graph._size_told, sizes),
        ("step_position", "step", transport._went, numbers),
        ("layer_arrays", "tab", arrays_panel._chosen, numbers),
        ("present", "presenting", header._present, lambda: [True, False, *NOTHING]),
        ("loss_chart", "press", update_row._pass_pressed, presses),
    ),
    "understand/matrices": (
        ("matrix_grids", "cell", lambda: grid_layout.follow_cell("matrix_grids"), cells),
        ("transpose_grids", "cell", lambda: grid_layout.follow_cell("transpose_grids"), cells),
    ),
    "understand/batches": (
        ("batch_grids", "cell", batches._batch_pressed, cells),
        ("tensor_grids", "cell", tensor._weight_pressed, cells),
    ),
}
DOCUMENTS = {
    "2-3-2 of two samples, one edge cut": edits.cut(
        document_of((2, 3, 2), "tanh", batch=2), 0, 1, 0
    ).document,
    "1-1 without bias": document_of((1, 1), bias="none"),
    "inputs only": {**EMPTY, "x": [[0.5, 0.5]]},
    "nothing": EMPTY,
}


def opened(page, document):
    """A session on that page."""
    found = Session(from_file=True)
    if page != "play/playground":
        found.at.switch_page(f"pages/{page}.py")
    return found.do(lambda: session.open_document(document, "open"))


def is_sound(page):
    """Whether what the session holds is plain, holds together, and is of its own drawing."""
    held = page.held
    as_text(held)
    check(page.document)
    sizes = sizes_of(page.document)
    for which in ("selected", "selected_too"):
        selected = selection_in(held[which])
        assert (selected is None) == (held[which] is None)
        if isinstance(selected, Neuron):
            assert selected.neuron < sizes[selected.column]
        if isinstance(selected, Weight):
            assert selected.to < sizes[selected.layer + 1]
    assert 0 <= held["sample"] < max(64, len(page.document["x"]))
    assert held["mode"] in ("draw", "walk")
    assert isinstance(held["presenting"], bool)
    assert held["step"] >= 0
    return True


def sent(key, value, handler, wrong):
    """What the browser has sent is there while the handler is called, and not while pages are."""
    st.session_state[key] = value
    try:
        handler()
    except Exception as error:  # to tell of all that go wrong at once
        wrong.append((key, value, repr(error)))
    del st.session_state[key]


def send_messages(page, document, view, wrong):
    """All messages of a view, each twice; now and then the drawing begins anew, since it grows."""
    key, reports, handler, messages = view
    for number, message in enumerate(messages()):
        if number % 7 == 0:
            session.open_document(document, "again")
        if isinstance(message, dict):
            message = {**message, "id": f"{key} {number}"}
        for state in ({reports: message}, {reports: message}, message):
            sent(key, state, handler, wrong)


@pytest.mark.parametrize("name", VIEWS)
def test_no_message_of_a_view_ends_in_a_traceback(name):
    page, wrong = opened(name, EMPTY), []
    for document in DOCUMENTS.values():
        for view in VIEWS[name]:
            page.do(lambda d=document, v=view: send_messages(page, d, v, wrong))
            assert not wrong
            assert is_sound(page)


def in_layer(act):
    return lambda: column_form._in_layer(act, 1)


ANY_NUMBER = Takes("The number")
ONE_TO_TEN = Takes("The number", 1, 10, whole=True)
CHOSEN = Address("W", 1, 1, 1)


def typed_in(key, take, takes=ANY_NUMBER):
    return lambda: number_field._typed(key, "", takes, take)


def text_typed(key, take):
    return lambda: number_field._text_typed(key, take)


def inspected(kind, take, place):
    return typed_in(f"inspect_{kind}", partial(inspector._typed, take, place))


FIELDS = {  # of a page: the callbacks of its fields
    "play/playground": {
        "granularity": controls._granularity_chosen,
        "sample": controls._show_sample,
        "mode": header._change_mode,
        "preset": header._open_preset,
        "notation": settings._notation_chosen,
        "digits": settings._digits_chosen,
        "speed": settings._speed_chosen,
        "learning_rate": partial(
            rate_slider._slid, "learning_rate", rate_slider.RATES, session.set_learning_rate
        ),
        "pass_number": typed_in("pass_number", go_to._pass_typed, ONE_TO_TEN),
        "inspect_weight": inspected("weight", inspector._weight_typed, Weight(0, 1, 1)),
        "inspect_bias": inspected("bias", inspector._bias_typed, Neuron(1, 1)),
        "inspect_input": inspected("input", inspector._input_typed, Neuron(0, 1)),
        "inspect_target": inspected("target", inspector._target_typed, Neuron(2, 1)),
        "width_1": typed_in("width_1", partial(column_form._width_typed, 1), ONE_TO_TEN),
        "activation_1": text_typed(
            "activation_1", partial(column_form._in_layer, column_form._activation_chosen, 1)
        ),
        "bias_1": in_layer(column_form._bias_changed),
        "typed_activation_1": text_typed(
            "typed_activation_1", partial(column_form._in_layer, column_form._activation_typed, 1)
        ),
        "loss": text_typed("loss", loss_form._loss_chosen),
        "typed_loss": text_typed("typed_loss", loss_form._loss_typed),
        "reduction": loss_form._reduction_changed,
        "biases_frozen": loss_form._frozen_changed,
        "init": text_typed("init", initial_weights_form._scheme_chosen),
        "seed": typed_in("seed", initial_weights_form._seed_typed, ONE_TO_TEN),
        "samples": typed_in("samples", exercise_tables._samples_typed, ONE_TO_TEN),
    },
    "understand/matrices": {
        "layout_samples": grid_layout._laid_out,
        "layout_weights": grid_layout._laid_out,
    },
    "understand/batches": {
        "batch_layer": batches._layer_chosen,
        "sample_slice": batches._sample_chosen,
        "batch_reduction": sample_gradients._reduction_chosen,
    },
    "understand/weight": {
        "selected_to": lambda: parameter_chooser._choose("selected", "to"),
        "selected_source": lambda: parameter_chooser._choose("selected", "source"),
        "selected_value": typed_in("selected_value", partial(parameter_chooser.set_value, CHOSEN)),
        "path": one_weight._light,
        "formula_output": formula_panel._keep,
        "formula_depth": formula_panel._keep,
        "formula_numbers": formula_panel._keep,
    },
    "understand/what_if": {
        "how_many": lambda: what_if._keep(what_if._HOW_MANY, (what_if.ONE, what_if.TWO)),
        "range": lambda: what_if._keep(what_if._RANGE, what_if.RANGES),
    },
    "learn/functions": {
        "typed_loss_text": lambda: typed_form._typed("loss"),
        "typed_loss_example": lambda: typed_form._example("loss"),
    },
    "play/check": {
        "paste": paste_panel._pasted,
        "read_as_0": lambda: read_panel._chosen(0, "read_as_0", ("dW 0 as given",)),
    },
}


@pytest.mark.parametrize("name", FIELDS)
def test_no_value_of_a_field_ends_in_a_traceback(name):
    """Of a drawing that has the field, and late, of drawings that have it no more."""
    page, wrong = opened(name, EMPTY), []

    def all_of_them(document):
        for key, callback in FIELDS[name].items():
            session.open_document(document, "open")
            for value in NOTHING:
                sent(key, value, callback, wrong)

    for document in DOCUMENTS.values():
        page.do(lambda d=document: all_of_them(d))
        assert not wrong
        assert is_sound(page)
        page.do(lambda d=document: session.open_document(d, "open"))


@pytest.mark.parametrize("message", ["choose", "use"])
def test_a_lesson_takes_no_paragraph_and_no_drawing_that_there_is_not(message):
    page = Session(from_file=True).do(lambda: open_lesson.open_lesson("gupta"))
    page.at.switch_page("pages/learn/lessons.py")
    page.run()

    def late():
        if message == "choose":
            for number in (99, -5, 10**30):
                lesson_controls._chosen(number)
        for value in NOTHING if message == "use" else ():
            st.session_state["lesson_on"] = value
            lesson_controls._use()
        open_lesson.close()
        for act in (
            lambda: lesson_controls._turn(1),
            lambda: lesson_controls._chosen(0),
            lesson_controls._use,
        ):
            act()
        open_lesson.close()
        open_lesson.begin_example_again()
        provide.give_what_is_lacking()
        provide.take_back()

    page.do(late)
    assert is_sound(page)


def test_a_late_press_names_what_has_gone_and_the_page_goes_on():
    """ "Remove this neuron", twice, and then "select it", from a browser that has not heard yet."""
    page = opened("play/playground", DOCUMENTS["2-3-2 of two samples, one edge cut"])
    page.choose("mode", "draw")
    seen = {"sizes": [2, 3, 2]}
    messages = [
        {"kind": "remove_neuron", "column": 2, "neuron": 1, **seen, "id": "1"},
        {"kind": "remove_neuron", "column": 2, "neuron": 1, **seen, "id": "2"},
        {"kind": "remove_neuron", "column": 2, "neuron": 0, **seen, "id": "3"},
        {"kind": "select", "target": {"kind": "neuron", "column": 2, "neuron": 1}, "id": "4"},
        {"kind": "select", "target": {"kind": "edge", "layer": 1, "to": 1, "from": 0}, "id": "5"},
    ]

    def one_by_one():
        for message in messages:
            st.session_state["drawing_board"] = {"gesture": message}
            draw._on_gesture()
        del st.session_state["drawing_board"]

    page.do(one_by_one)
    assert sizes_of(page.document) == (2, 3, 1), "only the first was made on what there is"
    assert page.held["selected"] is None
    assert page.component("drawing_board")["answered"] == "5"
    page.run().press("undo")
    assert sizes_of(page.document) == (2, 3, 2)


def test_a_neuron_may_be_added_by_a_browser_that_has_not_heard_of_the_last_one():
    page = opened("play/playground", DOCUMENTS["1-1 without bias"])

    def two():
        for number in "12":
            gesture = {"kind": "add_neuron", "column": 0, "sizes": [1, 1], "id": number}
            st.session_state["drawing_board"] = {"gesture": gesture}
            draw._on_gesture()
        del st.session_state["drawing_board"]

    assert sizes_of(page.do(two).document) == (3, 1)


def test_a_message_that_comes_twice_is_taken_once():
    page = opened("play/playground", DOCUMENTS["2-3-2 of two samples, one edge cut"])

    def twice():
        for _ in range(2):
            gesture = {"kind": "add_neuron", "column": 1, "id": "once"}
            st.session_state["drawing_board"] = {"gesture": gesture}
            draw._on_gesture()
            st.session_state["network_graph"] = {"press": {"point": [2, 0], "id": "once"}}
            graph._graph_pressed()
        del st.session_state["drawing_board"], st.session_state["network_graph"]

    page.do(twice)
    assert sizes_of(page.document) == (2, 4, 2)
    assert page.title.startswith("z of o1"), "a second press would go on to its activation"


def test_passes_that_were_dropped_or_not_made_are_no_places_to_go_to(monkeypatch):
    monkeypatch.setattr(runs, "MOST_PASSES", 5)
    page = opened("play/playground", DOCUMENTS["1-1 without bias"]).press("ten_passes")
    assert page.run_of_passes["first"] == 6
    for late in (0, 5, 11, 10**30, -1, True, "7"):
        page.do(lambda late=late: session.go_to_pass(late))
        assert page.run_of_passes["at"] == 10
    page.do(lambda: session.go_to_pass(7))
    assert "pass 8 ·" in page.panel


def test_a_size_that_no_screen_has_changes_nothing():
    page = Session()
    before = page.component("network_graph")["size"]
    for width, height in ((0, 600), (800, 119), (6001, 600), (10**30, 600), (None, 600)):
        page.tell("network_graph", "size", {"place": "walk", "width": width, "height": height})
        assert page.component("network_graph")["size"] == before
    page.tell("network_graph", "size", {"place": "lessons", "width": 800, "height": 600})
    assert page.component("network_graph")["size"] == before
    page.tell("network_graph", "size", {"place": "walk", "width": 800.4, "height": 600})
    assert page.component("network_graph")["size"] == [800, 600]
    assert page.graph["layout"]["width"] == 800


@pytest.mark.parametrize(
    ("kept", "size"),
    [
        ("1000x700", [1000, 700]),
        ("", [924, 744]),
        ("1000", [924, 744]),
        ("1000x", [924, 744]),
        ("-1000x700", [924, 744]),
        ("1e3x700", [924, 744]),
        ("0x0", [924, 744]),
        ("99999x99999", [924, 744]),
        ("²00x700", [924, 744]),
        ("<b>x</b>", [924, 744]),
    ],
)
def test_the_first_picture_has_the_size_that_the_browser_kept_if_it_is_one(cookies, kept, size):
    cookies["stage_walk"] = kept
    assert Session().component("network_graph")["size"] == size


@pytest.mark.parametrize("step", [10**9, 41, 40])
def test_a_step_past_the_end_is_the_last_one(step):
    page = Session().tell("step_position", "step", step)
    assert page.count == (41, 41)
    assert page.press("previous_step").count[0] == 40


@pytest.mark.parametrize("step", [None, -1, -(10**9), 1.5, "7", True, [3], {"step": 3}])
def test_what_is_no_step_leaves_the_walk_at_a_step(step):
    page = Session().go_to(5).tell("step_position", "step", step)
    assert page.count[0] == (1 if isinstance(step, int) and step < 0 else 5)


def test_a_step_of_a_longer_walk_comes_late_and_is_the_last_one():
    page = Session()
    page.do(lambda: session.open_document(document_of((1, 1)), "open"))
    page.go_to(41)
    assert page.count[0] == page.count[1] < 41


def test_going_to_a_step_ends_the_playing():
    page = Session().press("play").go_to(7)
    assert not page.held["playing"]
    assert page.count[0] == 7
