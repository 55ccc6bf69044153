"""A long text made short, and back: compressed, in letters that any store takes."""

from __future__ import annotations

import base64
import zlib

PIECE = 1_000_000  # bytes that are unpacked at once


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


def unpacked_size(packed: str, most: int) -> int:
    """How many bytes a packed text unpacks to, counted up to a little more than `most`; 0 for a
    text that is none."""
    unpacking = zlib.decompressobj()
    size = 0
    try:
        rest = base64.b64decode(packed, validate=True)
        while rest and size <= most:
            size += len(unpacking.decompress(rest, PIECE))
            rest = unpacking.unconsumed_tail
    except (ValueError, zlib.error):
        return 0
    return size
