"""Journeys with typed functions, typed on their page or in the drawing, then walked."""

import re
from pathlib import Path

import pytest

from backprop_core import gradient_check
from playground import session
from playground.exercise import edits, history, link, runs
from playground.exercise.document import network_of
from playground.exercise.presets import presets
from playground.ui import exercise_tables
from tests.app.playground_session import Session
from tests.playground import drawings

ROOT = Path(__file__).parents[2]
FIRST = next(iter(presets()))


@pytest.fixture
def drawing():
    page = Session(preset=FIRST)
    return page.choose("mode", "draw")


@pytest.fixture
def page():
    """The page, with its tab open, in the session of that preset."""
    page = Session(from_file=True, preset=FIRST)
    page.open_tab("function_tabs", "Custom")
    page.at.switch_page("pages/learn/functions.py")
    return page.run()


def typed(page, key, text):
    page.at.text_input(key=key).set_value(text)
    return page.run()


def words(page):
    return "\n".join(page.said("markdown", "caption", "success"))


def alt_of(page, key):
    return page.component(key)["alt"]


def test_a_typed_activation_is_shown_with_its_derivative_its_plot_and_its_check(page):
    typed(page, "typed_activation_text", "x**3/3")
    assert not page.errors
    said = words(page)
    assert r"f(z) = \frac{z^3}{3}" in said
    assert "f'(z) = z^2" in said
    agrees = re.search(r"agree to \*\*([\d.e−]+)\*\*", said)
    assert 0 <= float(agrees[1].replace("−", "-")) < 1e-13
    assert "the value is 0.3333 and the slope 1" in alt_of(page, "typed_activation_figure")


def test_what_cannot_be_used_is_refused_and_the_old_function_stays(page):
    typed(page, "typed_activation_text", "x**3/3")
    typed(page, "typed_activation_text", "log(x)")
    assert len(page.errors) == 1
    assert "not a number (NaN) at x = -6" in page.errors[0]
    assert "Still showing 'x**3/3'" in page.errors[0]
    assert r"f(z) = \frac{z^3}{3}" in words(page)
    assert "ln" not in words(page).split("A loss can be")[0]
    typed(page, "typed_loss_text", "__import__('os').system('true')")
    assert any("import" in error for error in page.errors)
    assert page.document == presets()[FIRST]


def test_a_typed_loss_is_shown_and_becomes_the_loss_of_the_drawing(page):
    typed(page, "typed_loss_text", "-(y*log(a) + (1-y)*log(1-a))")
    assert "probabilities only" in words(page)
    typed(page, "typed_loss_text", "(a-y)**4 / 4")
    assert "probabilities only" not in words(page)
    assert r"\frac{\partial L}{\partial a} = (a - y)^3" in words(page)
    page.press("use_typed_loss")
    assert page.document["loss"] == "own: (a-y)**4 / 4"
    assert "Your network uses it now" in words(page)


def test_an_activation_is_put_into_the_chosen_layer_and_walked_through(page):
    typed(page, "typed_activation_text", "x*tanh(softplus(x))")
    page.choose("typed_layer", 1).press("use_typed_activation")
    layers = page.document["layers"]
    assert [layer["activation"] for layer in layers] == ["sigmoid", "own: x*tanh(softplus(x))"]
    page.at.switch_page("pages/play/playground.py")
    page.run()
    assert any("custom function" in text for text in page.labels)
    seen = set()
    while not page.disabled("next_step"):
        page.press("next_step")
        assert not page.errors
        seen |= {word for word in (r"\tanh", r"\mathrm{softplus}") if word in words(page)}
    assert seen == {r"\tanh", r"\mathrm{softplus}"}
    now = page.document
    assert gradient_check(network_of(now), now["x"], now["y"])


def test_a_press_that_the_drawing_refuses_says_so(page):
    typed(page, "typed_activation_text", "sin(x)")
    fused = drawings.set_loss(presets()[FIRST], "binary_cross_entropy")
    page.held["history"] = history.history_of(runs.started(fused))
    page.run().choose("typed_layer", 1).press("use_typed_activation")
    assert any("takes the activation sigmoid" in error for error in page.errors)
    assert page.document["layers"][1]["activation"] == "sigmoid"


def test_custom_in_the_drawing_offers_the_present_function_as_a_formula(drawing):
    drawing.choose("activation_0", "custom…")
    assert drawing.document["layers"][0]["activation"] == "own: sigmoid(x)"
    assert drawing.at.text_input(key="typed_activation_0").value == "sigmoid(x)"
    typed(drawing, "typed_activation_0", "  x /  (1+abs(x)) ")
    assert drawing.document["layers"][0]["activation"] == "own: x / (1+abs(x))"
    assert drawing.value("activation_0") == "own: x / (1+abs(x))"
    drawing.choose("loss", "custom…")
    assert drawing.document["loss"] == "own: (a-y)**2/2"
    typed(drawing, "typed_loss", "log(cosh(a-y))")
    assert drawing.document["loss"] == "own: log(cosh(a-y))"
    drawing.press("undo")
    assert drawing.document["loss"] == "own: (a-y)**2/2"
    drawing.choose("activation_0", "tanh")
    assert not [field for field in drawing.at.text_input if field.key == "typed_activation_0"]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("text", ["", "x +", "1/x", "x.real", "9**9**9"])
def test_a_bad_formula_in_the_drawing_is_refused_and_the_old_one_stays(drawing, text):
    drawing.choose("activation_0", "custom…")
    typed(drawing, "typed_activation_0", text)
    assert "activation got" in drawing.refusals[0]
    assert not drawing.errors, "it is said at the field and nowhere else"
    assert drawing.document["layers"][0]["activation"] == "own: sigmoid(x)"
    field = drawing.at.text_input(key="typed_activation_0")
    assert field.value == text[: len(field.value)], "what was typed can be mended"
    drawing.press("typed_activation_0_keep")
    assert not drawing.refusals
    assert drawing.at.text_input(key="typed_activation_0").value == "sigmoid(x)"


def test_layers_are_told_apart_by_the_names_of_their_fields(drawing):
    labels = [
        box.label
        for box in drawing.at.selectbox
        if box.key and box.key.startswith(("activation_", "bias_"))
    ]
    assert len(labels) == 4
    assert len(set(labels)) == 4


@pytest.mark.parametrize("name", ["W1", "b1", "x", "y"])
def test_a_change_of_a_table_that_is_gone_does_nothing(drawing, name):
    """The browser may still report a cell of a table that the drawing has no more."""

    def act():
        import streamlit as st

        table = exercise_tables.table(name)
        for shape in ([6, 1], [0, 0], [1, 6]):
            report = {"cells": [[5, 0, "1", False]], "shape": shape, "id": f"late {shape}"}
            st.session_state[table.key] = {"cells": report}
            table.take()
        del st.session_state[table.key]
        table.take()

    before = drawing.document
    drawing.do(act)
    assert drawing.document == before
    drawing.do(lambda: session.edit(edits.remove_column, 2, label="remove"))
    drawing.do(act)
    assert len(drawing.document["layers"]) == 1


PAGES = sorted(
    str(path.relative_to(ROOT))
    for path in (ROOT / "pages").rglob("*.py")
    if "play/" not in str(path)
)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("path", [*PAGES, "pages/play/check.py"])
def test_every_page_works_with_typed_functions(path):
    own = drawings.set_activation(presets()[FIRST], 0, "own: x*sigmoid(x) - 0.1*abs(x)")
    own = drawings.set_activation(own, 1, "own: " + "+".join(f"sin({k}*x)" for k in range(1, 12)))
    own = drawings.set_loss(own, "own: (a-y)**4 - 0.5*a*y")
    page = Session(from_file=True, net=link.to_link(own))
    assert page.document["loss"] == own["loss"]
    page.at.switch_page(path)
    page.run()
    assert not page.errors
    assert "own: x*" not in words(page), "a bare * would be taken for Markdown"
