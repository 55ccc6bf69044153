"""What a page shows a reader, as texts: no style, no code, no coordinate of a picture."""

import json
import re

from google.protobuf.descriptor import FieldDescriptor

UNSEEN_FIELDS = {
    "code_text",
    "id",
    "form_id",
    "element_id",
    "hash",
    "url",
    "css_content",
    "js_content",
    "key",
}
UNSEEN_KEYS = {"path", "d", "points", "style", "library", "address", "font", "numpy", "copied"}
_STYLE = re.compile(r"<(style|script)\b.*?</\1>|```.*?```", re.DOTALL)
_SAID = re.compile(r"""(?:alt|aria-label|title|placeholder|value)\s*=\s*("[^"]*"|'[^']*')""")
_TAG = re.compile(r"<[^<>]*>")


def shown_in(message):
    """The texts of a message that a reader can see or hear."""
    for field, value in message.ListFields():
        if field.name in UNSEEN_FIELDS:
            continue
        for one in value if field.is_repeated else [value]:
            if field.type == FieldDescriptor.TYPE_MESSAGE:
                yield from shown_in(one)
            elif isinstance(one, bytes):  # of a view: lines of JSON, and what it paints
                lines = map(_json, one.decode("utf-8", "replace").split("\n"))
                yield from (text for line in lines if line for text in strings_in(line))
            elif isinstance(one, str):
                yield from of_text(one)


def of_text(text):
    """Of JSON its strings, of HTML what is between the tags and what is said of pictures."""
    parts = [_json(line) for line in text.split("\n")]
    if None not in parts:
        for part in parts:
            yield from strings_in(part)
        return
    text = _STYLE.sub(" ", text)
    for tag in _TAG.findall(text):
        yield from (said[1][1:-1] for said in _SAID.finditer(tag))
    yield _TAG.sub(" ", text)


def _json(line):
    try:
        return found if isinstance(found := json.loads(line), dict | list) else None
    except ValueError:
        return None


def strings_in(value, key=""):
    """Those of a value made of JSON, and of the JSON and HTML in them."""
    if isinstance(value, dict):
        for name, one in value.items():
            if name not in UNSEEN_KEYS:
                yield from strings_in(one, name)
    elif isinstance(value, list):
        if not all(isinstance(one, list | str) for one in value) or not _is_difference(value):
            for one in value:
                yield from strings_in(one, key)
    elif isinstance(value, str):
        yield from of_text(value) if value[:1] in "{[" or "<" in value else [value]


def _is_difference(value):
    """Whether it is a picture told by its differences from another one, whose texts are there."""
    return any(isinstance(one, list) and [*map(type, one)] == [int, int] for one in value)
