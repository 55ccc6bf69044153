"""Passages that hold on some networks only."""

import pytest

from playground.lessons.passages import fitting, readings
from playground.notation.symbols import OWN, symbols_for
from tests.playground.walks import document_of, walk_of

ONE, DEEP = walk_of(document_of((2, 1))), walk_of(document_of((2, 3, 2), batch=2))


def on(walk, text):
    return fitting(text, walk, symbols_for(walk, OWN))


@pytest.mark.parametrize(
    ("text", "one", "deep"),
    [
        ("plain {=z 1 1}", "plain {=z 1 1}", "plain {=z 1 1}"),
        ("a{if hidden} b{end}.", "a.", "a b."),
        ("{if hidden}h{else}none{end}", "none", "h"),
        ("{if not hidden}none{end}", "none", ""),
        ("{if one output and one sample}both{else}no{end}", "both", "no"),
        ("{if one output and hidden}a{elif hidden and not one sample}b{else}c{end}", "c", "b"),
        ("{if hidden}first{elif several outputs}second{end}", "", "first"),
        ("{if has z 1 3}third{else}fewer{end}", "fewer", "third"),
        ("{if not has delta 2 1}flat{end}", "flat", ""),
        ("${if hidden}\\frac{1}{2}{else}{z 1 1}{end}$", "${z 1 1}$", "$\\frac{1}{2}$"),
        ("{if hidden}a{end}{if hidden}b{else}c{end}", "c", "ab"),
        ("{if hidden}over\nlines{end}", "", "over\nlines"),
    ],
)
def test_the_first_passage_is_kept_whose_conditions_hold(text, one, deep):
    assert on(ONE, text) == one
    assert on(DEEP, text) == deep


def test_every_passage_occurs_in_one_of_the_readings():
    text = "{if hidden}a{elif softmax}b{else}c{end} {if relu}d{end}"
    assert readings(text) == ["a d", "b ", "c "]
    assert readings("plain") == ["plain"]


@pytest.mark.parametrize(
    "text",
    [
        "{if luck}a{end}",
        "{if }a{end}",
        "{if has luck 1}a{end}",
        "{if hidden and luck}a{end}",
        "{if hidden}a{if softmax}b{end}",
        "{if hidden}a{else}b{elif softmax}c{end}",
        "{if hidden}a{else}b{else}c{end}",
    ],
)
def test_what_is_no_condition_or_cannot_be_reached_is_refused(text):
    with pytest.raises(ValueError, match=r"condition|place|stand within"):
        readings(text)
