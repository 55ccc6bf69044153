"""What a link hides is in no message to the browser: on no page, at no step, after no answer."""

import re
from dataclasses import replace

import numpy as np
import pytest

from backprop_core import Address
from playground import session
from playground.exercise.packed import unpack
from playground.frame.frame import PAGES
from tests.app.messages_sent import numbers_in, recorded, tells
from tests.app.playground_session import Session, handed

PRESETS = ("01_mazur_own_bias", "07_xor", "08_hallstrom_3_4_3_2", "11_devforum_shared_bias")


@pytest.fixture
def sent():
    with recorded() as texts:
        yield texts


def made_by(page):
    """Every number of the pass that is not given, or a plain one."""
    trace = page.steps
    given = np.concatenate(
        [trace.network.parameters, trace.forward.x.ravel(), trace.y.ravel(), [0.5, 0.25, 0, 1, 2]]
    )
    numbers = {abs(float(step.value)) for step in trace}
    return [one for one in numbers if not np.isclose(np.abs(given), one, rtol=1e-3).any()]


def told_of(hidden, texts, answered=(), digits=3):
    """The hidden numbers that those messages tell, but for what was answered."""
    text = re.sub(r"<style>.*?</style>", "", "\n".join(texts), flags=re.DOTALL)
    texts.clear()
    written = numbers_in(text)
    return {
        (one, value)
        for value in hidden
        for one in written
        if tells(one, value, digits) and not any(tells(one, known) for known in answered)
    }


def entered(page, text):
    page.at.text_input(key="answer").set_value(text)
    next(b for b in page.at.button if (b.key or "").startswith("answer_enter")).click()
    page.run()


def asked_here(page):
    found = []
    page.do(lambda: found.append(session.sheet().here(session.view().position)))
    return found[0]


def test_the_same_messages_tell_the_numbers_when_nothing_is_hidden(sent):
    page = Session(preset=PRESETS[0])
    page.press("last_step")
    assert len(told_of(made_by(page), sent)) > 10


@pytest.mark.parametrize("preset", PRESETS)
def test_no_step_and_no_hint_tells_a_hidden_number(preset, sent):
    page = Session(preset=preset, hide_answers="1", solve="all,loss-after")
    hidden, steps = made_by(page), len(page.steps)
    for step in sorted({1, steps // 3, 2 * steps // 3, steps}):
        page.go_to(step)
        at = asked_here(page)
        for _ in range(4):
            page.do(lambda at=at: session.take_hint(at))
    assert told_of(hidden, sent) == set()


@pytest.mark.parametrize(("granularity", "notation"), [("term", "gupta"), ("neuron", "devforum")])
def test_no_size_of_step_and_no_notation_tells_one(granularity, notation, sent):
    page = Session(
        preset=PRESETS[0], hide_answers="1", granularity=granularity, notation=notation, step="9"
    )
    page.go_to(20)
    assert told_of(made_by(page), sent) == set()


@pytest.mark.parametrize("granularity", ["term", "neuron"])
@pytest.mark.parametrize("preset", PRESETS[:2])
def test_what_a_teacher_gives_is_told_and_nothing_that_it_is_made_of(preset, granularity, sent):
    asks = "all,ask-a,ask-da,ask-W,give-z,give-delta,give-dW"
    page = Session(preset=preset, hide_answers="1", granularity=granularity, solve=asks)
    for step in range(1, len(page.steps) + 1, 3):
        page.go_to(step)
    given, others = [], []
    first = next(step.number for step in page.steps if step.quantity == "a")
    for step in page.steps[first:]:  # what comes before the first blank is told as ever
        is_given = step.quantity in ("z", "delta", "dW") and step.complete
        (given if is_given else others).append(abs(float(step.value)))
    others = [one for one in made_by(page) if one in others]
    given = [one for one in made_by(page) if one in given]
    texts = [*sent]
    assert len(told_of(given, sent)) > 3
    assert told_of(others, texts, given) == set()


def test_what_a_teacher_neither_asks_nor_gives_is_never_told(sent):
    page = Session(preset=PRESETS[0], hide_answers="1", solve="all,ask-dW,give-z")
    for step in (1, 8, 9, 12, 14, 41):
        page.go_to(step)
        page.do(lambda: [session.take_hint(session.sheet().asks[0]) for _ in range(4)])
    given = [abs(float(step.value)) for step in page.steps if step.quantity == "z"]
    told = told_of(made_by(page), sent)
    assert len(told) > 3
    assert all(any(np.isclose(value, one) for one in given) for _, value in told)


def test_no_verdict_tells_one(sent):
    """Exact, rounded, cut off, and wrong in several ways."""
    page, said = Session(preset=PRESETS[0], hide_answers="1"), ""
    answers = ("0.378", "0.6", "-0.3925", "0.7", "2.2", "0.11", "0.6", "0.7", "0.29", "0.9")
    for text in answers:
        entered(page, text)
        said += "".join(page.said("markdown"))
    assert all(one in said for one in ("is right.", "is right as rounded.", "is wrong."))
    assert told_of(made_by(page), sent, [*map(abs, map(float, answers))]) == set()


@pytest.mark.parametrize("name", [name for pages in PAGES.values() for name, *_ in pages])
def test_no_page_tells_one(name, sent):
    page = Session(from_file=True, page=name, preset=PRESETS[0], hide_answers="1")
    assert told_of(made_by(page), sent, digits=4) == set()  # the pages' own curves have numbers


def test_what_the_browser_keeps_tells_none(sent):
    page = Session(from_file=True, preset=PRESETS[0], hide_answers="1")
    page.do(lambda: session.answer(Address("z", 0, 0, None, 0), "0.4"))
    kept = handed(page)
    work = unpack(kept["work"], 10**7)
    assert "0.4" in work
    assert told_of(made_by(page), [work, kept["place"]], [0.4]) == set()


def test_no_pass_is_made_while_the_answers_are_hidden(sent):
    page = Session(preset=PRESETS[0], hide_answers="1")
    hidden, before = made_by(page), page.document
    page.do(session.advance)
    assert page.document == before
    assert "the next pass would show" in page.errors[0]
    assert told_of(hidden, sent) == set()


def test_the_link_that_a_teacher_makes_leaves_out_what_names_the_answers():
    page, made = Session(preset=PRESETS[0]), []
    page.do(lambda: made.append(session.shown_now("playground")))
    hidden = {**made[0].restricted, "hide_answers": True}
    query = []
    page.do(lambda: query.append(session.link_query(replace(made[0], restricted=hidden))))
    again = Session(**query[0])
    assert again.document["note"] == ""
    assert again.document["layers"] == page.document["layers"]
