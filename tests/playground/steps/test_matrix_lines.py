"""The lines of a step: each says an equation that holds, and cells and steps lead to each other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_core import Address, Dropout, Network, trace
from playground.latex.write import latex
from playground.notation.symbols import OWN, Symbols
from playground.steps.grid_line import RATE
from playground.steps.loss_trees import slope_of_outputs
from playground.steps.matrix_lines import lines_of
from playground.steps.pass_grids import MOST_SAMPLES, Form
from playground.views.grid.cell_targets import lead_of
from playground.views.grid.payload import line_data, marks_at
from playground.where import Neuron, Weight, within
from tests.core.reference import ACTIVATION
from tests.core.strategies import passes
from tests.playground.steps.test_formula import PARTNER
from tests.playground.tree_value import value_of_tex
from tests.playground.walks import document_of, walk_of

FORMS = [Form(columns, receive) for columns in (True, False) for receive in (True, False)]
OF_Z = {**ACTIVATION, "step": lambda z: 1.0 * (z >= 0), "sign": lambda z: 2.0 * (z >= 0) - 1.0}
LINES = {"z", "a", "loss", "da", "da at the loss", "delta", "delta at the loss", "jacobian"}
LINES |= {"dW", "db", "W", "b"}


@st.composite
def walks(draw, batches=(1, 3)):
    network, x, y = draw(passes(batches))
    granularity = draw(st.sampled_from(("term", "neuron", "layer")))
    frozen = draw(st.booleans())
    return trace(network, x, y, 0.3, granularity, biases_frozen=frozen)


def steps_to_look_at(t, count=40):
    """All steps of a short walk, and some of a long one, its ends among them."""
    return [t[k] for k in sorted({int(k) for k in np.linspace(0, len(t) - 1, count)})]


def as_rows(grid):
    """A grid of a batch with samples as rows, whatever its layout."""
    return grid.values if grid.axes[0] == "sample" else grid.values.T


def expected(line, t, layer, form):
    """What the grids to the left of = give, by NumPy's own products."""
    left = [grid.values for grid in line.grids[:-1]]
    network = t.network
    match line.name:
        case "z":
            return left[0] @ left[1] + (left[2] if len(left) == 3 else 0.0)
        case "a":
            f = OF_Z[network.layers[layer].activation]
            rows = np.array([f(z) for z in as_rows(line.grids[0])])
            return rows.T if line.grids[0].axes[0] == "neuron" else rows
        case "da" | "jacobian":
            return left[0] @ left[1]
        case "delta":
            return left[0] * left[1]
        case "dW":
            product = left[0] @ left[1]
            cut = line.grids[-1].cut
            return product if cut is None else np.where(cut, 0.0, product)
        case "db":
            shared = network.layers[layer].bias == "shared"
            summed = left[0].sum() if shared else as_rows(line.grids[0]).sum(axis=0)
            return np.reshape(summed, line.grids[-1].values.shape)
        case "W" | "b":
            return left[0] - t.learning_rate * left[1]
        case "loss":
            if "→" in line.parts[-2]:
                return line.grids[-1].values
            losses = left[-1]
            return np.array([[np.mean(losses) if "mean" in line.parts[-2] else np.sum(losses)]])
    return from_slope(line, t)


def from_slope(line, t):
    """What stands above a line at the loss, evaluated number by number."""
    a, y = (grid.values for grid in line.grids[:2])
    samples = line.grids[0].samples
    sums = t.y[list(samples)].sum(axis=1)
    result = np.zeros(a.shape)
    for cell in np.ndindex(a.shape):
        sample = cell[line.grids[0].axes.index("sample")]
        tex = latex(slope_of_outputs(t, "a_k", "y_k", "L"))
        symbols = {"a_k": float(a[cell]), "y_k": float(y[cell])}
        symbols[r"\textstyle\sum y_k"] = float(sums[sample])
        result[cell] = value_of_tex(tex, {**symbols, "L": t.gradients.loss})
    return result


@pytest.mark.parametrize("form", FORMS)
def test_with_dropout_the_mask_is_a_factor_entry_by_entry(form):
    network = Network.random([3, 5, 2], ["tanh", "linear"], "squared_error", seed=1)
    x, y = np.ones((2, 3)), np.ones((2, 2))
    t = trace(Dropout(0.4).masked(network, 2, 1), x, y, 0.1)
    lines = {}
    for step in t:
        if step.layer == 0 and step.quantity in ("a", "delta"):
            lines |= {line.name: line for line in lines_of(t, step, form, 0)}
    mask, z, a = (grid.values for grid in lines["a"].grids)
    np.testing.assert_allclose(mask * np.tanh(z), a, rtol=1e-14)
    da, mask, slope, delta = (grid.values for grid in lines["delta"].grids)
    np.testing.assert_allclose(da * mask * slope, delta, rtol=1e-14)
    assert (mask == 0).any()


def test_the_slope_at_the_loss_is_written_with_the_share_of_a_sample():
    t = walk_of(document_of([2, 2], "linear", batch=3))
    assert latex(slope_of_outputs(t, "a", "y", "L")) == r"\tfrac{1}{3}\,(a - y)"


@given(walks(), st.sampled_from(FORMS), st.data())
@settings(max_examples=60, deadline=None)
def test_every_line_says_an_equation_that_holds(t, form, data):
    sample = data.draw(st.integers(0, len(t.y) - 1))
    seen = set()
    with np.errstate(all="ignore"):
        for step in steps_to_look_at(t):
            layer = len(t.network.layers) - 1 if step.layer is None else step.layer
            for line in lines_of(t, step, form, sample):
                seen.add(line.name)
                if line.name == "da at the loss" and t.gradients.loss == 0:
                    continue  # a root has no slope there
                if line.name.endswith("at the loss"):
                    continue
                scale = max(1.0, *(np.abs(g.values).max() for g in line.grids)) ** 2
                made = expected(line, t, layer, form)
                np.testing.assert_allclose(
                    made, line.grids[-1].values, rtol=1e-9, atol=1e-13 * scale
                )
    assert seen <= LINES


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "quantity", ["z", "a", "delta", "da", "dW", "db", "W", "b"], ids=lambda q: q
)
def test_in_every_layout_the_shapes_fit_and_the_result_is_the_engines(form, quantity):
    t = walk_of(document_of([4, 3, 2], batch=5))
    step = t[t.plan.nearest(Address(quantity, 0, 0, 0 if quantity in ("W", "dW") else None, 0))]
    (line,) = [one for one in lines_of(t, step, form, 0) if one.name == quantity]
    array = t.value(Address(quantity, 0))
    result = line.grids[-1].values
    turned = not form.rows_receive if quantity in ("W", "dW") else form.samples_as_columns
    array = np.atleast_2d(array)
    np.testing.assert_array_equal(result, array.T if turned else array)
    if quantity in ("z", "da", "dW"):
        first, second = line.grids[:2]
        assert first.values.shape[1] == second.values.shape[0]


def test_shapes_are_written_as_a_sum():
    t = walk_of(document_of([2, 3, 1]))
    line = lines_of(t, t[0], Form(True, True), 0)[0]
    assert line.shapes == "3×2 · 2×1 + 3×1 = 3×1"
    assert line.grids[0].flipped is False
    assert lines_of(t, t[0], Form(True, True), 0)[1].shapes == ""  # f of an array is no product
    backward = lines_of(t, t[t.plan.nearest(Address("da", 0, 0, sample=0))], Form(True, True), 0)
    assert backward[0].grids[0].flipped
    assert backward[0].shapes == "3×1 · 1×1 = 3×1"


@pytest.mark.parametrize(("columns", "each"), [(True, "column"), (False, "row")])
def test_of_several_samples_each_is_said_to_get_the_bias(columns, each):
    form = Form(columns, True)
    several, one = (walk_of(document_of([2, 3, 1], batch=n)) for n in (4, 1))
    said = f"; the bias is added to every {each}"
    assert lines_of(several, several[0], form, 0)[0].shapes.endswith(said)
    assert "bias" not in lines_of(one, one[0], form, 0)[0].shapes
    bare = walk_of(document_of([2, 3, 1], batch=4, bias="none"))
    assert "bias" not in lines_of(bare, bare[0], form, 0)[0].shapes


@pytest.mark.parametrize(
    ("form", "forward", "backward"),
    [
        (Form(True, True), False, True),
        (Form(True, False), True, False),
        (Form(False, True), True, False),
        (Form(False, False), False, True),
    ],
)
def test_one_direction_has_the_transpose_and_the_other_has_not(form, forward, backward):
    t = walk_of(document_of([2, 3, 2]))
    z = lines_of(t, t[0], form, 0)[0]
    da = lines_of(t, t[t.plan.nearest(Address("da", 0, 0, sample=0))], form, 0)[0]
    for line, flipped in ((z, forward), (da, backward)):
        (W,) = [grid for grid in line.grids if grid.quantity == "W"]
        assert W.flipped is flipped


LOSSES = [
    "half_squared_error",
    "squared_error",
    "mean_squared_error",
    "mean_absolute_error",
    "root_mean_squared_error",
    "binary_cross_entropy",
    "cross_entropy",
]


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("form", FORMS[::3])
@pytest.mark.parametrize("batch", [1, 3])
def test_the_slope_written_above_the_arrow_gives_the_numbers_after_it(loss, form, batch):
    output = PARTNER.get(loss, "tanh")
    t = walk_of(document_of([2, 3, 3], ["tanh", output], loss, batch=batch))
    quantity = "delta" if t.network.fused else "da"
    step = t[t.plan.nearest(Address(quantity, 1, 0, sample=0))]
    line = lines_of(t, step, form, 0)[0]
    assert line.name == f"{quantity} at the loss"
    np.testing.assert_allclose(from_slope(line, t), line.grids[-1].values, rtol=1e-12)


# Cells and steps.


@given(walks(), st.sampled_from(FORMS), st.data())
@settings(max_examples=40, deadline=None)
def test_a_cell_leads_to_the_step_that_made_its_number(t, form, data):
    sample = data.draw(st.integers(0, len(t.y) - 1))
    for step in steps_to_look_at(t, 12):
        for line in lines_of(t, step, form, sample):
            for grid in line.grids:
                known = grid.known(t.plan, len(t) - 1)
                for cell in np.ndindex(grid.values.shape):
                    at = grid.address(*cell)
                    lead = lead_of(t, at, grid.given)
                    if grid.given:
                        assert lead.step is None
                    elif not known[cell]:
                        assert lead.step is None
                        assert grid.cut is not None
                        assert grid.cut[cell]
                    else:
                        made = t[lead.step]
                        assert made.complete
                        assert (made.quantity, made.layer) == (at.quantity, at.layer)
                        np.testing.assert_equal(t.value(at), float(grid.values[cell]))
                        # at "every layer" the samples' losses are no steps of their own
                        part = at.quantity == "loss" and made.sample != at.sample
                        assert marks_at(grid, made)["now"][cell] or part


@given(walks(), st.sampled_from(FORMS), st.data())
@settings(max_examples=40, deadline=None)
def test_a_step_lights_its_own_cell_and_what_went_in_and_knows_nothing_of_later(t, form, data):
    sample = data.draw(st.integers(0, len(t.y) - 1))
    for step in steps_to_look_at(t):
        shown = step.sample if step.sample is not None else sample
        lines = lines_of(t, step, form, shown)
        grids = [grid for line in lines for grid in line.grids]
        now = [(g, marks_at(g, step)["now"]) for g in grids]
        lit = [(g, mask) for g, mask in now if mask.any()]
        if lit_is_elsewhere(t, step):
            assert not lit
            continue
        assert lit
        for _, mask in lit:
            one = step.neuron is not None or step.quantity == "loss"
            assert mask.sum() == 1 if one else mask.all()
        for number in step.inputs:
            if number.quantity in ("learning_rate", "share"):
                continue
            assert any(marks_at(g, step)["used"].any() for g in grids if holds(g, number)), number
        for grid in grids:
            known = grid.known(t.plan, step.number)
            for cell in np.argwhere(~known):
                lead = lead_of(t, grid.address(*cell), given=False)
                assert grid.given or lead.step is None or lead.step > step.number


def lit_is_elsewhere(t, step):
    """The loss of one sample stands in no grid of its own where there is only one."""
    return step.quantity == "loss" and step.sample is not None and len(t.y) == 1


def holds(grid, number):
    return (grid.quantity, grid.layer) == (number.address.quantity, number.address.layer)


def test_a_given_number_leads_to_its_edge_or_neuron():
    t = walk_of(document_of([2, 3, 1], batch=2))
    edge = lead_of(t, Address("W", 1, 0, 2), given=True).selected
    assert edge == Weight(1, 0, 2)
    for at, column, neuron in (
        (Address("x", neuron=1, sample=1), 0, 1),
        (Address("y", neuron=0, sample=0), 2, 0),
        (Address("b", 0, 2), 1, 2),
        (Address("b", 0), 1, 0),
        (Address("slope", 0, 1, sample=0), 1, 1),
    ):
        selected = lead_of(t, at, given=True).selected
        assert selected == Neuron(column, neuron)


@pytest.mark.parametrize("given", [True, False])
@pytest.mark.parametrize(
    "at",
    [
        Address("W", 7, 0, 0),
        Address("W", 0, 9, 0),
        Address("W", 0, 0, 9),
        Address("W", 0),
        Address("b", 5, 0),
        Address("x", neuron=2),
        Address("z", 0, 3, sample=0),
        Address("z", 0, 0, sample=9),
        Address("nothing", 1, 1),
    ],
)
def test_a_number_that_the_network_does_not_have_leads_to_nothing_that_is_not_there(at, given):
    t = walk_of(document_of([2, 3, 1]))
    lead = lead_of(t, at, given)
    assert lead.step is None
    assert lead.selected is None or within(lead.selected, t.network.sizes)


def test_a_cut_connection_leads_nowhere():
    document = document_of([2, 2, 1])
    document["layers"][0] |= {
        "connected": [[True, False], [True, True]],
        "W": [[0.1, 0.0], [0.3, 0.4]],
    }
    t = walk_of(document)
    assert lead_of(t, Address("W", 0, 0, 1), given=True) == (None, None)
    assert lead_of(t, Address("dW", 0, 0, 1), given=False).step is None
    assert lead_of(t, Address("W", 0, 0, 0), given=True).selected is not None


def test_of_many_samples_the_chosen_one_is_shown_and_the_gradient_takes_all():
    t = walk_of(document_of([2, 3, 1], batch=MOST_SAMPLES + 2))
    z = lines_of(t, t[0], Form(), 5)[0].grids[-1]
    assert z.samples == (5,)
    np.testing.assert_array_equal(z.values[:, 0], t.forward.layers[0].z[5])
    step = t[t.plan.nearest(Address("dW", 0, 0, 0))]
    delta = lines_of(t, step, Form(), 5)[0].grids[0]
    assert delta.values.shape == (3, MOST_SAMPLES + 2)


# As data for the browser.


def data_of(t, k, **more):
    symbols = Symbols(OWN, t.network.sizes, len(t.y))
    return [line_data(x, t, t[k], symbols, 4, **more) for x in lines_of(t, t[k], Form(), 0)]


def test_what_is_not_computed_yet_is_blank():
    t = walk_of(document_of([2, 2, 1]))
    z_line, a_line = data_of(t, 0)
    assert [row[0] != "" for row in z_line["parts"][-1]["texts"]] == [True, False]
    assert a_line["parts"][-1]["texts"] == [[""], [""]]
    assert z_line["parts"][0]["marks"]["used"] == [[0, 0], [0, 1]]
    assert z_line["parts"][-1]["marks"]["now"] == [[0, 0]]


def test_a_sum_that_grows_shows_what_it_has_so_far():
    t = walk_of(document_of([3, 2, 1]), "term")
    step = t[1]
    assert not step.complete
    z = data_of(t, 1)[0]["parts"][-1]
    assert float(z["full"][0][0]) == step.value != t.forward.layers[0].z[0, 0]
    W = data_of(t, 1)[0]["parts"][0]
    assert W["marks"]["used"] == [[0, 0], [0, 1]]
    assert W["marks"]["newest"] == [[0, 1]]


def test_wide_grids_have_three_digits_and_the_whole_number_behind():
    t = walk_of(document_of([8, 8, 1], "tanh"))
    W = data_of(t, 0)[0]["parts"][0]
    exact = t.network.layers[0].W
    assert [[float(v) for v in row] for row in W["full"]] == exact.tolist()
    assert all(len(v.lstrip("−0.").replace(".", "")) <= 3 for row in W["texts"] for v in row)


def test_a_selected_edge_is_outlined_in_its_matrix_alone():
    t = walk_of(document_of([2, 2, 1]))
    chosen = Weight(0, 1, 0)
    z_line, a_line = data_of(t, 0, chosen=chosen)
    assert z_line["parts"][0]["marks"]["chosen"] == [[1, 0]]
    others = [p for p in (*z_line["parts"][1:], *a_line["parts"]) if not isinstance(p, str)]
    assert not any("chosen" in p["marks"] for p in others)


def test_the_learning_rates_sign_is_put_in():
    t = walk_of(document_of([1, 1], "linear"))
    last = data_of(t, len(t) - 1)
    assert any("η" in part for part in last[0]["parts"] if isinstance(part, str))
    assert not any(RATE in str(line) or "{rate}" in str(line) for line in last)


@pytest.mark.parametrize(
    ("activation", "sign"), [("leaky_relu", "leaky relu("), ("sigmoid", "sigmoid(")]
)
def test_the_sign_before_z_says_which_function_it_is(activation, sign):
    document = document_of([2, 2, 1])
    document["layers"][0]["activation"] = activation
    t = walk_of(document)
    assert lines_of(t, t[0], Form(), 0)[1].parts[0] == sign
