"""The picture of the network at a step: a place for every number, and what the step is about."""

import itertools
import json
import re

import pytest

from backprop_core import Address
from playground.exercise.presets import presets
from playground.functions.typed.typed_functions import named
from playground.notation import number_text
from playground.notation.symbols import NOTATIONS, Symbols
from playground.stage.colours import DARK, LIGHT
from playground.stage.figure import stage_figure
from playground.stage.stage_view import QUANTITIES, StageView
from tests.playground.stage.seen import NETWORKS, sizes, texts, words
from tests.playground.stage.view import view_of
from tests.playground.walks import DRAWINGS, document_of, walk_of

MAZUR, HALLSTROM = "01_mazur_own_bias", "08_hallstrom_3_4_3_2"
DESIGN, SMALL, LARGE = (924, 744), (854, 590), (1336, 928)
LARGEST = walk_of(document_of((16,) * 9))


def preset(name, granularity="neuron"):
    return walk_of(presets()[name], granularity)


def step_at(walk, **where):
    """The first step at such an address."""
    return next(
        k
        for k, address in enumerate(walk.plan.addresses)
        if all(getattr(address, name) == value for name, value in where.items())
    )


def some_of_every_kind(walk):
    """The first and the last step of each quantity of each layer, and of them that are running
    sums; all steps where many networks are wanted."""
    if NETWORKS >= 300:
        return range(len(walk))
    found = {}
    for k, at in enumerate(walk.plan.addresses):
        kind = (at.quantity, at.layer, at.part is None or at.part == 0)
        found[kind] = (found.get(kind, (k,))[0], k)
    return sorted({k for both in found.values() for k in both})


def picture_of(walk, position, place=DESIGN, theme="light", **more):
    return stage_figure(view_of(walk, position % len(walk), **more), *place, theme)


def written(value, digits=4):
    return number_text.text(float(value), digits).replace("-", "−")


def looks(picture, colour):
    """The shapes drawn or filled in that colour."""
    return [
        shape
        for shape in picture.figure["layout"]["shapes"]
        if colour in (shape.get("fillcolor"), shape["line"].get("color"))
    ]


# every number has its place


def test_a_low_picture_still_shows_three_digits_of_each_neurons_number():
    walk = preset(HALLSTROM)
    said = words(picture_of(walk, step_at(walk, quantity="delta", layer=0, neuron=2), (1258, 428)))
    deltas = walk.gradients.layers[0].delta[0]
    assert said["delta/1/2"] == f"δ {written(deltas[2], 3)}"
    assert said["delta/1/1"] == f"δ {written(deltas[1], 3)}"


def test_at_the_last_step_every_number_of_the_network_is_in_sight():
    walk = preset(MAZUR)
    said = words(picture_of(walk, -1))
    for layer in range(2):
        made, gradient = walk.forward.layers[layer], walk.gradients.layers[layer]
        old, new = walk.network.layers[layer], walk.after.layers[layer]
        for j in range(2):
            here = f"{layer + 1}/{j}"
            assert said[f"z/{here}"] == f"z {written(made.z[0, j])}"
            assert said[f"a/{here}"] == f"a {written(made.a[0, j])}"
            assert said[f"da/{here}"] == f"∂a {written(gradient.da[0, j])}"
            assert said[f"delta/{here}"] == f"δ {written(gradient.delta[0, j])}"
            assert said[f"b/{here}"] == f"b {written(old.b[j])} → {written(new.b[j])}"
            assert said[f"db/{here}"] == f"∂ {written(gradient.db[j])}"
            for i in range(2):
                edge = f"{layer}/{j}/{i}"
                assert said[f"new/{edge}"] == f"{written(old.W[j, i])} → {written(new.W[j, i])}"
                assert said[f"dW/{edge}"] == f"∂ {written(gradient.dW[j, i])}"
    assert said["loss"] == written(walk.gradients.loss)
    assert [said[f"target/{k}"] for k in range(2)] == ["0.01", "0.99"]
    assert [said[f"output-loss/{k}"] for k in range(2)] == ["0.2748", "0.02356"]


@pytest.mark.parametrize("place", [DESIGN, SMALL, LARGE], ids=str)
@pytest.mark.parametrize(
    "layers", [(2, 2, 2), (3, 4, 3, 2), (4, 4, 4, 4), (4, 1, 4), (1, 4, 1), (2, 3, 1), (1, 1)]
)
def test_up_to_four_rows_and_columns_nothing_is_missing_at_the_last_step(layers, place):
    walk = walk_of(document_of(layers))
    said = words(picture_of(walk, -1, place))
    for column, count in itertools.islice(enumerate(layers), 1, None):
        for j in range(count):
            for quantity in ("z", "a", "delta", "b", "db"):
                assert not said[f"{quantity}/{column}/{j}"].endswith("·")
            assert "→" in said[f"b/{column}/{j}"]
            for i in range(layers[column - 1]):
                edge = f"{column - 1}/{j}/{i}"
                assert f"dW/{edge}" in said
                assert f"w/{edge}" in said or "→" in said[f"new/{edge}"], "the old weight is there"


@pytest.mark.sampled(8)
@pytest.mark.parametrize("layers", [(2, 2, 2), (3, 4, 3, 2), (4, 4, 4, 4), (1, 4, 1)])
@pytest.mark.parametrize("place", [DESIGN, SMALL, LARGE, (1920, 792)], ids=str)
def test_no_number_ever_leaves_its_place(layers, place):
    walk = walk_of(document_of(layers))
    seen = {}
    for position in some_of_every_kind(walk):
        picture = picture_of(walk, position, place)
        tabs = {box.id for box in picture.boxes}
        for name, box in texts(picture).items():
            kind = name.split("/")[0]
            if kind in ("z", "a", "x", "name") or f"tab/{name}" in tabs:
                middle = round((box.x0 + box.x1) / 2), round((box.y0 + box.y1) / 2)
                assert seen.setdefault(name, middle) == pytest.approx(middle, abs=1)
            if kind in ("w", "new", "dW"):
                middle = round((box.x0 + box.x1) / 2)
                assert seen.setdefault(name.split("/", 1)[1], middle) == pytest.approx(
                    middle, abs=1
                )


def test_what_is_not_known_yet_is_a_faint_letter_and_a_dot():
    said = words(picture_of(preset(MAZUR), 0))
    assert said["z/1/0"] == "z 0.3775"
    assert [said[f"{q}/1/1"] for q in ("z", "a", "da", "delta")] == ["z ·", "a ·", "∂a ·", "δ ·"]
    assert said["loss"] == "·"
    assert said["w/0/0/0"] == "0.15"
    assert "dW/0/0/0" not in said


def test_numbers_come_step_by_step():
    walk = preset(MAZUR)
    for position in range(len(walk)):
        said = words(picture_of(walk, position))
        for quantity, layer, j in itertools.product(("z", "a", "da", "delta"), range(2), range(2)):
            made = walk.plan.step_making(Address(quantity, layer, j, sample=0))
            assert said[f"{quantity}/{layer + 1}/{j}"].endswith("·") == (made > position)
        for layer, j, i in itertools.product(range(2), range(2), range(2)):
            edge = f"{layer}/{j}/{i}"
            known = {
                q: walk.plan.step_making(Address(q, layer, j, i)) <= position for q in ("dW", "W")
            }
            assert (f"dW/{edge}" in said) == known["dW"]
            assert (f"new/{edge}" in said) == known["W"]


def test_where_loss_and_softmax_are_taken_together_there_is_no_place_for_da():
    said = words(picture_of(walk_of(DRAWINGS["classes"]), 0))
    assert "delta/2/0" in said
    assert "da/2/0" not in said


@pytest.mark.parametrize("place", [DESIGN, (1896, 790)], ids=str)
def test_a_tab_that_stands_alone_is_in_the_middle_below_its_circle(place):
    found = texts(picture_of(preset("07_xor"), 40, place))
    middles = [(found[k].x0 + found[k].x1) / 2 for k in ("b/2/0", "delta/2/0")]
    assert middles[0] == pytest.approx(middles[1], abs=1.5)


def test_a_shared_bias_stands_once():
    walk = walk_of(DRAWINGS["shared"])
    said = words(picture_of(walk, 0))
    assert said["b/1/shared"].startswith("shared b")
    assert "b/1/0" not in said
    assert "→" in words(picture_of(walk, -1))["b/1/shared"]


def test_the_numbers_are_those_of_the_sample():
    walk = walk_of(DRAWINGS["batch"])
    last = len(walk) - 1
    for sample in range(3):
        said = words(picture_of(walk, last, chosen_sample=sample))
        assert said["x/0/0"] == written(walk.forward.x[sample, 0])
        assert said["z/1/2"].startswith(f"z {written(walk.forward.layers[0].z[sample, 2], 3)}"[:5])
    at = step_at(walk, quantity="z", layer=0, neuron=1, sample=2)
    assert words(picture_of(walk, at))["x/0/0"] == written(walk.forward.x[2, 0])


def test_a_sum_that_is_running_says_so():
    walk = preset(MAZUR, "term")
    said = words(picture_of(walk, 0))
    assert said["z/1/0"] == "z 0.0075…"
    at = step_at(walk, quantity="loss")
    assert words(picture_of(walk, at))["loss"] == "0.2748…"
    assert words(picture_of(walk, at))["output-loss/1"] == "·"


def test_a_root_of_a_mean_has_no_parts_to_show():
    said = words(picture_of(walk_of(DRAWINGS["rooted"]), -1))
    assert "output-loss/0" not in said
    assert "loss" in said


# sizes


@pytest.mark.parametrize(
    ("place", "value", "chip"), [(SMALL, 14, 12.2), (DESIGN, 16, 14), (LARGE, 22, 18)]
)
@pytest.mark.parametrize("layers", [(2, 2, 2), (3, 4, 3, 2), (4, 4, 4, 4)])
def test_type_is_at_least_as_large_as_the_design_asks(layers, place, value, chip):
    found = sizes(picture_of(walk_of(document_of(layers)), -1, place))
    for name, size in found.items():
        kind = name.split("/")[0]
        if kind in ("z", "a", "x"):
            assert size >= value
        if kind in ("w", "new", "dW"):
            assert size >= chip
        assert size >= 11


def test_present_has_type_for_the_back_row():
    found = sizes(picture_of(preset(MAZUR), 14, (1920, 792)))
    assert found["z/1/0"] >= 34
    assert found["w/0/0/0"] >= 28


WALKED = {(824, 590): (1260, 540), (895, 744): (1380, 616), (1254, 906): (1896, 790)}


@pytest.mark.parametrize("layers", [(2, 2, 2), (3, 3, 3), (3, 4, 3, 2), (4, 4, 4, 4)])
def test_no_number_is_smaller_while_presenting_than_while_walking(layers):
    walk = walk_of(document_of(layers))
    for walked, presented in WALKED.items():
        alone, shown = (sizes(picture_of(walk, 0, place)) for place in (walked, presented))
        for name in ("z/1/0", "name/1/0", "w/0/0/0"):
            assert shown[name] >= alone[name]
        assert shown["title/1"] >= 0.96 * alone["title/1"]


def test_one_unit_of_the_axes_is_one_px():
    layout = picture_of(preset(MAZUR), 0).figure["layout"]
    assert layout["xaxis"]["range"] == [0, 924]
    assert layout["yaxis"]["range"] == [744, 0]
    assert (layout["width"], layout["height"]) == DESIGN
    assert set(layout["margin"].values()) == {0}


@pytest.mark.parametrize("position", [0, 1195, 3000, -1])
@pytest.mark.parametrize("walk", [preset(MAZUR), walk_of(document_of((4,) * 4)), LARGEST])
def test_a_picture_costs_two_traces_and_few_shapes(walk, position):
    figure = picture_of(walk, position).figure
    assert len(figure["data"]) == 2
    assert len(figure["layout"]["shapes"]) < 50
    assert len(json.dumps(figure, separators=(",", ":"))) < 90_000


# the step


def test_a_hidden_delta_lights_its_edges_the_slope_and_the_deltas_it_took():
    walk = preset(MAZUR)
    picture = picture_of(walk, step_at(walk, quantity="delta", layer=0, neuron=0))
    said = words(picture)
    assert said["slope/1/0"] == "f′ 0.2413"
    assert said["product/1/0/0"] == "0.0554"
    assert said["product/1/1/0"] == "−0.01905"
    assert looks(picture, LIGHT["@backward-soft"])
    assert not looks(picture, LIGHT["@update"])


def test_a_weighted_sum_shows_what_each_edge_adds():
    walk = preset(MAZUR)
    said = words(picture_of(walk, 0))
    assert said["product/0/0/0"] == "0.0075"
    assert said["product/0/0/1"] == "0.02"
    assert "product/0/1/0" not in said


def test_a_gradient_shows_the_activation_that_runs_along_its_edge():
    walk = preset(MAZUR)
    at = step_at(walk, quantity="dW", layer=1, neuron=0, source=1)
    picture = picture_of(walk, at)
    assert words(picture)["product/1/0/1"] == "0.5969"
    assert looks(picture, LIGHT["@gradient"])


@pytest.mark.parametrize("quantity", ["z", "loss", "delta", "dW", "W"])
def test_each_phase_has_its_own_colour(quantity):
    walk = preset(MAZUR)
    at = step_at(walk, quantity=quantity)
    phase = walk[at].phase
    tinted = looks(picture_of(walk, at), LIGHT[f"@{phase}-soft"])
    assert any(shape.get("opacity") == 0.5 for shape in tinted), "the column's band"


def test_a_negative_weight_is_dashed_and_stays_so_when_it_is_lit():
    walk = preset(HALLSTROM)
    at = step_at(walk, quantity="z", layer=0, neuron=0)
    lit = looks(picture_of(walk, at), LIGHT["@forward"])
    assert {shape["line"].get("dash") for shape in lit if shape["line"]["width"] > 2} >= {
        None,
        "6px,4px",
    }
    resting = looks(picture_of(walk, at), LIGHT["@negative"])
    assert all("dash" in shape["line"] for shape in resting)


def test_a_calm_picture_lights_nothing():
    walk = preset(MAZUR)
    picture = picture_of(walk, 21, calm=True)
    assert not [s for s in looks(picture, LIGHT["@backward"]) if s["line"]["width"] > 2]
    assert not picture.motion
    assert words(picture)["delta/1/0"] == "δ 0.008771", "but it says how much is known"


def test_what_is_selected_or_lit_besides_is_marked():
    walk = preset(MAZUR)
    plain = picture_of(walk, 0)
    for more in (
        {"selection": (1, 1)},
        {"selection": (1, 0, 1)},
        {"neurons": frozenset({(2, 0)})},
        {"edges": frozenset({(1, 0, 0)})},
    ):
        marked = picture_of(walk, 0, **more)
        assert marked.figure["layout"]["shapes"] != plain.figure["layout"]["shapes"]
        assert words(marked) == words(plain)


def test_without_a_theme_colours_are_names_that_both_themes_know():
    figure = json.dumps(stage_figure(view_of(preset(MAZUR), 21), *DESIGN).figure)
    names = set(re.findall(r"@[a-z-]+", figure))
    assert names
    assert names <= set(LIGHT)
    dark = json.dumps(picture_of(preset(MAZUR), 21, theme="dark").figure)
    assert "@" not in dark
    assert DARK["@backward"] in dark


# notations, functions, and numbers out of range


@pytest.mark.parametrize("name", NOTATIONS)
def test_the_letters_are_those_of_the_notation(name):
    walk = preset(MAZUR)
    symbols = Symbols(NOTATIONS[name], walk.network.sizes)
    said = words(stage_figure(StageView(walk, len(walk) - 1, symbols), *DESIGN))
    assert said["z/1/0"].split()[0] == symbols.short("z", 1)
    assert said["delta/2/0"].split()[0] == symbols.short("delta", 2)
    assert said["name/1/1"] == symbols.neuron(1, 1)


def test_a_typed_function_is_named_and_cannot_write_into_the_figure():
    document = document_of((2, 2, 1))
    document["layers"][0]["activation"] = named("z*sigmoid(z)")
    picture = picture_of(walk_of(document), 0)
    raw = picture.figure["data"][-1]["text"]
    assert all(re.sub(r"</?span[^>]*>", "", text).count("<") == 0 for text in raw)


@pytest.mark.parametrize("size", [1e200, 1e308])
def test_numbers_out_of_range_are_shown_as_they_are(size):
    document = document_of((2, 2, 2), "linear")
    for layer in document["layers"]:
        layer["W"] = [[size * w for w in row] for row in layer["W"]]
    walk = walk_of(document)
    for position in range(len(walk)):
        said = words(picture_of(walk, position))
        assert said["z/1/0"]
    assert "∞" in said["loss"] or "NaN" in said["loss"]


# many rows and columns


def test_a_neuron_of_a_large_network_shows_the_steps_own_number_by_its_symbol():
    at = step_at(LARGEST, quantity="delta", layer=4, neuron=9)
    said = words(picture_of(LARGEST, at))
    assert said["delta/5/9"].startswith("δ ")
    assert all(said[f"delta/6/{k}"].startswith("δ ") for k in range(16)), "all that it took"


def test_the_neighbourhood_of_a_large_networks_step_is_complete():
    at = step_at(LARGEST, quantity="z", layer=3, neuron=12)
    said = words(picture_of(LARGEST, at))
    assert all(f"a/3/{k}" in said for k in range(16))
    assert all(f"w/3/12/{k}" in said for k in range(16))
    assert not any(name.startswith("w/2/") for name in said)


@pytest.mark.parametrize("bias", ["own", "shared"])
def test_a_neuron_without_room_for_its_bias_shows_the_one_that_the_step_is_about(bias):
    document = document_of((3, 4, 3, 2))
    for layer in document["layers"]:
        layer["bias"], layer["b"] = bias, 0.5 if bias == "shared" else layer["b"]
    walk, own = walk_of(document), {"layer": 2, "neuron": 1 if bias == "own" else None}
    for quantity, begins, phase in (("db", "∂ ", "@gradient"), ("b", "b → ", "@update")):
        at = step_at(walk, quantity=quantity, **own)
        picture = picture_of(walk, at, (392, 326))
        shown = words(picture)[f"{quantity}/3/1"]
        assert shown.startswith(begins)
        exact = float(walk[at].value)
        assert abs(float(shown.split()[-1].replace("−", "-")) - exact) <= 0.02 * abs(exact)
        assert looks(picture, LIGHT[phase]), "its rim has the colour of the phase"
        assert words(picture)["delta/3/0"].startswith("δ "), "the layer's columns are open"


def test_on_a_phone_a_neuron_of_four_rows_shows_the_number_that_goes_with_the_steps_own_too():
    walk, place = preset(HALLSTROM), (400, 326)
    forward = words(picture_of(walk, step_at(walk, quantity="z", layer=1, neuron=0), place))
    assert forward["z/2/0"] == "z 0.9515"
    assert forward["a/2/0"] == "a ·"
    assert (forward["z/1/3"], forward["a/1/3"]) == ("z 0.5", "a 0.6225")
    back = picture_of(walk, step_at(walk, quantity="delta", layer=0, neuron=2), place)
    said, found = words(back), texts(back)
    assert (said["a/1/2"], said["delta/1/2"]) == ("a 0.6748", "δ −0.00332")
    assert found["a/1/2"].y1 <= found["delta/1/2"].y0 + 2
    update = words(picture_of(walk, step_at(walk, quantity="b", layer=0, neuron=2), place))
    assert (update["delta/1/2"], update["b/1/2"]) == ("δ −0.00332", "b → 0.3017")


@pytest.mark.parametrize("place", [SMALL, DESIGN, LARGE, (1895, 780)])
@pytest.mark.parametrize("layers", [(8, 8, 4), (8, 8, 8), (16, 16, 10)])
def test_eight_rows_are_named(layers, place):
    said = words(picture_of(walk_of(document_of(layers)), -1, place))
    kinds = ("x", "b", *QUANTITIES)
    numbers = [at for kind, _, at in (name.partition("/") for name in said) if kind in kinds]
    assert len(numbers) > sum(min(count, 8) for count in layers) - 4
    assert {f"name/{at}" for at in numbers} <= set(said)


def test_folded_rows_are_counted_and_open_when_asked_for():
    walk = walk_of(document_of((2, 12, 2)))
    closed = picture_of(walk, 0)
    folds = [text for name, text in words(closed).items() if name.startswith("fold")]
    assert folds == ["+ 5 more"]
    opened = picture_of(walk, 0, opened=frozenset({1}))
    assert not any(name.startswith("fold") for name in words(opened))
    assert len(opened.figure["data"][0]["x"]) == 16


@pytest.mark.sampled(20)
@pytest.mark.parametrize("name", DRAWINGS)
@pytest.mark.parametrize("granularity", ["term", "neuron", "layer"])
def test_every_kind_of_step_has_a_picture(name, granularity):
    walk = walk_of(DRAWINGS[name], granularity)
    for position in some_of_every_kind(walk):
        picture = picture_of(walk, position)
        assert len(picture.labels) == len(picture.figure["data"][-1]["text"])
