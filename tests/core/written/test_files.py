"""Files of arrays are read without running anything in them, or refused by name."""

import io
import json
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backprop_core import BackpropError
from backprop_core.written import read_file


def npz(**named):
    stream = io.BytesIO()
    np.savez(stream, **named)
    return stream.getvalue()


def npy(array, **options):
    stream = io.BytesIO()
    np.save(stream, array, **options)
    return stream.getvalue()


@given(
    st.dictionaries(
        st.from_regex(r"\A[a-zA-Z][a-zA-Z0-9_.]{0,8}\Z"),
        arrays(float, st.sampled_from([(), (3,), (2, 3), (2, 2, 3)]), elements=st.floats(-9, 9)),
        min_size=1,
        max_size=4,
    )
)
def test_an_npz_file_comes_back_with_its_names(named):
    read = read_file("mine.npz", npz(**named))
    assert {array.label for array in read} == {name.removesuffix(".npy") for name in named}
    for array in read:
        match = named.get(array.label, named.get(f"{array.label}.npy"))
        np.testing.assert_array_equal(array.values, match)


def test_an_npy_file_is_called_after_itself():
    (array,) = read_file("dW1.npy", npy(np.array([[1, 2]])))
    assert array.label == "dW1"
    assert array.values.tolist() == [[1.0, 2.0]]


def test_numbers_of_a_binary_file_are_as_exact_as_their_type():
    (array,) = read_file("a.npy", npy(np.array([0.5])))
    assert array.half_units[0] < 1e-16
    (array,) = read_file("a.npy", npy(np.array([0.5], dtype=np.float32)))
    assert 1e-9 < array.half_units[0] < 1e-7
    assert array.texts.tolist() == ["0.5"]


def test_a_json_file_keeps_the_digits_and_names_of_layers():
    text = (
        '{"dW": [[[0.10, 2]], [[3e-1], [4]]], "db": [[0.1], [0.2, 0.3]], "loss": 0.50, "by": "x"}'
    )
    read = read_file("mine.json", text.encode())
    assert [array.label for array in read] == ["dW[0]", "dW[1]", "db[0]", "db[1]", "loss"]
    assert read[0].texts.tolist() == [["0.10", "2"]]
    assert read[4].half_units == pytest.approx(0.005)
    assert read[0].notes == ("by left out: it is not a number",)


@given(arrays(float, (2, 3), elements=st.floats(allow_nan=False, allow_infinity=False)))
def test_a_json_file_comes_back_to_the_last_digit(array):
    (read,) = read_file("a.json", json.dumps(array.tolist()).encode())
    np.testing.assert_array_equal(read.values, array)


@pytest.mark.parametrize(
    "content",
    [
        b"x1;x2\r\n0,1;0,2\r\n0,3;0,4\r\n",
        "\ufeffx1,x2\n0.1,0.2\n0.3,0.4\n".encode(),
        "x1\tx2\n0,1\t0,2\n0,3\t0,4\n".encode("utf-16"),
        b'"x1","x2"\n"0.1","0.2"\n"0.3","0.4"\n',
        b",x1,x2\n0,0.1,0.2\n1,0.3,0.4\n",
    ],
)
def test_a_csv_file_is_read_as_spreadsheets_write_it(content):
    (array,) = read_file("a.csv", content)
    assert array.values.tolist() == [[0.1, 0.2], [0.3, 0.4]]
    assert array.columns == ("x1", "x2")


def bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.npy", bytes(50_000_000))
    return stream.getvalue()


def lying_header():
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,), }"
    header = header.ljust(118 - 1) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + bytes(8)


REFUSED = {
    "a pickle": ("a.npy", npy(np.array([{}], dtype=object), allow_pickle=True), "Python objects"),
    "a pickle in an archive": (
        "a.npz",
        npz(a=np.array([None], dtype=object)),
        "Python objects",
    ),
    "complex numbers": ("a.npy", npy(np.array([1j])), "complex128"),
    "booleans": ("a.npy", npy(np.array([True])), "bool"),
    "text": ("a.npy", npy(np.array(["a"])), "<U1"),
    "infinity": ("a.npy", npy(np.array([np.inf])), "infinite"),
    "an empty array": ("a.npy", npy(np.zeros((2, 0))), "no number"),
    "five dimensions": ("a.npy", npy(np.zeros((1, 1, 1, 1, 1))), "5 dimensions"),
    "half a file": ("a.npy", npy(np.zeros(9))[:-1], "damaged"),
    "no archive": ("a.npz", b"PK", "damaged"),
    "an empty archive": ("a.npz", npz(), "no array"),
    "a bomb": ("a.npz", bomb(), "unpacked"),
    "a header that lies": ("a.npy", lying_header(), "damaged"),
    "too large": ("a.csv", b"1" * 4_000_001, "4,000,001 bytes"),
    "another kind": ("a.pkl", b"", ".npz, .npy, .json, .csv or .txt"),
    "no name": ("", b"", "another kind"),
    "no UTF-8": ("a.csv", b"\xff1", "UTF-8"),
    "no JSON": ("a.json", b"{", "not JSON"),
    "deep JSON": ("a.json", b"[" * 100_000, "deep"),
    "deep but closed JSON": ("a.json", b"[" * 50 + b"1" + b"]" * 50, "deep"),
    "a name twice": ("a.json", b'{"a": 1, "a": 2}', "twice"),
    "torn rows": ("a.json", b"[[1, 2], [3]]", "different lengths"),
    "JSON too large": ("a.json", b"[1e400]", "It takes numbers"),
    "a huge integer": ("a.json", b"[" + b"9" * 5000 + b"]", "It takes numbers"),
    "JSON of words": ("a.json", b'["a"]', "'a'"),
    "nothing": ("a.json", b'{"a": "b"}', "no number"),
}


@pytest.mark.parametrize(("name", "content", "says"), REFUSED.values(), ids=REFUSED)
def test_a_bad_file_is_refused_by_name(name, content, says):
    with pytest.raises(BackpropError) as error:
        read_file(name, content)
    assert says in str(error.value)
    assert len(str(error.value)) < 300


@given(
    st.sampled_from(["a.npz", "a.npy", "a.json", "a.csv"]),
    st.binary(max_size=200),
    st.sampled_from([b"", npy(np.zeros(2)), npz(a=np.zeros(2)), b'{"a": [0.1, 0.2]}', b"0.1,0.2"]),
    st.integers(0, 300),
)
def test_any_content_is_read_or_refused(name, noise, real, place):
    content = real[:place] + noise + real[place + len(noise) :]
    assert len(refusal(name, content)) < 450


def refusal(name, content):
    """Why a file is refused, "" if it is read. Any other exception is a failure."""
    try:
        read_file(name, content)
    except BackpropError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("content", ["0.1 0.2", None, 3, io.BytesIO(b"0.1 0.2")])
def test_what_is_no_bytes_is_refused(content):
    with pytest.raises(BackpropError, match=r"content got \w+\. It takes the file's bytes"):
        read_file("mine.txt", content)


@pytest.mark.parametrize("name", [None, 3, ["mine.csv"]])
def test_what_is_no_name_is_refused(name):
    with pytest.raises(BackpropError, match=r"name got .* It takes a file's name"):
        read_file(name, b"0.1 0.2")
