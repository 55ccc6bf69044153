"""The tables of all values so far: right, blank where nothing is known, and safe to show."""

import numpy as np
import pandas as pd
import pytest

from backprop_core import Address
from playground.exercise import edits
from playground.exercise.conventions import Conventions
from playground.exercise.presets import presets
from playground.exercise.view import trace_of
from playground.steps import tables
from playground.steps.tables import Table
from playground.ui.value_table import as_html
from tests.playground.walks import document_of, walk_of

QUANTITIES = ("z", "a", "da", "delta")


def frame(table):
    return pd.DataFrame(table.rows, columns=table.columns, dtype=object)


def neuron_table(*args, **options):
    return frame(tables.neuron_table(*args, **options))


def connection_table(*args):
    return frame(tables.connection_table(*args))


@pytest.mark.parametrize("granularity", ["term", "neuron", "layer"])
@pytest.mark.parametrize("name", ["01_mazur_own_bias", "07_xor", "09_sakryukin_even_odd"])
def test_neurons_have_the_engines_numbers_and_none_before_its_time(name, granularity):
    t = walk_of(presets()[name], granularity)
    sizes = t.network.sizes
    for step in t:
        table = neuron_table(t, step, sample=0)
        places = [(layer, j) for layer in range(len(sizes) - 1) for j in range(sizes[layer + 1])]
        assert len(table) == len(places)
        for (layer, j), (_, row) in zip(places, table.iterrows(), strict=True):
            for quantity in QUANTITIES:
                at = Address(quantity, layer, j, sample=0)
                made = t.plan.step_making(at)
                shown = row["δ" if quantity == "delta" else quantity]
                if made is not None and made <= step.number:
                    assert shown == t.value(at)
                elif (
                    made is None
                    and t.plan.step_making(at._replace(quantity="delta")) <= step.number
                ):
                    assert shown == t.gradients.layers[layer].da[0, j]  # taken with the slope
                else:
                    assert pd.isna(shown)


@pytest.mark.parametrize("bias", ["each", "shared", "none"])
def test_biases_are_there_as_the_layer_has_them(bias):
    t = walk_of(document_of((2, 2, 1), bias=bias))
    first, last = neuron_table(t, t[0]), neuron_table(t, t[-1])
    assert first["db"].isna().all()
    assert first["new b"].isna().all()
    if bias == "none":
        assert last[["b", "db", "new b"]].isna().all(axis=None)
        return
    rate = t.learning_rate
    new, old, gradient = (last[c].astype(float) for c in ("new b", "b", "db"))
    np.testing.assert_allclose(new, old - rate * gradient, rtol=1e-15)
    if bias == "shared":
        assert last["db"][0] == last["db"][1]


@pytest.mark.parametrize("layer", [0, 1])
def test_connections_have_weight_gradient_and_new_weight(layer):
    t = walk_of(document_of((2, 3, 1)))
    for step in t:
        table = connection_table(t, step, layer)
        assert len(table) == t.network.layers[layer].W.size
        assert (table["w"] == t.network.layers[layer].W.ravel()).all()
    np.testing.assert_array_equal(table["new w"], t.after.layers[layer].W.ravel())
    assert connection_table(t, t[0], layer)[["dW", "new w"]].isna().all(axis=None)


def test_a_connection_that_was_cut_is_in_no_table():
    document = document_of((2, 1))
    document["layers"][0] |= {"W": [[0.5, 0.0]], "connected": [[True, False]]}
    t = walk_of(document)
    assert connection_table(t, t[-1], 0)[["from", "to"]].to_numpy().tolist() == [["x1", "o1"]]


def test_a_layer_without_connections_has_an_empty_table():
    document = document_of((1, 1))
    document["layers"][0] |= {"W": [[0.0]], "connected": [[False]]}
    t = walk_of(document)
    assert list(connection_table(t, t[0], 0).columns) == ["from", "to", "w", "dW", "new w"]
    assert connection_table(t, t[0], 0).empty


def html_of(table, digits=4, caption="All", marked=""):
    return as_html(table, digits, caption, marked)


def test_html_rounds_marks_and_leaves_blank():
    rows = [["h1", 1 / 3, 1e-9], ["h2", None, -0.5]]
    html = html_of(Table(["neuron", "z", "a"], rows), marked="h2")
    assert "<td>0.3333</td>" in html
    assert "<td></td>" in html
    assert "<td>1e−9</td>" in html
    assert html.count("class='now'") == 1
    assert html.index("class='now'") > html.index("h1")
    assert "nan" not in html.lower()


def test_what_is_no_number_is_shown_and_not_left_blank():
    html = html_of(Table(["neuron", "z"], [["h1", float("nan")], ["h2", None]]))
    assert "<td>NaN</td>" in html
    assert html.count("<td></td>") == 1


def test_what_people_typed_cannot_become_markup():
    table = Table(["<b>", "z"], [["<script>alert(1)</script>", 1.0]])
    html = html_of(table, caption='"><img src=x onerror=alert(1)>')
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;" in html


def test_a_table_can_be_read_aloud():
    t = walk_of(document_of((2, 2, 1)))
    html = html_of(tables.neuron_table(t, t[0]), caption="Every neuron's numbers")
    assert "<caption>Every neuron&#x27;s numbers</caption>" in html
    assert "scope='col'" in html
    assert "scope='row'" in html
    assert "tabindex='0'" in html


def test_numbers_out_of_range_are_named():
    assert "<td>∞</td>" in html_of(Table(["z"], [[float("inf")]]))


@pytest.mark.parametrize(
    ("loss", "output"), [("binary_cross_entropy", "sigmoid"), ("cross_entropy", "softmax")]
)
def test_the_cross_entropies_have_the_slope_beside_the_delta_that_holds_it(loss, output):
    t = walk_of(document_of((3, 4, 3), ["tanh", output], loss))
    first, last = neuron_table(t, t[0]), neuron_table(t, t[-1])
    assert list(last.columns).index("f′(z)") == list(last.columns).index("δ") - 1
    assert first["f′(z)"].isna().all()
    a = last["a"].astype(float)
    slope = np.where(last["layer"] == last["layer"].iloc[0], 1 - a**2, a * (1 - a))
    np.testing.assert_allclose(last["f′(z)"].astype(float), slope, rtol=1e-12)
    if output == "sigmoid":
        made = last["da"].astype(float) * last["f′(z)"].astype(float)
        np.testing.assert_allclose(made, last["δ"].astype(float), rtol=1e-12)


def test_where_the_slope_has_a_step_it_has_no_column():
    t = walk_of(document_of((3, 4, 3), "sigmoid"))
    assert "f′(z)" not in neuron_table(t, t[-1]).columns


def test_the_rows_of_the_inputs_are_as_long_as_the_others():
    document = document_of((2, 2, 1), "sigmoid", "binary_cross_entropy")
    to_inputs = edits.set_conventions(document, Conventions(to_inputs=True)).document
    t = trace_of(to_inputs, "neuron")
    table = tables.neuron_table(t, t[-1])
    assert len(table.rows) == 5
    assert {len(row) for row in table.rows} == {len(table.columns)}


def test_a_slope_so_far_out_that_its_formula_overflows_warns_of_nothing():
    document = document_of((2, 2, 1))
    far = {**document["layers"][0], "W": [[1e308, 0.1], [-0.2, 0.3]], "activation": "tanh"}
    layers = [far, {**document["layers"][1], "activation": "sigmoid"}]
    now = {**document, "x": [[1.0, 1.0]], "layers": layers, "loss": "binary_cross_entropy"}
    t = trace_of(now, "neuron")
    assert 0.0 in tables.neuron_table(t, t[-1]).rows[0], "the slope"
