"""The one screen of the walk: header, arrays, training, values and presenting, and drawings with
numbers that hardly anybody types."""

import pytest

from playground import session
from playground.exercise.document import EMPTY
from playground.exercise.link import to_link
from playground.exercise.presets import presets
from playground.notation.symbols import NOTATIONS
from playground.stage import figure
from playground.ui import graph
from tests.app.playground_session import Session
from tests.playground.walks import DRAWINGS, document_of

MAZUR, XOR = "01_mazur_own_bias", "07_xor"


def opened(document, **parameters):
    return Session(net=to_link(document), **parameters)


def keys_of(page):
    kinds = ("button", "selectbox", "button_group", "select_slider", "text_input", "popover")
    return {w.key for kind in kinds for w in page.at.get(kind) if getattr(w, "key", None)}


def views(page):
    return {view.key for view in page.at.get("bidi_component")}


# The header.


def test_the_header_has_exercise_mode_notation_undo_and_present(mazur):
    assert {"preset", "mode", "notation", "undo", "redo"} <= keys_of(mazur)
    assert "present" in views(mazur)
    assert mazur.choose("mode", "draw").value("mode") == "draw"
    assert {"preset", "mode", "notation", "undo", "redo"} <= keys_of(mazur)


def test_what_the_exercise_is_and_what_is_left_unsaid_is_told_in_the_header(mazur):
    said = " ".join(mazur.said("caption"))
    assert "Mazur" in said
    assert "The backward pass uses the old weights" in said


def test_an_authors_own_notation_is_offered_and_goes_once_it_is_chosen():
    page = Session(preset="08_hallstrom_3_4_3_2")
    page.press("offered_notation")
    assert page.value("notation") == "hallstrom"
    assert "offered_notation" not in keys_of(page)


# Presenting.


def test_a_link_can_open_the_walk_presented_and_leaving_ends_it():
    page = Session(preset=XOR, present="1")
    assert page.held["presenting"]
    assert page.component("present") == {"on": True}
    assert any("class='presenting'" in html for html in page.said("html"))
    page.tell("present", "presenting", False)
    assert not page.held["presenting"]
    assert page.component("present") == {"on": False}
    assert not any("class='presenting'" in html for html in page.said("html"))


@pytest.mark.parametrize("value", ["", "0", "true", "<b>", "11"])
def test_any_other_value_presents_nothing(value):
    assert not Session(present=value).held["presenting"]


def test_the_button_presents_and_the_walk_stays_where_it_is(mazur):
    mazur.go_to(9).tell("present", "presenting", True)
    assert mazur.held["presenting"]
    assert mazur.press("next_step").count[0] == 10


def test_an_unfinished_drawing_that_is_presented_says_what_is_missing():
    page = opened(EMPTY, present="1")
    assert any("needs inputs and at least one layer" in info for info in page.said("info"))
    page.tell("present", "presenting", False)


# The layer's arrays.


def cells(page):
    """Name → rows of the arrays in sight."""
    shown = page.component("layer_arrays")["rows"]
    return {one["name"]: one["rows"] for row in shown for one in row}


def test_the_arrays_follow_the_step_from_layer_to_layer(mazur):
    assert mazur.component("layer_arrays")["tab"] == 0
    mazur.go_to_phase("forward", 1)
    assert mazur.component("layer_arrays")["tab"] == 1
    mazur.go_to_phase("backward", 0)
    assert mazur.component("layer_arrays")["tab"] == 0


def test_a_tab_shows_its_layer_until_the_next_step(mazur):
    mazur.tell("layer_arrays", "tab", 1)
    assert mazur.component("layer_arrays")["tab"] == 1
    assert mazur.count[0] == 1
    mazur.press("next_step")
    assert mazur.component("layer_arrays")["tab"] == 0


@pytest.mark.parametrize("tab", [-1, -7, 2, 10**30, 1.0, "1", None, True])
def test_a_tab_that_there_is_not_shows_the_steps_own_layer(mazur, tab):
    assert mazur.tell("layer_arrays", "tab", tab).component("layer_arrays")["tab"] == 0


def test_a_tab_that_was_chosen_is_forgotten_with_its_layer(mazur):
    mazur.tell("layer_arrays", "tab", 1)
    mazur.do(lambda: session.open_document(document_of((1, 1)), "open"))
    assert mazur.component("layer_arrays")["tab"] == 0


def test_at_the_end_no_number_of_the_arrays_is_missing(mazur):
    mazur.press("last_step")
    for layer in (0, 1):
        mazur.tell("layer_arrays", "tab", layer)
        assert all(cell for rows in cells(mazur).values() for row in rows for cell in row)
        assert "nan" not in mazur.component("layer_arrays")["numpy"]


@pytest.mark.sampled(5)
@pytest.mark.parametrize("granularity", ["term", "layer"])
@pytest.mark.parametrize("name", ["shared", "smallest", "classes of a batch", "cut", "rooted"])
def test_every_drawing_is_walked_in_every_size_of_step(name, granularity):
    page = opened(DRAWINGS[name]).choose("granularity", granularity)
    for step in page.steps:
        if granularity == "term" and step.number % 7:
            continue
        page.go_to(step.number + 1)
        assert page.count[0] == step.number + 1
        assert not page.errors


@pytest.mark.parametrize("notation", NOTATIONS)
def test_every_notation_names_its_arrays(notation):
    page = Session(preset=XOR, notation=notation).press("last_step")
    shown = page.component("layer_arrays")
    names = [one["name"] for row in shown["rows"] for one in row]
    assert len(set(names)) == len(names)
    assert len(shown["tabs"]) == len(page.document["layers"])


# Rows that are folded away.


def folds(page):
    targets = page.component("network_graph")["targets"]
    return [t["press"]["fold"] for t in targets if "fold" in t["press"]]


def test_rows_that_are_folded_away_open_and_close_by_a_press():
    page = opened(document_of((2, 16, 1), "tanh"))
    page.tell("network_graph", "size", {"place": "walk", "width": 400, "height": 300})
    assert folds(page) == [1]
    step = page.count
    page.tell("network_graph", "press", {"fold": 1, "id": "1"})
    assert folds(page) == []
    assert page.count == step
    page.tell("network_graph", "press", {"fold": 1, "id": "1"})
    assert folds(page) == [], "the same press, come twice"
    page.tell("network_graph", "press", {"fold": 1, "id": "2"})
    assert folds(page) == [1]


@pytest.mark.parametrize("column", [3, 10**30, -1, True, "1", None, [1]])
def test_a_fold_of_a_column_that_there_is_not_opens_nothing(column):
    page = opened(document_of((2, 16, 1), "tanh"))
    page.tell("network_graph", "press", {"fold": column})
    assert not page.held["of_exercise"].get("stage_opened")


# Numbers that hardly anybody types.


HUGE = document_of((1, 2, 1), "linear", "squared_error")
HUGE["layers"][0] |= {"W": [[1e308], [-1e308]]}
HUGE["x"] = [[1e10]]
LARGE_LOSS = document_of((1, 1), "linear", "squared_error", x=[[1e200]], y=[[0.0]])


def test_the_slider_of_the_rate_is_set_only_where_it_stands_otherwise(mazur):
    """A value that comes late would move it back under the hand of somebody who moves on."""

    def slider():
        return mazur.at.select_slider(key="learning_rate")

    slider().set_value(0.7).run()
    assert mazur.document["learning_rate"] == 0.7
    assert not slider().proto.set_value
    mazur.choose("learning_rate_value", 0.15)
    assert slider().proto.set_value
    assert slider().value == 0.15


def test_a_field_that_shows_an_earlier_rate_only_now_takes_no_later_one_back(mazur):
    """The slider is moved thrice; the field beside it hears of the first of these rates late."""
    for rate, shown in ((0.7, "0.5"), (1.0, "0.5"), (1.5, "0.7")):
        mazur.at.select_slider(key="learning_rate").set_value(rate)
        mazur.at.text_input(key="learning_rate_value").set_value(shown).run()
        assert mazur.document["learning_rate"] == rate
    assert mazur.at.text_input(key="learning_rate_value").value == "1.5"
    mazur.at.text_input(key="learning_rate_value").set_value("0.7").run()
    assert mazur.document["learning_rate"] == 0.7, "what is typed by then is taken"


TINY = document_of((2, 2, 1), "sigmoid", learning_rate=5e-324)
TINY["layers"][0]["W"] = [[5e-324, -5e-324], [0.0, -0.0]]
FAR = document_of((2, 2), "linear", x=[[1e308, -1e308]], y=[[1e308, -1e308]])
FAST = document_of((2, 2, 1), "tanh", learning_rate=1e308)
EXTREME = {"huge": HUGE, "large loss": LARGE_LOSS, "tiny": TINY, "far": FAR, "fast": FAST}


@pytest.mark.sampled(4)
@pytest.mark.parametrize("granularity", ["neuron", "layer"])
@pytest.mark.parametrize("name", EXTREME)
def test_numbers_at_the_ends_of_what_a_float_holds_are_walked_like_any(name, granularity):
    page = opened(EXTREME[name]).choose("granularity", granularity)
    while not page.disabled("next_step"):
        page.press("next_step")
    assert page.count[0] == page.count[1]
    page.tell("layer_arrays", "tab", 0).press("next_pass").choose("mode", "draw")


def test_a_rate_that_looks_like_one_of_the_slider_is_kept_with_every_digit(mazur):
    mazur.choose("learning_rate_value", 0.1 + 0.2)
    assert mazur.document["learning_rate"] == 0.1 + 0.2
    assert mazur.press("next_step").document["learning_rate"] == 0.1 + 0.2


# Values.


def test_the_table_of_values_opens_beside_the_timeline_and_follows_the_step(mazur):
    def values(page):
        return [html for html in page.said("html") if "<caption>Neuron values" in html]

    assert not values(mazur), "nothing is drawn that is not in sight"

    mazur.open("values")
    assert "0.3775" in values(mazur)[0]
    assert "0.5933" not in values(mazur)[0]


@pytest.mark.sampled(5)
@pytest.mark.parametrize("name", presets())
def test_what_is_shown_of_a_preset_names_no_number_that_is_not_one(name):
    page = Session(preset=name).press("last_step")
    shown = [*page.labels, *(c for rows in cells(page).values() for row in rows for c in row)]
    assert not [text for text in shown if "nan" in text.lower() or "None" in text]


def test_a_class_on_the_same_exercise_has_each_picture_made_once(monkeypatch):
    """The picture of a step is made at the step before, and for the first who comes to it."""
    made = []

    def counted(shown, *size):
        made.append(shown.position)
        return figure.stage_figure(shown, *size)

    graph._few.cache_clear()
    monkeypatch.setattr(graph, "stage_figure", counted)
    for _ in range(3):
        one = Session(preset="12_gupta_no_bias")
        for _ in range(4):
            one.press("next_step")
    assert made == [0, 1, 2, 3, 4, 5]


def test_what_one_person_answers_is_on_no_other_screen(monkeypatch):
    graph._few.cache_clear()
    one = Session(preset="06_sigmoid_2_2_1")
    one.at.toggle(key="solve").set_value(True)
    one.run()
    before = graph._few.cache_info().currsize
    one.at.text_input(key="answer").set_value("0.2")
    next(b for b in one.at.button if (b.key or "").startswith("answer_enter")).click()
    one.run()
    assert graph._few.cache_info().currsize == before


def test_what_a_link_said_of_its_step_goes_with_the_next_press():
    page = Session(preset=MAZUR, step="99")
    assert page.errors
    page.press("previous_step")
    assert not page.errors
