"""The README's promises that a test can keep."""

import re
from pathlib import Path

import pytest

from backprop_core.activations import ACTIVATIONS
from backprop_core.losses import LOSSES
from playground.exercise.presets import presets
from playground.lessons.loader import lessons
from playground.notation.symbols import NOTATIONS

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_notebook_example_runs_and_prints_the_published_loss(capsys):
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    names: dict = {}
    exec(code, names)  # our own text
    assert names["g"].loss == pytest.approx(0.298371109, abs=5e-10)
    assert "update W" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("told", "things"),
    [
        ("fourteen published worked examples", presets()),
        ("twelve activations", ACTIVATIONS),
        ("nine losses", LOSSES),
        ("six notations", NOTATIONS),
        ("five guided", lessons()),
    ],
)
def test_there_are_as_many_as_told(told, things):
    words = [
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
    ]
    assert told in " ".join(README.split())
    assert words.index(told.split()[0]) + 4 == len(things)


def test_every_file_and_folder_it_names_is_there():
    for name in [*re.findall(r"\]\(([^)#]+)\)", README), "app.py", "backprop_core", "pages"]:
        assert (Path(__file__).parent.parent / name).exists(), name


def test_it_says_in_one_line_how_to_open_the_app_to_a_classroom():
    (line,) = [line for line in README.splitlines() if "0.0.0.0" in line]
    assert 'make run RUN_ARGS="--server.address 0.0.0.0"' in line
