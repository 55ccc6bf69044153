"""The four pages that explain speak in the words and signs of the notation that is chosen."""

import re

import pytest

from playground import session
from tests.app.playground_session import at_page, received
from tests.playground.walks import document_of

PAGES = ("matrices", "batches", "weight", "what_if")
NOT_SAID = {  # the app's own words and signs, which these authors do not use
    "sugden": ("loss", "losses", "neuron", "neurons", "activation", "activations", "dW", "f′(z)"),
    "hallstrom": ("loss", "losses", "deltas", "dW", "f′(z)"),
}
DRAWINGS = {
    "batch": document_of((2, 3, 2), "tanh", batch=3),
    "classes": document_of((2, 3, 3), ["softmax", "softmax"], "cross_entropy", batch=2),
    "one sample": document_of((2, 3, 1), "sigmoid", learning_rate=50.0),
    "dead": document_of((1, 1, 1), "relu", batch=2, bias="none") | {"x": [[0.0], [0.0]]},
}


def said(page):
    """All text that is not a formula: prose, tables, and what stands in and under charts."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "info")
    texts = [str(e.value) for kind in kinds for e in page.at.get(kind)]
    texts += [h.body for h in page.at.get("html") if not h.body.startswith("<style")]
    for component in page.at.get("bidi_component"):
        if component.key.startswith("keeper"):
            continue  # it shows nothing
        data = received(component)
        texts.append(data.get("alt", ""))
        if "figure" in data and component.key.startswith(("what_if", "pull")):
            texts += re.findall(r'"(?:text|hovertemplate|name)":"([^"]*)"', data["figure"])
    texts += [w.label for kind in ("selectbox", "slider", "button") for w in page.at.get(kind)]
    plain = re.sub(r"\$\$.*?\$\$|\$[^$]*\$", "", "\n".join(texts), flags=re.DOTALL)
    return re.sub(r"binary cross-entropy|cross-entropy|class='[^']*'", "", plain)


def words_in(text, words):
    return [word for word in words if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)]


@pytest.mark.sampled(10)
@pytest.mark.parametrize("notation", NOT_SAID)
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("drawing", DRAWINGS)
def test_no_word_of_the_apps_own_is_left_over(drawing, name, notation):
    page = at_page(name, DRAWINGS[drawing], notation=notation)
    seen = said(page)
    if name == "what_if":
        page.choose("how_many", "two")
        seen += said(page)
    if name == "matrices":
        for step in (8, 14, 20, 10**9):
            page.do(lambda step=step: session.go_to_step(step))
            seen += said(page)
    assert words_in(seen, NOT_SAID[notation]) == []


def test_they_are_found_where_they_are_meant_to_be():
    """The check above would be worth nothing if it saw no text."""
    for name in PAGES:
        page = at_page(name, DRAWINGS["batch"])
        assert "loss" in words_in(said(page), NOT_SAID["sugden"]) or name == "matrices"
    assert words_in("the neuron's loss", NOT_SAID["sugden"]) == ["loss", "neuron"]
