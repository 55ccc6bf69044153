"""All that a text can name: quantities, the rate, neurons, layers, conditions and facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from backprop_core import Address
from playground.functions.catalogue import readable, written_loss
from playground.lessons.counts import COUNTED
from playground.lessons.live import Live, Named
from playground.lessons.mention import Mention
from playground.lessons.needs import NEEDS
from playground.lessons.pointers import TAKES, Place, index, place
from playground.notation import number_text
from playground.ui.page_text import as_typed


@dataclass(frozen=True)
class Quantity:
    """Its word, or its sign where the notation has no word; called with counts, what is there."""

    name: str
    live: Live
    noted: list[Named]

    def __str__(self) -> str:
        words = self.live.symbols.notation.words
        return words[self.name] if self.name in words else self.live.symbols.label(self.name)

    def __call__(self, *counts: int, sample: int | None = None) -> Mention:
        return Mention(self.live, place(self.name, *counts, sample=sample), self.noted)


@dataclass(frozen=True)
class Rate:
    """The learning rate: its word, and with brackets its symbol and its number."""

    live: Live

    def __str__(self) -> str:
        return self.live.symbols.word("rate")

    def __call__(self) -> Written:
        value = number_text.latex(self.live.trace.learning_rate, self.live.digits)
        return Written(self.live.symbols.tex(Address("learning_rate")), value)


@dataclass(frozen=True)
class Written:
    """A symbol and its number."""

    symbol: str
    value: str

    def __str__(self) -> str:
        return self.symbol


@dataclass(frozen=True)
class NeuronWord:
    """What a neuron is called; with brackets the name of one: its column, 0 the inputs, and which
    one there."""

    live: Live
    noted: list[Named]

    def __str__(self) -> str:
        return self.live.symbols.word("neuron")

    def __call__(self, column: int, neuron: int) -> str:
        sizes = self.live.symbols.sizes
        where = ("x", (neuron,)) if column == 0 else ("z", (column, neuron))
        self.noted.append(Named(Place(*where)))
        at = min(max(column if column >= 0 else len(sizes) + column, 0), len(sizes) - 1)
        return self.live.symbols.neuron(at, index(neuron, sizes[at]))


@dataclass(frozen=True)
class LayerName:
    """A layer: its name within a sentence, and its function."""

    number: int
    live: Live

    def __str__(self) -> str:
        return self.live.symbols.the_layer(self.number)

    @property
    def function(self) -> str:
        return as_typed(readable(self.live.trace.network.layers[self.number].f.name))


def _layer(live: Live, noted: list[Named], count: int) -> LayerName:
    noted.append(Named(Place("z", (count,))))
    return LayerName(index(count, len(live.symbols.sizes) - 1), live)


@dataclass(frozen=True)
class Condition:
    """Whether the network meets a need; asked only where a text depends on it."""

    name: str
    live: Live

    def __bool__(self) -> bool:
        return NEEDS[self.name].met(self.live.trace)


def _losses(live: Live) -> str:
    return ", ".join(number_text.on_screen(loss, live.digits) for loss in live.losses[-4:])


FACTS: Mapping[str, Callable[[Live], str]] = {
    "deltas": lambda live: live.symbols.word("deltas"),
    "target": lambda live: live.symbols.word("target"),
    "sizes": lambda live: "-".join(map(str, live.symbols.sizes)),
    "samples": lambda live: str(len(live.trace.y)),
    "share": lambda live: rf"\frac{{1}}{{{len(live.trace.y)}}}",
    "losses": _losses,
    "loss_after": lambda live: number_text.latex(live.loss_after, live.digits),
    "loss_function": lambda live: as_typed(written_loss(live.trace.network.loss).label),
}


@dataclass(frozen=True)
class Fact:
    """Something that is true of the whole pass, worked out where a text says it."""

    name: str
    live: Live

    def __str__(self) -> str:
        return FACTS[self.name](self.live)


def names_of(live: Live, noted: list[Named]) -> dict[str, Any]:
    """All that a text can name."""
    return {
        **{name: Quantity(name, live, noted) for name in TAKES},
        **{name: Condition(name, live) for name in NEEDS},
        **{name: Fact(name, live) for name in FACTS},
        "rate": Rate(live),
        "neuron": NeuronWord(live, noted),
        "layer": partial(_layer, live, noted),
        "number_of": lambda what: COUNTED[what](live.trace, live.symbols),
    }
