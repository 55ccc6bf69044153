"""What the columns of a network and their neurons are called in a notation.

A notation is data; how many columns there are, and how many neurons, decides which of its names
apply, and whether digits need a comma between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from playground.notation.notations import Notation

_PLAIN_PRIMES = ("", "′", "″")
_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class ColumnNames:
    """The names for a network of these widths, inputs first. Column 0 are the inputs."""

    notation: Notation
    sizes: tuple[int, ...]

    def neuron(self, column: int, neuron: int) -> str:
        """What a neuron is called on screen, as plain text: x1, h2, o1."""
        return self.neurons(column)[neuron]

    def neurons(self, column: int) -> tuple[str, ...]:
        """The names of all neurons of a column."""
        return _names(self.notation, self.sizes, column)

    def layer(self, layer: int) -> str:
        """What layer `layer`, counted from 0 at the first weights, is called: "hidden layer 2"."""
        return self._layer_name(layer + 1)

    def column(self, column: int) -> str:
        """The same for a column of the drawing, of which the first are the inputs."""
        return self._layer_name(column)

    def the_layer(self, layer: int) -> str:
        """The same within a sentence, with its article unless it has a number."""
        name = self.layer(layer)
        return name if name[-1].isdigit() else f"the {name}"

    def title(self, column: int, short: bool = False) -> str:
        """What stands above a column of the graph."""
        if column == 0:
            return self._layer_name(0)
        return self._layer_name(column, "short_title" if short else "title")

    def _layer_name(self, column: int, what: str = "") -> str:
        kind = _kind(self.sizes, column)
        if what == "title":
            kind = {"hidden": "title", "deep": "deep_title", "output": "output_title"}[kind]
        elif what:
            kind = "output_title" if kind == "output" else what
        fields = self.fields_of(column) | {"J": self.letter(column, plain=True)}
        return self.notation.layers[kind].format(**fields)

    @cached_property
    def comma(self) -> str:
        """What stands between two indices: nothing where each is a single digit."""
        if self.notation.separator == ",":
            return ","
        largest = max(*self.sizes, sum(self.sizes[:-1]), len(self.sizes)) if self.sizes else 0
        return "," if largest > 9 else ""

    def fields_of(self, column: int) -> dict[str, object]:
        """The numbers of a layer that templates may use: its own, the one before, the column's."""
        number = column - 1 + self.notation.first_layer
        return {"l": number, "k": number - 1, "h": column}

    def letter(self, column: int, plain: bool = False) -> str:
        """The letter of a layer, where letters tell the layers: i, then j, j′, j″, then k."""
        letters = self.notation.letters
        if column == 0:
            return letters["input"]
        if column == len(self.sizes) - 1:
            return letters["output"]
        primes = column - 1
        if not letters["hidden"] or not primes:
            return letters["hidden"]
        if plain:
            few = primes < len(_PLAIN_PRIMES)
            mark = _PLAIN_PRIMES[primes] if few else f"⁽{str(primes).translate(_DIGITS)}⁾"
            return letters["hidden"] + mark
        mark = "'" * primes if primes < len(_PLAIN_PRIMES) else f"^{{({primes})}}"
        return letters["hidden"] + mark


def as_heading(name: str) -> str:
    """A column's name as a heading begins; "h2" and "j" are symbols and stay as they are."""
    return name[0].upper() + name[1:] if len(name.split()[0]) > 2 else name


@lru_cache(maxsize=256)
def _names(notation: Notation, sizes: tuple[int, ...], column: int) -> tuple[str, ...]:
    """Kept, since a graph asks for all of them at every step."""
    own = ColumnNames(notation, sizes)
    template = notation.neurons[_kind(sizes, column)]
    fields = own.fields_of(column) | {"c": own.comma}
    fields["J"] = own.letter(column, plain=True)
    return tuple(template.format(**fields, j=j + 1) for j in range(sizes[column]))


def _kind(sizes: tuple[int, ...], column: int) -> str:
    if column == 0:
        return "input"
    if column == len(sizes) - 1:
        return "output"
    return "hidden" if len(sizes) == 3 else "deep"
