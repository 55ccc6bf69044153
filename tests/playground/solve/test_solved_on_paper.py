"""A pass solved by the conventions of its exercise: its own numbers are never called wrong."""

from collections import Counter

import pytest

from backprop_core import Address
from playground.exercise.answers import NOTHING, answered
from playground.exercise.conventions import Conventions
from playground.exercise.document_conventions import with_conventions
from playground.exercise.paper_rounding import PaperRounding
from playground.exercise.paper_trace import on_paper
from playground.exercise.presets import presets
from playground.notation.symbols import symbols_for
from playground.solve.choices import begun
from playground.solve.handed_in import NO_TIME, HandedIn
from playground.solve.hints import hints
from playground.solve.sheet import Sheet
from playground.solve.verdict_text import told
from tests.playground.walks import walk_of

SIGMOID = "06_sigmoid_2_2_1"
DELTA, WEIGHT = Address("delta", 1, 0, sample=0), Address("W", 1, 0, 0)
TURNED = Conventions(turned=True)


def sheet_of(preset, conventions, texts=None):
    answers = {at: {**NOTHING, "text": text} for at, text in (texts or {}).items()}
    return Sheet(walk_of(presets()[preset]), {**begun(), "on": True}, answers, conventions)


def as_on_paper(preset, conventions):
    """Every number as the walk shows it, with the digits it is rounded to."""
    blank, paper = sheet_of(preset, conventions), on_paper(walk_of(presets()[preset]), conventions)
    rounding = conventions.rounding
    form = f".{rounding.count}f" if rounding.place == "decimals" else f".{rounding.count - 1}e"
    return {at: format(float(paper.value(at)), form) for at in blank.asks}


@pytest.mark.parametrize("preset", ["01_mazur_own_bias", "07_xor", "09_sakryukin_even_odd"])
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    "rounding",
    [
        *(PaperRounding("decimals", count) for count in (1, 2, 3)),
        *(PaperRounding("digits", count) for count in (2, 3)),
    ],
    ids=str,
)
def test_the_numbers_that_the_walk_shows_are_right(preset, rounding, turned):
    conventions = Conventions(rounding, turned=turned)
    sheet = sheet_of(preset, conventions, as_on_paper(preset, conventions))
    assert sheet.blanks == ()
    assert not Counter(sheet.judged.verdicts.values()).keys() & {"wrong", "follows"}


def test_a_number_that_is_not_the_papers_is_wrong_as_ever():
    conventions = Conventions(PaperRounding("decimals", 3))
    texts = as_on_paper(SIGMOID, conventions)
    texts[DELTA] = "0.5"
    assert sheet_of(SIGMOID, conventions, texts).judged.verdicts[DELTA] == "wrong"


@pytest.mark.parametrize("preset", ["01_mazur_own_bias", "09_sakryukin_even_odd"])
def test_with_the_error_turned_the_turned_numbers_are_exact(preset):
    blank = sheet_of(preset, TURNED)
    texts = {at: repr(blank.exact(at)) for at in blank.asks}
    sheet = sheet_of(preset, TURNED, texts)
    assert set(sheet.judged.verdicts.values()) == {"exact"}
    walk = walk_of(presets()[preset])
    for at in blank.asks:
        sign = -1 if at.quantity in ("da", "delta", "dW", "db") else 1
        assert sheet.exact(at) == sign * walk.value(at)
        assert sheet.shown(at, None) == float(texts[at])


def test_the_other_sign_is_named_the_other_way_round():
    walk = walk_of(presets()[SIGMOID])
    texts = {DELTA: repr(float(walk.value(DELTA)))}
    plain, turned = sheet_of(SIGMOID, Conventions(), texts), sheet_of(SIGMOID, TURNED, texts)
    assert plain.judged.verdicts[DELTA] == "exact"
    assert turned.judged.verdicts[DELTA] == "wrong"
    said = told(turned, DELTA, 4).body
    assert "output minus target, a − y" in said or said == "Right size, wrong sign."


def test_a_hint_has_the_signs_on_paper():
    sheet = sheet_of(SIGMOID, TURNED)
    symbols = symbols_for(sheet.trace)
    number = hints(sheet, DELTA, 4, symbols)[-1].words
    assert float(number.rstrip(".")) == pytest.approx(sheet.exact(DELTA), rel=1e-3)
    formula = next(one.latex for one in hints(sheet, WEIGHT, 4, symbols) if "eta" in one.latex)
    assert r"+ \eta" in formula


def test_what_is_handed_in_is_judged_by_the_conventions():
    document = with_conventions(presets()[SIGMOID], Conventions(turned=True, comma=True))
    right = sheet_of(SIGMOID, TURNED).exact(DELTA)
    answers = answered({}, 0, DELTA, f"{right:.6f}".replace(".", ","))
    work = HandedIn("A", document, "neuron", {**begun(), "on": True}, 0, answers, NO_TIME)
    assert work.sheet.judged.verdicts == {DELTA: "exact"}
    assert work.sheet.exact(DELTA) == right
