"""Every operation is shown by the file of its name; adding one means adding a file on each side."""

import importlib
import itertools

import numpy as np
import pytest

from backprop_core import Address, Layer, Network, Penalty, backward, forward, rules, trace
from backprop_core.story import operations
from backprop_core.story.number import Term, product
from backprop_core.story.operations import BACKWARD, FORWARD, LOSS
from backprop_core.story.operations.operation import Operation
from playground.latex.tree import Power
from playground.notation.symbols import NOTATIONS, symbols_for
from playground.stage.active import active_of
from playground.stage.figure import stage_figure
from playground.stage.stage_view import StageView
from playground.steps.display import Display, result_of_layer
from playground.steps.displays import DISPLAYS, display_of
from playground.steps.formula import formula_of
from playground.steps.grid_line import Line
from playground.steps.matrix_lines import lines_of
from playground.steps.pass_grids import Form
from playground.steps.sentences import sentence
from playground.steps.writer import whole, with_result
from tests.core.cases import case
from tests.playground.tree_value import value_of
from tests.playground.walks import formula

EVERY = (*FORWARD, *LOSS, *BACKWARD)


@pytest.mark.parametrize("operation", EVERY, ids=lambda o: o.name)
def test_both_sides_have_a_file_of_the_operations_name(operation):
    theirs = importlib.import_module(f"backprop_core.story.operations.{operation.name}")
    ours = importlib.import_module(f"playground.steps.{operation.name}")
    assert getattr(theirs, operation.name.upper()) is operation
    assert type(display_of(operation)).__module__ == ours.__name__


def test_no_display_is_of_no_operation():
    assert set(DISPLAYS) == {operation.name for operation in EVERY}


# An operation that a test adds: z² of each neuron, between its sum and its activation. What
# follows is all that it takes; it would be one file in the engine, and one here.


class Square(Operation):
    def terms(self, p, at):
        z = p.entry("z", *at.of_neuron)
        return (product(z, z),)

    def arrays(self, p, at):
        z = p.layer("z", at.in_layer)
        return (Term((z, z), self.value(p, at)),)

    def value(self, p, at):
        z = p.forward.layers[at.in_layer].z
        return z**2 if at.neuron is None else float(z[at.sample, at.neuron]) ** 2


class SquareDisplay(Display):
    OF_LAYER = "The square of every {z} of {layer}."

    def lines(self, writer, step):
        z = step.inputs[0]
        powers = [Power(write(z), whole(2)) for write in (writer.symbol, writer.value)]
        return with_result(writer, powers, step.value)

    def layer_lines(self, writer, step):
        return [Power(writer.symbol(step.inputs[0]), whole(2)), result_of_layer(writer, step)]

    def of_number(self, words):
        return f"{words.name} squares its {words.word('z')}."

    def matrix_lines(self, m, layer, operation):
        yield Line("square", (m.forward("z", layer), "²"))


@pytest.fixture(params=["term", "neuron", "layer"])
def squared(request, monkeypatch):
    """The walk of a network that squares its sums, and the steps that do."""
    square = Square("square", "z2", "forward", "neurons", sums=True)
    monkeypatch.setattr(operations, "FORWARD", (FORWARD[0], square, *FORWARD[1:]))
    monkeypatch.setitem(DISPLAYS, "square", SquareDisplay())
    network = Network((Layer([[2.0], [-3.0]], None, "tanh"),), "squared_error")
    made = trace(network, [0.5], [0.0, 0.0], 0.1, request.param)
    return made, [step for step in made if step.operation == square]


def test_an_operation_that_is_added_is_walked(squared):
    made, steps = squared
    assert np.ravel([step.value for step in steps]).tolist() == [1.0, 2.25]
    assert [step.operation.name for step in made].index("square") > 0


@pytest.mark.parametrize("notation", NOTATIONS)
def test_an_operation_that_is_added_is_written(squared, notation):
    made, steps = squared
    shown = NOTATIONS[notation]
    for step in steps:
        assert "^2" in formula(step, made, 4, shown)
        assert "quare" in sentence(step, made, shown)
        assert "z2" in symbols_for(made, shown).name(step.address)
        lines = lines_of(made, step, Form(), 0)
        assert [line.name for line in lines] == ["z", "square", "a"]
    if np.ndim(steps[0].value) == 0:
        for line in formula_of(steps[1], made, 17, shown).lines:
            assert value_of(line) == pytest.approx(2.25, rel=1e-15)


def test_an_operation_that_is_added_is_drawn_and_listed(squared):
    made, steps = squared
    for step in steps:
        marks = display_of(step.operation).marks(made, step, 0)
        neurons = {(1, j) for j in ([0, 1] if step.neuron is None else [step.neuron])}
        assert set(marks.made) == set(marks.used) == neurons
        view = StageView(made, step.number, symbols_for(made))
        assert active_of(view).used == neurons
        assert stage_figure(view, 900, 500).figure["data"]
    assert "square" in {step.operation.name for step in made}


def walked(rule, granularity="neuron", **options):
    """The walk of an update, after two that gave the rule something to remember."""
    network, x, y = case("tanh", "squared_error", "each")
    state = rule.start(network)
    for _ in range(2):
        network, state = rule.step(network, backward(network, forward(network, x), y), state)
    return trace(network, x, y, granularity=granularity, rule=rule, state=state, **options)


RULES = [
    rules.GradientDescent(0.1, weight_decay=0.1),
    rules.Momentum(0.1, 0.9),
    rules.Momentum(0.1, 0.9, form="step", nesterov=True),
    rules.Adagrad(0.1, lr_decay=0.1),
    rules.RMSprop(0.1, centered=True, momentum=0.5),
    rules.Adam(0.01, amsgrad=True),
    rules.AdamW(rules.schedules.StepDecay(0.01, 2)),
]


@pytest.mark.parametrize("rule", RULES, ids=repr)
def test_every_line_of_every_stage_of_every_rule_gives_its_number(rule):
    made = walked(rule)
    for step in made:
        if step.phase == "update":
            lines = formula_of(step, made, 17).lines
            assert len(lines) > 1
            for line in lines:
                assert value_of(line) == pytest.approx(step.value, rel=1e-12, abs=1e-15)


@pytest.mark.sampled(8)
@pytest.mark.parametrize("rule", RULES, ids=repr)
@pytest.mark.parametrize("granularity", ["term", "neuron", "layer"])
def test_every_rule_is_told_and_drawn(rule, granularity):
    made = walked(rule, granularity)
    stages = itertools.groupby(made, key=lambda step: step.operation)
    for operation, (step, *_) in stages:
        if operation.phase != "update":
            continue
        for notation in NOTATIONS.values():
            written = formula(step, made, 4, notation)
            assert "None" not in written
            assert symbols_for(made, notation).name(step.address)
            assert sentence(step, made, notation)[-1] == "."
        view = StageView(made, step.number, symbols_for(made))
        assert stage_figure(view, 900, 500).figure["data"]
        assert all(line.grids for line in lines_of(made, step, Form(), 0))


def test_adam_is_written_as_in_books():
    made = walked(rules.Adam(0.01))
    steps = [step for step in made if step.phase == "update"][:5]
    first = [formula(step, made, 4).split(r" \\ ")[0] for step in steps]
    gradient = r"\frac{\partial L}{\partial w^{(1)}_{1,1}}"
    assert [line.removeprefix(r"\begin{aligned} ") for line in first] == [
        rf"m &= \beta_{{1}} \cdot m_{{\text{{old}}}} + (1 - \beta_{{1}}) \cdot {gradient}",
        rf"v &= \beta_{{2}} \cdot v_{{\text{{old}}}} + (1 - \beta_{{2}}) \cdot "
        rf"\Bigl({gradient}\Bigr)^2",
        r"\hat{m} &= \frac{m}{1 - \beta_{1}^t}",
        r"\hat{v} &= \frac{v}{1 - \beta_{2}^t}",
        r"\left.w^{(1)}_{1,1}\right.^{\text{new}} &= w^{(1)}_{1,1} - \eta \cdot "
        r"\frac{\hat{m}}{\sqrt{\hat{v}} + \varepsilon}",
    ]
    assert [symbols_for(made).name(step.address) for step in steps][2] == "m̂ of W from x1 to h1"


def test_a_weight_that_goes_where_its_gradient_alone_would_not_send_it_is_told_so():
    made = walked(rules.Momentum(0.5, 0.9))
    told = [sentence(step, made) for step in made if step.phase == "update"]
    assert any("against the gradient." in words for words in told)
    for step in (step for step in made if step.phase == "update" and step.operation.last):
        gradient = made.value(step.address._replace(quantity=f"d{step.quantity}"))
        old = step.inputs[0].value
        with_it = (step.value > old) == (gradient < 0)
        assert ("against the gradient" in sentence(step, made)) == with_it


def test_a_penalty_and_clipping_are_told_too():
    options = {"penalty": Penalty(l2=0.1), "clip": rules.ClipByNorm(0.1)}
    made = walked(rules.Momentum(0.1, 0.9), **options)
    names = list(dict.fromkeys(s.operation.name for s in made if s.phase == "update"))
    assert names == ["penalty", "gradient_norm", "clip_factor", "clip", "velocity", "update"]
    norm = made[made.plan.step_making(Address("norm"))]
    written = formula(norm, made, 4)
    assert r"\lVert g\rVert &= \sqrt{\textstyle\sum_{\text{parameters}} g^2}" in written


def kinked(b=-0.3, granularity="neuron"):
    """One relu neuron whose sum 0.1 + 0.2 − 0.3 is 5.6e-17."""
    layers = (Layer([[1.0, 1.0]], [b], "relu"), Layer([[1.0]], None, "linear"))
    return trace(Network(layers, "squared_error"), [0.1, 0.2], [1.0], 0.1, granularity)


def remarks(made):
    return {
        step.operation.name: " ".join(r.words for r in formula_of(step, made, 4).remarks)
        for step in reversed(made)
        if step.layer == 0
    }


def test_a_sum_that_is_zero_but_for_rounding_is_told_where_it_matters():
    told = remarks(kinked())
    assert told["weighted_sum"].startswith("zero up to rounding: the products cancel")
    assert "zero up to rounding, and is used as it is" in told["activation"]
    assert "floating point puts it above 0" in told["back_through_activation"]
    assert "so the slope 1 is used, not 0 as at exactly 0" in told["back_through_activation"]
    assert "zero up to rounding" in remarks(kinked(granularity="layer"))["weighted_sum"]


def test_of_other_sums_nothing_is_said():
    assert not any("rounding" in words for words in remarks(kinked(b=-0.25)).values())


def test_the_sign_of_a_gradient_that_is_rounding_is_not_interpreted():
    network = Network((Layer([[0.0]], None, "linear"),), "half_squared_error", "sum")
    made = trace(network, [[0.1], [0.1], [-0.3]], [[-1.0], [-2.0], [-1.0]], 0.1)
    step = made[made.plan.step_making(Address("dW", 0, 0, 0))]
    assert step.zero_but_for_rounding
    assert "It is zero up to rounding" in sentence(step, made)
