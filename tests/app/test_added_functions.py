"""An activation and a loss that are added, one entry each, are on every page without more ado."""

from pathlib import Path

import pytest

from playground.exercise import link
from playground.exercise.document_reader import parse
from playground.lessons.loader import lessons
from tests.app.playground_session import Session
from tests.playground import drawings
from tests.playground.added_functions import add_both
from tests.playground.walks import document_of

ROOT = Path(__file__).parents[2]
PAGES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "pages").rglob("*.py"))


@pytest.fixture
def drawing(monkeypatch, tmp_path):
    """The link to a drawing that has both."""
    add_both(monkeypatch, tmp_path)
    document = document_of((2, 3, 2), "tanh", "squared_error", batch=2)
    document = drawings.set_activation(document, 0, "hard_tanh")
    return link.to_link(parse(drawings.set_loss(document, "log_cosh")))


def said(page):
    return "\n".join(page.said("title", "subheader", "markdown", "caption"))


@pytest.mark.sampled(8)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_shows_a_drawing_with_added_functions(drawing, path):
    page = Session(from_file=True, net=drawing)
    page.at.switch_page(path)
    page.run()
    assert not page.errors
    assert page.document["loss"] == "log_cosh"


def test_added_functions_are_chosen_by_name_and_walked_through(drawing):
    page = Session(net=drawing).choose("mode", "draw")
    page.choose("activation_1", "hard_tanh").choose("loss", "mean_squared_error")
    page.choose("loss", "log_cosh")
    assert [layer["activation"] for layer in page.document["layers"]] == ["hard_tanh"] * 2
    page.choose("mode", "walk").press("last_step")
    assert not page.errors
    page.choose("mode", "draw").choose("activation_0", "custom…")
    assert page.document["layers"][0]["activation"] == "own: max(-1, min(1, x))"


def test_added_functions_are_looked_up_with_curve_range_kinks_and_prose(drawing):
    page = Session(from_file=True, net=drawing)
    page.at.switch_page("pages/learn/functions.py")
    page.run().choose("function", "hard_tanh")
    for part in (r"**Range** $[-1,\ 1]$", r"the kink, $z = -1$", r"the kink, $z = 1$", "cheap"):
        assert part in said(page)
    page.choose("loss_function", "log_cosh")
    assert "For numbers with outliers: a square near the target" in said(page)
    assert "**Over the batch:** mean or sum, as you choose. **Activation:** any." in said(page)
    assert not page.errors


@pytest.mark.sampled(2)
@pytest.mark.parametrize("name", lessons())
def test_a_lesson_is_read_on_a_drawing_with_added_functions(drawing, name):
    page = Session(from_file=True, net=drawing)
    page.at.switch_page("pages/learn/lessons.py")
    page.run().press(f"open_lesson_{name}").choose("lesson_on", "own")
    for _ in lessons()[name].paragraphs[1:]:
        page.press("lesson_next")
        assert not page.errors
        assert "{=" not in said(page)
