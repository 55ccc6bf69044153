"""Initial weights: the scale of the random numbers that a network starts from.

If they are too small, the signal fades from layer to layer; if too large, sigmoids saturate. Glorot
and He chose the scale so that the signal keeps its size. Biases start at 0. The same seed always
gives the same weights.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backprop_core.checks import Array, name_and_parameter, quoted
from backprop_core.errors import BackpropError

LARGEST_SPREAD = 1e100  # far beyond use, and far from overflow in the draw itself

Draw = Callable[[np.random.Generator, int, int, float], Array]


def _xavier(rng: np.random.Generator, n_out: int, n_in: int, scale: float) -> Array:
    """Uniform on ±√(6 / (n_in + n_out)) (Glorot and Bengio, 2010)."""
    bound = scale * np.sqrt(6.0 / (n_in + n_out))
    return rng.uniform(-bound, bound, (n_out, n_in))


def _he(rng: np.random.Generator, n_out: int, n_in: int, scale: float) -> Array:
    """Normal with standard deviation √(2 / n_in) (He, Zhang, Ren and Sun, 2015), for relu."""
    return rng.normal(0.0, scale * np.sqrt(2.0 / n_in), (n_out, n_in))


def _uniform(rng: np.random.Generator, n_out: int, n_in: int, scale: float) -> Array:
    return rng.uniform(-scale, scale, (n_out, n_in))


def _normal(rng: np.random.Generator, n_out: int, n_in: int, scale: float) -> Array:
    return rng.normal(0.0, scale, (n_out, n_in))


def _zeros(rng: np.random.Generator, n_out: int, n_in: int, scale: float) -> Array:
    return np.zeros((n_out, n_in))


def _constant(rng: np.random.Generator, n_out: int, n_in: int, scale: float) -> Array:
    return np.full((n_out, n_in), scale)


INITIALIZATIONS: dict[str, Draw] = {
    "xavier": _xavier,
    "he": _he,
    "uniform": _uniform,
    "normal": _normal,
    "zeros": _zeros,
    "constant": _constant,
}


def initial_weights(init: str, n_out: int, n_in: int, rng: np.random.Generator) -> Array:
    """Draw weights of shape (n_out, n_in).

    `init` is a name in INITIALIZATIONS, or with a number: "uniform(0.5)" draws from ±0.5,
    "normal(2)" has standard deviation 2, "constant(0.1)" is 0.1 everywhere, and xavier and he are
    multiplied by it. Raises BackpropError for an unknown name, and for a number that is not
    finite or has no meaning, such as "zeros(3)".
    """
    name, scale = name_and_parameter(init, "init", INITIALIZATIONS)
    if name == "zeros" and scale is not None:
        raise BackpropError(f"init zeros takes no number in brackets; it got {quoted(init)}.")
    # abs: a spread has no sign, and only "constant" is a value
    spread = 1.0 if scale is None else scale if name == "constant" else abs(scale)
    if name != "constant" and spread > LARGEST_SPREAD:
        raise BackpropError(
            f"init got {quoted(init)}. Its number takes at most {LARGEST_SPREAD:g}."
        )
    return INITIALIZATIONS[name](rng, n_out, n_in, spread)
