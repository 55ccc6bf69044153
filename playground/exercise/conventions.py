"""The conventions of an exercise: how the numbers of a pass are written on paper.

They stand in the document under `conventions`, each only where it is not the usual one, so that an
exercise without any is the same text as before. The engine's numbers never depend on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypedDict, get_args

from backprop_core import BackpropError, quoted
from playground.exercise.paper_rounding import MOST, PaperRounding, Place
from playground.notation.bias_names import CONSTANTS, BiasAs
from playground.notation.laid_out import Weights
from playground.notation.turned import DERIVATIVES
from playground.where import is_count

Error = Literal["output_minus_target", "target_minus_output"]
ERRORS: tuple[Error, ...] = ("output_minus_target", "target_minus_output")
WEIGHTS: tuple[Weights, ...] = get_args(Weights)
_FLAGS = ("round_products", "input_gradient", "decimal_comma", "fractions")
_PLACES: dict[str, Place] = {"round_decimals": "decimals", "round_digits": "digits"}


class ConventionsDocument(TypedDict, total=False):
    """Those that are not the usual ones: each number of the pass rounded to so many decimals, or so
    many significant digits, and with `round_products` the products of a sum too; how the error is
    taken; what a bias is written as, a weight of a constant 1 or a threshold, which is one of −1;
    whether a row of W belongs to the receiving or the sending neuron, if not as in the notation;
    whether the walk goes back to the inputs; and how a number is written."""

    round_decimals: int
    round_digits: int
    round_products: bool
    error: Error
    bias_as: BiasAs
    weights: Weights
    input_gradient: bool
    decimal_comma: bool
    fractions: bool


@dataclass(frozen=True)
class Conventions:
    """`rounding` is that of every number of the pass, with `products` also of those in its sums;
    `turned` says that the error is target minus output, so that every gradient has its sign turned
    and the step is added; `to_inputs` that the backward pass goes on to ∂loss/∂x; `weights` which
    neuron a row of W belongs to, None for that of the notation."""

    rounding: PaperRounding | None = None
    turned: bool = False
    comma: bool = False
    fractions: bool = False
    bias_as: BiasAs | None = None
    to_inputs: bool = False
    products: bool = False
    weights: Weights | None = None

    @property
    def minus(self) -> frozenset[str]:
        """The quantities whose numbers have the other sign than the engine's."""
        derivatives = DERIVATIVES if self.turned else frozenset[str]()
        biases = {"b", "db"} if self.bias_as == "threshold" else frozenset[str]()
        return derivatives ^ biases

    @property
    def signs(self) -> Conventions:
        """Those alone that change signs and products, and round nothing."""
        return Conventions(turned=self.turned, bias_as=self.bias_as)

    def document(self, turned: bool = False) -> ConventionsDocument:
        """As a document holds them, in which an error is `turned` unless it says another."""
        plain: ConventionsDocument = {}
        if self.rounding is not None and self.rounding.place == "decimals":
            plain["round_decimals"] = self.rounding.count
        elif self.rounding is not None:
            plain["round_digits"] = self.rounding.count
        if self.products:
            plain["round_products"] = True
        if self.turned != turned:
            plain["error"] = ERRORS[self.turned]
        if self.bias_as is not None:
            plain["bias_as"] = self.bias_as
        if self.weights is not None:
            plain["weights"] = self.weights
        if self.to_inputs:
            plain["input_gradient"] = True
        if self.comma:
            plain["decimal_comma"] = True
        if self.fractions:
            plain["fractions"] = True
        return plain


USUAL = Conventions()


def conventions_in(raw: Any) -> Conventions:
    """The conventions that `raw` holds, from outside. Raises BackpropError naming what is wrong."""
    takes = ", ".join(ConventionsDocument.__annotations__)
    if not isinstance(raw, Mapping):
        got = type(raw).__name__
        raise BackpropError(f"conventions got {got}. It takes an object with any of {takes}.")
    unknown = sorted(set(map(str, raw)) - set(ConventionsDocument.__annotations__))
    if unknown:
        raise BackpropError(
            f"conventions: the field {quoted(unknown[0])} is unknown. It takes {takes}."
        )
    for name in _FLAGS:
        if not isinstance(raw.get(name, False), bool):
            raise BackpropError(f"{name} got {quoted(raw[name])}. It takes true or false.")
    error = raw.get("error", ERRORS[0])
    if error not in ERRORS:
        raise BackpropError(f"error got {quoted(error)}. It takes {' or '.join(ERRORS)}.")
    bias_as = raw.get("bias_as")
    if bias_as is not None and bias_as not in list(CONSTANTS):
        raise BackpropError(f"bias_as got {quoted(bias_as)}. It takes {' or '.join(CONSTANTS)}.")
    weights = raw.get("weights")
    if weights is not None and weights not in WEIGHTS:
        raise BackpropError(f"weights got {quoted(weights)}. It takes {' or '.join(WEIGHTS)}.")
    return Conventions(
        _rounding(raw),
        weights=weights,
        bias_as=bias_as,
        to_inputs=raw.get("input_gradient", False),
        turned=error == "target_minus_output",
        comma=raw.get("decimal_comma", False),
        fractions=raw.get("fractions", False),
        products=raw.get("round_products", False),
    )


def _rounding(raw: Mapping[str, Any]) -> PaperRounding | None:
    found = [name for name in _PLACES if name in raw]
    if not found:
        return None
    if len(found) > 1:
        raise BackpropError("conventions got round_decimals and round_digits. It takes one.")
    name, place = found[0], _PLACES[found[0]]
    least, count = int(place == "digits"), raw[name]
    if not is_count(count) or not least <= count <= MOST[place]:
        takes = f"a whole number from {least} to {MOST[place]}"
        raise BackpropError(f"{name} got {quoted(count)}. It takes {takes}.")
    return PaperRounding(place, count)
