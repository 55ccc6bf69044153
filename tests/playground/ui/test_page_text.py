"""The pages' prose: every section can be filled in every notation, and says what it is to say."""

import re
from pathlib import Path

import pytest

import playground
from playground.notation.symbols import NOTATIONS
from playground.notation.vocabulary import vocabulary
from playground.symbol_reference.notation_table import symbol_details
from playground.templates import TextError, names_in
from playground.ui.page_text import WHOLE, as_typed, sections, text, whole

FOLDER = Path(playground.__file__).parent
ROOMS = [
    str(path.relative_to(FOLDER).with_suffix(""))
    for path in sorted(FOLDER.rglob("*.md"))
    if path.parent.name != "walks"
]
KNOWN_MACRO = re.compile(
    r"sqrt|t?frac|sum|nabla|partial|ln|tanh|sigma|infty|alpha|cdot|odot|pi|[dD]elta|eta|top|"
    r"[lr]vert|[bB]ig[lr]|text|math(?:it|rm|bf)|operatorname|begin|end|qquad|quad|max|le|ge|ne|to|"
    r"times|cos|sin|Sigma"
)


def every_text(room, key):
    """All sections of a room, with something put in wherever a page puts a detail in."""
    notation = NOTATIONS[key]
    for section, written in [(WHOLE, whole(room)), *sections(room).items()]:
        details = dict.fromkeys(names_in(written) - set(vocabulary(notation)), "3")
        yield text(room, section, notation, **{**details, **symbol_details(notation)})


@pytest.mark.parametrize("key", NOTATIONS)
@pytest.mark.parametrize("room", ROOMS)
def test_every_section_is_filled_whole_with_macros_that_there_are(room, key):
    for said in every_text(room, key):
        assert not re.search(r"<<|>>|<%|%>", said)
        plain = re.sub(r"```.*?```|`[^`]*`", "", said, flags=re.DOTALL)
        assert plain.count("$$") % 2 == 0
        assert plain.replace("$$", "").count("$") % 2 == 0
        for macro in re.findall(r"\\([a-zA-Z]+)", plain):
            assert KNOWN_MACRO.fullmatch(macro), macro


def test_there_is_prose_to_read():
    assert len(ROOMS) > 12
    assert "batches/text" in ROOMS


def test_details_are_put_in_and_a_missing_one_is_an_error():
    own = NOTATIONS["own"]
    told = text("what_if", "whole falls", own, before=3, after="2.5")
    assert "3" in told
    assert "2.5" in told
    with pytest.raises(TextError, match="before"):
        text("what_if", "whole falls", own)


def test_a_section_is_part_of_the_whole():
    assert sections("check")["empty"] in whole("check")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("W[1] got -0.5", r"W\[1\] got \-0\.5"),
        ("a\n===", r"a \=\=\="),
        ("1. one", r"1\. one"),
        ("see http://a.b", "see http:\u2060//a.b"),
        (":material_delete:", ":\u2060material_delete:"),
        ("a -> b", "a -\u2060> b"),
        ("x->1", "x->1"),
    ],
)
def test_what_was_typed_is_shown_as_text(typed, shown):
    """tests/e2e/test_hostile_text.py looks at the same in a browser."""
    plain = typed.startswith(("W", "a\n", "1"))
    assert (as_typed(typed) if plain else re.sub(r"\\(\W|_)", r"\1", as_typed(typed))) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Test \u202eabc", "Test abc"),
        ("\u2067a\u2069 \u202ab\u202c", "a b"),
        ("שלום 1", "\u2068שלום 1\u2069"),
        ("a \u202e\u0645", "\u2068a \u0645\u2069"),
        ("Größe δ", "Größe δ"),
    ],
)
def test_no_text_turns_the_direction_of_what_stands_beside_it(typed, shown):
    assert as_typed(typed) == shown
