"""How the symbols are written. A notation is data: one LaTeX template for each quantity.

In a template {l} is the layer counted from 1, {j} the neuron, {i} the source neuron, {k} another
neuron of the layer, {s} the sample in brackets, empty where there is only one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backprop_core import Address
from playground.names import neuron_name


@dataclass(frozen=True)
class Notation:
    """A name, and the template of each quantity."""

    name: str
    symbols: Mapping[str, str]

    def symbol(self, at: Address, batch: int = 1, new: bool = False) -> str:
        """The LaTeX symbol of the number at `at`; `new` marks a weight after the update."""
        template = self.symbols[at.quantity]
        if at.neuron is None:
            template = self.symbols.get(at.quantity + " of layer", template)
        written = template.format(
            l="" if at.layer is None else at.layer + 1,
            j="" if at.neuron is None else at.neuron + 1,
            i="" if at.source is None else at.source + 1,
            s=f"[{at.sample + 1}]" if batch > 1 and at.sample is not None else "",
        )
        return (
            written + r"_{\text{new}}"
            if new and at.neuron is None
            else (rf"\left.{written}\right.^{{\text{{new}}}}" if new else written)
        )


OWN = Notation(
    "Backprop Playground",
    {
        "x": "x{s}_{{{j}}}",
        "x of layer": "X",
        "y": "y{s}_{{{j}}}",
        "y of layer": "Y",
        "z": "z^{{({l}){s}}}_{{{j}}}",
        "z of layer": "Z^{{({l})}}",
        "a": "a^{{({l}){s}}}_{{{j}}}",
        "a of layer": "A^{{({l})}}",
        "slope": "f'(z^{{({l}){s}}}_{{{j}}})",
        "slope of layer": "f'(Z^{{({l})}})",
        "jacobian": (
            r"\frac{{\partial a^{{({l}){s}}}_{{{j}}}}}{{\partial z^{{({l}){s}}}_{{{i}}}}}"
        ),
        "jacobian of layer": r"\frac{{\partial A^{{({l})}}}}{{\partial Z^{{({l})}}}}",
        "loss": "L{s}",
        "da": r"\frac{{\partial L}}{{\partial a^{{({l}){s}}}_{{{j}}}}}",
        "da of layer": r"\frac{{\partial L}}{{\partial A^{{({l})}}}}",
        "delta": r"\delta^{{({l}){s}}}_{{{j}}}",
        "delta of layer": r"\Delta^{{({l})}}",
        "W": "w^{{({l})}}_{{{j},{i}}}",
        "W of layer": "W^{{({l})}}",
        "b": "b^{{({l})}}_{{{j}}}",
        "b of layer": "b^{{({l})}}",
        "dW": r"\frac{{\partial L}}{{\partial w^{{({l})}}_{{{j},{i}}}}}",
        "dW of layer": r"\frac{{\partial L}}{{\partial W^{{({l})}}}}",
        "db": r"\frac{{\partial L}}{{\partial b^{{({l})}}_{{{j}}}}}",
        "db of layer": r"\frac{{\partial L}}{{\partial b^{{({l})}}}}",
        "learning_rate": r"\eta",
        "share": r"\tfrac{{1}}{{n}}",
    },
)

NOTATIONS: dict[str, Notation] = {"own": OWN}


@dataclass(frozen=True)
class Symbols:
    """A notation, applied to one network: sizes of its columns, inputs first, and samples."""

    notation: Notation
    sizes: tuple[int, ...]
    batch: int = 1

    def tex(self, at: Address, new: bool = False) -> str:
        """The LaTeX symbol of the number, or the array, at `at`."""
        return self.notation.symbol(at, self.batch, new)

    def neuron(self, column: int, neuron: int) -> str:
        """What a neuron is called on screen, as plain text: x1, h2, o1. Column 0 are the inputs."""
        return neuron_name(self.sizes, column, neuron)

    def label(self, quantity: str) -> str:
        """The quantity's own sign as plain text, for graphs and tables: z, a, δ, ∂L/∂a."""
        return {"delta": "δ"}.get(quantity, quantity)
