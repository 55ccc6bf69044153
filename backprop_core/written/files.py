"""Arrays from a file: NumPy's .npz and .npy, .json, and .csv or any other text.

Nothing in a file is ever run: pickled objects are refused, and sizes are looked at before
anything is unpacked. What a file cannot say, such as the digits somebody meant, is what NumPy or
JSON write: the fewest digits that tell a number from its neighbours.
"""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath
from typing import Any

import numpy as np

from backprop_core.checks import Array, quoted
from backprop_core.errors import BackpropError
from backprop_core.written.number import is_number
from backprop_core.written.reading.blocks import (
    Block,
    Several,
    noted,
    stacked,
)
from backprop_core.written.reading.blocks import labelled as joined_label
from backprop_core.written.reading.groups import layers, named_blocks
from backprop_core.written.reading.lines import DEEPEST
from backprop_core.written.reading.tables import Found
from backprop_core.written.written import WrittenArray, read_arrays, written_array

LARGEST_FILE = 4_000_000  # bytes, unpacked
_TEXTS = (".csv", ".tsv", ".txt", ".dat", ".md")
_MAGIC_LENGTH = 6


def read_file(name: str, content: bytes, *, decimal: str | None = None) -> tuple[WrittenArray, ...]:
    """Return every array in a file with this `name` and `content`.

    `decimal` is as in `read_arrays`. Raises BackpropError, naming the file, if it is
    too large, of an unknown kind, damaged, or holds anything but real numbers.
    """
    if not isinstance(name, (str, PurePath)):
        raise BackpropError(f"name got {quoted(name, 40)}. It takes a file's name: mine.npz.")
    if not isinstance(content, (bytes, bytearray)):
        raise BackpropError(
            f"content got {type(content).__name__}. It takes the file's bytes, as "
            "Path(name).read_bytes() gives them."
        )
    name, kind = str(name), PurePath(name).suffix.lower()
    if len(content) > LARGEST_FILE:
        raise BackpropError(
            f"The file {quoted(name, 40)} has {len(content):,} bytes. "
            f"It takes up to {LARGEST_FILE:,}."
        )
    if kind == ".npz":
        return _from_npz(name, content)
    if kind == ".npy":
        return tuple(_from_npy(name, PurePath(name).stem, content))
    if kind == ".json":
        return _from_json(name, _text(name, content))
    if kind in _TEXTS:
        return read_arrays(_text(name, content), decimal=decimal)
    raise BackpropError(
        f"The file {quoted(name, 40)} is of another kind. It takes .npz, .npy, .json, .csv or .txt."
    )


def _text(name: str, content: bytes) -> str:
    """The text of a file; spreadsheets also write UTF-16, with its mark at the beginning."""
    code = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(code)
    except UnicodeDecodeError:
        raise BackpropError(
            f"The file {quoted(name, 40)} is not UTF-8 text. Save it as UTF-8."
        ) from None


def _from_npz(name: str, content: bytes) -> tuple[WrittenArray, ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > LARGEST_FILE:
                raise BackpropError(
                    f"The file {quoted(name, 40)} holds more than {LARGEST_FILE:,} bytes, unpacked."
                )
            read = {member.filename: archive.read(member) for member in members}
    except BackpropError:
        raise
    except Exception:  # zipfile and its decompressors raise many kinds for a damaged file
        raise _damaged(name, "an .npz file, as np.savez writes it") from None
    if len(read) < len(members):
        raise BackpropError(f"The file {quoted(name, 40)} has two arrays of one name.")
    found = [
        array
        for member, data in read.items()
        for array in _from_npy(name, member.removesuffix(".npy"), data)
    ]
    if not found:
        raise BackpropError(f"The file {quoted(name, 40)} holds no array.")
    return tuple(found)


def _damaged(name: str, takes: str) -> BackpropError:
    return BackpropError(f"The file {quoted(name, 40)} is damaged. It takes {takes}.")


def _from_npy(name: str, label: str, content: bytes) -> Iterable[WrittenArray]:
    array = _numpy_array(name, content)
    if array.dtype.kind not in "iuf":
        raise BackpropError(
            f"{quoted(label, 40)} in the file {quoted(name, 40)} holds {array.dtype}. "
            "It takes real numbers."
        )
    if array.size == 0:
        raise BackpropError(f"{quoted(label, 40)} in the file {quoted(name, 40)} holds no number.")
    if np.isinf(array).any():
        raise BackpropError(
            f"{quoted(label, 40)} in the file {quoted(name, 40)} holds an infinite number."
        )
    cells = tuple(str(number) for number in array.ravel())
    for part, block in named_blocks(label, Block(cells, array.shape)):
        one = _written(part, block)
        yield replace(one, units=_spacing(one.values, array.dtype))


def _spacing(values: Array, dtype: np.dtype[Any]) -> Array:
    """Half the distance between a number and its neighbours in the type that it is kept in."""
    if dtype.kind != "f":
        return np.zeros_like(values)
    with np.errstate(over="ignore"):
        kept = np.abs(values).astype(dtype if dtype.itemsize < 8 else np.float64)
        return np.asarray(np.spacing(kept) / 2, dtype=np.float64)


def _numpy_array(name: str, content: bytes) -> np.ndarray[Any, np.dtype[Any]]:
    """The array in an .npy file whose header says no more than there is."""
    try:
        stream = io.BytesIO(content)
        version = np.lib.format.read_magic(stream)
        read_header = {
            (1, 0): np.lib.format.read_array_header_1_0,
            (2, 0): np.lib.format.read_array_header_2_0,
        }[version]
        shape, _, dtype = read_header(stream)
        if dtype.hasobject:
            raise BackpropError(
                f"The file {quoted(name, 40)} holds Python objects, which are not unpacked. "
                "It takes arrays of numbers."
            )
        if math.prod(shape) * dtype.itemsize != len(content) - stream.tell():
            raise ValueError
        array: np.ndarray[Any, np.dtype[Any]] = np.load(io.BytesIO(content), allow_pickle=False)
        return array
    except BackpropError:
        raise
    except Exception:  # what NumPy raises for a damaged header is of many kinds
        raise _damaged(name, "an array as np.save writes it") from None


class _Written(str):
    """A number in JSON, as written there."""


def _from_json(name: str, text: str) -> tuple[WrittenArray, ...]:
    try:
        read = json.loads(
            text,
            parse_float=_Written,
            parse_int=_Written,
            parse_constant=_Written,
            object_pairs_hook=_unique,
        )
    except RecursionError:
        raise BackpropError(f"The file {quoted(name, 40)} has brackets too deep.") from None
    except ValueError as error:
        if isinstance(error, BackpropError):
            raise
        raise BackpropError(f"The file {quoted(name, 40)} is not JSON.") from None
    node = _node(read, "The file", 0)
    found = tuple(_written(label, block) for label, block in named_blocks(None, node))
    if not found:
        raise BackpropError(f"The file {quoted(name, 40)} holds no number.")
    return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = dict(pairs)
    if len(names) < len(pairs):
        raise BackpropError("The file has one name twice in a bracket.")
    return names


def _node(read: Any, where: str, depth: int) -> str | Block | Several:
    """What JSON holds, as the readers of pasted texts have it."""
    if depth > DEEPEST:
        raise BackpropError(f"The file has brackets more than {DEEPEST} deep.")
    if isinstance(read, dict):
        return _dictionary(read, depth)
    if isinstance(read, list) and read:
        return stacked([_node(item, f"{where}[{at}]", depth + 1) for at, item in enumerate(read)])
    if read is None:
        return "null"
    if isinstance(read, str) and (read == "NaN" or is_number(read)):
        return str(read)
    raise BackpropError(f"{where} is {quoted(str(read), 40)}. It takes numbers.")


def _dictionary(read: dict[str, Any], depth: int) -> Several:
    parts: list[tuple[str, Block]] = []
    notes: list[str] = []
    for name, value in read.items():
        if _is_word(value):
            notes.append(f"{name[:40]} left out: it is not a number")
            continue
        node = _node(value, name[:40], depth + 1)
        if isinstance(node, Several):
            parts += [(joined_label(name, part), block) for part, block in layers(name, node)]
        else:
            parts.append((name, node if isinstance(node, Block) else Block((node,), ())))
    several = noted(Several(tuple(parts)), notes)
    return several if isinstance(several, Several) else Several(())


def _is_word(value: Any) -> bool:
    """Whether a value beside numbers is none: a word, true, null, or an empty list."""
    is_text = isinstance(value, str) and not isinstance(value, _Written)
    return isinstance(value, bool) or value in (None, [], {}) or (is_text and not is_number(value))


def _written(label: str | None, block: Block) -> WrittenArray:
    array = written_array(Found(label, block))
    return replace(array, text=str(array.values.tolist()))
