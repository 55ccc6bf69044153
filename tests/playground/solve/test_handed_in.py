"""What is handed in comes back as it was; what is damaged or strange is refused in words."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_core import Address, BackpropError
from playground.exercise.answers import answered, hinted
from playground.exercise.document import EMPTY
from playground.exercise.presets import presets
from playground.solve.choices import begun
from playground.solve.handed_in import (
    HEAD,
    LONGEST_BREAK,
    NO_TIME,
    HandedIn,
    after_work,
    handed_in,
    to_code,
    to_json,
)
from playground.solve.score import score

Z = Address("z", 0, 0, sample=0)
A = Address("a", 0, 0, sample=0)
PRESET = "06_sigmoid_2_2_1"


def work(name="Ada", answers=None, **asked):
    answers = answered({}, 0, Z, "0.2") if answers is None else answers
    chosen = {**begun(), "on": True, **asked}
    time = {"begun": 1_000_000, "last": 1_000_090, "worked": 90}
    return HandedIn(name, presets()[PRESET], "neuron", chosen, 0, answers, time)


@pytest.mark.parametrize("write", [to_json, to_code, lambda one: to_json(one).encode()])
def test_it_comes_back_as_it_was(write):
    mine = work(answers=hinted(answered({}, 0, Z, "0,2"), 0, A), comma=True, start=A)
    again = handed_in(write(mine))
    for field in ("name", "exercise", "granularity", "number", "answers", "time"):
        assert getattr(again, field) == getattr(mine, field)
    assert again.asked == mine.asked
    assert again.sheet.judged.verdicts == mine.sheet.judged.verdicts


def test_a_code_that_a_mail_program_broke_into_lines_is_read():
    code = to_code(work())
    lines = "\n ".join(code[k : k + 60] for k in range(0, len(code), 60))
    assert handed_in(f"  {lines}\n").name == "Ada"


def test_it_has_answers_and_no_other_number_of_the_pass():
    text = to_json(work())
    assert '"0.2"' in text
    assert "verdict" not in text
    trace = work().sheet.trace
    assert repr(float(trace.gradients.loss)) not in text
    assert repr(float(trace.forward.output[0, 0])) not in text


def test_a_verdict_follows_from_the_work_and_not_from_the_file():
    data = json.loads(to_json(work()))
    data["verdicts"] = {"0:z/0/0//0/": "exact"}
    data["answers"]["0:z/0/0//0/"]["text"] = "0.7"
    made = score(handed_in(json.dumps(data)).sheet)
    assert (made.points, made.verdicts["wrong"]) == (0, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "cannot be read"),
        (HEAD + "e30", "cannot be read"),
        (to_code(work())[:-9], "cannot be read"),
        ("[]", "not work that was handed in"),
        ('{"handed_in": 2}', "handed_in got 2"),
        ("x" * 1_000_001, "It takes at most 1000000"),
        (json.dumps({**json.loads(to_json(work())), "pass": -1}), "pass got -1"),
        (json.dumps({**json.loads(to_json(work())), "granularity": "layer"}), "granularity got"),
        (json.dumps({**json.loads(to_json(work())), "exercise": EMPTY}), "unfinished drawing"),
        (json.dumps({**json.loads(to_json(work())), "exercise": 3}), ""),
    ],
)
def test_anything_else_is_refused_in_words(text, said):
    with pytest.raises(BackpropError) as refused:
        handed_in(text)
    assert said in str(refused.value)


@settings(max_examples=25)
@given(
    st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.lists(inner), max_leaves=5)
)
def test_a_field_of_any_kind_is_read_or_refused(value):
    whole = json.loads(to_json(work()))
    for field in ("name", "asked", "pass", "answers", "time", "granularity"):
        try:
            read = handed_in(json.dumps({**whole, field: value}))
        except BackpropError:
            continue
        assert read.sheet.judged.verdicts is not None


def test_breaks_do_not_count_as_work():
    time = after_work(NO_TIME, 1000)
    time = after_work(time, 1060)
    time = after_work(time, 1060 + 8000)
    assert time == {"begun": 1000, "last": 9060, "worked": 60 + LONGEST_BREAK}
    assert after_work(time, 5)["worked"] == time["worked"], "a clock that was set back"
