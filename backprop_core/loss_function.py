"""What a loss is: a value with what each output contributes, and the slope at each output."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from backprop_core.activation_function import Activation
from backprop_core.activations import ACTIVATIONS
from backprop_core.checks import Array

OfPair = Callable[[Array, Array], Array]
OfThree = Callable[[Array, Array, Array], Array]


@dataclass(frozen=True)
class Fused:
    """A loss and the activation it belongs to, taken together.

    Both functions take z, what the activation made of it, a, and y, all (batch, n_out).
    `activation` is its name, and `others` are those that will do as well; `contributions` is as in
    Loss, and `delta` is ∂(loss of one sample)/∂z; `plain(a, y)` is the same as it is written, which
    loses digits where a is close to y, and None where there is no such form. `takes` names what the
    loss is a function of, as it is written: first what is compared with the target.
    """

    activation: str
    contributions: OfThree
    delta: OfThree
    others: tuple[str, ...] = ()
    takes: tuple[Literal["a", "y", "z"], ...] = ("a", "y")
    plain: OfPair | None = None


@dataclass(frozen=True)
class Loss:
    """`contributions(a, y)` and `slope(a, y)`, both (batch, n_out) for a and y of that shape.

    `gradient_check` calls `contributions` with complex a, so |·| and max go by the real part.

    A loss that is not `separable` is no sum over samples: `total(a, y)` gives it for the whole
    batch, `slope` is that of the total, and the reduction does not apply. The slope that is left of
    the rules of threshold units is their error itself.

    `mean_over` names what it takes a mean over by itself, whatever the reduction: "outputs",
    "batch". `squared` tells that it adds up (a − y)², and `probabilities` that it takes outputs
    from 0 to 1 only.
    """

    name: str
    contributions: OfPair
    slope: OfPair
    fused: Fused | None = None
    total: Callable[[Array, Array], float] | None = None
    mean_over: tuple[Literal["outputs", "batch"], ...] = ()
    squared: bool = False
    probabilities: bool = False

    @property
    def separable(self) -> bool:
        """Whether each sample has a loss of its own, so that the batch's is their mean or sum."""
        return self.total is None

    @property
    def activation(self) -> Activation | None:
        """What the last layer must have for this loss; None where any will do."""
        return None if self.fused is None else ACTIVATIONS[self.fused.activation]

    @property
    def for_thresholds(self) -> bool:
        """Whether it is the rule of a threshold unit, which has no gradient to go back through."""
        return self.activation is not None and self.activation.threshold

    def suits(self, f: Activation) -> bool:
        """Whether the last layer may have that activation."""
        if self.fused is None or f == self.activation:
            return True
        return f.threshold and f.name in (self.fused.activation, *self.fused.others)

    def compared(self, z: Array, a: Array) -> Array:
        """Of z and a of the last layer, that which the loss compares with the targets."""
        return z if self.fused is not None and self.fused.takes[0] == "z" else a

    @property
    def for_classes(self) -> bool:
        """Whether the outputs are shares of 1: the probabilities of classes, of which a sample's
        targets choose one, or share out the 1 as well."""
        return self.activation is not None and not self.activation.elementwise
