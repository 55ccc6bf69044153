"""Weight penalties: terms added to the loss that keep weights small.

L2 adds λ/2 Σ w², whose gradient λ w pulls each weight towards 0 in proportion to its size. L1 adds
λ Σ |w|, which pulls all weights equally and makes many of them exactly 0 (Goodfellow, Bengio and
Courville, Deep Learning, 7.1). Books differ in the ½, in what λ is divided by, and in whether
biases count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from backprop_core.checks import Array
from backprop_core.network import Network
from backprop_core.rules.expression import (
    BATCH,
    DATA_SET,
    PARAMETER,
    Expression,
    Named,
    setting,
    sign,
)
from backprop_core.rules.options import flag, one_of, option
from backprop_core.rules.record import is_bias
from backprop_core.rules.stage import Stage

DivideBy = Literal["batch", "data_set"]


@dataclass(frozen=True)
class Penalty:
    """`l1` Σ |w| + `l2`/2 Σ w², added to the loss of every batch.

    `half=False` drops the ½, so that the gradient is 2 λ w. `divide_by` "batch" or "data_set"
    divides λ by the number of samples in it: λ/2n Σ w². `biases=True` includes biases. With
    the defaults, `l2` is PyTorch's weight_decay on the weights. Raises BackpropError for an option
    out of its range.
    """

    l1: float = 0.0
    l2: float = 0.0
    half: bool = True
    divide_by: DivideBy | None = None
    biases: bool = False

    def __post_init__(self) -> None:
        options = {
            "l1": option(self.l1, "l1"),
            "l2": option(self.l2, "l2"),
            "half": flag(self.half, "half"),
            "divide_by": one_of(self.divide_by, "divide_by", (None, "batch", "data_set")),
            "biases": flag(self.biases, "biases"),
        }
        for name, value in options.items():
            object.__setattr__(self, name, value)

    def stages(self, gradient: Named) -> tuple[Stage, ...]:
        """g ← g + λ₂ w + λ₁ sign(w), with sign(0) = 0; () where both are 0."""
        formula: Expression = gradient
        if self.l2:
            once = setting("l2", "λ₂", self.l2) * PARAMETER
            formula = formula + self._shared_out(once if self.half else 2 * once)
        if self.l1:
            formula = formula + self._shared_out(setting("l1", "λ₁", self.l1) * sign(PARAMETER))
        if formula is gradient:
            return ()
        covers: Literal["all", "weights"] = "all" if self.biases else "weights"
        return (Stage("penalty", "penalized", "g", formula, covers=covers, otherwise=gradient),)

    def value(self, network: Network, batch: int, data_set: int | None = None) -> float:
        """What is added to the loss of a batch of so many samples, from a data set of so many."""
        counted = None if self.biases else ~is_bias(network)
        return self.of_parameters(network.parameters, counted, batch, data_set)

    def of_parameters(
        self,
        parameters: Array,
        counted: NDArray[np.bool_] | None,
        batch: int,
        data_set: int | None = None,
    ) -> float:
        """The same from `parameters`, (count,), and which of them are `counted`; None for all."""
        w = parameters if counted is None else parameters[counted]
        squares = self.l2 * float(np.vdot(w, w)) * (0.5 if self.half else 1.0) if self.l2 else 0.0
        sizes = self.l1 * float(np.abs(w).sum()) if self.l1 else 0.0
        samples = {None: 1, "batch": batch, "data_set": batch if data_set is None else data_set}
        return (squares + sizes) / samples[self.divide_by]

    def _shared_out(self, term: Expression) -> Expression:
        if self.divide_by is None:
            return term
        return term / (BATCH if self.divide_by == "batch" else DATA_SET)
