"""Notations: data that is checked, a symbol for each number, and indices in the right order."""

import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_core import Address
from playground.exercise.presets import presets
from playground.notation import notations
from playground.notation.notations import NotationError, notation_of
from playground.notation.symbols import NOTATIONS, OWN, Symbols
from playground.symbol_reference.notation_table import arrays_table, notes, symbols_table

FOLDER = Path(notations.__file__).parent / "files"
SIZES = st.lists(st.integers(1, 12), min_size=2, max_size=9).map(tuple)
NEURON_QUANTITIES = ("z", "a", "slope", "da", "delta")


def addresses(sizes, batch=1):
    """All numbers of a network with a bias for each neuron."""
    for sample in range(batch):
        yield from (Address("x", neuron=i, sample=sample) for i in range(sizes[0]))
        yield from (Address("y", neuron=i, sample=sample) for i in range(sizes[-1]))
    for layer in range(len(sizes) - 1):
        for j in range(sizes[layer + 1]):
            for quantity in ("b", "db"):
                yield Address(quantity, layer, j)
            for i in range(sizes[layer]):
                yield Address("W", layer, j, i)
                yield Address("dW", layer, j, i)
            for sample in range(batch):
                for quantity in NEURON_QUANTITIES:
                    yield Address(quantity, layer, j, sample=sample)
    yield Address("learning_rate")
    yield Address("loss")


def distinct(named):
    """Nothing in `named`, pairs of a name and what it names, has the name of something else."""
    seen = {}
    for name, what in named:
        assert seen.setdefault(name, what) == what, f"{name} is {seen[name]} and {what}"


@pytest.mark.parametrize("key", NOTATIONS)
@settings(max_examples=25, deadline=None)
@given(sizes=SIZES, batch=st.integers(1, 2))
def test_no_two_numbers_share_a_symbol_or_a_name(key, sizes, batch):
    s = Symbols(NOTATIONS[key], sizes, batch)
    every = list(addresses(sizes, batch))
    distinct((s.tex(at), at) for at in every)
    distinct((s.tex(at, new=True), at) for at in every if at.quantity in ("W", "b"))
    distinct((s.name(at), at) for at in every if at.layer is not None and at.quantity != "slope")


@pytest.mark.parametrize("key", NOTATIONS)
@given(sizes=SIZES)
def test_no_two_neurons_or_layers_share_a_name(key, sizes):
    s = Symbols(NOTATIONS[key], sizes)
    names = [s.neuron(c, j) for c, count in enumerate(sizes) for j in range(count)]
    assert len(set(names)) == len(names)
    layers = [s.layer(k) for k in range(len(sizes) - 1)]
    assert len(set(layers)) == len(layers)
    for short in (False, True):
        titles = [s.title(c, short) for c in range(len(sizes))]
        assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("key", NOTATIONS)
def test_no_two_arrays_share_a_symbol(key):
    s = Symbols(NOTATIONS[key], (2, 3, 3, 4, 2))
    quantities = ("z", "a", "slope", "da", "delta", "W", "b", "dW", "db")
    arrays = [Address(q, layer) for q in quantities for layer in range(4)]
    distinct((s.tex(at), at) for at in [*arrays, Address("x"), Address("y"), Address("loss")])


@pytest.mark.parametrize("key", NOTATIONS)
def test_no_two_columns_of_a_table_share_a_heading(key):
    for sizes in ((2, 2), (2, 3, 1)):
        s = Symbols(NOTATIONS[key], sizes)
        quantities = ("z", "a", "da", "delta", "b", "db", "W", "dW", "y", "loss")
        assert len({s.label(q) for q in quantities}) == len(quantities)
        for column in range(1, len(sizes)):
            assert len({s.short(q, column) for q in quantities}) == len(quantities)


# Each author's own way.


def tex(key, sizes, *where, **more):
    return Symbols(NOTATIONS[key], sizes).tex(Address(*where, **more))


def test_the_apps_own_symbols_name_the_receiving_neuron_first():
    assert tex("own", (2, 3, 1), "W", 0, 2, 1) == "w^{(1)}_{3,2}"
    assert tex("own", (2, 3, 1), "delta", 1, 0, sample=0) == r"\delta^{(2)}_{1}"


def test_hallstrom_counts_layers_from_0_at_the_inputs_and_names_the_receiving_neuron_first():
    sizes = (3, 4, 3, 2)
    assert tex("hallstrom", sizes, "x", neuron=1) == "a^{0}_{2}"
    assert tex("hallstrom", sizes, "a", 0, 3, sample=0) == "a^{1}_{4}"
    assert tex("hallstrom", sizes, "W", 1, 2, 3) == "w^{2}_{3,4}"  # u = 3 in layer 2, v = 4 in 1
    assert tex("hallstrom", sizes, "slope", 1, 0, sample=0) == r"\sigma'(z^{2}_{1})"
    assert tex("hallstrom", sizes, "loss") == "C"
    assert Symbols(NOTATIONS["hallstrom"], sizes).word("delta") == "error signal"


def test_sakryukin_writes_from_i_to_j_with_outputs_p():
    sizes = (2, 2, 2, 2)
    assert tex("sakryukin", sizes, "W", 1, 1, 0) == "w^{(2)}_{12}"
    assert tex("sakryukin", sizes, "a", 2, 0, sample=0) == "p_{1}"
    assert tex("sakryukin", sizes, "y", neuron=1) == "y_{2}"
    assert tex("sakryukin", sizes, "x", neuron=1) == "I_{2}"
    assert NOTATIONS["sakryukin"].outputs == "M"


def test_sugden_tells_layers_by_letters_and_z_is_what_a_hidden_unit_sends():
    sizes = (2, 3, 2)
    assert tex("sugden", sizes, "z", 0, 0, sample=0) == "u_{j_{1}}"
    assert tex("sugden", sizes, "z", 1, 0, sample=0) == "u_{k_{1}}"
    assert tex("sugden", sizes, "a", 0, 1, sample=0) == "z_{j_{2}}"
    assert tex("sugden", sizes, "a", 1, 1, sample=0) == "y_{k_{2}}"
    assert tex("sugden", sizes, "y", neuron=1) == "t_{k_{2}}"
    assert tex("sugden", sizes, "x", neuron=0) == "x_{i_{1}}"
    assert tex("sugden", sizes, "W", 1, 1, 2) == "w_{j_{3}k_{2}}"
    s = Symbols(NOTATIONS["sugden"], sizes)
    assert [s.neuron(c, 0) for c in range(3)] == ["i1", "j1", "k1"]
    labels = [s.label("z"), s.label("a", 1), s.label("a", 2), s.label("y"), s.label("a")]
    assert labels == ["u", "z", "y", "t", "z, y"]
    deep = Symbols(NOTATIONS["sugden"], (1, 1, 1, 1, 1, 1))
    assert [deep.neuron(c, 0) for c in range(6)] == ["i1", "j1", "j′1", "j″1", "j⁽³⁾1", "k1"]
    assert deep.tex(Address("W", 2, 0, 0)) == "w_{j'_{1}j''_{1}}"
    assert deep.tex(Address("z", 3, 0, sample=0)) == "u_{j^{(3)}_{1}}"


def test_devforum_numbers_weights_on_from_layer_to_layer():
    sizes = (2, 3, 1)
    s = Symbols(NOTATIONS["devforum"], sizes)
    weights = [
        s.tex(Address("W", layer, j, i))
        for layer in range(2)
        for i in range(sizes[layer])
        for j in range(sizes[layer + 1])
    ]
    expected = ["11", "12", "13", "21", "22", "23", "31", "41", "51"]
    assert weights == [f"w_{{{digits}}}" for digits in expected]
    assert [s.name(Address("W", 1, 0, i)) for i in range(3)] == ["w31", "w41", "w51"]
    assert [s.tex(Address("z", 0, j, sample=0)) for j in range(3)] == ["z_{11}", "z_{12}", "z_{13}"]
    assert s.tex(Address("a", 1, 0, sample=0)) == "a_{21}"
    assert [s.tex(Address("b", layer)) for layer in range(2)] == ["b_{1}", "b_{2}"]
    assert s.tex(Address("learning_rate")) == r"\alpha"
    assert s.neurons(1) == ("a11", "a12", "a13")


def test_devforum_puts_a_comma_where_digits_could_be_read_in_two_ways():
    assert tex("devforum", (2, 11, 1), "z", 0, 10, sample=0) == "z_{1,11}"
    assert tex("devforum", (5, 5, 1), "W", 1, 0, 4) == "w_{10,1}"
    assert tex("devforum", (4, 4, 1), "W", 1, 0, 3) == "w_{81}"


def test_gupta_counts_layers_from_1_and_a_weight_carries_the_one_it_comes_from():
    sizes = (2, 3, 1)
    assert tex("gupta", sizes, "W", 0, 0, 1) == "w^{[1]}_{21}"
    assert tex("gupta", sizes, "W", 1, 0, 1) == "w^{[2]}_{21}"
    assert tex("gupta", sizes, "delta", 1, 0, sample=0) == r"\delta^{[3]}_{1}"
    assert tex("gupta", sizes, "y", neuron=0) == "t_{1}"
    assert tex("gupta", (2, 12, 1), "W", 1, 0, 10) == "w^{[2]}_{11,1}"
    s = Symbols(NOTATIONS["gupta"], sizes)
    assert s.neuron(0, 1) == "2[1]"
    assert s.name(Address("W", 1, 0, 1)) == "w21[2]"


@pytest.mark.parametrize(
    ("key", "first"),
    [("own", "goes to"), ("hallstrom", "goes to")]
    + [(key, "comes from") for key in ("sakryukin", "sugden", "devforum", "gupta")],
)
def test_the_order_of_indices_is_said_as_it_is(key, first):
    s = Symbols(NOTATIONS[key], (3, 4, 2))
    assert first in s.index_order()
    written = s.tex(Address("W", 0, 3, 0))  # from neuron 1 to neuron 4
    assert (written.rfind("4") < written.rfind("1")) == (first == "goes to")


@pytest.mark.parametrize("key", NOTATIONS)
def test_arrays_are_laid_out_as_the_notation_says(key):
    s = Symbols(NOTATIONS[key], (2, 3, 1), batch=4)
    z, W = np.zeros((4, 3)), np.zeros((3, 2))
    assert s.laid_out("z", z).shape == ((4, 3) if s.notation.samples == "rows" else (3, 4))
    assert s.laid_out("W", W).shape == ((3, 2) if s.notation.weights == "receiving" else (2, 3))
    assert s.laid_out("b", np.zeros(3)).shape == (
        (1, 3) if s.notation.samples == "rows" else (3, 1)
    )
    assert s.laid_out("b", np.float64(1)).shape == ()


# Names in words.


@pytest.mark.parametrize(
    ("at", "batch", "expected"),
    [
        (Address("z", 0, 1, sample=0), 1, "z of h2"),
        (Address("delta", 0, 1, sample=0), 1, "delta of h2"),
        (Address("delta", 1, 0, sample=2), 3, "delta of o1, sample 3"),
        (Address("dW", 0, 1, 0), 1, "dW from x1 to h2"),
        (Address("W", 1, 0, 2), 1, "W from h3 to o1"),
        (Address("loss"), 1, "loss"),
        (Address("loss", sample=1), 3, "loss of sample 2"),
        (Address("z", 0), 1, "z of the hidden layer"),
        (Address("delta", 1), 1, "delta of the output layer"),
        (Address("db", 0), 1, "db of the hidden layer"),
    ],
)
def test_a_number_is_named_in_words(at, batch, expected):
    assert Symbols(OWN, (2, 3, 1), batch).name(at) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("hallstrom", "error signal δ of h2"),
        ("sakryukin", "∂L/∂z of h2"),
        ("sugden", "delta of j2"),
        ("devforum", "dz12"),
        ("gupta", "δ2[2]"),
    ],
)
def test_delta_has_each_authors_name(key, expected):
    assert Symbols(NOTATIONS[key], (2, 3, 1)).name(Address("delta", 0, 1, sample=0)) == expected


def test_layers_are_called_by_place():
    one, several = Symbols(OWN, (2, 3, 1)), Symbols(OWN, (2, 3, 3, 1))
    assert [one.layer(k) for k in range(2)] == ["hidden layer", "output layer"]
    assert [several.layer(k) for k in range(2)] == ["hidden layer 1", "hidden layer 2"]
    assert several.the_layer(0) == "hidden layer 1"
    assert Symbols(NOTATIONS["gupta"], (2, 3, 1)).the_layer(0) == "layer 2"
    assert several.neurons(2) == ("h2.1", "h2.2", "h2.3")
    assert Symbols(OWN, (4,)).neurons(0) == ("x1", "x2", "x3", "x4")  # not yet a network


# The data.


def test_every_article_preset_has_a_notation_of_its_own():
    named = [name for notation in NOTATIONS.values() for name in notation.presets]
    assert len(set(named)) == len(named) == 5
    assert set(named) <= set(presets())


def own_data():
    return tomllib.loads((FOLDER / "own.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d["numbers"].pop("delta"), "[numbers] has no delta"),
        (lambda d: d["arrays"].update(z="Z^<< q >>"), "[arrays] z has the unknown field q"),
        (
            lambda d: d["matrices"].update(z="<< W >><< q >>"),
            "[matrices] z has the unknown field q",
        ),
        (lambda d: d.update(samples="diagonal"), "samples got 'diagonal'; it takes one of rows"),
        (lambda d: d.pop("first_layer"), "first_layer is missing"),
        (lambda d: d.update(colour="red"), "colour is not known"),
        (lambda d: d["names"].update(W="w<< i + 1 >>"), "takes names only"),
        (lambda d: d.update(sample="[<< s"), "cannot be read"),
    ],
)
def test_a_faulty_file_is_refused_with_the_entry_named(change, said):
    data = own_data()
    change(data)
    with pytest.raises(NotationError) as refused:
        notation_of("mine", data, own_data())
    assert said in str(refused.value)
    assert "playground/notation/files/mine.toml" in str(refused.value)


def test_what_a_file_leaves_out_is_as_in_the_apps_own():
    data = own_data()
    for table in ("words", "plain", "layers", "neurons"):
        del data[table]
    made = Symbols(notation_of("mine", data, own_data()), (2, 3, 1))
    assert made.word("delta") == "delta"
    assert made.neuron(1, 0) == "h1"


def test_the_tables_show_every_notation():
    numbers, arrays = symbols_table(), arrays_table()
    for notation in NOTATIONS.values():
        assert notation.name in numbers
        assert notation.name in arrays
    for shown in ("w_{51}", "w_{j_{3}k_{1}}", r"\alpha", "w^{[2]}_{31}"):
        assert f"${shown}$" in numbers
    assert r"$\nabla_{W^{1}} C = \delta^{1}\,(a^{0})^{\top}$" in arrays
    widths = {line.count("|") for line in numbers.splitlines()}
    assert widths == {len(NOTATIONS) + 2}
    assert len(list(notes())) == len(NOTATIONS)
