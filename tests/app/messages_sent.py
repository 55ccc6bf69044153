"""All that a page sends to the browser, as one text: every message, and not only what AppTest
makes elements of."""

import contextlib
import re

from google.protobuf.descriptor import FieldDescriptor
from streamlit.testing.v1 import local_script_runner

NUMBER = re.compile(r"(?<![\d.])\d*\.\d+(?:e-?\d+)?", re.IGNORECASE)


def as_one_text(messages):
    """All of a run."""
    return ["\n".join(text for message in messages for text in texts_of(message))]


@contextlib.contextmanager
def recorded(texts_in=as_one_text):
    """A list that gets the texts in each run's messages."""
    texts, parse = [], local_script_runner.parse_tree_from_messages

    def parsed(messages):
        texts.extend(texts_in(messages))
        return parse(messages)

    local_script_runner.parse_tree_from_messages = parsed
    try:
        yield texts
    finally:
        local_script_runner.parse_tree_from_messages = parse


def texts_of(message):
    """Every field of a message, and of the messages in it, as text."""
    for field, value in message.ListFields():
        for one in value if field.is_repeated else [value]:
            if field.type == FieldDescriptor.TYPE_MESSAGE:
                yield from texts_of(one)
            else:
                yield one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one)


def numbers_in(text):
    """The numbers of a text as they are written there, minus signs aside."""
    return set(NUMBER.findall(text))


def tells(written, value, least=3):
    """Whether the written number is that value, rounded to so many digits or more."""
    digits = written.lower().partition("e")[0].replace(".", "").lstrip("0")
    if len(digits) < least:
        return False
    decimals = len(written.lower().partition("e")[0].partition(".")[2])
    exponent = int(written.lower().partition("e")[2] or 0)
    return abs(float(written) - abs(value)) <= 0.5000001 * 10.0 ** (exponent - decimals)
