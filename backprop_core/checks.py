"""Input checks: everything that enters the engine becomes a read-only float64 array or is refused.

Booleans, text, complex numbers, ragged rows, NaN and infinity are refused. They would otherwise
turn into numbers that nobody typed, or spread through the whole network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop_core.errors import BackpropError, NonFiniteError

Array = NDArray[np.float64]

SHOWN = 60  # characters of somebody's text that a message quotes at most
_FLOAT64 = np.dtype(np.float64)
_CALL = re.compile(r"(\w+)\((.+)\)")
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
_LINE_BREAK = re.compile(r"\s*\n\s*")
_WORDS = {"U": "text", "S": "text", "c": "complex numbers", "b": "booleans (True or False)"}


def real_array(value: Any, field: str, ndims: tuple[int, ...], takes: str) -> Array:
    """Return a read-only float64 copy of `value`, whose number of dimensions must be in `ndims`.

    Raises BackpropError, naming `field` and what it `takes`, for everything else.
    """
    array = _float64_copy(value, field, takes)
    if array.ndim not in ndims:
        raise BackpropError(f"{field} got shape {array.shape}. It takes {takes}.")
    if not all_finite(array):
        index = _first(~np.isfinite(array))
        where = f" at {_position(index)}" if index else ""
        raise BackpropError(f"{field} is {in_words(array[index])}{where}. It takes {takes}.")
    make_read_only(array)
    return array


def _float64_copy(value: Any, field: str, takes: str) -> Array:
    if type(value) is np.ndarray and value.dtype is _FLOAT64:
        return value.copy()
    if _holds_bool(value):
        raise BackpropError(f"{field} holds a boolean (True or False). It takes {takes}.")
    # np.ma would be loaded for its name alone, which takes 10 ms
    if isinstance(value, np.ndarray) and np.any(getattr(value, "mask", False)):
        raise BackpropError(f"{field} holds numbers that are masked. It takes {takes}.")
    try:
        # of a PyTorch tensor the numbers alone
        array = np.array(value.detach().cpu().numpy() if hasattr(value, "requires_grad") else value)
        if array.dtype.kind == "O" and all(type(item) in (int, float) for item in array.flat):
            array = array.astype(_FLOAT64)
    except ValueError:
        raise BackpropError(f"{field} has rows of different lengths. It takes {takes}.") from None
    except OverflowError:
        raise BackpropError(f"{field} got a number that is too large. It takes {takes}.") from None
    except (RuntimeError, TypeError) as error:  # a tensor of bfloat16, or a list of such with grad
        why = str(error).rstrip(".")
        raise BackpropError(f"{field} could not be read ({why}). It takes {takes}.") from None
    if array.dtype.kind not in "iuf":
        words = _WORDS.get(array.dtype.kind, "something that is not a number")
        raise BackpropError(f"{field} got {words}. It takes {takes}.")
    with np.errstate(over="ignore"):  # a longdouble too large for float64 is refused as infinite
        return array.astype(_FLOAT64)


def require_shape_kept(made: Any, given: Array, field: str) -> None:
    """Raise BackpropError unless `made` is a float64 array of the shape of `given`."""
    if isinstance(made, np.ndarray) and made.dtype == _FLOAT64 and made.shape == given.shape:
        return
    got = type(made).__name__
    if isinstance(made, np.ndarray):
        got = f"an array of {made.dtype} of shape {made.shape}"
    raise BackpropError(
        f"{field} gave {got} for an array of shape {given.shape}. It takes a function that gives "
        "a float64 array of the same shape."
    )


def whole_number(value: Any, field: str, least: int) -> int:
    """`value` as an int of at least `least`; booleans and fractions are refused."""
    is_whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    if not is_whole or value < least:
        got = quoted(value)
        raise BackpropError(f"{field} got {got}. It takes a whole number from {least} up.")
    return int(value)


def count_or_none(value: Any, field: str, least: int) -> int | None:
    """The same, where None is a value as well."""
    return None if value is None else whole_number(value, field, least)


def quoted(value: Any, longest: int = SHOWN) -> str:
    """Return `value` for use in a message: its repr on one line, at most `longest` characters."""
    try:
        text = _LINE_BREAK.sub(" ", repr(value))  # an array's has some
    except ValueError:  # a whole number of thousands of digits, which Python does not write out
        text = f"a {type(value).__name__} of more digits than can be shown"
    if len(text) <= longest:
        return text
    closing = text[-1] if text[-1] in "'\")]}" else ""
    return f"{text[: longest - 1 - len(closing)]}…{closing}"


def real_number(value: Any, field: str) -> float:
    """`value` as a finite float."""
    return float(real_array(value, field, (0,), "one finite number"))


def name_and_parameter(spec: Any, field: str, names: Iterable[str]) -> tuple[str, float | None]:
    """Split "leaky_relu(0.2)" into its name, which must be one of `names`, and its number."""
    name, parameter = spec, None
    call = _CALL.fullmatch(spec) if isinstance(spec, str) else None
    if call:
        name, parameter = call[1], _number_in_text(call[2], f"{field} {call[1]}")
    if not isinstance(name, str) or name not in names:
        raise BackpropError(f"{field} got {quoted(spec)}. It takes one of {', '.join(names)}.")
    return name, parameter


def _number_in_text(text: str, field: str) -> float:
    if foreign := foreign_digit(text):
        raise BackpropError(
            f"{field} got {quoted(text)} in brackets, with the digit {foreign!r}. It takes a "
            "number in the digits 0 to 9."
        )
    try:
        number = float(text.replace("−", "-") if "_" not in text else "")  # Python reads 0_1 as 1
    except ValueError:
        raise BackpropError(f"{field} got {quoted(text)} in brackets. It takes a number.") from None
    return real_number(number, field)


def foreign_digit(text: str) -> str | None:
    """The first digit in it that is not one of 0 to 9, such as the Arabic ٣; None without one."""
    found = None if text.isascii() else _FOREIGN_DIGIT.search(text)
    return found[0] if found else None


def require_finite(array: Array, quantity: str, layer: int, advice: str) -> None:
    """Raise NonFiniteError for the first entry of `array` that is not finite.

    `array` has shape (batch, n_out) for z, a, da and delta, (n_out, n_in) for W and dW,
    (n_out,) or () for b and db. `layer` counts from 0.
    """
    if all_finite(array):
        return
    index = _first(~np.isfinite(array))
    neuron = _neuron_of(index, quantity)
    where = f"layer {layer + 1}" if neuron is None else f"neuron {neuron + 1} of layer {layer + 1}"
    if quantity in ("W", "dW"):
        where += f", from neuron {index[1] + 1} of the layer before"
    raise NonFiniteError(
        f"{quantity} of {where} is {in_words(array[index])}. {advice}", quantity, layer, neuron
    )


def make_read_only(*arrays: NDArray[Any] | None) -> None:
    """From here on these arrays are values: writing into one is an error. None is passed over."""
    for array in arrays:
        if array is not None:
            # write=False would take thrice as long
            array.setflags(False)  # type: ignore[call-arg]


@lru_cache(maxsize=32)
def ones(count: int) -> Array:
    """A vector of ones: a product with it is a sum, and the fastest there is."""
    vector = np.ones(count)
    make_read_only(vector)
    return vector


def all_finite(array: Array) -> bool:
    """Whether no entry of `array` is infinite or NaN.

    One that is not makes any sum not finite, so a sum is enough, and the fastest is taken: for a
    few numbers that is Python's, for many Σ array². Where the sum itself overflows, every entry is
    looked at.
    """
    numbers = array.ravel()
    # vdot says nothing where squares overflow, and dot would warn
    total = sum(numbers.tolist()) if len(numbers) <= 16 else np.vdot(numbers, numbers)
    return isfinite(total) or bool(np.isfinite(array).all())


def _first(wrong: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(i) for i in np.argwhere(wrong)[0])


def _neuron_of(index: tuple[int, ...], quantity: str) -> int | None:
    if not index:
        return None
    return index[0] if quantity in ("W", "dW", "b", "db") else index[1]


def in_words(value: float) -> str:
    """Say in words what a value that is not finite is."""
    if np.isnan(value):
        return "not a number (NaN)"
    return "infinite" if value > 0 else "minus infinite"


def _holds_bool(value: Any) -> bool:
    if isinstance(value, np.ndarray):
        return bool(value.dtype.kind == "b")
    if isinstance(value, (list, tuple)):
        return any(_holds_bool(item) for item in value)
    return isinstance(value, (bool, np.bool_))


def _position(index: Sequence[int]) -> str:
    if len(index) == 1:
        return f"place {index[0] + 1}"
    return f"row {index[0] + 1}, column {index[1] + 1}"
