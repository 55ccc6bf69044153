"""An exercise as a file and as a link. Both hold every digit, and nothing in them is ever run."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from typing import Any

from backprop_core import BackpropError, quoted, read_number
from playground.exercise.credit import credited
from playground.exercise.document import Document
from playground.exercise.document_reader import parse

LONGEST_LINK = 6000  # characters; longer addresses get lost in mail programs and chats
LARGEST_FILE = 1_000_000  # bytes
# What a message breaks a long link with, and what stands behind one in a sentence.
_NOT_OF_IT = re.compile(r"[^A-Za-z0-9_-]")
_DAMAGED = "The link is damaged. Copy the whole link again."


def to_json(document: Document) -> str:
    """The exercise as text, one that people can read and edit."""
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False)


def from_json(text: str | bytes) -> Document:
    """The exercise in that text. Raises BackpropError saying what is wrong with it."""
    if len(text) > LARGEST_FILE:
        raise BackpropError(f"The file has {len(text)} bytes. It takes at most {LARGEST_FILE}.")
    try:
        read = json.loads(text, object_pairs_hook=_once_each, parse_float=_number)
        return credited(parse(read))
    except BackpropError:
        raise
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise BackpropError(f"The file is not JSON: see {where}.") from None
    except (ValueError, RecursionError):  # no text, an endless number, or brackets without end
        raise BackpropError("The file is not JSON. It takes a file that was saved here.") from None


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """What a bracket of JSON holds; of a name twice, Python would take the last without a word."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise BackpropError(f"The file has the field {quoted(name)} twice in one object.")
        found[name] = value
    return found


def _number(text: str) -> float:
    """A decimal of JSON. One that is too large is infinite, and refused by its field's name."""
    value = float(text)
    if value == 0.0:
        read_number(text, "A number in the file")  # refuses what is 0 only because it is so small
    return value


def to_link(document: Document) -> str | None:
    """The exercise as the value of a link's parameter; None if it would be too long."""
    plain = json.dumps(document, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    packed = base64.urlsafe_b64encode(zlib.compress(plain.encode(), 9)).decode().rstrip("=")
    return packed if len(packed) <= LONGEST_LINK else None


def from_link(packed: str) -> Document:
    """The exercise in a link. Raises BackpropError when the link is damaged."""
    packed = _NOT_OF_IT.sub("", packed)
    if len(packed) > LONGEST_LINK:
        raise BackpropError("The link is too long to be one of this app's.")
    try:
        raw = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        unpacking = zlib.decompressobj()
        text = unpacking.decompress(raw, LARGEST_FILE)
    except (ValueError, binascii.Error, zlib.error):
        raise BackpropError(_DAMAGED) from None
    if not unpacking.eof:  # a part of it is missing, or it holds more than a file may
        raise BackpropError(_DAMAGED)
    return from_json(text)
