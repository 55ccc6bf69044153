"""Prose with the live network put in: every name, in every notation, on any network."""

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_core import Address, BackpropError, forward, trace
from playground.exercise.presets import presets
from playground.lessons.live import Live
from playground.lessons.live_text import check_text, named_in, rendered
from playground.lessons.loader import lessons
from playground.notation import number_text
from playground.notation.symbols import NOTATIONS, Symbols
from tests.core.strategies import passes
from tests.playground.lessons.equations import assert_equations_hold
from tests.playground.walks import document_of, walk_of

PARAGRAPHS = [(lesson, p) for lesson in lessons().values() for p in lesson.paragraphs]
NAMES = [f"{lesson.name}: {p.heading}" for lesson, p in PARAGRAPHS]
LEFT = re.compile("<<|>>|<%|%>")
MATH = re.compile(r"\$\$.+?\$\$|\$[^$]+\$", re.DOTALL)


def live(walk, notation="own", sample=0):
    symbols = Symbols(NOTATIONS[notation], walk.network.sizes, len(walk.y))
    return Live(walk, symbols, 6, sample, (walk.gradients.loss,), 0.5)


def texts(shown):
    return [
        shown.heading,
        shown.prose,
        *(task.text for task in shown.tasks),
        shown.example,
        *(line.text for line in shown.lines),
    ]


def balanced(tex):
    plain = tex.replace(r"\{", "").replace(r"\}", "")
    return plain.count("{") == plain.count("}") and plain.count(r"\left") == plain.count(r"\right")


def assert_whole(text):
    assert not LEFT.search(text), LEFT.search(text)
    assert text.count("$$") % 2 == 0
    for formula in re.findall(r"\$\$(.+?)\$\$|\$([^$]+)\$", text, re.DOTALL):
        assert balanced("".join(formula)), formula


def test_a_formula_says_nothing_twice_in_a_row():
    walk = walk_of(document_of((2, 1)))
    assert rendered("$a = 0 = 0$", live(walk)) == "$a = 0$"
    text = "$$<< delta(1, 1) >> = \\frac{\\partial << loss() >>}{\\partial << z(1, 1) >>}$$"
    assert " = " in rendered(text, live(walk))
    assert " = " not in rendered(text, live(walk, "sakryukin"))


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize(("lesson", "shown"), PARAGRAPHS, ids=NAMES)
def test_every_paragraph_can_be_read_on_its_example_in_every_notation(lesson, shown, notation):
    walk = walk_of(presets()[lesson.preset], shown.granularity)
    for text in texts(shown):
        assert_whole(rendered(text, live(walk, notation)))
    assert "NaN" not in rendered(shown.prose, live(walk, notation))


WORDS_FOR_NEURON = {notation.words["neuron"] for notation in NOTATIONS.values()}


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize(("lesson", "shown"), PARAGRAPHS, ids=NAMES)
def test_neurons_are_called_what_the_notation_calls_them(lesson, shown, notation):
    walk = walk_of(presets()[lesson.preset], shown.granularity)
    for text in texts(shown):
        said = rendered(text, live(walk, notation)).replace("in the unit of", "")
        for other in WORDS_FOR_NEURON - {NOTATIONS[notation].words["neuron"]}:
            assert not re.search(rf"\b{other}s?\b", said, re.IGNORECASE), said


@settings(max_examples=40, deadline=None)
@given(passes(), st.sampled_from(list(NOTATIONS)), st.sampled_from(("term", "neuron", "layer")))
def test_every_paragraph_can_be_read_on_any_network(one, notation, size):
    network, x, y = one
    shown = live(trace(network, x, y, 0.1, size), notation, len(y) - 1)
    for _, paragraph in PARAGRAPHS:
        for text in texts(paragraph):
            assert_whole(rendered(text, shown))


def test_symbols_numbers_and_names_are_put_in():
    walk = walk_of(presets()["08_hallstrom_3_4_3_2"])
    shown = live(walk)
    z = number_text.latex(float(forward(walk.network, walk.forward.x).layers[0].z[0, 0]), 6)
    assert (
        rendered("$<< z(1, 1) >>$ is $<< z(1, 1).value >>$", shown) == f"$z^{{(1)}}_{{1}}$ is ${z}$"
    )
    assert rendered("$\\frac{a}{b} = << z(1, 1).value >>$", shown) == f"$\\frac{{a}}{{b}} = {z}$"
    assert (
        rendered("<< neuron(0, 2) >>, << neuron(1, 2) >>, << neuron(-1, 9) >>", shown)
        == "x2, h1.2, o2"
    )
    counted = '<< sizes >>, << number_of("neurons") >>, << samples >>'
    assert rendered(counted, shown) == "3-4-3-2, 9 neurons, 1"
    layer = "<< layer(-1) >>: << layer(-1).function >>, << delta >>, << dW >>, << rate >>"
    assert rendered(layer, shown) == "the output layer: sigmoid, delta, dW, learning rate"


@settings(max_examples=60, deadline=None)
@given(passes(batches=(1, 3)))
def test_terms_add_up_to_the_number(one):
    """Evaluated as they stand: the products written out give the number that is stated."""
    network, x, y = one
    walk = trace(network, x, y, 0.1)
    for place in ("z(1, 1)", "z(-1, 1)", "da(1, 1)", "dW(1, 1, 1)", "db(-1, 1)", "delta(-2, 1)"):
        number = rendered(f"<< {place}.value >>", live(walk))
        written = rendered(f"<< {place}.term_values >>", live(walk))
        if "cdots" in written:
            continue
        got, expected = value(written), value(number)
        assert math.isclose(got, expected, rel_tol=1e-4, abs_tol=3e-5), (place, written, number)


def value(tex):
    """What a sum of products says, as plain arithmetic."""
    plain = re.sub(r"\\cdot 10\^\{(-?\d+)\}", r"e\1", tex)
    total = 0.0
    for term in plain.split(" + "):
        factors = [float(f.strip("()")) for f in term.split(r" \cdot ")]
        total += math.prod(factors)
    return total


def told(lesson, paragraph, walk, notation="own"):
    """What the page says there, with every digit, and the numbers that it says it of."""
    shown = replace(live(walk, notation), digits=16)
    if paragraph.lacks(shown):
        example = walk_of(presets()[lesson.preset], paragraph.granularity)
        shown = replace(live(example, notation), digits=16)
    return "\n\n".join(rendered(text, shown) for text in texts(paragraph)), shown


@settings(max_examples=60, deadline=None)
@given(passes(batches=(1, 2)), st.sampled_from(list(NOTATIONS)), st.booleans())
def test_every_equation_that_is_printed_holds_on_any_network(one, notation, shares):
    """Symbols and numbers alike, whether or not the network has what the paragraph speaks of."""
    network, x, y = one
    walk = trace(network, x, y / y.sum(axis=1, keepdims=True) if shares else y, 0.1)
    for lesson, paragraph in PARAGRAPHS:
        text, shown = told(lesson, paragraph, walk, notation)
        assert_equations_hold(text, shown.trace, shown.symbols, paragraph.heading)


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("lesson", lessons().values(), ids=lessons())
def test_every_equation_holds_on_the_example(lesson, notation):
    compared = 0
    for shown in lesson.paragraphs:
        walk = walk_of(presets()[lesson.preset], shown.granularity)
        text, filled = told(lesson, shown, walk, notation)
        assert filled.trace is walk, "the example has all that its paragraphs speak of"
        compared += assert_equations_hold(text, walk, filled.symbols, shown.heading)
    assert compared > len(lesson.paragraphs)


@pytest.mark.parametrize(
    "wrong",
    [
        r"$2 \cdot (-3) = 6$",
        "$<< da(-1, 1) >> = << a(-1, 1) >> - << y(2).value >> = << da(-1, 1).value >>$",
        r"$$<< delta(1, 1) >> = \max(0,\; << z(1, 1).value >>)$$",
        "$<< W(1, 1, 1) >> = << W(1, 1, 1).new >>$",
        r"$\begin{aligned} << z(1, 1) >> &= << z(1, 1).term_values >> \\ "
        r"&= << z(1, 2).value >> \end{aligned}$",
    ],
)
def test_a_wrong_equation_would_be_seen(wrong):
    shown = replace(live(walk_of(presets()["08_hallstrom_3_4_3_2"])), digits=16)
    with pytest.raises(AssertionError):
        assert_equations_hold(rendered(wrong, shown), shown.trace, shown.symbols)


def test_a_long_sum_is_cut_short_and_its_number_is_whole():
    walk = walk_of(document_of((16, 1)))
    terms = rendered("$<< z(1, 1).terms >>$", live(walk))
    assert terms.count("+") == 4
    assert r"\cdots" in terms
    z = float(walk.forward.layers[0].z[0, 0])
    assert rendered("$<< z(1, 1).value >>$", live(walk)) == f"${number_text.latex(z, 6)}$"


def test_what_comes_back_through_weights_updated_too_early_is_another_number():
    walk = walk_of(presets()["12_gupta_no_bias"])
    delta = walk.gradients.layers[1].delta[0, 0]
    old = walk.network.layers[1].W[0, 0] * delta
    early = (walk.network.layers[1].W[0, 0] - 0.5 * walk.gradients.layers[1].dW[0, 0]) * delta
    assert rendered("<< da(1, 1).value >>", live(walk)) == number_text.latex(float(old), 6)
    mixed = rendered("<< da(1, 1).through_new_weights >>", live(walk))
    assert mixed == number_text.latex(float(early), 6)
    assert not np.isclose(old, early)


def test_the_ends_of_a_connection_are_named_also_where_the_one_meant_is_cut():
    document = document_of((3, 2))
    document["layers"][0]["connected"] = [[False, True, True], [True, True, True]]
    shown = live(walk_of(document))
    assert rendered("<< W(1, 1, 1).start >> << W(1, 1, 1).end >>", shown) == "x2 o1"
    assert rendered("<< W(1, 1, 1).sent.value >>", shown) == "0.2"


@pytest.mark.parametrize("notation", NOTATIONS)
def test_the_matrix_form_multiplies_matrices_that_fit(notation):
    """In the notation's orientation: evaluated with arrays, it gives the engine's array."""
    walk = walk_of(presets()["08_hallstrom_3_4_3_2"], "layer")
    rows = NOTATIONS[notation].samples == "rows"
    receiving = NOTATIONS[notation].weights == "receiving"
    written = rendered("$<< dW(2).product >>$", live(walk, notation))
    symbols = live(walk, notation).symbols
    delta, a = symbols.tex(Address("delta", 1)), symbols.tex(Address("a", 0))
    assert delta in written
    assert a in written
    d, s = walk.gradients.layers[1].delta, walk.forward.layers[0].a
    d, s = (d, s) if rows else (d.T, s.T)
    first, second = (d, s) if written.index(delta) < written.index(a) else (s, d)
    if rows:
        first = first.T
    else:
        second = second.T
    dW = walk.gradients.layers[1].dW
    np.testing.assert_allclose(first @ second, dW if receiving else dW.T, rtol=1e-12)


ONE, DEEP = walk_of(document_of((2, 1))), walk_of(document_of((2, 3, 2), batch=2))


@pytest.mark.parametrize(
    ("text", "one", "deep"),
    [
        ("a<% if hidden %> b<% endif %>.", "a.", "a b."),
        ("<% if not hidden %>none<% endif %>", "none", ""),
        ("<% if one_output and one_sample %>both<% else %>no<% endif %>", "both", "no"),
        ("<% if hidden and not one_sample %>b<% elif one_output %>c<% endif %>", "c", "b"),
        ("<% if z(1, 3).exists %>third<% else %>fewer<% endif %>", "fewer", "third"),
        ("<% if not delta(2, 1).exists %>flat<% endif %>", "flat", ""),
        ("<% if hidden or one_output %>any<% endif %>", "any", "any"),
    ],
)
def test_what_is_true_of_the_network_is_kept(text, one, deep):
    assert rendered(text, live(ONE)) == one
    assert rendered(text, live(DEEP)) == deep


def test_only_what_a_text_says_on_this_network_is_noted():
    text = "<% if hidden %>$<< delta(1, 3) >>$<% else %>$<< x(2) >>$<% endif %><% if z(4).exists %>"
    text += "deep<% endif %>"
    assert [str(one.place) for one in named_in(text, live(ONE))] == ["x(2)"]
    assert [str(one.place) for one in named_in(text, live(DEEP))] == ["delta(1, 3)"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<< z(1, 1)", "cannot be read"),
        ("<% if hidden %>", "cannot be read"),
        ("<< luck >>", "'luck' is unknown"),
        ("<% if luck %><% endif %>", "'luck' is unknown"),
        ("<< z(0, 1) >>", "is unknown"),
        ("<< z(1, 1, 1) >>", "has 3 counts"),
        ("<< z(1).value >>", "has no 'value'"),
        ("<< z(1, 1).luck >>", "Nothing has 'luck'"),
        ("<< a(1, 1).terms >>", "has no 'terms'"),
        ("<< z(1, 1).new >>", "has no 'new'"),
        ("<< z(1, 1).start >>", "has no 'start'"),
        ("<< a(1).product >>", "has no 'product'"),
        ("<< neuron(1) >>", "takes a column and a number"),
        ('<< number_of("lucks") >>', "takes one of neurons"),
        ("<< z.__class__ >>", "Nothing has '__class__'"),
        ("<< ''.join(z) >>", "Nothing has 'join'"),
    ],
)
def test_a_slip_in_a_text_is_noticed(text, says):
    with pytest.raises(BackpropError, match=re.escape(says)):
        check_text(text)


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize(("lesson", "shown"), PARAGRAPHS, ids=NAMES)
def test_no_word_stands_within_a_formula(lesson, shown, notation):
    walk = walk_of(presets()[lesson.preset], shown.granularity)
    for text in texts(shown):
        for formula in MATH.findall(rendered(text, live(walk, notation))):
            bare = re.sub(r"\\(?:text|begin|end)\{[^}]*\}|\\[a-zA-Z]+", " ", formula)
            assert not re.search(r"[A-Za-z]{4,}", bare), formula
