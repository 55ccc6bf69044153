"""A whole exercise worked on paper: right work is never called wrong, and a slip is found once."""

from collections import Counter

import pytest

from backprop_core import Address
from playground.exercise.presets import presets
from playground.solve.asked import LOSS_AFTER
from playground.solve.verdict_text import told
from tests.playground.solve.worked import sheet_of, worked, worked_roughly

SIGMOID = "06_sigmoid_2_2_1"
DELTA = Address("delta", 0, 1, sample=0)


def counted(sheet):
    return Counter(sheet.judged.verdicts.values())


@pytest.mark.parametrize("granularity", ["neuron", "term"])
@pytest.mark.parametrize("digits", [3, 4, 6])
@pytest.mark.parametrize("preset", ["04_one_neuron", SIGMOID, "02_mazur_shared_bias", "07_xor"])
def test_work_rounded_on_the_way_is_right(preset, digits, granularity):
    sheet = worked(preset, digits, granularity=granularity, loss_after=True)
    assert not counted(sheet).keys() & {"wrong", "follows"}
    assert sheet.blanks == ()


@pytest.mark.parametrize("preset", list(presets()))
@pytest.mark.parametrize("form", [".2f", ".3f", ".2g", ".3g", ".4g"])
def test_work_with_every_product_rounded_is_right(preset, form):
    sheet = worked_roughly(preset, lambda value: format(value, form))
    assert [at for at, one in sheet.judged.verdicts.items() if one in ("wrong", "follows")] == []


def test_a_number_of_one_digit_that_no_rounding_leads_to_is_wrong():
    at = Address("z", 0, 0, sample=0)
    assert sheet_of(SIGMOID, {at: "0.2"}).judged.verdicts[at] == "exact"
    assert sheet_of(SIGMOID, {at: "0.3"}).judged.verdicts[at] == "wrong"


@pytest.mark.parametrize("preset", list(presets()))
def test_the_exact_numbers_are_exact(preset):
    sheet = sheet_of(preset, loss_after=True)
    texts = {at: repr(sheet.judged.exact(at)) for at in sheet.asks}
    assert counted(sheet_of(preset, texts, loss_after=True)) == {"exact": len(sheet.asks)}


def test_one_wrong_delta_is_wrong_once_and_the_rest_follows():
    sheet = worked(SIGMOID, 4, {DELTA: lambda right: 1.7 * right})
    wrong = [at for at, verdict in sheet.judged.verdicts.items() if verdict == "wrong"]
    assert wrong == [DELTA]
    assert sheet.judged.verdicts[Address("db", 0, 1)] == "follows"
    assert sheet.judged.verdicts[Address("b", 0, 1)] == "follows"


def test_the_loss_after_the_update_follows_from_a_wrong_weight():
    wrong = Address("W", 1, 0, 0)
    sheet = worked(SIGMOID, 6, {wrong: lambda right: right + 1}, loss_after=True)
    assert sheet.judged.verdicts[LOSS_AFTER] == "follows"


def test_a_wrong_loss_after_the_update_is_wrong():
    sheet = worked(SIGMOID, 4, {LOSS_AFTER: lambda right: 1.1 * right}, loss_after=True)
    assert counted(sheet)["wrong"] == 1


def test_a_wrong_part_of_a_sum_is_wrong_and_the_sum_follows():
    part = Address("z", 1, 0, sample=0, part=0)
    right = worked(SIGMOID, 5, granularity="term")
    texts = {at: one["text"] for at, one in right.answers.items()}
    for at in (part, part._replace(part=1), part.whole):
        texts[at] = f"{float(texts[at]) + 1:.5f}"
    verdicts = sheet_of(SIGMOID, texts, "term").judged.verdicts
    assert verdicts[part] == "wrong"
    assert verdicts[part._replace(part=1)] == "follows"
    assert verdicts[part.whole] == "follows"


def test_the_loss_of_a_sample_is_judged_by_the_outputs_before_it():
    output = Address("a", 1, 0, sample=2)
    sheet = worked("07_xor", 5, {output: lambda right: right + 0.2})
    assert sheet.judged.verdicts[output] == "wrong"
    assert sheet.judged.verdicts[Address("loss", sample=2)] == "follows"
    assert sheet.judged.verdicts[Address("loss", sample=1)] in ("exact", "rounded")


def test_a_slope_left_out_is_named():
    """Of a single number: the delta is ∂loss/∂a itself."""
    right = worked(SIGMOID, 5)
    texts = {at: one["text"] for at, one in right.answers.items()}
    texts[DELTA] = texts[DELTA._replace(quantity="da")]
    sheet = sheet_of(SIGMOID, texts)
    assert sheet.judged.verdicts[DELTA] == "wrong"
    assert "f′(z)" in told(sheet, DELTA, 4).body


def test_no_cause_is_named_for_a_number_out_of_the_air():
    sheet = worked(SIGMOID, 5, {DELTA: lambda right: 0.31415})
    assert told(sheet, DELTA, 4).body.startswith("That is not this step")


def test_a_slip_of_the_pen_is_told_unless_answers_stay_hidden():
    right = worked(SIGMOID, 4)
    texts = {at: one["text"] for at, one in right.answers.items()}
    at = Address("z", 0, 0, sample=0)
    texts[at] = f"{10 * float(texts[at]):g}"
    sheet = sheet_of(SIGMOID, texts)
    assert sheet.judged.verdicts[at] == "wrong"
    assert "decimal point" in told(sheet, at, 4).body
    assert told(sheet, at, 4, hidden=True).body.startswith("That is not this step")


def test_a_coarse_number_that_follows_is_not_called_right():
    """0.8 in place of 1.2, from a gradient of the wrong sign."""
    sheet = worked("04_one_neuron", 5, {Address("da", 0, 0, sample=0): lambda right: -right})
    assert sheet.judged.verdicts[Address("b", 0, 0)] == "follows"
    assert sheet.judged.verdicts[Address("W", 0, 0, 0)] == "follows"


def test_a_number_worked_rightly_after_a_wrong_one_is_right():
    """Who goes on with the right delta, and not with the wrong one written down."""
    right = worked(SIGMOID, 3)
    texts = {at: one["text"] for at, one in right.answers.items()}
    texts[DELTA] = "0.9"
    verdicts = sheet_of(SIGMOID, texts).judged.verdicts
    assert [at for at, verdict in verdicts.items() if verdict == "wrong"] == [DELTA]
    assert set(verdicts.values()) <= {"exact", "rounded", "wrong"}
