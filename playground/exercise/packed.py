"""A long text made short, and back: compressed, in letters that any store takes."""

from __future__ import annotations

import base64
import zlib


def pack(text: str) -> str:
    """The text in short."""
    return base64.b64encode(zlib.compress(text.encode(errors="replace"), 6)).decode("ascii")


def unpack(packed: str, most: int) -> str:
    """The text again. Raises ValueError for what is none, is incomplete, or has more than `most`
    bytes."""
    unpacking = zlib.decompressobj()
    try:
        raw = unpacking.decompress(base64.b64decode(packed, validate=True), most)
    except zlib.error as error:
        raise ValueError(str(error)) from None
    if not unpacking.eof:
        raise ValueError("incomplete, or too long")
    return raw.decode()
