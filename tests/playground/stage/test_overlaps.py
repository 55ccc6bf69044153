"""Nothing in the picture meets, bites into a circle, or hides under its own label: seen on the
figures of random networks, at random steps, in places of nine sizes. STAGE_NETWORKS says of how
many; CONTRIBUTING.md of how many it should be now and then."""

import itertools

import numpy as np
import pytest

from backprop_core import Network, trace
from playground.notation.symbols import NOTATIONS, Symbols
from playground.stage.figure import stage_figure
from playground.stage.stage_view import StageView
from tests.playground.stage.seen import NETWORKS, boxes, circles, outlines, texts

PLACES = {
    "1280x720": (854, 590),
    "1400x900": (924, 744),
    "1920x1080": (1336, 928),
    "present": (1920, 792),
    "present, 1280x720": (1258, 528),
    "phone": (400, 306),
    "small phone": (360, 282),
    "phone on its side": (860, 250),
    "zoomed": (570, 393),
}
DESKTOP = list(PLACES)[:3]
BLOCKS = 4
ACTIVATIONS = ("sigmoid", "tanh", "relu", "linear")
LOSSES = ("half_squared_error", "mean_squared_error", "root_mean_squared_error")
TOUCH = 0.6  # px: what rounding to a tenth and a letter's own edge leave open


def random_view(seed):
    """A network, a batch, a granularity, a notation and a step, as they come."""
    rng = np.random.default_rng(seed)
    small = seed % 3 != 0
    most_rows, most_columns = (4, 4) if small else (16, 9)
    count = int(rng.integers(2, most_columns + 1))
    sizes = tuple(int(n) for n in rng.integers(1, most_rows + 1, count))
    activations = [str(rng.choice(ACTIVATIONS)) for _ in sizes[1:]]
    loss = str(rng.choice(LOSSES))
    if sizes[-1] > 1 and rng.random() < 0.3:
        activations[-1], loss = "softmax", "cross_entropy"
    bias = str(rng.choice(["each", "shared", "none"], p=[0.6, 0.25, 0.15]))
    network = Network.random(sizes, activations, loss, bias=bias, seed=seed)
    batch = int(rng.choice([1, 1, 3]))
    x, y = rng.normal(size=(batch, sizes[0])), rng.random((batch, sizes[-1]))
    granularity = str(rng.choice(["neuron", "neuron", "term", "layer"]))
    rate, to_inputs = float(rng.choice([0.5, 0.01])), seed % 7 in (2, 5)
    made = trace(network, x.round(2), y.round(2), rate, granularity, to_inputs=to_inputs)
    notation = NOTATIONS[str(rng.choice(list(NOTATIONS)))] if seed % 4 == 0 else NOTATIONS["own"]
    at = len(made) - 1 if seed % 5 == 0 else int(rng.integers(len(made)))
    symbols = Symbols(notation, sizes, batch)
    digits = int(rng.choice([4, 4, 6, 3, 12]))
    return StageView(made, at, symbols, digits, chosen_sample=batch - 1)


@pytest.mark.sampled(12)
@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("block", range(BLOCKS))
def test_no_two_labels_of_any_network_meet(name, block):
    """In the three places on a desktop all of them, in the others every third."""
    place = PLACES[name]
    every = BLOCKS * (1 if name in DESKTOP else 3)
    for seed in range(block, NETWORKS, every):
        view = random_view(seed)
        faults = faults_of(stage_figure(view, *place), place)
        assert not faults, f"seed {seed}, {view.sizes}, step {view.position}: {faults[:5]}"


def test_a_title_has_no_second_line_where_there_is_no_room_for_it():
    view, place = random_view(180), PLACES["phone on its side"]
    assert not faults_of(stage_figure(view, *place), place)


def test_a_small_phone_has_room_for_every_weight_of_a_textbook_network():
    network = Network.random((2, 2, 2), ["sigmoid", "sigmoid"], "half_squared_error", seed=1)
    made = trace(network, [[0.05, 0.1]], [[0.01, 0.99]], 0.5)
    for at in (0, len(made) - 1):
        seen = texts(
            stage_figure(StageView(made, at, Symbols(NOTATIONS["own"], (2, 2, 2))), 360, 320)
        )
        letter = "new" if at else "w"
        assert sum(name.startswith(f"{letter}/") for name in seen) == 8


def test_what_meets_is_found():
    """The check itself: each of these pictures is spoiled on purpose."""
    view, place = random_view(1), PLACES["1400x900"]
    for spoil, fault in (
        (lambda text: text["x"].__setitem__(slice(0, 2), [300, 300]), "meets"),
        (lambda text: text["x"].__setitem__(0, -50), "leaves the place"),
        (lambda text: text["textfont"]["size"].__setitem__(slice(None), [60] * 999), "circle"),
    ):
        picture = stage_figure(view, *place)
        assert not faults_of(picture, place)
        text = picture.figure["data"][-1]
        text["y"][:2] = [300, 300]
        spoil(text)
        assert any(fault in said for said in faults_of(picture, place))


def faults_of(picture, place):
    """All that is wrong with a picture, in words."""
    written, solid, discs = texts(picture), boxes(picture), circles(picture)
    return [
        *_outside(written, solid, place),
        *_meeting(list(written.values())),
        *_meeting(list(solid.values())),
        *_in_boxes(written, solid),
        *_in_circles(written, solid, picture, discs),
        *_hidden_edges(picture, written, solid),
    ]


def _outside(written, solid, place):
    for rect in (*written.values(), *solid.values()):
        if rect.x0 < -1 or rect.y0 < -1 or rect.x1 > place[0] + 1 or rect.y1 > place[1] + 1:
            yield f"{rect.name} leaves the place"


def _meeting(rects):
    for one, other in itertools.combinations(rects, 2):
        if one.overlap(other) > TOUCH:
            yield f"{one.name} meets {other.name} by {one.overlap(other):.1f}"


def _in_boxes(written, solid):
    """A text that meets a box lies in it, and is one of its own."""
    for text in written.values():
        for box in solid.values():
            if text.overlap(box) > TOUCH:
                if not _belongs(text.name, box.name):
                    yield f"{text.name} meets {box.name}"
                elif not box.holds(text, by=TOUCH):
                    yield f"{text.name} is wider than {box.name}"


def _belongs(text, box):
    kind, _, rest = box.partition("/")
    if kind == "chip":
        return text.split("/", 1)[1:] == [rest] and text.split("/")[0] in ("w", "dW", "new")
    if kind == "tab":
        return text == rest
    if kind == "badge":
        return text in (f"slope/{rest}", f"da/{rest}")
    if kind == "output":
        return text.split("/")[:2] in (["target", rest], ["output-loss", rest])
    if kind == "fold":
        return text == f"{box}/text"
    return kind == "total" and text.split("/")[0] in ("loss", "sample-loss")


def _in_circles(written, solid, picture, discs):
    drawn = {box.id: box for box in picture.boxes}
    for (column, neuron), (x, y, r) in discs.items():
        own = drawn[f"circle/{column}/{neuron}"]
        is_round = abs((own.x1 - own.x0) - 2 * r) < 0.3
        here = f"{column}/{neuron}"
        for text in written.values():
            kind, _, rest = text.name.partition("/")
            kinds = INSIDE if is_round else (*INSIDE, "b", "db")
            inside = rest == here and kind in kinds
            in_tab = f"tab/{kind}/{rest}" in solid
            if inside and not in_tab and is_round:
                far = max(((cx - x) ** 2 + (cy - y) ** 2) ** 0.5 for cx, cy in text.corners())
                if far > r + TOUCH:
                    yield f"{text.name} does not fit its circle by {far - r:.1f}"
            elif inside and not is_round and max(own.x0 - text.x0, text.x1 - own.x1) > TOUCH:
                yield f"{text.name} sticks out of its neuron"
            elif not inside and _bites(text, own, (x, y, r), is_round):
                yield f"{text.name} bites into circle {here}"
        for box in solid.values():
            kind = box.name.partition("/")[0]
            mine = box.name.endswith(here) and kind in ("tab", "badge")
            if not mine and _bites(box, own, (x, y, r), is_round):
                yield f"{box.name} bites into circle {here}"


INSIDE = ("x", "z", "a", "da", "delta", "slope")  # a circle; a flat neuron has its bias's too


def _bites(rect, own, disc, is_round):
    x, y, r = disc
    if is_round:
        return rect.distance(x, y) < r - TOUCH
    sides = (own.x0 < rect.x1 - TOUCH, rect.x0 + TOUCH < own.x1)
    ends = (own.y0 < rect.y1 - TOUCH, rect.y0 + TOUCH < own.y1)
    return all((*sides, *ends))


def _hidden_edges(picture, written, solid):
    """Of each edge a piece is seen at both sides of its chip; and where it runs through one of its
    own numbers, that number has a surface behind it."""
    surfaces = outlines(picture, "@surface")
    for target in picture.targets:
        if "edge" not in target.press:
            continue
        name = "/".join(map(str, target.press["edge"]))
        chip = solid.get(f"chip/{name}")
        if chip is None:
            continue
        seen = sum(not _within(chip, point) for point in _dense(target.line))
        if seen < 8:
            yield f"edge {name} hides under its chip: {seen} px of it are seen"
        for part in ("w", "dW", "new"):
            text = written.get(f"{part}/{name}")
            crossed = text and any(_within(text, point) for point in _dense(target.line))
            if crossed and not any(surface.holds(text, by=1.5) for surface in surfaces):
                yield f"edge {name} runs through {text.name}"


def _within(rect, point):
    return rect.x0 < point[0] < rect.x1 and rect.y0 < point[1] < rect.y1


def _dense(line):
    """Points on a line, one for each px of it."""
    for (x0, y0), (x1, y1) in itertools.pairwise(line):
        steps = max(1, round(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5))
        for k in range(steps):
            yield x0 + k / steps * (x1 - x0), y0 + k / steps * (y1 - y0)
