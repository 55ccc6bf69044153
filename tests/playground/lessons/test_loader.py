"""The lessons' files: all can be read, cover what they promise, and say what is wrong with one."""

import re

import pytest

from backprop_core import BackpropError
from playground.exercise.presets import presets
from playground.lessons.loader import FOLDER, LINKS, lessons, parse
from playground.lessons.passages import readings

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
preset = "07_xor"
notation = "own"
+++

## One
```toml
step = "z 1 1"
try = "Press →."
```
The sum is {=z 1 1}, and $\\frac{1}{2} {z 1 1}$.
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
    for reading in readings(shown.prose):
        plain = re.sub(r"\$\$.+?\$\$", "", reading, flags=re.DOTALL)
        assert 40 <= len(plain.split()) <= 140
    for task in shown.tasks:
        assert task.text
        assert task.goal, "a goal lets the page say that it is done"
    assert shown.link is None or shown.link in LINKS


def test_a_lesson_is_read_as_it_is_written():
    lesson = parse(GOOD, "9_name")
    (shown,) = lesson.paragraphs
    assert (lesson.name, lesson.preset) == ("name", "07_xor")
    assert lesson.preset in presets()
    (task,) = shown.tasks
    assert (shown.heading, shown.granularity, task.text) == ("One", "neuron", "Press →.")
    assert task.goal == ()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("+++\ntitle", "title", "no facts"),
        ('title = "T"\n', "", "'title' is missing"),
        ('title = "T"', "title = ", "TOML cannot be read"),
        ('year = "2000"', "year = 2000", "year got 2000"),
        ("07_xor", "99_none", "preset '99_none' is unknown"),
        ("## One\n", "", "paragraphs, each under"),
        ("```toml", "```", "no ```toml block"),
        ('step = "z 1 1"\n', "", "'step' is missing"),
        ('"z 1 1"', '"zz 1 1"', "'zz 1 1' is unknown"),
        ('"z 1 1"', '"W 1 1"', "has 2 counts. It takes 1 or 3"),
        ('"z 1 1"', '"z 0 1"', "'z 0 1' is unknown"),
        ('"z 1 1"', '"x 1"', "no step makes 'x 1'"),
        ('try = "', 'tri = "a"\ntry = "', "'tri' is unknown"),
        ('try = "', 'granularity = "atom"\ntry = "', "granularity 'atom'"),
        ('try = "', 'link = "nowhere"\ntry = "', "link 'nowhere'"),
        ('try = "', 'needs = ["luck"]\ntry = "', "need 'luck'"),
        ('try = "', 'try_needs = ["luck"]\ntry = "', "need 'luck'"),
        ('Press →."', 'Press →."\notherwise = [{goal = "step is last"}]', "'try' is missing"),
        ('Press →."', 'Press →."\notherwise = ["Press ←."]', "takes try, goal and needs"),
        ("The sum is", "{if luck}The sum is{end}", "condition 'luck'"),
        ("The sum is", "{if hidden}The sum is", "placeholder"),
        ('try = "', 'goal = "luck > 3"\ntry = "', "names 'luck'"),
        ('try = "', 'goal = "__import__(1) > 3"\ntry = "', "is no comparison"),
        ('try = "', 'goal = "{W 1} > 3"\ntry = "', "compares an array"),
        ('try = "', 'lines = [{text = "a"}]\ntry = "', "takes text and step"),
        ("{=z 1 1},", "{=q 1 1},", "placeholder '{=q 1 1}' is unknown"),
        ("{=z 1 1},", "{=z 1},", "names an array, no number"),
        ("{=z 1 1},", "{terms a 1 1},", "terms of what is no sum"),
        ("{=z 1 1},", "{new z 1 1},", "what no update makes"),
        ("{=z 1 1},", "{from z 1 1},", "ends of no connection"),
        ("{=z 1 1},", "{name 1},", "takes 2 counts"),
        ("{=z 1 1},", "{word luck},", "names no word"),
        ("{=z 1 1},", "{many lucks},", "takes neurons"),
        ("{=z 1 1},", "{sign luck 1},", "takes a quantity"),
        ("{=z 1 1},", "{chain dW 1},", "ends of no connection"),
        ("{=z 1 1},", "{matrix a 1},", "and a layer"),
        (" {z 1 1}$", " {zed 1 1}$", "placeholder '{zed 1 1}' is unknown"),
        (" {z 1 1}$", " {=q}$", "placeholder '{=q}' is unknown"),
        ("The sum is {=z 1 1}, and $\\frac{1}{2} {z 1 1}$.", "", "it says nothing"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(old, new, says):
    assert GOOD.count(old) == 1
    with pytest.raises(BackpropError, match=re.escape(says)) as caught:
        parse(GOOD.replace(old, new), "9_name")
    assert "9_name" in str(caught.value)
