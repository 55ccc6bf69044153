"""The presets, and that every number that their notes name is so."""

import copy
import json
import re
from pathlib import Path

import numpy as np
import pytest

from backprop_core import backward, forward, update
from playground.exercise.document import EMPTY, is_complete, network_of
from playground.exercise.document_reader import parse
from playground.exercise.presets import first_preset, presets
from tests.playground.walks import walk_of

FOLDER = Path(__file__).parents[3] / "playground" / "exercise" / "preset_files"
GOLDEN = Path(__file__).parents[2] / "core" / "golden"
SAME_AS = {
    "01_mazur_own_bias": "mazur_own_bias",
    "02_mazur_shared_bias": "mazur_shared_bias",
    "03_mazur_frozen_bias": "mazur_frozen_bias",
    "04_one_neuron": "one_neuron",
    "05_linear_2_2_1": "linear_2_2_1",
    "06_sigmoid_2_2_1": "sigmoid_2_2_1",
}


def passes(name, count, rate=None):
    """The network after each of `count` passes, and the losses before each and after the last."""
    document = presets()[name]
    network, x, y = network_of(document), document["x"], document["y"]
    networks, losses = [network], []
    for _ in range(count):
        g = backward(network, forward(network, x), y)
        rate = document["learning_rate"] if rate is None else rate
        network = update(network, g, rate, biases_frozen=document["biases_frozen"])
        networks.append(network)
        losses.append(g.loss)
    losses.append(backward(network, forward(network, x), y).loss)
    return networks, losses


def outputs(name, network):
    return forward(network, presets()[name]["x"]).output


def says(name, *figures):
    """The preset's note holds those figures, so that a test of them is a test of the note."""
    note = presets()[name]["note"].replace("−", "-")
    missing = [figure for figure in figures if figure not in note]
    assert not missing, f"the note does not say {missing}"


def test_all_fourteen_presets_are_there_in_order():
    assert list(presets()) == sorted(presets())
    assert len(presets()) == 14
    assert first_preset() == "01_mazur_own_bias"


@pytest.mark.parametrize("name", presets())
def test_a_preset_is_complete_has_a_source_and_a_note_and_can_be_walked(name):
    document = presets()[name]
    assert is_complete(document)
    assert document["title"] != EMPTY["title"]
    assert document["source"]
    assert len(document["note"]) > 100
    assert len(walk_of(document)) > 5
    assert parse(copy.deepcopy(document)) == document


@pytest.mark.parametrize("name", presets())
def test_one_update_of_a_preset_makes_its_loss_smaller(name):
    _, losses = passes(name, 1)
    assert losses[1] < losses[0]


def test_titles_differ():
    assert len({document["title"] for document in presets().values()}) == len(presets())


@pytest.mark.parametrize(("preset", "golden"), SAME_AS.items())
def test_a_preset_has_the_numbers_of_the_golden_example(preset, golden):
    document = presets()[preset]
    example = json.loads((GOLDEN / f"{golden}.json").read_text(encoding="utf-8"))
    assert document["loss"] == example["loss_name"]
    assert document["learning_rate"] == example["learning_rate"]
    assert document["biases_frozen"] == example["biases_frozen"]
    assert document["x"] == [example["x"]]
    assert document["y"] == [example["y"]]
    for layer, expected in zip(document["layers"], example["layers"], strict=True):
        assert layer["W"] == expected["W"]
        assert layer["b"] == expected["b"]
        assert layer["activation"] == expected["activation"]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_a_preset_file_names_no_field_twice(path):
    def once(pairs):
        names = [name for name, _ in pairs]
        assert len(names) == len(set(names))
        return dict(pairs)

    json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=once)


def test_mazur_with_own_biases():
    says("01_mazur_own_bias", "0.298371109", "0.35 and 0.6", "0.280471", "0.291028")
    _, losses = passes("01_mazur_own_bias", 1)
    assert round(losses[0], 9) == 0.298371109
    assert round(losses[1], 6) == 0.280471
    assert round(passes("03_mazur_frozen_bias", 1)[1][1], 6) == 0.291028
    assert [layer["b"] for layer in presets()["01_mazur_own_bias"]["layers"]] == [
        [0.35, 0.35],
        [0.6, 0.6],
    ]
    frozen, own = (passes(name, 1)[0][1] for name in ("03_mazur_frozen_bias", "01_mazur_own_bias"))
    for one, other in zip(frozen.layers, own.layers, strict=True):
        assert np.array_equal(one.W, other.W)


def test_mazur_with_a_shared_bias():
    says("02_mazur_shared_bias", "0.138499 and -0.038098")
    t = walk_of(presets()["02_mazur_shared_bias"])
    delta = t.gradients.layers[1].delta[0]
    assert np.round(delta, 6).tolist() == [0.138499, -0.038098]
    assert t.gradients.layers[1].db == pytest.approx(delta.sum())


def test_mazur_as_published():
    says("03_mazur_frozen_bias", "0.291027924", "0.29102777369")
    networks, losses = passes("03_mazur_frozen_bias", 1)
    assert round(losses[1], 11) == 0.29102777369
    assert round(losses[1], 9) != 0.291027924
    assert np.array_equal(networks[1].layers[0].b, networks[0].layers[0].b)


def test_one_neuron():
    says("04_one_neuron", "3·2 + 1 = 7", "target 9", "(7 - 9)² = 4", "3.4", "1.2", "loss 1")
    networks, losses = passes("04_one_neuron", 1)
    assert outputs("04_one_neuron", networks[0]) == 7
    assert losses == pytest.approx([4, 1])
    assert networks[1].layers[0].W[0, 0] == pytest.approx(3.4)
    assert networks[1].layers[0].b[0] == pytest.approx(1.2)


def test_linear_2_2_1():
    says("05_linear_2_2_1", "0.3272405", "0.191 to 0.256", "target at 1")
    networks, losses = passes("05_linear_2_2_1", 1)
    assert round(losses[0], 7) == 0.3272405
    assert [round(outputs("05_linear_2_2_1", n).item(), 3) for n in networks] == [0.191, 0.256]
    assert presets()["05_linear_2_2_1"]["y"] == [[1]]


def test_sigmoid_2_2_1():
    says("06_sigmoid_2_2_1", "0.0652238232", "0.0595972722", "exactly 0")
    networks, losses = passes("06_sigmoid_2_2_1", 1)
    assert [round(loss, 10) for loss in losses] == [0.0652238232, 0.0595972722]
    t = walk_of(presets()["06_sigmoid_2_2_1"])
    assert presets()["06_sigmoid_2_2_1"]["x"][0][1] == 0
    assert t.gradients.layers[0].dW[:, 1].tolist() == [0, 0]
    assert np.array_equal(networks[1].layers[0].W[:, 1], networks[0].layers[0].W[:, 1])


def test_xor_learns():
    says("07_xor", "0.71 to 0.67", "20 passes", "after 87", "after 233")
    document = presets()["07_xor"]
    networks, losses = passes("07_xor", 233)
    assert round(losses[0], 2) == 0.71
    assert round(losses[20], 2) == 0.67
    wanted = np.array(document["y"]) > 0.5
    right = [bool(((outputs("07_xor", n) > 0.5) == wanted).all()) for n in networks]
    assert right[87]
    assert not any(right[:87])
    assert losses[233] < 0.05 <= losses[232]


def test_hallstrom():
    says("08_hallstrom_3_4_3_2", "0.25", "shrink at each step")
    t = walk_of(presets()["08_hallstrom_3_4_3_2"])
    assert t.network.sizes == (3, 4, 3, 2)
    sizes = [np.abs(layer.delta).mean() for layer in t.gradients.layers]
    assert sizes == sorted(sizes)
    assert max(layer.slope.max() for layer in t.forward.layers) <= 0.25
    assert len(presets()["08_hallstrom_3_4_3_2"]["x"]) == 1


def test_sakryukin_says_even_and_one_update_makes_odd_more_likely():
    name = "09_sakryukin_even_odd"
    says(name, "0.56 and 0.44", "0.437 to 0.474", "0.1", "-0.12")
    networks, _ = passes(name, 1)
    before, after = (outputs(name, network)[0] for network in networks)
    assert np.round(before, 2).tolist() == [0.56, 0.44]
    assert [round(before[1], 3), round(after[1], 3)] == [0.437, 0.474]
    assert after[1] > before[1]
    t = walk_of(presets()[name])
    assert t.learning_rate == 0.1
    assert round(t.forward.layers[1].z[0, 1], 2) == -0.12
    assert t.forward.layers[1].a[0, 1] == 0
    assert t.gradients.layers[1].dW[1].tolist() == [0, 0]
    assert t.gradients.layers[2].dW[:, 1].tolist() == [0, 0]


def test_sugden_keeps_the_factor_2():
    name = "10_sugden_units_ijk"
    says(name, "2(a - y)", "-0.5")
    document, t = presets()[name], walk_of(presets()[name])
    assert document["loss"] == "squared_error"
    assert [layer["activation"] for layer in document["layers"]] == ["sigmoid", "linear"]
    error = t.forward.output - t.y
    np.testing.assert_allclose(t.gradients.layers[-1].delta, 2 * error, rtol=1e-15)
    assert -0.5 in document["y"][0]


def test_devforum_shares_its_biases():
    t = walk_of(presets()["11_devforum_shared_bias"])
    assert t.network.sizes == (2, 3, 1)
    assert [layer.bias for layer in t.network.layers] == ["shared", "shared"]
    signs = np.sign(t.gradients.layers[0].delta[0])
    assert abs(signs.sum()) == 1  # one of three has the other sign
    assert t.gradients.layers[0].db == pytest.approx(t.gradients.layers[0].delta.sum())


def test_gupta_has_no_biases_and_hidden_values_of_both_signs():
    t = walk_of(presets()["12_gupta_no_bias"])
    assert t.network.sizes == (2, 3, 1)
    assert [layer.bias for layer in t.network.layers] == ["none", "none"]
    assert t.network.loss == "half_squared_error"
    for numbers in (t.forward.layers[0].a, t.gradients.layers[1].dW):
        assert (numbers > 0).any()
        assert (numbers < 0).any()


def test_the_perceptron_that_learns_and_makes_the_first_correction_of_the_table():
    name = "13_perceptron_and"
    says(name, "0.3 - 0.2 = 0.1", "becomes 0.2", "-0.1", "-0.2")
    networks, losses = passes(name, 1)
    assert outputs(name, networks[0]) == 1.0
    np.testing.assert_allclose(networks[1].layers[0].W, [[0.2, -0.1]], rtol=1e-14)
    assert networks[1].layers[0].b == -0.2
    assert losses == pytest.approx([0.1, 0.0], abs=1e-15)


def test_the_delta_rule_goes_on_where_the_unit_is_right():
    name = "14_delta_rule_sign"
    says(name, "0.42 + 0.2 + 0.1 = 0.72", "0.28", "0.448", "-0.228", "0.128", "0.804")
    networks, _ = passes(name, 1)
    assert outputs(name, networks[0]) == 1.0
    np.testing.assert_allclose(networks[1].layers[0].W, [[0.448, -0.228]], rtol=1e-14)
    np.testing.assert_allclose(networks[1].layers[0].b, [0.128], rtol=1e-14)
    assert forward(networks[1], [1, -1]).layers[0].z == pytest.approx(0.804)


def test_no_figure_in_a_note_went_unread():
    """A note that gains a figure must gain a test: those with figures are tested by name above."""
    tested = Path(__file__).read_text(encoding="utf-8")
    for name, document in presets().items():
        for figure in re.findall(r"\d+\.\d{2,}", document["note"]):
            assert figure in tested, f"{figure} in the note of {name} is not tested"
