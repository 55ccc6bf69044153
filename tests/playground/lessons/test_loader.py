"""The lessons' files: all can be read, cover what they promise, and say what is wrong with one."""

import re

import pytest

from backprop_core import BackpropError
from playground.exercise.presets import presets
from playground.lessons.live import Live
from playground.lessons.live_text import rendered
from playground.lessons.loader import FOLDER, LINKS, lessons, parse
from playground.notation.symbols import symbols_for
from playground.train.set_pieces import EVERY
from tests.playground.walks import DRAWINGS, walk_of

PROMISED = {
    "the five steps of training",
    "the forward pass for one neuron",
    "the forward pass for a layer",
    "the forward pass for all layers",
    "the loss and why one needs it",
    "mean squared error and when",
    "mean absolute error and when",
    "cross-entropy and when",
    "root mean squared error and when",
    "delta and why it is worth defining",
    "the output layer's delta",
    "a hidden neuron's delta as a sum over all it feeds",
    "why ∂loss/∂b = delta",
    "the matrix form",
    "the training algorithm in seven lines",
    "the batch version",
    "the update",
    "a learning rate that is too small",
    "a learning rate that is too large",
    "use the old weights",
}
PARAGRAPHS = [(lesson, p) for lesson in lessons().values() for p in lesson.paragraphs]
NAMES = [f"{lesson.name}: {p.heading}" for lesson, p in PARAGRAPHS]
GOOD = """+++
title = "T"
author = "A"
article = "B"
year = "2000"
summary = "S"
level = "Beginner"
learned = ["what << delta >> is"]
preset = "07_xor"
notation = "own"
+++

## One
```toml
step = "z(1, 1)"

[[tasks]]
try = "Press →."
goal = "at(z(1, 2))"
```
The sum is $<< z(1, 1).value >>$, and $\\frac{1}{2} << z(1, 1) >>$.
"""


def test_there_is_a_lesson_for_each_article_on_its_own_preset():
    found = {lesson.name: (lesson.preset, lesson.notation) for lesson in lessons().values()}
    expected = {
        "hallstrom": ("08_hallstrom_3_4_3_2", "hallstrom"),
        "sakryukin": ("09_sakryukin_even_odd", "sakryukin"),
        "sugden": ("10_sugden_units_ijk", "sugden"),
        "devforum": ("11_devforum_shared_bias", "devforum"),
        "gupta": ("12_gupta_no_bias", "gupta"),
    }
    assert found.items() >= expected.items()
    assert len(list(FOLDER.glob("*.md"))) == len(found)


def test_together_the_lessons_cover_everything_that_is_promised():
    covered = {topic for _, p in PARAGRAPHS for topic in p.covers}
    assert covered >= PROMISED


def test_the_seven_lines_are_seven():
    lined = [p for _, p in PARAGRAPHS if p.lines]
    assert [p.covers for p in lined] == [("the training algorithm in seven lines",)]
    assert len(lined[0].lines) == 7


@pytest.mark.parametrize(("lesson", "shown"), PARAGRAPHS, ids=NAMES)
def test_a_paragraph_is_short_and_asks_for_one_thing(lesson, shown):
    for drawing in DRAWINGS.values():
        walk = walk_of(drawing)
        prose = rendered(shown.prose, Live(walk, symbols_for(walk), 6, 0))
        plain = re.sub(r"\$\$.+?\$\$", "", prose, flags=re.DOTALL)
        assert 40 <= len(plain.split()) <= 140
    for task in shown.tasks:
        assert task.text
        assert task.goal, "a goal lets the page say that it is done"
    assert shown.link is None or shown.link in LINKS
    assert shown.training is None or shown.training in EVERY


def test_a_lesson_is_read_as_it_is_written():
    lesson = parse(GOOD, "9_name")
    (shown,) = lesson.paragraphs
    assert (lesson.name, lesson.preset) == ("name", "07_xor")
    assert lesson.preset in presets()
    (task,) = shown.tasks
    assert (shown.heading, shown.granularity, task.text) == ("One", "neuron", "Press →.")
    assert task.goal == ("at(z(1, 2))",)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("+++\ntitle", "title", "no facts"),
        ('title = "T"\n', "", "'title' is missing"),
        ('title = "T"', "title = ", "TOML cannot be read"),
        ('year = "2000"', "year = 2000", "year got 2000"),
        ('"Beginner"', '"Wizard"', "level 'Wizard'"),
        ("07_xor", "99_none", "preset '99_none' is unknown"),
        ("## One\n", "", "paragraphs, each under"),
        ("```toml", "```", "no ```toml block"),
        ('step = "z(1, 1)"\n', "", "'step' is missing"),
        ('"z(1, 1)"', '"zz(1, 1)"', "zz(1, 1)' is unknown"),
        ('"z(1, 1)"', '"W(1, 1)"', "has 2 counts. It takes 1 or 3"),
        ('"z(1, 1)"', '"z(0, 1)"', "z(0, 1)' is unknown"),
        ('"z(1, 1)"', '"x(1)"', "no step makes 'x(1)'"),
        ("\n[[tasks]]", 'tri = "a"\n[[tasks]]', "'tri' is unknown"),
        ("\n[[tasks]]", 'granularity = "atom"\n[[tasks]]', "granularity 'atom'"),
        ("\n[[tasks]]", 'link = "nowhere"\n[[tasks]]', "link 'nowhere'"),
        ("\n[[tasks]]", 'needs = ["luck"]\n[[tasks]]', "need 'luck'"),
        ("\n[[tasks]]", 'needs = ["one_output"]\n[[tasks]]', "cannot be given to a drawing"),
        ("\n[[tasks]]", 'lines = [{text = "a"}]\n[[tasks]]', "takes text and step"),
        ('[[tasks]]\ntry = "Press →."\ngoal = "at(z(1, 2))"\n', "", "'tasks' is missing"),
        ('[[tasks]]\ntry = "Press →."\ngoal = "at(z(1, 2))"\n', "tasks = []\n", "nothing to try"),
        ('[[tasks]]\ntry = "Press →."\ngoal = "at(z(1, 2))"\n', "tasks = [1]\n", "takes try, goal"),
        ('try = "Press →."\n', "", "'try' is missing"),
        ('goal = "at(z(1, 2))"\n', "", "'goal' is missing"),
        ('goal = "', 'needs = ["luck"]\ngoal = "', "need 'luck'"),
        ('"at(z(1, 2))"', '"luck > 3"', "names 'luck'"),
        ('"at(z(1, 2))"', '"open(1) > passes"', "names 'open'"),
        ('"at(z(1, 2))"', '"at(W(1, 2))"', "has 2 counts"),
        ('"at(z(1, 2))"', "3", "It takes a str or list"),
        ("The sum is", "<% if luck %>The sum is<% endif %>", "'luck' is unknown"),
        ("The sum is", "<% if hidden %>The sum is", "cannot be read"),
        ("<< z(1, 1).value >>", "<< z(1).value >>", "has no 'value'"),
        (
            "The sum is $<< z(1, 1).value >>$, and $\\frac{1}{2} << z(1, 1) >>$.",
            "",
            "it says nothing",
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_said(old, new, says):
    assert GOOD.count(old) == 1
    with pytest.raises(BackpropError, match=re.escape(says)) as caught:
        parse(GOOD.replace(old, new), "9_name")
    assert "9_name" in str(caught.value)
