"""What a drawing lacks for a text, and the drawing that has it all."""

import pytest

from backprop_core import BackpropError
from playground.exercise.document import sizes_of
from playground.exercise.document_check import check
from playground.lessons.live import Live
from playground.lessons.loader import lessons
from playground.lessons.missing import lacks, with_all
from playground.lessons.needs import NEEDS
from playground.notation.symbols import NOTATIONS, OWN, symbols_for
from tests.playground.walks import DRAWINGS, document_of, walk_of

GIVEN = [need for need in NEEDS if NEEDS[need].give is not None]
PARAGRAPHS = [
    (one.name, number) for one in lessons().values() for number in range(len(one.paragraphs))
]


def lacking(text, *needs):
    """Of a drawing, what it lacks for that text and those needs."""

    def of(document):
        walk = walk_of(check(document))
        return lacks(needs, [text], Live(walk, symbols_for(walk, OWN), 6, 0))

    return of


def words(found):
    return [lack.words for lack in found]


def test_only_the_passages_that_are_kept_ask_for_something():
    asked = lacking(
        "<% if hidden %>$<< delta(-2, 4).value >>$<% else %>$<< x(3).value >>$<% endif %>"
    )
    assert words(asked(document_of((2, 1)))) == ["3 inputs"]
    assert words(asked(document_of((2, 3, 1)))) == ["4 neurons in the hidden layer"]


@pytest.mark.parametrize("need", GIVEN)
@pytest.mark.parametrize("drawing", DRAWINGS)
def test_what_is_asked_for_can_be_given_and_the_rest_stays(need, drawing):
    old = DRAWINGS[drawing]
    asked = lacking("", need)
    given = with_all(old, asked).document
    assert asked(given) == []
    assert (given == old) == (asked(old) == [])
    assert given["x"] == old["x"]
    assert given["biases_frozen"] == old["biases_frozen"]
    assert max(sizes_of(given)) >= max(sizes_of(old))
    if need not in (
        "softmax",
        "targets_add_up_to_1",
        "hidden",
    ):  # these may take more outputs, or a layer
        assert [layer["W"] for layer in given["layers"]] == [layer["W"] for layer in old["layers"]]
    if need not in ("softmax", "elementwise", "hidden_elementwise", "unfused"):
        assert given["loss"] == old["loss"]
        assert given["layers"][-1]["activation"] == old["layers"][-1]["activation"]
    if need != "targets_add_up_to_1" and sizes_of(given)[-1] == sizes_of(old)[-1]:
        assert given["y"] == old["y"]
    if need == "hidden_elementwise":
        assert given["loss"] == old["loss"]


@pytest.mark.parametrize(("name", "number"), PARAGRAPHS)
def test_every_drawing_can_be_given_all_that_a_paragraph_takes(name, number):
    shown, notation = lessons()[name].paragraphs[number], NOTATIONS[lessons()[name].notation]

    def asked(now):
        walk = walk_of(check(now))
        return shown.lacks(Live(walk, symbols_for(walk, notation), 6, 0))

    for document in DRAWINGS.values():
        given = with_all(document, asked).document
        assert asked(given) == []
        assert (given == document) == (asked(document) == [])


def test_each_thing_is_given_to_the_drawing_that_lacks_it():
    """A new layer moves the outputs one column on."""
    given = with_all(document_of((4, 1)), lacking("$<< a(-1, 3).value >>$", "hidden")).document
    assert sizes_of(given) == (4, 2, 3)


def test_what_is_given_leaves_the_rest_as_it_is():
    document = document_of((2, 3, 1), "tanh", "mean_absolute_error", batch=2)
    given = with_all(document, lacking("$<< slope(-2, 4) >>$")).document
    assert [row[:3] for row in given["layers"][1]["W"]] == document["layers"][1]["W"]
    assert {**given, "layers": 0} == {**document, "layers": 0}


def test_what_cannot_be_given_is_said():
    with pytest.raises(BackpropError, match="all of this at once: a single sample"):
        with_all(document_of((2, 1), batch=2), lacking("", "one_sample"))
    with pytest.raises(BackpropError, match="at once"):
        with_all(DRAWINGS["classes"], lacking("", "softmax", "unfused"))
