"""What an activation function is: a value with the function and its derivative, both of z."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backprop_core.checks import Array
from backprop_core.interval import REALS, Interval

Elementwise = Callable[[Array], Array]


@dataclass(frozen=True)
class Activation:
    """A function of z and its derivative, both from (batch, n) to (batch, n).

    `derivative` is None for softmax, whose derivative is a matrix for each sample.
    `parameter` is the slope of leaky_relu, the α of elu, or what a threshold unit gives at 0, and
    None for the others; `with_parameter` returns the function with a different one.
    `pair` gives both at once where that is less work. It serves the forward pass, which is the
    reason why it may overflow on its way; `value` does not, up to |z| = 1e100, and takes complex z
    as well, which `gradient_check` needs.
    `range` holds the values of f, `kinks` the z at which f′ jumps. `slope_of_a` is f′ as textbooks
    write it, as a function of a, where they do: a (1 − a) of the sigmoid. `threshold` says that f
    jumps at 0 and is flat elsewhere, so that no gradient leads back through it.
    """

    name: str
    value: Elementwise
    derivative: Elementwise | None
    parameter: float | None = None
    pair: Callable[[Array], tuple[Array, Array]] | None = None
    range: Interval = REALS
    kinks: tuple[float, ...] = ()
    slope_of_a: Elementwise | None = None
    with_parameter: Callable[[float], Activation] | None = None
    threshold: bool = False

    @property
    def elementwise(self) -> bool:
        """Whether each a depends on its own z alone, which makes the derivative a plain slope."""
        return self.derivative is not None

    def value_and_slope(self, z: Array) -> tuple[Array, Array | None]:
        """(f(z), f′(z)), both (batch, n); the slope is None for softmax."""
        if self.pair is not None:
            return self.pair(z)
        return self.value(z), None if self.derivative is None else self.derivative(z)
