"""What can be pressed, what a press reports, and how it is said."""

import json

from playground.stage.figure import stage_figure
from tests.playground.stage.test_figure import DESIGN, HALLSTROM, LARGEST, MAZUR, preset, step_at
from tests.playground.stage.view import view_of
from tests.playground.walks import DRAWINGS, document_of, walk_of


def picture_at(walk, position, **more):
    return stage_figure(view_of(walk, position % len(walk), **more), *DESIGN)


def spoken(walk, position, press):
    (found,) = [t for t in picture_at(walk, position).targets if t.press == press]
    return found.spoken


def test_a_neuron_is_said_by_its_name_and_what_is_known_of_it():
    walk = preset(MAZUR)
    assert spoken(walk, 0, {"point": [1, 1]}) == "h2: bias 0.35"
    at = step_at(walk, quantity="delta", layer=0, neuron=0)
    said = spoken(walk, at, {"point": [1, 0]})
    assert said == "h1: z 0.3775, a 0.5933, da 0.03635, delta 0.008771, bias 0.35"
    assert spoken(walk, 0, {"point": [0, 0]}) == "x1: input 0.05"


def test_an_edge_is_said_by_its_ends_its_weight_and_what_became_of_it():
    walk = preset(MAZUR)
    press = {"edge": [0, 0, 0]}
    assert spoken(walk, 0, press) == "weight from x1 to h1: 0.15"
    assert spoken(walk, -1, press) == ("weight from x1 to h1: 0.15, gradient 0.0004386, new 0.1498")


def test_the_loss_and_a_shared_bias_are_said():
    walk = preset(MAZUR)
    assert spoken(walk, 0, {"point": ["loss"]}) == "loss: not computed yet"
    assert spoken(walk, -1, {"point": ["loss"]}) == "loss: 0.2984"
    assert "shared bias 0" in spoken(walk_of(DRAWINGS["shared"]), 0, {"point": [1, 0]})


def test_the_summary_names_the_step_and_its_value():
    walk = preset(MAZUR)
    assert picture_at(walk, 21).alt == (
        "Network 2-2-2, sigmoid; step 22 of 41, backward: delta of h1 = 0.008771"
    )
    running = preset(MAZUR, "term")
    assert "z of h1 so far = 0.0075" in picture_at(running, 0).alt
    layer = preset(MAZUR, "layer")
    assert picture_at(layer, 0).alt.endswith("forward: z of the hidden layer")


def test_everything_that_is_drawn_can_be_pressed():
    walk = preset(HALLSTROM)
    presses = [target.press for target in picture_at(walk, 0).targets]
    points = [press["point"] for press in presses if "point" in press]
    edges = [press["edge"] for press in presses if "edge" in press]
    assert sorted(p for p in points if len(p) == 2) == [
        [c, j] for c, count in enumerate((3, 4, 3, 2)) for j in range(count)
    ]
    assert ["loss"] in points
    assert len(edges) == len({tuple(edge) for edge in edges}) == 30


def test_an_edge_that_is_not_there_is_no_target():
    walk = walk_of(DRAWINGS["cut"])
    presses = [target.press for target in picture_at(walk, 0).targets]
    assert {"edge": [0, 0, 1]} not in presses
    assert {"edge": [0, 0, 0]} in presses


def test_folded_rows_report_their_column():
    walk = walk_of(document_of((2, 12, 2)))
    folds = [t for t in picture_at(walk, 0).targets if "fold" in t.press]
    assert [t.press for t in folds] == [{"fold": 1}]
    assert folds[0].spoken == "5 more in hidden layer; click to show all"


def test_a_target_lies_where_it_is_drawn():
    picture = picture_at(preset(HALLSTROM), 58)
    points = picture.figure["data"][0]
    places = dict(
        zip(
            map(tuple, points["customdata"]),
            zip(points["x"], points["y"], strict=True),
            strict=True,
        )
    )
    chips = {box.id: box for box in picture.boxes if box.id.startswith("chip")}
    for target in picture.targets:
        if "edge" in target.press:
            layer, to, source = target.press["edge"]
            assert abs(target.line[0][0] - places[layer, source][0]) < 60
            assert abs(target.line[-1][0] - places[layer + 1, to][0]) < 60
            assert target.has_chip
            assert target.box == chips[f"chip/{layer}/{to}/{source}"]
        elif target.press["point"] != ["loss"]:
            x, y = places[tuple(target.press["point"])]
            assert target.box.x0 < x < target.box.x1
            assert target.box.y0 < y < target.box.y1


def test_targets_are_plain_data_and_not_too_much_of_it():
    targets = picture_at(LARGEST, 1195).targets
    assert len(json.dumps([json.loads(target.json) for target in targets])) < 150_000
