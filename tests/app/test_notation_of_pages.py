"""In an author's notation no sign of the app's own is left on the pages beside the walk."""

import re

import pytest

from backprop_core import ACTIVATIONS, LOSSES
from playground.notation.symbols import NOTATIONS
from tests.app.playground_session import Session, written

FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
NO_SIGN = re.compile(r"\\text\{[^}]*\}|\\(?:operatorname|mathrm|begin|end)\{[^}]*\}|\\[a-zA-Z]+")
LETTER = re.compile(r"[A-Za-z]+")
# letters that mean something else in that notation, or nothing
FORBIDDEN = {
    "sugden": ({"a", "L", "dW", "db", "da", "A", "Z", "Y", "C"}, r"\bdW\b|\bdb\b|∂L|f′?\(z\)|z = "),
    "hallstrom": (
        {"L", "E", "f", "dW", "db", "da", "A", "Z", "Y", "X"},
        r"\bdW\b|\bdb\b|∂L|f′?\(z\)|\bdeltas?\b",
    ),
}
PAGES = {"functions": "learn/functions", "symbols": "learn/symbols", "check": "play/check"}


def opened(page, key, **parameters):
    session = Session(from_file=True, notation=key, **parameters)
    session.at.switch_page(f"pages/{PAGES[page]}.py")
    return session.run()


def texts(session):
    """All that is read on the page but for code, and the table of all notations."""
    names = [*(n.source for n in NOTATIONS.values()), "| DevForum"]
    all_notations = {id(m) for m in session.at.markdown if any(n in m.value for n in names)}
    kinds = ("markdown", "caption", "info", "success", "error", "html")
    said = [
        str(e.value) for kind in kinds for e in session.at.get(kind) if id(e) not in all_notations
    ]
    labels = [
        w.label for kind in ("slider", "text_area", "button_group") for w in session.at.get(kind)
    ]
    options = [o for box in session.at.selectbox if box.key == "example" for o in box.options]
    views = session.at.get("bidi_component")
    drawn = [written(c) for c in views if not c.key.startswith("keeper")]
    code = re.compile(r"`[^`]*`|```.*?```", re.DOTALL)
    return [code.sub("", text) for text in [*said, *labels, *options, *drawn] if text]


def foreign(session, key):
    letters, plain = FORBIDDEN[key]
    found = []
    for text in texts(session):
        for match in FORMULA.finditer(text):
            tex = NO_SIGN.sub(" ", match[1] or match[2])
            found += [(sign, text) for sign in LETTER.findall(tex) if sign in letters]
        without = FORMULA.sub(" ", text).replace("delta rule", "")  # a name of its own
        found += [(match[0], text) for match in re.finditer(plain, without)]
    return found


def test_the_apps_own_signs_would_be_found():
    """On the same pages in the app's own notation there are many."""
    for page in PAGES:
        assert foreign(opened(page, "own"), "sugden"), page
        assert foreign(opened(page, "own"), "hallstrom"), page


@pytest.mark.parametrize("key", FORBIDDEN)
def test_no_own_sign_is_left_on_the_functions_page(key):
    page = opened("functions", key)
    for name in ACTIVATIONS:
        assert not foreign(page.choose("function", name), key), name
    for name in LOSSES:
        assert not foreign(page.choose("loss_function", name), key), name
    page.open_tab("function_tabs", "Custom")
    page.at.text_input(key="typed_activation_text").set_value("sigmoid(x)*max(x, 0)")
    page.run()
    assert any(r"\max" in text for text in texts(page))
    left = [found for found in foreign(page, key) if "What is typed" not in found[1]]
    assert not left


@pytest.mark.parametrize("key", FORBIDDEN)
def test_no_own_sign_is_left_on_the_symbols_page(key):
    page = opened("symbols", key)
    assert not foreign(page, key)
    shape = {"sugden": "(n_in, n_out)", "hallstrom": "(n_out, batch)"}[key]
    assert any(shape in text for text in texts(page))


@pytest.mark.parametrize("key", FORBIDDEN)
@pytest.mark.parametrize("preset", ["02_mazur_shared_bias", "07_xor", "09_sakryukin_even_odd"])
def test_no_own_sign_is_left_on_the_check_page(key, preset):
    page = opened("check", key, preset=preset)
    assert not foreign(page, key)
