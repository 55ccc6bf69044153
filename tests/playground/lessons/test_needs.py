"""What a drawing lacks for what a text says: the places that it names, and what is stated."""

import pytest

from playground.lessons.live import Live
from playground.lessons.missing import lacks
from playground.lessons.needs import NEEDS
from playground.notation.symbols import OWN, symbols_for
from tests.playground.walks import DRAWINGS, document_of, walk_of

CUT = document_of((2, 2, 1))
CUT["layers"][0]["connected"] = [[False, True], [True, True]]
CLASSES = document_of((2, 2, 2), ["tanh", "softmax"], "cross_entropy")


def lacking(text, document, *needs):
    walk = walk_of(document)
    return lacks(needs, [text], Live(walk, symbols_for(walk, OWN), 6, 0))


def words(text, document, *needs):
    return [lack.words for lack in lacking(text, document, *needs)]


@pytest.mark.parametrize(
    ("text", "document", "lack"),
    [
        ("<< z(1, 1).value >> << x(2) >> << neuron(0, 2) >>", document_of((2, 1)), []),
        ("<< neuron(-1, 1) >> << loss().value >> << rate() >>", document_of((2, 1)), []),
        ("<< neuron(0, 3) >>", document_of((2, 1)), ["3 inputs"]),
        ("$<< y(2) >>$", document_of((2, 1)), ["2 outputs"]),
        ("$<< a(-1, 2).value >>$", document_of((2, 1)), ["2 outputs"]),
        ("$<< delta(-2, 1) >>$ and << neuron(-2, 1) >>", document_of((2, 1)), ["a hidden layer"]),
        ("$<< W(2, 1, 1) >>$", document_of((2, 1)), ["a hidden layer"]),
        ("$<< z(3).product >>$", document_of((2, 2, 1)), ["3 layers"]),
        ("<< neuron(1, -3) >>", document_of((2, 2, 1)), ["3 neurons in the hidden layer"]),
        ("$<< W(1, 3, 1) >>$", document_of((2, 2, 1)), ["3 neurons in the hidden layer"]),
        ("<< W(1, 1, 1).start >>", CUT, ["a connection from x1 to h1"]),
        ("$<< W(1, 1, 2) >>$ $<< W(1, 2, 1) >>$", CUT, []),
        ("$<< db(1, 1) >>$ $<< b(1) >>$", document_of((2, 1), bias="none"), ["biases"]),
        ("$<< b(1, 1) >>$", document_of((2, 1), bias="shared"), []),
        ("$<< slope(-1, 1) >>$", CLASSES, [NEEDS["elementwise"].words]),
        ("$<< slope(-2, 1) >>$", CLASSES, []),
        ("$<< da(-1, 1).terms >>$", document_of((2, 1)), ["a hidden layer"]),
        ("$<< delta(-1, 1).terms >>$", CLASSES, [NEEDS["unfused"].words]),
        ("$<< delta(-1, 1).terms >>$", document_of((2, 1)), []),
        ("$<< z(1, 1, sample=2) >>$", document_of((2, 1)), ["2 samples"]),
        (
            "<< da(2).plain >> << layer(2).function >> << layer(2) >>",
            document_of((2, 1)),
            ["a hidden layer"],
        ),
        ("<< number_of('neurons') >> << delta >>", document_of((1, 1)), []),
    ],
)
def test_a_place_that_is_named_is_there_or_it_is_said_what_is_lacking(text, document, lack):
    assert words(text, document) == lack


def test_what_is_stated_comes_first_and_nothing_is_said_twice():
    found = words("$<< delta(-2, 1).value >>$", document_of((2, 1)), "softmax", "hidden")
    assert found == ["softmax outputs with cross-entropy", "a hidden layer"]


@pytest.mark.parametrize(
    ("need", "has", "has_not"),
    [
        ("hidden", (2, 2, 1), (2, 1)),
        ("one_hidden", (2, 2, 1), (2, 2, 2, 1)),
        ("two_hidden", (2, 2, 2, 1), (2, 2, 1)),
        ("one_output", (2, 1), (2, 2)),
        ("several_outputs", (2, 2), (2, 1)),
    ],
)
def test_a_need_of_sizes_holds_for_those_sizes_alone(need, has, has_not):
    assert words("", document_of(has), need) == []
    assert words("", document_of(has_not), need) == [NEEDS[need].words]


@pytest.mark.parametrize("loss", ["perceptron", "half_squared_error"])
def test_threshold_units_become_units_with_a_gradient(loss):
    document = document_of((2, 2, 1), "step", loss)
    assert words("", document, "hidden") == [NEEDS["gradient"].words]
    given = NEEDS["gradient"].give(document).document
    assert words("", given, "hidden") == []
    assert given["loss"] == "half_squared_error"


def test_every_need_is_met_by_some_drawing_and_not_by_all():
    for need in NEEDS:
        drawings = [*DRAWINGS.values(), document_of((2, 2, 1), "step")]
        met = {not words("", document, need) for document in drawings}
        assert met == {True, False}, need
