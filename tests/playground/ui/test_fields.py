"""What the fields must know of the rest of the page."""

import ast
from pathlib import Path

import pytest

from playground.lessons.loader import lessons
from playground.ui.fields import BUTTONS, MOST_PARAGRAPHS

PLAYGROUND = Path(__file__).parents[3] / "playground"


def key_of(call):
    """The key that a call gives a widget; of a key with a number in it, what comes before."""
    key = next((word.value for word in call.keywords if word.arg == "key"), None)
    if isinstance(key, ast.JoinedStr):
        return key.values[0].value
    return key.value if isinstance(key, ast.Constant) else None


def buttons_drawn():
    """The keys of all buttons in the source; (file, key)."""
    for path in sorted(PLAYGROUND.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if called and node.func.attr == "button":
                yield path.stem, key_of(node)


@pytest.mark.parametrize(("file", "key"), list(buttons_drawn()))
def test_every_button_is_known_to_the_fields(file, key):
    """Else a field that a browser shows as it was before would count as changed by the reader, when
    it was the button that was pressed."""
    no_field_beside = key == "open_lesson_"
    assert key is None or no_field_beside or any(b.startswith(key) for b in BUTTONS), key


def test_no_lesson_has_more_paragraphs_than_the_fields_know():
    assert max(len(lesson.paragraphs) for lesson in lessons().values()) <= MOST_PARAGRAPHS


def test_the_buttons_are_found():
    assert {key for _, key in buttons_drawn()} >= {"lesson_give", "lesson_line_", "add_sample"}
