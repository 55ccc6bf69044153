"""The pages on one weight and on what if: on presets, on drawings of one's own, and pressed."""

import json
import re

import numpy as np
import pytest

from backprop_core import Address
from playground import session
from playground.exercise import edits, runs
from playground.exercise.link import to_link
from playground.exercise.presets import presets
from playground.exercise.view import View
from playground.notation.symbols import NOTATIONS
from playground.one_weight.numbers import MOST_LISTED
from playground.where import parameter, selected_by
from tests.app.playground_session import at_page
from tests.playground.walks import document_of, walk_of

MAZUR, XOR, FROZEN, SHARED = (
    "01_mazur_own_bias",
    "07_xor",
    "03_mazur_frozen_bias",
    "02_mazur_shared_bias",
)
CUT = document_of([2, 2, 1])
CUT["layers"][1] |= {"W": [[0.0, 0.0]], "connected": [[False, False]]}
BARE = document_of((1, 1), bias="none")
BARE["layers"][0] |= {"W": [[0.0]], "connected": [[False]]}
HUGE = document_of((2, 2, 1), "linear")
for layer in HUGE["layers"]:
    layer["W"] = [[1e200 for _ in row] for row in layer["W"]]
DRAWINGS = {
    "overflowing": HUGE,
    "smallest": document_of((1, 1), bias="none"),
    "batch": document_of((2, 3, 2), "tanh", "mean_absolute_error", batch=3, bias="shared"),
    "rooted": document_of((2, 2, 2), "relu", "root_mean_squared_error", batch=2),
    "classes": document_of((3, 4, 3), ["relu", "softmax"], "cross_entropy", batch=2),
    "softmax in the middle": document_of((3, 3, 2), ["softmax", "sigmoid"], batch=2),
    "cut off": CUT,
    "nothing to learn": BARE,
    "largest": document_of((16,) * 9, "tanh"),
}
PAGES = ("weight", "what_if")


def select(page, *place):
    return page.do(lambda: session.select(selected_by(parameter(*place))))


def walk_problem(page):
    """What has overflowed, as the walk says it."""
    now = page.document
    return View(now, walk_of(now), 0, None, 0).problem


def words(page):
    return "\n".join(page.said("markdown", "caption", "info", "subheader", "html"))


def title(page):
    return next(h.body for h in page.at.get("html") if "class='step-title'" in h.body)


def options(page, key):
    return next(w for kind in ("radio", "selectbox") for w in page.at.get(kind) if w.key == key)


def products(page):
    """The rows of the table of products."""
    table = next(m.value for m in page.at.markdown if "| path |" in m.value)
    return [line for line in table.splitlines() if line.startswith("| ")][1:]


def all_products(page):
    (toggle,) = [t for t in page.at.toggle if t.key == "all_products"]
    toggle.set_value(True)
    page.run()


def lit_edges(page):
    """How many edges are lit on the graph."""
    return sum(
        t["lit"] and "edge" in t["press"] for t in page.component("network_graph")["targets"]
    )


def lit_outputs(page):
    """How many outputs are lit, from which the way on to the loss goes."""
    neurons = [t for t in page.component("network_graph")["targets"] if is_neuron(t)]
    last = max(t["press"]["point"][0] for t in neurons)
    return sum(t["lit"] and t["press"]["point"][0] == last for t in neurons)


def is_neuron(target):
    return len(target["press"].get("point", ())) == 2


def figure(page, key):
    return json.loads(page.component(key)["figure"])


@pytest.mark.sampled(8)
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("preset", presets())
def test_each_page_draws_every_preset(name, preset):
    page = at_page(name, preset=preset)
    assert not page.errors
    assert "nan" not in words(page).lower()


@pytest.mark.sampled(8)
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("drawing", DRAWINGS)
def test_each_page_draws_drawings_of_ones_own(name, drawing):
    page = at_page(name, DRAWINGS[drawing])
    assert page.errors == ([walk_problem(page)] if drawing == "overflowing" else [])
    assert ("nothing can be learned" in words(page)) == (drawing == "nothing to learn")


@pytest.mark.sampled(6)
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("notation", NOTATIONS)
def test_each_page_speaks_every_notation(name, notation):
    page = at_page(name, DRAWINGS["classes"])
    page.do(lambda: session.set_notation(notation))
    assert not page.errors
    select(page, 0, 0, None)
    assert not page.errors


def test_without_a_finite_height_nothing_is_drawn_and_that_is_said():
    document = document_of((2, 2, 1), "linear", "squared_error", batch=2, bias="none")
    document["layers"][0]["W"] = [[1e200, 1e200], [1e200, -1e200]]
    document["layers"][1]["W"] = [[1e200, 1e200]]
    page = at_page("what_if", document)
    page.choose("how_many", "two")
    assert "is not finite anywhere in this range" in words(page)
    charts = {c.key for c in page.at.get("bidi_component")}
    assert not charts & {"what_if_contours", "what_if_surface"}
    page.do(lambda: session.set_notation("hallstrom"))
    assert "The cost is not finite anywhere in this range" in words(page)


def test_heights_too_large_for_space_leave_the_contours():
    document = {**presets()["05_linear_2_2_1"], "learning_rate": 10.0}
    page = at_page("what_if", document)
    page.choose("how_many", "two")
    assert figure(page, "what_if_surface")["data"][0]["type"] == "surface"
    page.press("next_pass", "next_pass", "next_pass")
    assert "too large for a 3D plot" in words(page)
    assert figure(page, "what_if_contours")["data"][0]["type"] == "contour"


@pytest.mark.parametrize("name", PAGES)
def test_where_all_is_cut_an_undo_leads_out(name):
    page = at_page(name, BARE)
    assert "Add a connection" in words(page)
    page.press("undo")
    assert "nothing can be learned" not in words(page)


@pytest.mark.parametrize("name", PAGES)
def test_an_unfinished_drawing_is_met_with_a_way_on(name):
    page = at_page(name)
    page.do(lambda: session.edit(edits.clear, label="clear"))
    assert "at least one layer" in words(page)
    assert not page.errors


# One weight.


def test_the_two_paths_of_a_hidden_weight_are_listed_and_add_up():
    page = at_page("weight", preset=MAZUR)
    assert "Weight from x1 to h1: 2 paths to the loss" in title(page)
    rows = products(page)
    assert len(rows) == 2
    assert "x1 → h1 → o1" in rows[0]
    assert r"0.05 \cdot 0.2413 \cdot 0.4" in rows[0]
    gradient = walk_of(presets()[MAZUR]).gradients.layers[0].dW[0, 0]
    table = next(h.body for h in page.at.get("html") if "backward pass" in h.body)
    shown = [float(v) for v in re.findall(r"<td>([-\d.e]+)</td>", table)]
    assert shown[0] == shown[1] == pytest.approx(gradient, rel=1e-14)  # nothing is rounded
    assert shown[2] == gradient
    assert "agree to the last digit" in words(page)
    assert lit_edges(page) == 3
    assert lit_outputs(page) == 2


def test_a_path_is_lit_alone_and_another_weight_forgets_it():
    page = at_page("weight", preset=MAZUR)
    options(page, "path").set_value(1)
    page.run()
    assert lit_edges(page) == 2
    assert lit_outputs(page) == 1
    assert len(products(page)) == 1
    page.choose("selected_to", 1)
    assert "Weight from x1 to h2" in title(page)
    assert len(products(page)) == 2
    assert lit_edges(page) == 3
    assert lit_outputs(page) == 2


def test_a_weight_is_chosen_in_the_lists_and_another_layer_begins_at_its_first():
    page = at_page("weight", preset=MAZUR)
    page.choose("selected_source", 2)
    assert "Bias of h1: 2 paths" in title(page)
    page.choose("selected_to", 2)
    assert "Weight from h1 to o1: 1 path to the loss" in title(page)
    assert page.held["selected"] == {"kind": "edge", "layer": 1, "to": 0, "from": 0}


@pytest.mark.parametrize("name", PAGES)
def test_the_weight_at_hand_stays_when_its_gradient_becomes_0(name):
    page = at_page(name, net=to_link(document_of((2, 2, 1), "relu")))
    before = page.value("selected_value")
    page.choose("selected_value", -9.0)
    assert before != -9.0
    assert page.value("selected_value") == -9.0


def test_a_typed_value_changes_the_network_and_an_undo_brings_it_back():
    for name in PAGES:
        page = at_page(name, preset=MAZUR)
        before = words(page)
        page.choose("selected_value", 0.9)
        assert page.document["layers"][0]["W"][0][0] == 0.9
        assert words(page) != before
        page.press("undo")
        assert page.document["layers"][0]["W"][0][0] == 0.15
        assert words(page) == before
        page.press("redo")
        assert page.document["layers"][0]["W"][0][0] == 0.9


def test_many_paths_are_grouped_opened_and_closed_again():
    page = at_page("weight", DRAWINGS["largest"])
    assert "268,435,456 paths to the loss" in title(page)
    assert "too many to list" in words(page)
    assert len(products(page)) == 6
    all_products(page)
    assert len(products(page)) == 16
    options(page, "path").set_value(4)
    page.run()
    assert lit_edges(page) == 2 + 16 + 16 * 16 * 5
    page.press("open_branch")
    assert "Open: **x1 → h1.1 → h2.5**" in words(page)
    assert "1,048,576" in products(page)[0]
    page.press("leave_branch")
    assert "16,777,216" in products(page)[0]
    assert [b for b in page.at.button if b.key == "leave_branch"] == []


def test_every_branch_can_be_opened_down_to_single_paths():
    page = at_page("weight", document_of((2, 8, 8, 8, 8), "tanh"))
    for _ in range(2):
        options(page, "path").set_value(1)
        page.run()
        page.press("open_branch")
    all_products(page)
    assert len(products(page)) == 8
    assert "(" not in products(page)[0].split("|")[1]
    assert MOST_LISTED < 8**3


def test_a_neuron_that_is_removed_takes_its_open_branch_along():
    page = at_page("weight", document_of((2, 8, 9, 9), "tanh"))
    options(page, "path").set_value(8)
    page.run()
    page.press("open_branch")
    page.do(lambda: session.edit(edits.remove_neuron, 2, 8, label="remove neuron"))
    assert not page.errors
    assert "Open:" not in words(page)


def test_cuts_leave_no_path_and_that_is_said():
    page = at_page("weight", CUT)
    assert "0 paths to the loss" in title(page)
    assert "because every path is cut" in words(page)
    assert lit_edges(page) == 0


def test_a_dead_neuron_is_named_as_what_stops_a_path():
    document = document_of((1, 1, 1), "relu")
    document["layers"][0] |= {"W": [[-1.0]], "b": [0.0]}
    page = at_page("weight", document)
    assert "stopped: h1 is flat here" in products(page)[0]
    assert r"\mathbf{0}" in products(page)[0]
    assert "agree to the last digit" in words(page)


def test_shared_biases_batches_and_softmax_are_spoken_of_where_they_are():
    page = at_page("weight", preset=SHARED)
    select(page, 0, 0, None)
    assert "Shared bias" in title(page)
    assert "start in all of them" in words(page)
    assert len(products(page)) == 4
    page = at_page("weight", DRAWINGS["softmax in the middle"])
    assert "Jacobian" in words(page)
    tables = [h.body for h in page.at.get("html") if "sum over its paths" in h.body]
    assert [table.count("<tr") for table in tables] == [4]  # the head, two samples, and all
    assert "paths to the loss for each of 2 samples" in title(page)
    page.choose("sample", 1)
    second = products(page)
    page.choose("sample", 0)
    assert products(page) != second


def test_the_network_is_written_as_one_formula():
    page = at_page("weight", preset=MAZUR)
    formula = next(m.value for m in page.at.markdown if r"\sigma\bigl" in m.value)
    assert formula.count(r"\sigma") == 3
    page.choose("formula_numbers", True)
    assert any(r"\mathbf{0.7514}" in m.value for m in page.at.markdown)
    page.choose("formula_output", 1)
    assert any(r"\mathbf{0.7729}" in m.value for m in page.at.markdown)
    page.choose("formula_depth", 1)
    assert "The last 1 of 2 layers" in words(page)


def test_another_notation_changes_the_products():
    page = at_page("weight", preset=MAZUR)
    own = products(page)
    page.do(lambda: session.set_notation("sugden"))
    assert products(page) != own
    assert not page.errors


# What if.


def test_the_curve_its_slope_and_the_four_losses_are_shown():
    page = at_page("what_if", preset=MAZUR)
    walk = walk_of(presets()[MAZUR])
    gradient = walk.gradients.layers[0].dW[0, 0]
    text = next(m.value for m in page.at.markdown if "forward passes alone" in m.value)
    slope, own = (float(v) for v in re.findall(r"\*\*([-\d.e]+)\*\*", text))
    assert own == gradient
    assert slope == pytest.approx(gradient, rel=1e-12)
    assert "The loss against the weight from x1 to h1" in page.component("what_if_curve")["alt"]
    table = next(h.body for h in page.at.get("html") if "the whole update" in h.body)
    assert "0.28047" in table


def test_the_rate_decides_between_short_past_and_growing():
    page = at_page("what_if", preset="04_one_neuron")
    said = []
    for rate in (0.05, 0.2, 0.5):
        page.do(lambda rate=rate: session.set_learning_rate(rate))
        said.append(words(page))
    assert "Stops short of the minimum" in said[0]
    assert "Past the minimum" in said[1]
    assert "Overshoot: the loss grows" in said[2]
    for text in said:
        assert "A learning rate of about **0.12**" in text
    page.press("undo")
    assert "Overshoot" not in words(page)


def test_the_whole_update_is_said_to_overshoot_where_this_step_alone_does_not():
    page = at_page("what_if", {**presets()["05_linear_2_2_1"], "learning_rate": 10.0})
    said = words(page)
    assert "Stops short of the minimum" in said
    assert "the whole update overshoots" in said
    assert "from 0.3272 to 15109" in " ".join(said.split())
    assert "of about" not in said  # no larger rate is recommended
    page.do(lambda: session.set_learning_rate(0.05))
    page.choose("range", 25.0)
    said = words(page)
    assert "overshoots" not in said
    assert "A learning rate of about **13** (type it; the slider does not go that far)" in said


def test_this_step_alone_may_overshoot_where_the_whole_update_does_not():
    document = document_of((1, 1, 1), "linear", "squared_error", bias="none", learning_rate=0.12)
    document |= {"x": [[1.0]], "y": [[0.0]]}
    for layer, weight in zip(document["layers"], (1.0, 3.0), strict=True):
        layer["W"] = [[weight]]
    page = at_page("what_if", document)  # the loss is (w1 w2)²: -1.16 · 3 against -1.16 · 2.28
    said = words(page)
    assert "Overshoot: the loss grows" in said
    assert "The whole update still improves it.**" in said
    assert "the loss goes from 9 to 6.995" in said


def test_without_an_arrow_none_is_explained_and_one_pass_has_no_way():
    page = at_page("what_if", preset=MAZUR)
    page.choose("how_many", "two")
    assert "The arrow shows" in words(page)
    assert "line with dots" not in words(page)
    page.press("next_pass")
    assert "line with dots" in words(page)
    page.do(lambda: session.set_learning_rate(0.0))
    assert "there is no arrow" in words(page)
    assert "The arrow shows" not in words(page)


def test_a_frozen_bias_does_not_move_and_that_is_said():
    page = at_page("what_if", preset=FROZEN)
    select(page, 0, 0, None)
    assert "**Biases are frozen**" in words(page)
    page.choose("selected_to", 2)
    assert "**Biases are frozen**" not in words(page)


def test_the_range_is_chosen_and_kept():
    page = at_page("what_if", preset=MAZUR)
    page.choose("range", 25.0)
    x = figure(page, "what_if_curve")["data"][0]["x"]
    assert (x[0], x[-1]) == pytest.approx((0.15 - 25, 0.15 + 25))
    page.choose("selected_to", 1)
    x = figure(page, "what_if_curve")["data"][0]["x"]
    assert x[-1] - x[0] == pytest.approx(50)


def test_two_weights_give_contours_and_a_surface_with_the_passes():
    page = at_page("what_if", preset=XOR)
    page.choose("how_many", "two")
    assert page.held["selected_too"] == {"kind": "edge", "layer": 0, "to": 0, "from": 1}
    page.press("ten_passes")
    run = page.run_of_passes
    passes = [runs.current(runs.at_pass(run, number)) for number in range(11)]
    *_, way, _ = figure(page, "what_if_contours")["data"]
    wanted = [d["layers"][0]["W"][0] for d in passes]
    np.testing.assert_array_equal(np.transpose([way["x"], way["y"]]), wanted)
    assert len(way["x"]) == 11
    assert figure(page, "what_if_surface")["data"][0]["type"] == "surface"
    assert "11 passes" in page.component("what_if_contours")["alt"]
    page.choose("selected_too_source", 0)
    assert "Both are the same weight or bias" in words(page)
    page.choose("selected_too_source", 2)
    assert "bias of h1" in page.component("what_if_contours")["alt"]


def test_the_first_weights_come_back_after_passes():
    page = at_page("what_if", preset=MAZUR)
    page.press("next_pass", "next_pass")
    assert page.document != presets()[MAZUR]
    page.press("first_weights")
    assert page.document["layers"] == presets()[MAZUR]["layers"]


def test_what_is_chosen_is_the_same_on_both_pages():
    page = at_page("weight", preset=MAZUR)
    page.choose("selected_to", 1)
    page.at.switch_page("pages/understand/what_if.py")
    page.run()
    assert "weight from x1 to h2" in page.component("what_if_curve")["alt"]
    assert Address("W", 0, 1, 0) in walk_of(page.document).plan.addresses
