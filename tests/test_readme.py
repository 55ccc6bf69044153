"""The README's promises that a test can keep."""

import re
from pathlib import Path

import pytest

from playground.exercise.presets import presets

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_notebook_example_runs_and_prints_the_published_loss(capsys):
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    names: dict = {}
    exec(code, names)  # our own text
    assert names["g"].loss == pytest.approx(0.298371109, abs=5e-10)
    assert "update W" in capsys.readouterr().out


def test_the_number_of_presets_is_as_told():
    assert len(presets()) == 14


def test_every_file_and_folder_it_names_is_there():
    for name in [*re.findall(r"\]\(([^)#]+)\)", README), "app.py", "backprop_core", "pages"]:
        assert (Path(__file__).parent.parent / name).exists(), name
