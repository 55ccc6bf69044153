"""Files and links hold every digit; a damaged or hostile one is refused in words."""

import base64
import json
import math
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_core import BackpropError
from playground.exercise import link
from playground.exercise.document import EMPTY
from playground.exercise.link import from_json, from_link, to_json, to_link
from playground.exercise.presets import presets
from tests.playground.walks import document_of


def packed(text):
    """What stands in a link for that text."""
    raw = zlib.compress(text if isinstance(text, bytes) else text.encode(), 9)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@pytest.mark.parametrize("name", presets())
def test_every_preset_survives_file_and_link(name):
    document = presets()[name]
    assert from_json(to_json(document)) == document
    assert from_json(to_json(document).encode()) == document
    assert from_link(to_link(document)) == document


def test_every_digit_survives():
    document = document_of((2, 3, 1), learning_rate=0.1 + 0.2)
    document["layers"][0]["W"][0] = [math.pi, 1 / 3]
    document["layers"][0]["b"] = [5e-324, 1.7976931348623157e308, -0.1]
    assert from_link(to_link(document)) == document


numbers = st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(st.lists(numbers, min_size=13, max_size=13), texts, texts, st.booleans())
@settings(max_examples=1000, deadline=None)
def test_any_numbers_and_texts_come_back_from_a_link_and_a_file(values, title, note, cut):
    document = document_of((2, 2, 1), title=title, note=note)
    first, last = document["layers"]
    first["W"], first["b"] = [values[0:2], values[2:4]], values[4:6]
    last["W"], last["b"] = [values[6:8]], values[8]
    document["x"], document["y"] = [values[9:11]], [values[11:12]]
    if cut:
        first["W"][0][1], first["connected"] = 0.0, [[True, False], [True, True]]
    opened = from_link(to_link(document))
    assert repr(opened) == repr(from_json(to_json(document)))
    assert opened == document
    assert repr(opened["layers"]) == repr(document["layers"]), "0 and −0 are told apart"


def test_an_unfinished_drawing_can_be_shared():
    assert from_link(to_link(EMPTY)) == EMPTY


def test_what_people_wrote_survives_as_they_wrote_it():
    document = {**EMPTY, "title": 'Ünïcödé "quotes" <b>$x$</b> 神経 🧠', "note": "a\nb\\c"}
    assert from_link(to_link(document)) == document
    assert "神経" in to_json(document)


def test_a_link_holds_no_sign_that_an_address_would_change():
    for document in presets().values():
        link = to_link(document)
        assert link.isascii()
        assert all(sign.isalnum() or sign in "-_" for sign in link)


def test_a_network_too_large_for_a_link_gets_none_but_a_file():
    largest = document_of((16,) * 9, "tanh")
    assert to_link(largest) is None
    assert from_json(to_json(largest)) == largest
    assert len(to_json(largest)) < link.LARGEST_FILE


def test_a_file_is_text_that_people_can_read():
    text = to_json(presets()["01_mazur_own_bias"])
    assert text.splitlines()[1].strip().startswith('"title": "')


@pytest.mark.parametrize(
    "link",
    [
        "",
        "x",
        "####",
        "AAAA",
        "é" * 9,
        "%00",
        packed("{}")[:-4],
        "A" + packed("{}"),
        base64.urlsafe_b64encode(b"not packed").decode(),
    ],
)
def test_a_damaged_link_says_so(link):
    with pytest.raises(BackpropError, match="Copy the whole link again"):
        from_link(link)


@pytest.mark.parametrize("name", presets())
def test_a_link_opens_whatever_a_message_put_into_it_or_behind_it(name):
    whole = to_link(presets()[name])
    for at in range(1, 9):
        for sign in (" ", "\n", "\u00ad", ">\n> "):
            assert from_link(whole[:at] + sign + whole[at:]) == from_link(whole)
    for end in (".", ",", ")", ">", ").", "…", "=="):
        assert from_link(whole + end) == from_link(whole)


def test_each_link_that_was_cut_off_is_damaged_and_opens_nothing():
    link = to_link(presets()["07_xor"])
    for length in range(0, len(link), 7):
        with pytest.raises(BackpropError):
            from_link(link[:length])


def test_a_link_that_is_far_too_long_is_not_unpacked():
    with pytest.raises(BackpropError, match="too long"):
        from_link("A" * 10**6)


def test_a_link_that_would_unpack_to_a_giant_is_refused():
    bomb = packed(b" " * 3_000_000 + b"{}")
    assert len(bomb) < link.LONGEST_LINK
    with pytest.raises(BackpropError, match="damaged"):
        from_link(bomb)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"x":' + "[" * 50_000 + "]" * 50_000 + "}", "not JSON"),
        ('{"x":' + "[" * 100 + "]" * 100 + "}", "x has rows"),
        ('{"seed":' + "9" * 5000 + "}", "not JSON"),
        ('{"seed":' + "9" * 50 + "}", "seed got"),
        ('{"seed":' + "9" * 4000 + "}", "seed got 99"),
        ('{"' + "k" * 100_000 + '": 1}', "is unknown"),
        ("[]", "contains no network"),
        ("null", "contains no network"),
        ("{}", "The exercise has no x"),
        ('{"x": [[1]], "y": [[1]]}', "The exercise has no layers"),
        ('"text"', "contains no network"),
        ('{"x": [[NaN]]}', "x is not a number"),
        ('{"learning_rate": Infinity}', "learning_rate got inf"),
        ('{"x": [[1e999]]}', "x is infinite"),
        ('{"__class__": "os.system"}', "unknown"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"\x80abc", "not JSON"),
        (" " * 1_000_001, "at most 1000000"),
    ],
)
@pytest.mark.parametrize("way", ["file", "link"])
def test_a_hostile_text_is_refused_in_words_by_file_and_link(text, words, way):
    if way == "link" and len(text) <= link.LARGEST_FILE:
        refused = pytest.raises(BackpropError, match=words)
        with refused:
            from_link(packed(text))
    elif way == "file":
        with pytest.raises(BackpropError, match=words) as refused:
            from_json(text)
        assert len(str(refused.value)) < 500


def test_nothing_that_is_no_number_can_be_saved():
    with pytest.raises(ValueError, match="JSON"):
        to_json({**EMPTY, "learning_rate": math.nan})


@pytest.mark.parametrize("text", ['{"seed": 1, "seed": 2}', '{"x": [[1]], "x": [[1, 2]]}'])
def test_a_field_that_is_there_twice_is_refused_by_its_name(text):
    with pytest.raises(BackpropError, match=r"the field '(seed|x)' twice"):
        from_json(text)
    assert json.loads(to_json(EMPTY)) == EMPTY


def test_a_number_so_small_that_it_would_be_0_is_refused():
    with pytest.raises(BackpropError, match="got '1e-400'"):
        from_json('{"learning_rate": 1e-400}')
    for text, rate in (("0.0e5", 0), ("5e-324", 5e-324)):
        whole = f'{{"x": [[]], "y": [[]], "layers": [], "learning_rate": {text}}}'
        assert from_json(whole)["learning_rate"] == rate


def test_rows_beyond_the_limits_are_counted_before_they_are_converted(monkeypatch):
    monkeypatch.setattr("playground.exercise.document_reader.real_array", None)
    for text, words in (
        ("[[1]," + "[1]," * 100 + "[1]]", "x got 102 rows"),
        ("[[" + "1," * 100 + "1]]", "A column has 101 neurons"),
    ):
        with pytest.raises(BackpropError, match=words):
            from_json(f'{{"x": {text}}}')
