"""Formulas are taken at their word: every line is worked out and must give its number."""

import itertools
import json
import re
from pathlib import Path

import numpy as np
import pytest

from backprop_core import ACTIVATIONS, LOSSES, Dropout, Layer, Network, trace
from playground.exercise.presets import presets
from playground.latex.lines import GOES_ON, broken
from playground.latex.tree import Call, Product, Symbol, nodes
from playground.notation.symbols import NOTATIONS, OWN
from playground.steps.equalities import LINE_END
from playground.steps.formula import formula_of
from playground.steps.in_a_row import LOOKS, in_a_row
from playground.steps.writer import Writer
from tests.playground.tree_value import FUNCTIONS, is_cut_short, value_of, value_of_tex
from tests.playground.walks import formula, walk_of

EVERY_DIGIT = 17
PARTNER = {
    "binary_cross_entropy": "sigmoid",
    "cross_entropy": "softmax",
    "perceptron": "step",
    "delta_rule": "sign",
}
CASES = [
    *itertools.product(ACTIVATIONS, ("half_squared_error",), (1, 3)),
    *itertools.product(("leaky_relu(0.2)", "elu(0.5)"), ("squared_error",), (1,)),
    *itertools.product(("tanh",), LOSSES, (1, 3)),
]
WAYS = [("term", "own"), *(("neuron", notation) for notation in NOTATIONS)]


def lines_of(tex):
    """What stands right of each equals sign."""
    body = tex.removesuffix(r" \end{aligned}").split(r" \\ &\quad\footnotesize")[0]
    return [line.replace(r" \\ &\quad", "") for line in re.split(r"(?: \\\\ )?&= ", body)[1:]]


def made(activation, loss, batch, granularity, seed=0):
    """The trace of a 2-3-2 network with a bias each, then a shared one, and one edge cut."""
    rng = np.random.default_rng(seed)
    connected = np.array([[True, True], [True, False], [True, True]])
    layers = (
        Layer(rng.normal(size=(3, 2)), rng.normal(size=3), activation, connected),
        Layer(rng.normal(size=(2, 3)), rng.normal(), PARTNER.get(loss, activation)),
    )
    x, y = rng.normal(size=(batch, 2)), rng.uniform(0.1, 0.9, size=(batch, 2))
    return trace(Network(layers, loss), x, y, 0.3, granularity)


def assert_says_its_number(writer, step):
    """Each line is worked out, in symbols and in numbers, as a tree and as the LaTeX that is shown;
    how many there were."""
    said = formula_of(step, writer.trace, EVERY_DIGIT, writer.notation)
    checked = 0
    for line in said.lines:
        if is_name_of_a_function(line) or is_cut_short(line):
            continue
        assert_says(line, step.value, said.latex)
        checked += 1
    for remark in said.remarks:
        is_the_whole = remark.words.startswith("factor by factor")
        value = step.value if is_the_whole else step.inputs[-1].value
        for part in remark.equal[1:]:
            if not is_name_of_a_function(part):
                assert_says(part, value, said.latex)
    return checked


def is_name_of_a_function(line):
    """relu(z), alone or times a mask, which says nothing that could be worked out."""
    parts = line.factors if isinstance(line, Product) else (line,)
    names = [p.name for p in parts if isinstance(p, Call)]
    return any(name.startswith(r"\operatorname{") and name not in FUNCTIONS for name in names)


def assert_says(line, value, shown):
    symbols = {n.tex: n.value for n in nodes(line) if isinstance(n, Symbol) and n.value is not None}
    assert np.isclose(value_of(line), value, rtol=1e-9, atol=1e-12), shown
    read_back = value_of_tex(broken(line).replace(GOES_ON, " "), symbols)
    assert np.isclose(read_back, value, rtol=1e-9, atol=1e-12), shown


@pytest.mark.sampled(64)
@pytest.mark.parametrize(("activation", "loss", "batch"), CASES)
@pytest.mark.parametrize(("granularity", "notation"), WAYS)
def test_every_line_of_every_formula_gives_the_number(
    activation, loss, batch, granularity, notation
):
    t = made(activation, loss, batch, granularity)
    writer = Writer(t, EVERY_DIGIT, NOTATIONS[notation])
    checked = {}
    for step in t:
        count = assert_says_its_number(writer, step)
        assert count > 0
        if step.complete:
            checked[step.quantity] = max(count, checked.get(step.quantity, 0))
    elided = {"loss"} if loss == "root_mean_squared_error" and batch == 3 else set()
    alone = {quantity for quantity, count in checked.items() if count < 2} - elided
    assert not alone, f"nothing but the result was written for {alone}"


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "gelu"])
@pytest.mark.parametrize("granularity", ["term", "neuron"])
def test_with_dropout_every_line_gives_the_number_too(activation, granularity):
    network = Network.random([3, 4, 3, 2], [activation] * 2 + ["linear"],
                             "squared_error", seed=1)  # fmt: skip
    rng = np.random.default_rng(2)
    x, y = rng.normal(size=(3, 3)), rng.normal(size=(3, 2))
    t = trace(Dropout(0.4).masked(network, 3, 5), x, y, 0.1, granularity)
    written = ""
    for step in t:
        for notation in NOTATIONS.values():
            assert assert_says_its_number(Writer(t, EVERY_DIGIT, notation), step) > 0
        written += formula_of(step, t, 4, OWN).latex
    assert "m^{(1)[1]}_{1}" in written


def test_with_dropout_a_layer_is_multiplied_by_its_masks_entry_by_entry():
    network = Network.random([2, 3, 2], ["tanh", "linear"], "squared_error", seed=1)
    t = trace(Dropout(0.4).masked(network, 1, 5), [1.0, 2.0], [1.0, 0.0], 0.1, "layer")
    written = {step.quantity: formula(step, t, 4) for step in t if step.layer == 0}
    assert r"M^{(1)} \odot \tanh(Z^{(1)})" in written["a"]
    assert r"\odot M^{(1)} \odot f'(Z^{(1)})" in written["delta"]


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("batch", [1, 3])
def test_the_loss_of_a_whole_batch_at_once_counts_the_share_of_each_sample(loss, batch):
    t = made("sigmoid", loss, batch, "layer")
    step = next(step for step in t if step.quantity == "loss")
    assert assert_says_its_number(Writer(t, EVERY_DIGIT), step) > 0


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "leaky_relu"])
def test_the_last_line_at_layer_steps_is_the_whole_array(activation):
    t = made(activation, "squared_error", 2, "layer")
    for step in t:
        if np.ndim(step.value):
            last = lines_of(formula(step, t, EVERY_DIGIT))[-1]
            inside = last.removeprefix(r"\begin{pmatrix} ").removesuffix(r" \end{pmatrix}")
            rows = [[value_of_tex(v) for v in row.split(" & ")] for row in inside.split(r" \\ ")]
            np.testing.assert_allclose(rows, np.atleast_2d(step.value), rtol=1e-12)


def flaws(tex):
    """What KaTeX would refuse or a reader should never see."""
    found = [word for word in ("nan", "None", "[[", "array(", "--", "{}") if word in tex]
    depth = 0
    for sign in re.sub(r"\\[{}]", "", tex):
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            break
    if depth:
        found.append("unbalanced braces")
    if tex.count(r"\begin") != tex.count(r"\end") or tex.count(r"\left.") != tex.count(r"\right."):
        found.append("something is not closed")
    group = r"(?:\{(?:[^{}]|\{[^{}]*\})*\}|[^{}\\])"
    for sign, name in ((r"\^", "superscript"), ("_", "subscript")):
        other = "_" if sign == r"\^" else r"\^"
        if re.search(rf"{sign}{group}(?:{other}{group})?{sign}", tex):
            found.append(f"double {name}")
    if re.search(r"\\(?:cdot|ln|sigma|tanh|eta|alpha|pi)[a-zA-Z]", tex.replace(r"\cdots", "")):
        found.append("a command runs into the next sign")
    return found


@pytest.mark.parametrize("granularity", ["term", "neuron", "layer"])
@pytest.mark.parametrize("name", presets())
@pytest.mark.parametrize("notation", NOTATIONS)
def test_formulas_of_the_presets_can_be_typeset(name, granularity, notation):
    t = walk_of(presets()[name], granularity)
    for step in t:
        tex = formula(step, t, 4, NOTATIONS[notation])
        assert tex.startswith(r"\begin{aligned} ")
        assert not flaws(tex), tex


@pytest.mark.parametrize("activation", [*ACTIVATIONS, "leaky_relu(-0.5)", "elu(1e-7)"])
@pytest.mark.parametrize("granularity", ["term", "neuron", "layer"])
def test_formulas_of_every_activation_can_be_typeset(activation, granularity):
    for loss in ("mean_squared_error", PARTNER.get(activation, "root_mean_squared_error")):
        t = made(activation, loss, 2, granularity)
        for step in t:
            assert not flaws(formula(step, t, 4)), formula(step, t, 4)


def test_the_flaws_are_found_that_were_once_there():
    assert flaws("1-a^{(1)}_{1}^2") == ["double superscript"]
    assert flaws("1--0.46^2") == ["--"]
    assert flaws(r"1.2\cdot 10^{-5}^3") == ["double superscript"]
    assert flaws(r"0.01\cdotz^{(1)}_{1}") == ["a command runs into the next sign"]
    assert flaws(r"\mathbf{0.5") == ["unbalanced braces"]
    assert not flaws(r"\left.w^{(1)}_{1,1}\right.^{\text{new}}")


def one(activation, z, granularity="neuron"):
    """A linear chain whose neuron gets exactly z, and its formula for a."""
    network = Network((Layer([[1.0]], None, activation),), "squared_error")
    t = trace(network, [[z]], [[0.0]], 0.5, granularity)
    return lines_of(formula(t[1], t, 4))[-2:]


@pytest.mark.parametrize(
    ("activation", "z", "numbers"),
    [
        ("sigmoid", -0.5, r"\frac{1}{1 + e^{-(-0.5)}}"),
        ("sigmoid", 0.5, r"\frac{1}{1 + e^{-0.5}}"),
        ("tanh", -0.5, r"\frac{e^{-0.5} - e^{-(-0.5)}}{e^{-0.5} + e^{-(-0.5)}}"),
        ("relu", -0.5, r"\max(0,\;-0.5)"),
        ("leaky_relu", -0.5, r"0.01 \cdot (-0.5)"),
        ("leaky_relu(0.2)", -0.5, r"0.2 \cdot (-0.5)"),
        ("elu", -0.5, r"1 \cdot (e^{-0.5} - 1)"),
        ("silu", -0.5, r"(-0.5) \cdot \sigma(-0.5)"),
        ("softplus", -1e-5, r"\ln(1 + e^{-1\cdot 10^{-5}})"),
    ],
)
def test_numbers_are_put_in_as_one_would_write_them(activation, z, numbers):
    assert one(activation, z)[0] == numbers


def test_of_two_cases_only_the_one_that_applies_is_written_with_numbers():
    t = trace(Network((Layer([[1.0]], None, "leaky_relu"),), "squared_error"), [[2]], [[0]], 0.5)
    lines = lines_of(formula(t[1], t, 4))
    assert r"\begin{cases}" in lines[1]
    assert lines[2:] == [r"\mathbf{2}"]


def test_a_negative_number_in_a_product_has_brackets_and_alone_it_has_none():
    network = Network((Layer([[-0.2, 3.0]], -0.5, "linear"),), "squared_error")
    t = trace(network, [[0.5, -2]], [[0.0]], 0.5)
    lines = lines_of(formula(t[0], t, 4))
    assert lines[1] == r"(-0.2) \cdot 0.5 + 3 \cdot (-2) + (-0.5)"
    assert lines[2] == r"\mathbf{-6.6}"


def test_a_long_sum_is_broken_into_lines_and_loses_no_product():
    network = Network.random([12, 1], "linear", "squared_error", seed=1)
    t = trace(network, np.linspace(-1, 1, 12), [0.0], 0.5)
    tex = formula(t[0], t, 6)
    assert tex.count(r"\\ &\quad + ") >= 4
    assert value_of_tex(lines_of(tex)[1]) == pytest.approx(t[0].value, abs=1e-5)


def test_the_sum_over_all_following_neurons_is_written_out_with_the_slope_as_its_own_factor():
    t = walk_of(presets()["01_mazur_own_bias"])
    step = next(s for s in t if s.quantity == "delta" and s.layer == 0)
    lines = lines_of(formula(step, t, 6))
    assert lines[1].count(r"\delta^{(2)}") == 2
    assert lines[1].endswith(r"\cdot f'(z^{(1)}_{1})")
    assert lines[2].count(r"\cdot") == 3


def test_with_one_output_no_mean_is_taken():
    network = Network((Layer([[0.5]], 0.0, "sigmoid"),), "mean_squared_error")
    t = trace(network, [[1.0]], [[0.0]], 0.5)
    texts = "".join(formula(step, t, 4) for step in t)
    assert r"\tfrac1{1}" not in texts
    assert r"\tfrac2{1}" not in texts


def test_a_large_layer_is_written_with_its_shape():
    network = Network.random([16, 16], "tanh", "squared_error", seed=0)
    t = trace(network, np.zeros((1, 16)), np.zeros((1, 16)), 0.5, "layer")
    tex = formula(t[0], t, 4)
    assert r"[\,16 \times 16\,]" in tex
    assert "pmatrix" not in tex


def test_numbers_out_of_range_are_shown_as_what_they_are():
    network = Network((Layer([[1e200]], None, "linear"),), "squared_error")
    t = trace(network, [[1e200]], [[0.0]], 0.5)
    assert r"\infty" in formula(t[0], t, 4)
    for step in t:
        assert "nan" not in formula(step, t, 4)
        assert "inf}" not in formula(step, t, 4)


def test_an_activation_of_ones_own_is_written_as_f():
    from backprop_core import Activation

    square = Activation("square", lambda z: z**2, lambda z: 2 * z)
    t = trace(Network((Layer([[2.0]], None, square),), "squared_error"), [[1.5]], [[0.0]], 0.5)
    assert lines_of(formula(t[1], t, 4))[0] == "f(z^{(1)}_{1})"


def test_every_formula_can_stand_in_json():
    t = walk_of(presets()["07_xor"])
    assert json.loads(json.dumps([formula(step, t, 4) for step in t]))


@pytest.mark.parametrize("granularity", ["neuron", "layer"])
def test_without_any_error_the_root_has_the_slope_0_and_no_fraction_of_zeros(granularity):
    network = Network((Layer([[2.0]], None, "linear"),), "root_mean_squared_error")
    t = trace(network, [0.5], [1.0], 0.1, granularity)
    (da,) = (step for step in t if step.quantity == "da")
    lines, remark = lines_of(formula(da, t, 6)), formula_of(da, t, 6).remarks
    assert lines[0] == (r"\frac{a^{(1)}_{1} - y_{1}}{L}" if da.neuron == 0 else lines[0])
    assert len(lines) == 2
    assert "0" in lines[1]
    assert "the slope is taken as 0" in remark[0].words


def test_the_delta_of_one_sigmoid_output_has_no_needless_brackets():
    network = Network((Layer([[2.0]], None, "sigmoid"),), "binary_cross_entropy")
    t = trace(network, [0.5], [1.0], 0.1)
    (delta,) = (step for step in t if step.quantity == "delta")
    assert lines_of(formula(delta, t, 4))[:2] == ["a^{(1)}_{1} - y_{1}", "0.7311 - 1"]


@pytest.mark.parametrize(
    ("y", "symbols"),
    [([0, 1], "p_{1} - y_{1}"), ([0.5, 1], r"p_{1} \cdot \textstyle\sum y - y_{1}")],
)
def test_outputs_minus_targets_is_written_only_where_the_targets_add_up_to_1(y, symbols):
    network = Network.random([2, 2], "softmax", "cross_entropy", seed=0)
    t = trace(network, [0.5, 1], y, 0.1)
    delta = next(step for step in t if step.quantity == "delta")
    assert lines_of(formula(delta, t, 4, NOTATIONS["sakryukin"]))[0] == symbols


def test_an_output_rounded_to_one_is_not_said_to_give_the_loss():
    network = Network((Layer([[1000.0]], None, "sigmoid"),), "binary_cross_entropy")
    t = trace(network, [1.0], [0.0], 0.1)
    (loss,) = (step for step in t if step.quantity == "loss")
    written = formula(loss, t, 6)
    assert r"\mathbf{1000}" in written
    assert "computed from" in written
    assert r"\ln(1-1)" not in written


def test_a_formula_of_many_lines_is_set_smaller_over_fewer():
    steps = walk_of(presets()["01_mazur_own_bias"])
    at = next(s for s in steps if s.address.quantity == "delta" and s.address.layer == 0)
    long, short = (formula_of(steps[k], steps, 4) for k in (at.number, 0))
    assert long.is_long
    assert not short.is_long
    assert short.smaller_latex == short.latex
    assert long.smaller_latex.count(LINE_END) < long.latex.count(LINE_END)


def test_a_formula_in_a_row_is_broken_before_an_equals_sign_and_never_after_it():
    steps = walk_of(presets()["01_mazur_own_bias"])
    row = in_a_row(formula_of(steps[0], steps, 4)).markdown
    assert row.count(r"\allowbreak\;{=}\;") == 3
    assert not re.search(r"(?<!\{)=", row)


def test_a_formula_in_a_row_is_set_as_small_as_its_band_asks():
    steps = walk_of(presets()["08_hallstrom_3_4_3_2"])
    looks = {step.quantity: in_a_row(formula_of(step, steps, 4)).look for step in steps}
    assert [looks[quantity] for quantity in ("a", "dW", "db")] == ["", "", ""]
    assert looks["delta"] in LOOKS
    assert looks["delta"] != ""
    style = Path("playground/walk/presenting.css").read_text(encoding="utf-8")
    for look, size in LOOKS.items():
        assert (
            not look or f".scrolls.{look} {{ --formula: calc({size} * var(--letters)); }}" in style
        )


def test_a_row_of_numbers_that_cannot_be_broken_is_set_smaller_where_it_is_wide():
    steps = walk_of(presets()["08_hallstrom_3_4_3_2"], "layer")
    wide, narrow = (
        formula_of(next(s for s in steps if s.address.quantity == "db" and s.layer == n), steps, 4)
        for n in (0, 1)  # four numbers, and three
    )
    assert wide.is_long
    assert not narrow.is_long
