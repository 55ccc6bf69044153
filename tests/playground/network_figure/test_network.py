"""The walk's picture: what it shows is what the engine computed, and nothing before its time."""

import json
import re

import numpy as np
import plotly.graph_objects as go
import pytest

from backprop_core import Address, Layer, Network, trace
from playground.exercise.presets import presets
from playground.network_figure.geometry import SIZE, geometry_of
from playground.network_figure.network import network_figure, step_figure, step_figure_json
from playground.notation.number_text import old_to_new, text
from playground.views.palette import DARK, LIGHT
from tests.playground import drawings as edits
from tests.playground.views.coloured import coloured
from tests.playground.walks import document_of, walk_of

DIGITS = 5
QUANTITIES = {"z": "z", "a": "a", "da": "da", "δ": "delta"}
LARGEST = document_of((16,) * 9, "tanh", weights=3)


@pytest.fixture(scope="module")
def largest():
    return walk_of(LARGEST)


def neurons_of(figure):
    """The trace of the neurons, and the place of each (column, neuron) in it."""
    for made in figure["data"]:
        keys = made.get("customdata", [])
        if keys and len(keys[0]) == 2 and isinstance(keys[0][0], int):
            return made, {tuple(key): place for place, key in enumerate(keys)}
    raise AssertionError("no trace holds the neurons")


def texts_of(figure):
    """What stands in each neuron, as lines without their bold marks, by (column, neuron)."""
    made, places = neurons_of(figure)
    return {
        key: [line for line in re.sub("</?b>", "", made["text"][k]).split("<br>") if line.strip()]
        for key, k in places.items()
    }


def loss_of(figure):
    return next(t for t in figure["data"] if t.get("customdata") == [["loss"]])


def strings(part):
    """Every string in the figure with the name of the field that it is in."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield from ((key, v) if k == "" else (k, v) for k, v in strings(value))
    elif isinstance(part, list):
        for value in part:
            yield from strings(value)
    elif isinstance(part, str):
        yield "", part


def known(t, step, quantity, layer, neuron, sample):
    made = t.plan.step_making(Address(quantity, layer, neuron, sample=sample))
    return made is not None and made <= step.number


def steps_of(t, every=1):
    return [*t[::every], t[-1]]


@pytest.mark.parametrize("granularity", ["term", "neuron", "layer"])
@pytest.mark.parametrize("name", presets())
def test_every_number_in_a_neuron_is_the_engines_and_none_comes_early(name, granularity):
    t = walk_of(presets()[name], granularity)
    for step in t:
        sample = step.sample or 0
        for (column, j), lines in texts_of(network_figure(t, step, DIGITS)).items():
            if column == 0:
                assert lines == [text(t.forward.x[sample, j], DIGITS)]
                continue
            running = not step.complete and (step.layer, step.neuron) == (column - 1, j)
            made = [q for q in QUANTITIES.values() if known(t, step, q, column - 1, j, sample)]
            assert bool(lines) == (bool(made) or (running and step.quantity in ("z", "da")))
            for line in lines:
                sign, _, number = line.rpartition(" ")
                quantity = QUANTITIES[sign]
                if number.endswith("…"):
                    assert running
                    assert number == text(step.value, DIGITS) + "…"
                else:
                    assert known(t, step, quantity, column - 1, j, sample)
                    at = Address(quantity, column - 1, j, sample=sample)
                    assert number == text(t.value(at), DIGITS)


@pytest.mark.parametrize("name", presets())
def test_before_its_step_a_neuron_says_so_when_pointed_at(name):
    t = walk_of(presets()[name])
    made, places = neurons_of(network_figure(t, t[0], DIGITS))
    for (column, j), place in places.items():
        blank = column > 0 and (column, j) != (1, 0)
        assert ("not computed yet" in made["hovertext"][place]) == blank
        assert not (blank and re.search(r"\d= ", made["hovertext"][place]))


@pytest.mark.parametrize("name", presets())
def test_the_loss_is_shown_from_its_step_on(name):
    t = walk_of(presets()[name])
    made = t.plan.step_making(Address("loss"))
    for step in t:
        shown = loss_of(network_figure(t, step, DIGITS))["text"][0]
        if step.number >= made:
            assert text(t.gradients.loss, DIGITS) in shown
        elif step.quantity != "loss":
            assert not re.search(r"\d", shown)


@pytest.mark.parametrize("name", presets())
def test_the_number_of_the_step_itself_can_be_read_in_the_picture(name):
    t = walk_of(presets()[name])
    for step in t:
        figure = network_figure(t, step, DIGITS)
        all_texts = json.dumps([made.get("text", "") for made in figure["data"]])
        assert text(step.value, DIGITS) in all_texts, step


def edges_of(figure):
    """Each connection with its weight and the look of its line."""
    for made in figure["data"]:
        for layer, to, source, weight in lines(made):
            yield (layer, to, source), weight, made["line"]


def lines(made):
    return made.get("meta", []) if made["mode"] == "lines" else []


@pytest.mark.parametrize("name", presets())
def test_every_connection_is_drawn_and_sign_is_told_by_dashes_too(name):
    t = walk_of(presets()[name])
    drawn = list(edges_of(network_figure(t, t[0], DIGITS)))
    assert len(drawn) == sum(np.prod(layer.W.shape) for layer in t.network.layers)
    for (layer, to, source), weight, line in drawn:
        exact = t.network.layers[layer].W[to, source]
        assert weight == pytest.approx(exact, rel=1e-5)
        look = {1.0: ("solid", "@positive"), -1.0: ("dash", "@negative"), 0.0: ("dot", "@line")}
        dash, colour = look[np.sign(exact)]
        assert line["dash"] == dash
        assert line["color"].startswith(colour)


def test_a_larger_weight_is_never_thinner():
    W = [[0.1, -0.2, 0.4, -0.7, 0.9, 1.2]]
    t = trace(Network((Layer(W, None, "linear"),), "squared_error"), np.ones(6), [0], 0.5)
    edges = sorted((abs(weight), line["width"]) for _, weight, line in edges_of(_figure(t)))
    widths = [width for _, width in edges]
    assert widths == sorted(widths)
    assert len(set(widths)) == 3


def _figure(t, number=0):
    return network_figure(t, t[number], DIGITS)


def test_a_connection_that_was_cut_is_not_drawn():
    layer = Layer([[0.5, 0.5]], None, "linear", [[True, False]])
    t = trace(Network((layer,), "squared_error"), [[1, 2]], [[0]], 0.5)
    assert [edge for edge, *_ in edges_of(_figure(t))] == [(0, 0, 0)]


def test_lines_end_where_the_neurons_are():
    t = walk_of(document_of((2, 3, 1)))
    places = geometry_of((2, 3, 1)).places
    for made in _figure(t)["data"]:
        for k, (layer, to, source, _) in enumerate(lines(made)):
            start = made["x"][3 * k], made["y"][3 * k]
            end = made["x"][3 * k + 1], made["y"][3 * k + 1]
            assert (start, end) == (places[layer][source], places[layer + 1][to])
            assert made["x"][3 * k + 2] is None


def ringed(figure):
    made, places = neurons_of(figure)
    colours = made["marker"]["line"]["color"]
    return {key for key, place in places.items() if colours[place] == "@used"}


def test_what_went_in_and_what_came_out_is_ringed_and_nothing_else():
    t = walk_of(document_of((2, 3, 1)))
    for step, expected in (
        (t[0], {(0, 0), (0, 1), (1, 0)}),
        (t[3], {(1, 0)}),
        (next(s for s in t if s.quantity == "da" and s.layer == 0), {(1, 0), (2, 0)}),
        (next(s for s in t if s.quantity == "dW" and s.layer == 0), {(0, 0), (1, 0)}),
    ):
        assert ringed(network_figure(t, step, DIGITS)) == expected


def test_arrows_point_forward_and_then_back():
    t = walk_of(document_of((1, 1, 1)))
    forward, backward = (
        next(s for s in t if s.quantity == quantity and s.layer == layer)
        for quantity, layer in (("z", 0), ("da", 0))
    )
    angles = []
    for step in (forward, backward):
        made = next(
            m
            for m in network_figure(t, step, DIGITS)["data"]
            if m.get("marker", {}).get("symbol") == "triangle-up"
        )
        angles.append(made["marker"]["angle"][0] % 360)
    assert angles == [90, 270]


def test_the_update_shows_old_and_new():
    t = walk_of(document_of((2, 2, 1)))
    step = next(s for s in t if s.quantity == "W")
    old, new = step.inputs[0].value, step.value
    shown = json.dumps(_figure(t, step.number), ensure_ascii=False)
    assert old_to_new(old, new, DIGITS) in shown
    assert "→" not in json.dumps(_figure(t, step.number - 1), ensure_ascii=False)


def test_old_and_new_have_digits_enough_to_differ():
    assert old_to_new(0.15, 0.149999, 4) == "0.15 → 0.149999"
    assert old_to_new(0.15, 0.15, 4) == "0.15 → 0.15"
    assert old_to_new(1.0, 2.0, 4) == "1 → 2"


def test_of_a_batch_the_sample_that_was_asked_for_is_shown():
    t = walk_of(presets()["07_xor"])
    update = next(s for s in t if s.quantity == "W")
    for sample in range(4):
        lines = texts_of(network_figure(t, update, DIGITS, sample))
        assert lines[0, 0] == [text(t.forward.x[sample, 0], DIGITS)]


def test_a_step_about_one_sample_shows_that_one():
    t = walk_of(presets()["07_xor"])
    step = next(s for s in t if s.sample == 2)
    lines = texts_of(network_figure(t, step, DIGITS, 0))
    assert lines[0, 0] == [text(t.forward.x[2, 0], DIGITS)]


def test_a_running_sum_is_shown_as_far_as_it_has_come():
    t = walk_of(document_of((2, 1)), "term")
    lines = texts_of(network_figure(t, t[0], DIGITS))
    assert lines[1, 0] == [f"z {text(t[0].value, DIGITS)}…"]
    assert texts_of(network_figure(t, t[2], DIGITS))[1, 0] == [f"z {text(t[2].value, DIGITS)}"]


def test_numbers_out_of_range_are_named_and_do_not_look_like_others():
    t = trace(Network((Layer([[1e200]], None, "linear"),), "squared_error"), [[1e200]], [[0]], 0.5)
    figure = network_figure(t, t[-1], DIGITS)
    made, places = neurons_of(figure)
    assert "∞" in made["text"][places[1, 0]]
    assert made["marker"]["color"][places[1, 0]] == "@wrong"
    json.dumps(figure, allow_nan=False)


FIGURES = [*presets().items(), ("1-1", document_of((1, 1))), ("9x16", LARGEST)]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("name", "document"), FIGURES, ids=lambda v: v if type(v) is str else "")
def test_plotly_takes_the_figure(name, document, palette):
    t = walk_of(document)
    for step in steps_of(t, max(1, len(t) // 8)):
        go.Figure(coloured(network_figure(t, step, DIGITS), palette))


@pytest.mark.parametrize(("name", "document"), FIGURES, ids=lambda v: v if type(v) is str else "")
def test_colours_are_names_of_the_palette_and_nothing_else(name, document):
    t = walk_of(document)
    for step in steps_of(t, max(1, len(t) // 25)):
        figure = network_figure(t, step, DIGITS)
        for field, value in strings(figure):
            if value.startswith("@"):
                assert value in LIGHT, field
            elif "color" in field:
                assert value == "rgba(0,0,0,0)"
            assert not value.startswith("#")
        assert "@" not in json.dumps([coloured(figure, LIGHT), coloured(figure, DARK)])


def test_the_largest_network_shows_only_what_is_known(largest):
    for step in steps_of(largest, 400):
        for (column, j), lines in texts_of(network_figure(largest, step, DIGITS)).items():
            made = [q for q in QUANTITIES.values() if known(largest, step, q, column - 1, j, 0)]
            assert bool(lines) == (column == 0 or bool(made))
            if column == 0:
                continue
            values = {text(largest.value(Address(q, column - 1, j, sample=0)), 3) for q in made}
            assert set(lines) <= values


def test_a_large_network_stays_a_small_figure(largest):
    step = next(s for s in largest if s.quantity == "z" and s.layer == 4)
    figure = network_figure(largest, step, DIGITS)
    assert len(figure["data"]) < 25, "a figure costs its traces"
    assert len(json.dumps(figure)) < 400_000


def test_everything_lies_on_the_canvas(largest):
    for t in (walk_of(document_of((1, 1))), walk_of(presets()["01_mazur_own_bias"]), largest):
        for made in network_figure(t, t[0], DIGITS)["data"]:
            for axis, end in zip("xy", SIZE, strict=True):
                assert all(v is None or 0 <= v <= end for v in made[axis])


def test_the_figure_names_its_neurons_for_the_browser():
    t = walk_of(document_of((2, 3, 1)))
    names = _figure(t)["layout"]["meta"]["names"]
    assert names == [["x1", "x2"], ["h1", "h2", "h3"], ["o1"]]


def test_zooming_lasts_through_a_walk_and_not_into_another_network():
    t, other = walk_of(document_of((2, 3, 1))), walk_of(document_of((2, 2, 1)))
    views = [_figure(t, 0), _figure(t, 9), _figure(other)]
    first, later, another = (figure["layout"]["uirevision"] for figure in views)
    assert first == later != another


def test_lights_in_the_kept_json_are_those_of_the_figure():
    t = walk_of(document_of((2, 3, 2)))
    edges, lit_neurons = ((0, 1, 0), (1, 0, 1)), ((1, 1),)
    for given in (((), ()), (edges, lit_neurons), (edges, ()), ((), lit_neurons)):
        made = step_figure(t, t[9], DIGITS, 0, *given)
        assert json.loads(step_figure_json(t, 9, DIGITS, 0, *given)) == made


def test_a_weight_of_zero_looks_neither_positive_nor_negative():
    document = edits.set_weights(document_of((2, 1)), 0, {(0, 0): 0.0, (0, 1): 5e-324})
    made = walk_of(document)
    figure = step_figure(made, made[0], 4)
    looks = [
        (t["line"]["color"], t["line"]["dash"])
        for t in figure["data"]
        if "dash" in t.get("line", {})
    ]
    assert ("@line", "dot") in looks
    assert ("@positive", "solid") in looks
