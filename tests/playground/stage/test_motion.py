"""What runs along the edges when a step is made."""

from playground.stage.figure import stage_figure
from tests.playground.stage.test_figure import DESIGN, HALLSTROM, LARGEST, MAZUR, preset, step_at
from tests.playground.stage.view import view_of


def motion_at(walk, position, **more):
    return stage_figure(view_of(walk, position), *DESIGN, **more).motion


def test_forward_the_products_run_to_the_right_and_backward_to_the_left():
    walk = preset(MAZUR)
    forward = motion_at(walk, 0)
    assert [dot["label"] for dot in forward] == ["0.0075", "0.02"]
    assert all(dot["path"][0][0] < dot["path"][-1][0] for dot in forward)
    backward = motion_at(walk, step_at(walk, quantity="da", layer=0, neuron=0))
    assert [dot["label"] for dot in backward] == ["0.0554", "−0.01905"]
    assert all(dot["path"][0][0] > dot["path"][-1][0] for dot in backward)
    assert {dot["colour"] for dot in backward} == {"@backward"}


def test_a_gradient_is_met_by_the_activation_that_its_edge_carries():
    walk = preset(MAZUR)
    (dot,) = motion_at(walk, step_at(walk, quantity="dW", layer=1, neuron=0, source=1))
    assert dot["label"] == "0.5969"
    assert dot["path"][0][0] < dot["path"][-1][0]


def test_nothing_runs_in_an_update_an_activation_or_where_motion_is_off():
    walk = preset(MAZUR)
    assert motion_at(walk, len(walk) - 1) == ()
    assert motion_at(walk, step_at(walk, quantity="W")) == ()
    assert motion_at(walk, step_at(walk, quantity="a")) == ()
    assert motion_at(walk, 0, motion=False) == ()


def test_in_a_dense_network_dots_carry_no_labels():
    walk = preset(HALLSTROM)
    dots = motion_at(walk, step_at(walk, quantity="delta", layer=0, neuron=2))
    assert len(dots) == 3
    assert {dot["label"] for dot in dots} == {""}


def test_a_dot_follows_its_edge_from_rim_to_rim():
    at = step_at(LARGEST, quantity="z", layer=3, neuron=12)
    picture = stage_figure(view_of(LARGEST, at), *DESIGN)
    lines = {tuple(t.press["edge"]): t.line for t in picture.targets if "edge" in t.press}
    own = [lines[3, 12, source] for source in range(16)]
    for dot, line in zip(picture.motion, own, strict=True):
        assert abs(dot["path"][0][0] - line[0][0]) < 2
        assert abs(dot["path"][0][1] - line[0][1]) < 2
