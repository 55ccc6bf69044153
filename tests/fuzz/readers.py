"""All that reads what a person, a file, an address or a browser says, and what to feed it."""

from __future__ import annotations

import base64
import io
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from hypothesis import strategies as st

from backprop_core import BackpropError, read_arrays, read_file, read_number
from playground.check.numbers import outcome
from playground.data_sets.chosen_columns import taken
from playground.data_sets.csv_table import decoded, read_table
from playground.exercise import link, saved, saved_place, workspaces
from playground.exercise.document_reader import parse
from playground.exercise.packed import unpack
from playground.exercise.passes import loss_now
from playground.exercise.presets import presets
from playground.exercise.typed_number import Takes
from playground.functions.typed.typed_functions import typed_activation, typed_loss
from tests.fuzz.near import SIGNS, near, near_values

LONGEST_MESSAGE = 700
DOCUMENTS = list(presets().values())
NUMBERS = ["0.15", "-3", "−3", "1e-3", ".5", "+2", "0,15", "1/3", "½", "4.2×10^-3", "1.000,5"]
ARRAYS = [
    "dW1 = [[0.0085, 0], [0.0064, 0]]\ndb1 = [0.0085, 0.0064]",
    "-dW2.T = [[0.1, 0.2], [0.4, 0.5]]\nnp.transpose(dW1) = [[1, 2], [3, 4]]\n(db2)^T = [1; 2]",
    'import numpy as np\nW1 = np.array([[1, 2]])\nb1 = -0.5\ndef f(x):\n    """1"""\n    return x',
    "tensor([[0.1, 0.2],\n        [0.4, 0.5]], requires_grad=True)",
    "[1;[2;3]]",
    "[[1 2];[3 4]];",
    "dW =\n\n   1.0e-03 *\n\n    0.1250    0.2500\n   -0.5000    1.0000",
    "x1;x2\n0,1;0,2\n0,3;0,4",
    "\\begin{bmatrix} 0.1 & 0.2 \\\\ 0.3 & 0.4 \\end{bmatrix}",
    "loss = 0.2984\na2 = 0,75; 0,77",
]
TABLES = [
    "a,b,c\n1,2,x\n3,4,y\n5,6,x\n",
    "Länge;Breite;Art\n1,5;0,2;a\n4,7;1,4;b\n;1,4;b\n",
    "1\t2\n3\t4\n",
]
FORMULAS = [
    *(
        "x*sigmoid(x)",
        "log(cosh(x))",
        "max(0, x)",
        "x/(1e12+x-x)**30",
        "sin(x)**2",
        "x**x",
        "abs(x)",
    ),
    *("erf(erf(x))", "sqrt(sqrt(x))", "(a-y)**4", "(a-y)**2/(1e12+a-a)**30", "exp(-x²)", "x^2"),
]
WORDS = [
    "exp(",
    "log(",
    "sqrt(",
    "erf(",
    "max(",
    "**",
    "x",
    "a",
    "y",
    "z",
    "__import__('os')",
    "lambda",
]


@dataclass(frozen=True)
class Reader:
    """`read` gives something back or raises a BackpropError, for all that `takes` draws."""

    name: str
    read: Callable[[Any], Any]
    takes: st.SearchStrategy[Any]

    def holds(self, given: Any) -> None:
        """Read it. Any error but a BackpropError with a short message is a failure."""
        said = ""
        try:
            self.read(given)
        except BackpropError as error:
            said = str(error)
        assert len(said) <= LONGEST_MESSAGE, "a message quotes without end"


def _number(text: str) -> None:
    assert np.isfinite(read_number(text, fractions=True).value)


def _field(takes: Takes, text: str) -> None:
    takes.readings(text)
    assert takes.least <= takes.read(text, decimal_comma=True) <= takes.most


def _arrays(text: str) -> None:
    for decimal in (None, ","):
        for array in read_arrays(text, decimal=decimal):
            assert array.values.dtype == np.float64
            assert not np.isinf(array.values).any()


def _check_page(text: str) -> None:
    """What the page makes of a paste: every array placed, and every number judged."""
    outcome(DOCUMENTS[0], text, {}, {})


def _file(given: tuple[str, bytes]) -> None:
    read_file(*given)


def _document(raw: Any) -> None:
    document = parse(raw)
    loss_now(document)
    assert parse(json.loads(link.to_json(document))) == document


def _table(content: bytes) -> None:
    table = read_table(decoded(content))
    names = [column.name for column in table.columns]
    for classes in (False, True):
        try:
            taken(table, names[:-1], names[-1], classes)
        except BackpropError:
            continue


def _kept(text: str) -> None:
    work = saved.work_in(text)
    assert work["workspace"] in work["workspaces"]


def _unpacked(text: str) -> None:
    try:
        unpack(text, 1000)
    except ValueError as error:
        raise BackpropError(str(error)) from None


def npy(array: np.ndarray) -> bytes:
    """As NumPy saves it."""
    stream = io.BytesIO()
    np.save(stream, array)
    return stream.getvalue()


def npz() -> bytes:
    """As NumPy saves several."""
    stream = io.BytesIO()
    np.savez(stream, dW1=np.eye(2), db1=np.zeros(2))
    return stream.getvalue()


def repacked(text: str) -> str:
    """Damaged inside rather than outside."""
    return base64.urlsafe_b64encode(zlib.compress(text.encode(errors="replace"))).decode()


BYTES = [
    b"\x00",
    b"\xff",
    b"\n",
    b"PK",
    b"NUMPY",
    b"<f8",
    b"'O'",
    b"\x80",
    b"9" * 40,
    b"[" * 70,
    b",",
]
LINK = link.to_link(DOCUMENTS[0]) or ""
WORK = saved.work_text({"workspace": "own", "workspaces": {"own": workspaces.begun(DOCUMENTS[0])}})[
    0
]
JSON = [link.to_json(DOCUMENTS[0]), json.dumps({"dW": [[[0.1, 2]]], "loss": 0.5})]
RAW = {
    ".npy": [npy(np.eye(2)), npy(np.array(0.5, dtype=np.float32)), npy(np.array([1 + 2j]))],
    ".npz": [npz()],
    ".json": [text.encode() for text in JSON],
    ".csv": [text.encode() for text in TABLES],
    ".txt": [text.encode() for text in ARRAYS],
}
TEXTS = near(ARRAYS, SIGNS) | st.text(max_size=60)
FIELDS = [Takes("The learning rate", 0.0), Takes("The seed", 0, 2**63 - 1, whole=True), Takes("w")]
READERS = [
    Reader("number", _number, near(NUMBERS, SIGNS) | st.text(max_size=30)),
    *(
        Reader(f"field of {one.field}", partial(_field, one), near(NUMBERS, SIGNS))
        for one in FIELDS
    ),
    Reader("arrays", _arrays, TEXTS),
    Reader("the check page", _check_page, TEXTS),
    *(
        Reader(f"file {ending}", _file, st.tuples(st.just(f"a{ending}"), near(raw, BYTES)))
        for ending, raw in RAW.items()
    ),
    Reader("document", _document, near_values(DOCUMENTS)),
    Reader("exercise file", link.from_json, near(JSON, SIGNS) | near(RAW[".json"], BYTES)),
    Reader("link", link.from_link, near([LINK], SIGNS) | near(JSON, SIGNS).map(repacked)),
    Reader("activation", typed_activation, near(FORMULAS, SIGNS + WORDS)),
    Reader("loss", typed_loss, near(FORMULAS, SIGNS + WORDS)),
    Reader("table", _table, near(RAW[".csv"], BYTES)),
    Reader("kept work", _kept, near([WORK], SIGNS) | near_values(DOCUMENTS).map(repr)),
    Reader(
        "kept place",
        saved_place.place_in,
        near([saved_place.place_text({"step": 3, "rooms": {}})], SIGNS),
    ),
    Reader("kept table", _unpacked, near([WORK], SIGNS)),
]
