"""On the graph stands what was entered, with the sign of its verdict, and nothing is hidden."""

from backprop_core import Address, explain, trace
from playground.check.on_graph import entered_numbers
from playground.exercise.document import network_of
from playground.exercise.presets import presets
from playground.notation.symbols import symbols_for
from playground.stage.figure import stage_figure
from playground.stage.stage_view import StageView

NOW = presets()["01_mazur_own_bias"]
NETWORK = network_of(NOW)
TRACE = trace(NETWORK, NOW["x"], NOW["y"], NOW["learning_rate"])
GIVEN = {
    "z": [[["0.378", "0.393"]], None],
    "delta": [[["0.0364", "0.0414"]], [["0.138", "-0.038"]]],
    "step_W": [None, [["-0.041", ""], ["", ""]]],
}
REPORT = explain(NETWORK, NOW["x"], NOW["y"], GIVEN, NOW["learning_rate"])
WRONG = Address("delta", 0, neuron=0, sample=0)


def entered():
    return entered_numbers(REPORT, TRACE)


def test_an_entered_number_stands_in_place_of_ours():
    assert entered().shown(WRONG, 0.0088) == 0.0364
    assert entered().shown(Address("a", 0, neuron=0, sample=0), 0.593) == 0.593


def test_each_has_the_sign_of_its_verdict():
    assert entered().verdict(WRONG) == "wrong"
    assert entered().verdict(Address("z", 0, neuron=1, sample=0)) == "exact"
    assert entered().verdict(Address("a", 0, neuron=0, sample=0)) is None


def test_nothing_is_asked_or_hidden():
    assert not entered().hides(WRONG)
    assert entered().slot(0) is None


def test_steps_have_no_place_on_the_graph():
    assert {at.quantity for at in entered().numbers} == {"z", "delta"}


def test_the_picture_shows_the_number_and_its_sign():
    step = TRACE.plan.step_making(WRONG)
    view = StageView(TRACE, step, symbols_for(TRACE), sheet=entered())
    figure = stage_figure(view, 900, 500).figure
    assert "0.0364" in str(figure)
    assert "✗" in str(figure) or "\\u2717" in str(figure)
