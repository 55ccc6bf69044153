"""The switch of notations, as a reader uses it: all is written anew, and no number changes."""

import re

import pytest

from playground.notation.symbols import NOTATIONS, Symbols
from tests.app.playground_session import Session

NUMBER = re.compile(r"\\mathbf\{(.+?)\}")
TITLES = {
    "own": "delta of h1",
    "hallstrom": "error signal δ of h1",
    "sakryukin": "∂L/∂z of h1",
    "sugden": "delta of j1",
    "devforum": "dz11",
    "gupta": "δ1[2]",
}


def at_delta(**parameters):
    """The playground on Mazur's exercise, at the delta of the first hidden neuron."""
    page = Session(preset="01_mazur_own_bias", **parameters)
    walk = page.steps
    at = next(s for s in walk if s.address.quantity == "delta" and s.layer == 0)
    return page.go_to(at.number + 1)


@pytest.fixture(scope="module")
def page():
    return at_delta()


@pytest.mark.parametrize("key", NOTATIONS)
def test_one_switch_changes_symbols_and_names_and_no_number(page, key):
    page.choose("notation", "own")
    before, document = NUMBER.findall(page.panel), page.document
    page.choose("notation", key)
    assert page.title == TITLES[key]
    assert NUMBER.findall(page.panel) == before
    assert page.document is document
    assert TITLES[key] in page.alt
    symbols = Symbols(NOTATIONS[key], (2, 2, 2))
    assert {"own": "h1", "sugden": "j1"}.get(key, symbols.neuron(1, 0)) == symbols.neuron(1, 0)
    written = set(page.labels)
    (table,) = (h for h in page.said("html") if "class='predictions'" in h)
    for neuron in (0, 1):
        assert symbols.neuron(1, neuron) in written
        assert symbols.neuron(2, neuron) in written
        assert f">{symbols.neuron(2, neuron)}</th>" in table


@pytest.mark.parametrize("key", NOTATIONS)
@pytest.mark.parametrize("granularity", ["term", "layer"])
def test_every_notation_shows_steps_of_every_size(key, granularity):
    page = Session(preset="10_sugden_units_ijk", notation=key)
    page.choose("granularity", granularity)
    for button in ("next_step", "last_step", "previous_step"):
        page.press(button)
    assert not page.errors


def test_a_preset_offers_its_authors_notation_and_does_not_take_it_by_itself():
    page = Session(preset="01_mazur_own_bias")
    assert not [b for b in page.at.button if b.key == "offered_notation"]
    page.choose("preset", "12_gupta_no_bias")
    assert page.value("notation") == "own"
    assert page.at.button(key="offered_notation").label == "Show in Gupta's notation"
    page.press("offered_notation")
    assert page.value("notation") == "gupta"
    assert page.title == "z1[2]"
    assert not [b for b in page.at.button if b.key == "offered_notation"]
    page.choose("preset", "10_sugden_units_ijk")
    assert page.value("notation") == "gupta"
    assert page.at.button(key="offered_notation").label == "Show in Sugden's notation"


def test_a_link_names_the_notation_and_an_unknown_one_is_left_aside():
    assert Session(preset="07_xor", notation="devforum").title.startswith("z11,")
    assert Session(preset="07_xor", notation="latin").value("notation") == "own"


def test_the_learning_rate_has_the_notations_letter():
    page = Session(notation="devforum")
    label = next(s.label for s in page.at.get("select_slider") if s.key == "learning_rate")
    assert label == "Learning rate α"


def test_the_board_and_the_typed_tables_follow():
    page = Session(preset="11_devforum_shared_bias", notation="devforum").choose("mode", "draw")
    labels = [n["label"] for n in page.component("drawing_board")["neurons"]]
    assert labels == ["x1", "x2", "a11", "a12", "a13", "a21"]
    assert page.component("table_W0")["columns"] == ["from x1", "from x2"]
    page.choose("notation", "sugden")
    assert page.component("table_W0")["columns"] == ["from i1", "from i2"]


def test_what_stands_under_the_walk_says_the_order_of_indices_and_the_classes():
    page = Session(preset="09_sakryukin_even_odd", notation="sakryukin")
    said = " ".join(page.said("caption"))
    assert "M = 2 classes" in said
    assert "first index is the neuron it comes from" in said
    page.choose("notation", "hallstrom")
    assert "first index is the neuron it goes to" in " ".join(page.said("caption"))
