"""How the numbers of one network are written in a notation: symbols, names, words.

A notation is data (see notations.py); `Symbols` applies it to a network, whose sizes decide how
its layers are called and whether digits need a comma between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop_core import Address, Step, Trace
from playground.notation.column_names import ColumnNames
from playground.notation.notations import Notation, notations
from playground.notation.rule_letters import is_kept_by_a_rule, rule_letter, rule_name

__all__ = ["NOTATIONS", "OWN", "Notation", "Symbols", "symbols_for"]

NOTATIONS: Mapping[str, Notation] = notations()
OWN = NOTATIONS["own"]


@dataclass(frozen=True)
class Symbols(ColumnNames):
    """A notation, applied to one network: sizes of its columns, inputs first, and samples."""

    batch: int = 1

    # numbers as LaTeX

    def tex(self, at: Address, new: bool = False) -> str:
        """The LaTeX symbol of the number, or the array, at `at`; `new` marks it as updated."""
        if is_kept_by_a_rule(at):
            return rule_letter(at.quantity.partition(" of ")[0])
        table = self.notation.arrays if _is_array(at) else self.notation.numbers
        written = self._template(table, at).format(**self._fields(at))
        if not new:
            return written
        plain = _is_array(at) and "_" not in written
        return (
            rf"{written}_{{\text{{new}}}}" if plain else rf"\left.{written}\right.^{{\text{{new}}}}"
        )

    def _template(self, table: Mapping[str, str], at: Address) -> str:
        """An output may be written otherwise than what a hidden neuron sends."""
        if at.layer == -1 and at.quantity == "da":
            return _by_inputs(table)
        own = table.get(f"{at.quantity} of output") if at.layer == len(self.sizes) - 2 else None
        return table.get(at.quantity, _unheard_of(at)) if own is None else own

    def _fields(self, at: Address) -> dict[str, object]:
        column = _column(self.sizes, at)
        fields = self.fields_of(column) | {"c": self.comma, "s": "", "S": ""}
        fields["J"], fields["I"] = self.letter(column), self.letter(max(column - 1, 0))
        if at.neuron is not None:
            fields["j"] = at.neuron + 1
        if at.source is not None:
            fields["i"] = at.source + 1
            fields["n"] = sum(self.sizes[: max(column - 1, 0)]) + at.source + 1
        if self.batch > 1 and at.sample is not None:
            fields["s"] = self.notation.sample.format(s=at.sample + 1)
            fields["S"] = f"^{{{fields['s']}}}"
        return fields

    def laid_out(self, quantity: str, array: Any) -> Any:
        """An array of the engine, rows as samples and W (n_out, n_in), as it is written here.

        A bias is a row or a column beside z; a single sample's Jacobian is (n_out, n_out).
        """
        array = np.asarray(array, dtype=float)
        if quantity in ("W", "dW") or quantity.endswith(" of W"):
            return array.T if self.notation.weights == "sending" else array
        if (quantity in ("b", "db") or quantity.endswith(" of b")) and array.ndim == 1:
            array = array[None, :]
        if quantity == "jacobian":
            return array[0] if len(array) == 1 else array
        return array.T if self.notation.samples == "columns" else array

    # names as plain text

    def label(self, quantity: str, column: int | None = None) -> str:
        """The quantity's own sign as plain text: z, a, δ, ∂L/∂a. Outputs may have another one than
        hidden neurons; without a column both are given where the network has both."""
        return self._label(self.notation.plain, quantity, column)

    def short(self, quantity: str, column: int | None = None) -> str:
        """The same for narrow places, such as the inside of a neuron."""
        return self._label({**self.notation.plain, **self.notation.short}, quantity, column)

    def _label(self, signs: Mapping[str, str], quantity: str, column: int | None) -> str:
        sign, of_output = signs.get(quantity, quantity), signs.get(f"{quantity} of output")
        if quantity == "da" and column == 0:  # ∂loss/∂x
            return f"{sign.removesuffix(signs['a'])}{signs['x']}"
        if of_output is None or (column is not None and column < len(self.sizes) - 1):
            return sign
        if column is not None or len(self.sizes) <= 2:
            return of_output
        return f"{sign}, {of_output}"

    @property
    def first_index_is_source(self) -> bool:
        """Whether a weight's indices name the neuron that it comes from first."""
        template = self.notation.numbers["W"]
        return max(template.find("{i}"), template.find("{n}")) < template.find("{j}")

    def index_order(self) -> str:
        """Which neuron a weight's indices name first, as a sentence."""
        way = "comes from" if self.first_index_is_source else "goes to"
        return f"A weight's first index is the {self.word('neuron')} it {way}."

    def bias(self, layer: int, *, shared: bool, quantity: str = "b") -> str:
        """What stands beside a bias, or its gradient "db", on the graph."""
        own = self.notation.names.get(f"{quantity} of layer") if shared else None
        if own is not None:
            return own.format(**self._fields(Address(quantity, layer)))
        return f"{'shared ' if shared else ''}{self.short(quantity)}"

    def word(self, what: str) -> str:
        """What is called "delta", "input sum", "loss", "target", "neuron" … here."""
        return self.notation.words[what]

    def name(self, at: Address) -> str:
        """A number in words: "delta of h2", "dW from x1 to h2", "loss of sample 3"."""
        if at.quantity == "loss":
            of = f" of sample {at.sample + 1}" if at.sample is not None else ""
            return self.word("loss") + of
        if at.quantity == "learning_rate":
            return self.word("rate")
        if is_kept_by_a_rule(at):
            parameter = at.quantity.partition(" of ")[2]
            of = f" of {self.name(at._replace(quantity=parameter))}" if parameter else ""
            return self.kept(at) + of
        assert at.layer is not None
        label = self.label(at.quantity, at.layer + 1)
        if at.neuron is None:
            own = self.notation.names.get(f"{at.quantity} of layer")
            if own is not None:
                return own.format(**self._fields(at))
            return f"{self._array_label(at)} of {self.the_layer(at.layer)}"
        template = self.notation.names.get(at.quantity, self.notation.names["*"])
        fields = self._fields(at) | {"label": label}
        fields["neuron"] = self.neuron(at.layer + 1, at.neuron)
        if at.source is not None:
            fields["source"] = self.neuron(at.layer, at.source)
        sample = "" if at.sample is None or self.batch == 1 else f", sample {at.sample + 1}"
        return template.format(**fields) + sample

    def made(self, step: Step) -> str:
        """The same of what a step makes: in the update a "new b of o2"."""
        new = step.phase == "update" and step.address.quantity in ("W", "b")
        return "new " * new + self.name(step.address)

    def kept(self, at: Address) -> str:
        """What an update rule makes of a parameter, in plain text: m, m̂, velocity."""
        return rule_name(at.quantity.partition(" of ")[0])

    def _array_label(self, at: Address) -> str:
        of_layer = self.notation.plain.get(f"{at.quantity} of layer")
        return of_layer or self.label(at.quantity, None if at.layer is None else at.layer + 1)


def _unheard_of(at: Address) -> str:
    """What no notation has a symbol for is written by its name."""
    name = rf"\text{{{{{at.quantity}}}}}"
    return name if at.neuron is None else rf"{name}{{S}}_{{{{{{j}}}}}}"


def _is_array(at: Address) -> bool:
    """Learning rate, loss and share are numbers; all else without a neuron is a layer's array."""
    return at.neuron is None and at.quantity not in ("loss", "learning_rate", "share")


def _by_inputs(table: Mapping[str, str]) -> str:
    """∂loss/∂x, written as ∂loss/∂a is."""
    written = table["da"].replace(table["a"], table["x"])
    return written if written != table["da"] else written.replace("da", "dx")


def _column(sizes: tuple[int, ...], at: Address) -> int:
    if at.layer is not None:
        return at.layer + 1
    return len(sizes) - 1 if at.quantity == "y" else 0


def symbols_for(trace: Trace, notation: Notation = OWN) -> Symbols:
    """The notation, applied to the network of a walk."""
    return Symbols(notation, trace.network.sizes, len(trace.y))
