"""The pages on matrices and batches: on presets, on drawings of one's own, and pressed."""

import json
import re

import numpy as np
import pytest

from backprop_core import Address
from playground import batches, matrices, session
from playground.batches import tensor as slices_panel
from playground.exercise import edits
from playground.exercise.document import EMPTY
from playground.exercise.presets import presets
from playground.ui import grid_layout
from tests.app.playground_session import at_page, written
from tests.playground.walks import document_of, walk_of

MAZUR, XOR, SOFTMAX = "01_mazur_own_bias", "07_xor", "09_sakryukin_even_odd"
CUT = document_of([2, 2, 1])
CUT["layers"][1] |= {"W": [[0.0, 0.0]], "connected": [[False, False]]}
DRAWINGS = {
    "smallest": document_of((1, 1), bias="none"),
    "batch": document_of((2, 3, 2), "tanh", "mean_absolute_error", batch=3, bias="shared"),
    "many samples": document_of((2, 3, 2), "tanh", batch=12, reduction="sum"),
    "rooted": document_of((2, 2, 2), "relu", "root_mean_squared_error", batch=2),
    "classes": document_of((3, 4, 3), ["relu", "softmax"], "cross_entropy", batch=2),
    "softmax in the middle": document_of((3, 3, 2), ["softmax", "sigmoid"], batch=2),
    "cut off": CUT,
    "largest": document_of((16,) * 9, "tanh"),
    "overflowing": document_of((2, 2, 2), "linear", "squared_error", batch=2),
}
for layer in DRAWINGS["overflowing"]["layers"]:
    layer["W"] = [[1e200, -1e200], [1e200, 1e200]]
PAGES = ("matrices", "batches")


def without_formulas(text):
    return re.sub(r"\$\$.*?\$\$|\$[^$]*\$", "", text, flags=re.DOTALL)


def words(page):
    return "\n".join(page.said("markdown", "caption", "info", "subheader"))


def not_json(name):
    raise AssertionError(f"{name} is no JSON, and a browser cannot read it")


def lines(page, key="matrix_grids"):
    return page.component(key)["lines"]


def grids(page, key="matrix_grids"):
    return [
        part for line in lines(page, key) for part in line["parts"] if not isinstance(part, str)
    ]


def grid(page, quantity, key="matrix_grids", number=0):
    found = [g for g in grids(page, key) if g["at"]["quantity"] == quantity]
    return found[number]


def press(page, monkeypatch, at, given=False, panel=grid_layout, act=None):
    monkeypatch.setattr(panel, "cell_pressed", lambda key: (at, given))
    return page.do(act or matrices.page._cell_pressed)


def go_to(page, *address, **where):
    def go():
        session.go_to_step(session.view().trace.plan.nearest(Address(*address, **where)))

    return page.do(go)


@pytest.mark.sampled(6)
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("drawing", DRAWINGS)
def test_every_drawing_can_be_looked_at_in_every_part(name, drawing):
    page = at_page(name, DRAWINGS[drawing])
    for quantity in ("a", "loss", "da", "delta", "dW", "W"):
        go_to(page, quantity, None if quantity == "loss" else 0)
        assert bool(page.errors) == (drawing == "overflowing")
        for component in page.at.get("bidi_component"):
            for line in filter(None, written(component).splitlines()):
                json.loads(line, parse_constant=not_json)
        assert "{" not in without_formulas("".join(page.said("caption", "info", "markdown")))
    assert page.document == DRAWINGS[drawing]


@pytest.mark.parametrize("granularity", ["term", "neuron", "layer"])
def test_every_step_of_a_preset_can_be_looked_at(granularity):
    page = at_page("matrices", preset=XOR)
    page.do(lambda: session.set_granularity(granularity))
    for _ in range(12):
        page.press("next_step")
        lit = [g for g in grids(page) if "now" in g["marks"]]
        assert lit


@pytest.mark.parametrize("name", PAGES)
def test_without_a_drawing_the_page_says_so(name):
    page = at_page(name, EMPTY)
    assert "before you can walk through it" in words(page)
    assert not [c for c in page.at.get("bidi_component") if c.key == "network_graph"]


# Matrices.


def test_the_grids_follow_the_walk_and_are_blank_ahead_of_it():
    page = at_page("matrices", preset=MAZUR)
    assert [g["at"]["quantity"] for g in grids(page)] == ["x", "W", "b", "z", "z", "a"]
    assert grid(page, "z")["texts"] == [["0.3775", ""]]
    assert grid(page, "a")["texts"] == [["", ""]]
    page.press("next_step")
    assert grid(page, "z")["texts"] == [["0.3775", "0.3925"]]
    assert grid(page, "z")["marks"]["now"] == [[0, 1]]


def test_a_press_on_a_cell_goes_to_the_step_that_made_its_number(monkeypatch):
    page = at_page("matrices", preset=MAZUR).press("last_step")
    press(page, monkeypatch, Address("dW", 1, 1, 0))
    assert page.title == "dW from h1 to o2"
    press(page, monkeypatch, Address("delta", 1, 1, sample=0))
    assert page.title == "delta of o2"
    assert grid(page, "delta")["marks"]["now"] == [[0, 1]]
    assert page.held["selected"] is None


def test_a_press_on_a_weight_selects_it_and_lights_its_edge_and_its_number_can_be_typed(
    monkeypatch,
):
    page = at_page("matrices", preset=MAZUR)
    press(page, monkeypatch, Address("W", 0, 1, 0), given=True)
    assert page.count[0] == 1
    lit = [t["press"] for t in page.component("network_graph")["targets"] if t["lit"]]
    assert {"edge": [0, 1, 0]} in lit
    assert grid(page, "W")["marks"]["chosen"] == [[0, 1]]  # turned: row x1, column h2
    page.choose("inspect_weight", 0.75)
    assert page.document["layers"][0]["W"][1][0] == 0.75
    assert "0.75" in grid(page, "W")["texts"][0]
    page.press("undo")
    assert page.document == presets()[MAZUR]


def test_a_press_on_another_samples_number_shows_that_sample(monkeypatch):
    page = at_page("matrices", preset=XOR)
    press(page, monkeypatch, Address("z", 0, 1, sample=2))
    assert page.title == "z of h2, sample 3"
    press(page, monkeypatch, Address("x", neuron=0, sample=3), given=True)
    assert page.held["sample"] == 3
    assert page.held["selected"] == {"kind": "neuron", "column": 0, "neuron": 0}


def test_the_layout_is_the_notations_until_another_is_chosen():
    page = at_page("matrices", preset=MAZUR)
    assert page.value("layout_samples") == "rows"
    assert lines(page)[0]["shapes"] == "1×2 · 2×2 + 1×2 = 1×2"
    page.choose("layout_samples", "columns")
    assert lines(page)[0]["shapes"] == "2×2 · 2×1 + 2×1 = 2×1"
    assert "<sup>T</sup>" not in grid(page, "W")["name"]
    page.choose("layout_weights", "sending")
    assert "<sup>T</sup>" in grid(page, "W")["name"]
    page.choose("notation", "hallstrom")
    assert (page.value("layout_samples"), page.value("layout_weights")) == ("columns", "receiving")


@pytest.mark.parametrize("name", ["matrices", "batches"])
def test_a_link_has_the_layout_that_was_chosen_and_no_other(name):
    page, query = at_page(name, preset=MAZUR), []
    page.do(lambda: query.append(session.link_query(session.shown_now(name))))
    assert "layout" not in query[0]
    page.choose("layout_samples", "columns").choose("layout_weights", "sending")
    page.do(lambda: query.append(session.link_query(session.shown_now(name))))
    assert query[1]["layout"] == "columns-sending"
    again = at_page(name, **query[1])
    assert (again.value("layout_samples"), again.value("layout_weights")) == ("columns", "sending")
    page.choose("notation", "hallstrom")
    page.do(lambda: query.append(session.link_query(session.shown_now(name))))
    assert "layout" not in query[2], "it was chosen in another notation"


def test_of_many_samples_one_is_shown_and_the_page_says_so():
    page = at_page("matrices", DRAWINGS["many samples"])
    assert "This shows only sample 1 of 12." in words(page)
    assert "This shows only" not in words(at_page("matrices", preset=XOR))


def test_the_transpose_is_explained_where_a_hidden_neuron_goes_back():
    page = at_page("matrices", preset=MAZUR)
    page.choose("layout_samples", "columns")
    assert "Why the transpose.**" not in words(page)
    page.press("why_transpose")
    assert page.title == "da of h1"
    assert "Why the transpose.**" in words(page)
    forward, backward = (
        [g for g in line["parts"] if not isinstance(g, str)]
        for line in lines(page, "transpose_grids")
    )
    column = [row[0] for row in forward[0]["full"]]
    assert forward[0]["marks"]["used"] == [[0, 0], [1, 0]]
    assert backward[0]["full"][0] == column
    assert backward[0]["marks"]["used"] == [[0, 0], [0, 1]]
    assert r"\mathbf{0.03635}" in words(page)
    page.choose("layout_samples", "rows")
    assert "Where the transpose went.**" in words(page)


def test_the_way_to_the_transpose_works_from_every_layer_at_once():
    page = at_page("matrices", preset=MAZUR)
    page.do(lambda: session.set_granularity("layer")).press("why_transpose")
    assert page.title == "da of h1"


def test_softmax_is_computed_both_ways_and_compared():
    page = at_page("matrices", preset=SOFTMAX)
    unknown = [g for g in grids(page, "jacobian_grids") if not any(map(any, g["texts"]))]
    assert [g["at"]["quantity"] for g in unknown] == ["da", "jacobian", "delta", "a", "delta"]
    assert "not computed so far are blank" in words(page)
    assert "the largest difference is" not in words(page)
    page.press("last_step")
    long, short = lines(page, "jacobian_grids")
    J = grid(page, "jacobian", "jacobian_grids")
    a = walk_of(presets()[SOFTMAX]).forward.layers[2].a[0]
    expected = np.diag(a) - np.outer(a, a)
    np.testing.assert_allclose(np.array(J["full"], dtype=float), expected, atol=1e-16)
    results = [np.array(line["parts"][-1]["full"], dtype=float) for line in (long, short)]
    np.testing.assert_allclose(results[0], results[1], rtol=1e-12)
    assert "the largest difference is" in words(page)
    assert "it collapses" in words(page)


def test_softmax_in_the_middle_is_not_said_to_lie_with_the_loss():
    document = document_of((3, 3, 2), ["softmax", "softmax"], "cross_entropy", batch=2)
    page = at_page("matrices", document)
    go_to(page, "delta", 0, 1, sample=0)
    assert "This shows only" not in words(page)
    assert "Softmax is not the output layer" in words(page)
    assert "With this loss nothing cancels" not in words(page)
    go_to(page, "delta", 1, 1, sample=0)
    assert "it collapses" in words(page)
    page.do(lambda: session.open_document(document | {"loss": "squared_error"}, "open"))
    go_to(page, "delta", 1, 1, sample=0)
    assert "With this loss nothing cancels" in words(page)


def test_the_transpose_shows_the_present_product_and_no_result_before_it_is_made():
    document = document_of((2, 3, 3), ["relu", "softmax"], "cross_entropy", batch=3)
    document["layers"][0]["b"] = [1.0, 1.0, 1.0]
    page = at_page("matrices", document)
    page.do(lambda: session.set_granularity("term"))
    at = Address("da", 0, 0, sample=0)
    trace = walk_of(document, "term")
    for part in range(3):
        made = next(s for s in trace if s.address.whole == at and s.part == part)
        page.do(lambda made=made: session.go_to_step(made.number))
        above, below = grid(page, "da"), grid(page, "da", "transpose_grids")
        row, column = above["marks"]["now"][0]
        assert float(above["full"][row][column]) == made.value
        (cell,) = below["marks"]["now"]
        assert float(below["full"][cell[0]][cell[1]]) == made.value
        newest = grid(page, "W", "transpose_grids", number=1)["marks"]["newest"]
        assert len(newest) == 1
        assert part in newest[0]
        text = next(m.value for m in page.at.markdown if "The same as a sum" in m.value)
        assert ("so far" in text) == (part > 0 and part < 3)
        assert (r"\cdots" in text) == (part < 2)


def test_without_softmax_a_network_that_has_it_is_offered_and_undo_brings_the_drawing_back():
    page = at_page("matrices", DRAWINGS["batch"])
    assert not [c for c in page.at.get("bidi_component") if c.key == "jacobian_grids"]
    page.press("open_softmax")
    assert page.document == presets()[SOFTMAX]
    assert lines(page, "jacobian_grids")
    page.press("undo")
    assert page.document == DRAWINGS["batch"]


def test_an_output_of_0_is_said_to_give_no_number_the_long_way():
    document = document_of([1, 2], "softmax", "cross_entropy")
    document["layers"][0] |= {"W": [[900.0], [-900.0]], "b": [0.0, 0.0]}
    document |= {"x": [[1.0]], "y": [[0.0, 1.0]]}
    page = at_page("matrices", document).press("last_step")
    assert "gives no number" in words(page)
    assert "the largest difference is" not in words(page)


def test_an_update_is_of_the_whole_batch_and_no_sample_is_chosen_there():
    page = at_page("matrices", DRAWINGS["many samples"])
    assert [w for w in page.at.get("selectbox") if w.key == "sample"]
    go_to(page, "W", 0, 0, 0)
    assert not [w for w in page.at.get("selectbox") if w.key == "sample"]
    assert "Of the 12 samples" not in words(page)
    go_to(page, "dW", 0, 0, 0)
    assert "Of the 12 samples" not in words(page)


# Batches.


def numbers(grid):
    return np.array(grid["full"], dtype=float)


def test_all_samples_stand_together_and_the_slices_add_up_to_the_gradient():
    page = at_page("batches", preset=XOR)
    t = walk_of(presets()[XOR])
    for quantity, array in (("z", t.forward.layers[1].z), ("delta", t.gradients.layers[1].delta)):
        np.testing.assert_array_equal(numbers(grid(page, quantity, "batch_grids")), array)
    *slices, total = [numbers(g) for g in grids(page, "tensor_grids")]
    assert len(slices) == 4
    np.testing.assert_allclose(sum(slices), total, rtol=1e-15, atol=1e-17)
    np.testing.assert_array_equal(total, t.gradients.layers[1].dW)
    assert "**4 × 1 × 2**" in words(page)


def test_the_slider_chooses_the_slice_and_the_sum_grows_with_it():
    page = at_page("batches", DRAWINGS["many samples"])
    t = walk_of(DRAWINGS["many samples"])
    tensor = t.gradients.layers[1].dW_per_sample
    for sample in (0, 6, 11):
        page.choose("sample_slice", sample + 1)
        one, so_far, total = [numbers(g) for g in grids(page, "tensor_grids")]
        np.testing.assert_array_equal(one, tensor[sample])
        np.testing.assert_allclose(so_far, tensor[: sample + 1].sum(axis=0), rtol=1e-12)
    np.testing.assert_allclose(so_far, total, rtol=1e-12)


def test_the_pulls_are_those_of_the_chosen_weight(monkeypatch):
    page = at_page("batches", preset=XOR)
    pressed_at = Address("dW", 1, 0, 1)
    press(
        page,
        monkeypatch,
        pressed_at,
        panel=slices_panel,
        act=slices_panel._weight_pressed,
    )
    assert page.held["selected"] == {"kind": "edge", "layer": 1, "to": 0, "from": 1}
    assert "from h2 to o1" in words(page)
    t = walk_of(presets()[XOR])
    bars = page.component("pull_chart")["figure"]
    for pull in -t.gradients.layers[1].dW_per_sample[:, 0, 1]:
        assert repr(float(pull)) in bars
    assert repr(float(-t.gradients.layers[1].dW_per_sample[:, 0, 1].sum())) in bars


@pytest.mark.parametrize(
    ("x", "b", "why"),
    [
        ([[0.0], [0.0]], 1.0, "x1 sends 0 for every sample"),
        ([[1.0], [2.0]], -9.0, "of h1 is 0 for every sample"),
        ([[0.0], [2.0]], 0.5, "either x1 sends 0 or"),
    ],
)
def test_where_no_sample_pulls_the_reason_is_said_and_nothing_is_drawn(x, b, why):
    document = document_of((1, 1, 1), "relu", batch=2) | {"x": x}
    for layer, bias in zip(document["layers"], (b, 0.0), strict=True):
        layer |= {"W": [[-1.0 if bias else 1.0]], "b": [bias]}
    page = at_page("batches", document)
    page.choose("batch_layer", 0)
    assert "No sample pulls" in words(page)
    assert why in words(page)
    assert "pull the same way" not in words(page)
    assert not [c for c in page.at.get("bidi_component") if c.key == "pull_chart"]
    page.choose("batch_reduction", "sum")
    assert "No sample pulls" in words(page)


def test_a_layer_can_be_chosen_and_a_number_of_a_sample_pressed(monkeypatch):
    page = at_page("batches", preset=XOR).choose("batch_layer", 0)
    assert page.held["selected"] == {"kind": "edge", "layer": 0, "to": 0, "from": 0}
    at = Address("z", 0, 1, sample=2)
    press(page, monkeypatch, at, panel=batches.page, act=batches.page._batch_pressed)
    assert page.held["sample"] == 2
    assert page.held["selected"]["to"] == 1
    assert page.value("sample_slice") == 3


def test_mean_and_sum_change_the_exercise_and_both_are_shown():
    page = at_page("batches", preset=XOR)
    before = page.run_of_passes["losses"][0]
    page.choose("batch_reduction", "sum")
    assert page.document["reduction"] == "sum"
    assert np.isclose(page.run_of_passes["losses"][0], 4 * before)
    page.press("undo")
    assert page.document == presets()[XOR]


def test_the_root_is_said_not_to_separate_and_has_no_switch():
    page = at_page("batches", DRAWINGS["rooted"])
    assert "is not separable" in words(page)
    assert not [b for b in page.at.get("button_group") if b.key == "batch_reduction"]
    assert "is not separable" not in words(at_page("batches", preset=XOR))


def test_one_sample_still_has_its_slice_and_more_are_offered():
    page = at_page("batches", preset=MAZUR)
    first, total = grids(page, "tensor_grids")
    assert first["full"] == total["full"]
    assert "all 1" not in words(page)
    page.press("add_sample")
    assert len(page.document["x"]) == 2
    assert page.component("pull_chart")
    page.press("undo")
    assert page.document == presets()[MAZUR]
    page.press("open_batch")
    assert page.document == presets()[XOR]


def test_a_layer_without_connections_says_so():
    page = at_page("batches", CUT | {"x": CUT["x"] * 2, "y": CUT["y"] * 2})
    assert "are cut" in words(page)
    page.do(lambda: session.edit(edits.connect, 1, 0, 1, label="connect"))
    assert "are cut" not in words(page)


@pytest.mark.parametrize("name", PAGES)
def test_an_undo_to_nothing_leaves_a_page_that_says_so(name):
    page = at_page(name, EMPTY)
    page.do(lambda: session.open_document(DRAWINGS["smallest"], "open"))
    page.press("undo")
    assert "before you can walk through it" in words(page)
    assert not page.errors
