"""A lesson's text with the live network put in: its words, symbols, numbers and conditions.

In a text a quantity's name alone is the word for it, and with brackets the number at a place, of
which negative counts are from the end:

    << delta >>                   what the notation calls it: "delta", "error signal"
    $<< delta(2, 1) >>$           the symbol of neuron 1 of layer 2
    $<< delta(2, 1).value >>$     its number; `.factor` has brackets where that is negative
    $<< da(1, 2).terms >>$        the products whose sum it is; `.term_values` the same in numbers
    $<< W(1, 1, 1).new >>$        after the update; `.new.value` its number
    << W(1, 2, 1).start >>        the name of the neuron where an edge starts; `.end`, `.sent`
    $<< z(2).product >>$          how a layer's array is computed
    << neuron >>, << neuron(1, 2) >>, << layer(-1) >>, << layer(1).function >>, << sizes >>, …
    <% if softmax and b(1, 1).exists %> … <% endif %>

What a text mentions is noted, so that it is known what a network would need to have for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import Any

from backprop_core import Address, BackpropError, Number, Term, Trace
from playground.functions.catalogue import readable, written_loss
from playground.lessons.counts import COUNTED
from playground.lessons.matrix_form import matrix_form, shortened, through_new_weights, whole_chain
from playground.lessons.needs import NEEDS, lack_of_place
from playground.lessons.pointers import TAKES, Place, address_of, index, place, value_at
from playground.notation import number_text
from playground.notation.symbols import Symbols
from playground.templates import attributes_in, calls_in, filled, names_in
from playground.ui.page_text import as_typed

SUMS = ("z", "da", "delta", "dW", "db")
ARRAYS = ("z", "da", "delta", "dW")
_MATH = re.compile(r"(\$\$.+?\$\$|\$[^$]+\$)", re.DOTALL)
_WORDS = ("z", "a", "delta", "loss")


@dataclass(frozen=True)
class Live:
    """What a text is filled from: the pass, how its numbers are written, and the sample shown."""

    trace: Trace
    symbols: Symbols
    digits: int
    sample: int
    losses: tuple[float, ...] = ()
    loss_after: float = float("nan")


@dataclass(frozen=True)
class Named:
    """A place that a text mentions, and whether it asks for the terms of a sum there."""

    place: Place
    of_terms: bool = False


def rendered(text: str, live: Live) -> str:
    """The text as it reads on this network."""
    return _said_once(filled(text, _names(live, [])))


def named_in(text: str, live: Live) -> list[Named]:
    """All places that the text mentions on this network; of what it leaves out none."""
    noted: list[Named] = []
    filled(text, _names(live, noted))
    return list(dict.fromkeys(noted))


def _said_once(text: str) -> str:
    """Without what repeats the member before it: "a = 0 = 0", where nothing is fed, is "a = 0"."""

    def once(formula: re.Match[str]) -> str:
        body = formula[0].strip("$\n")
        return formula[0].replace(body, " = ".join(one for one, _ in groupby(body.split(" = "))))

    return _MATH.sub(once, text)


# What a text can say.


@dataclass(frozen=True)
class Mention:
    """A number, or a layer's array, that a text mentions."""

    live: Live
    place: Place
    noted: list[Named]
    is_new: bool = False

    def __str__(self) -> str:
        return self.live.symbols.tex(self._at(), self.is_new)

    def _at(self, of_terms: bool = False) -> Address:
        self.noted.append(Named(self.place, of_terms))
        return address_of(self.place, self.live.trace, self.live.sample)

    def _number(self) -> float:
        return value_at(self._at(), self.live.trace, self.is_new)

    @property
    def exists(self) -> bool:
        """Whether the network has exactly this."""
        return lack_of_place(self.place, self.live.trace, self.live.symbols) is None

    @property
    def value(self) -> str:
        return number_text.latex(self._number(), self.live.digits)

    @property
    def factor(self) -> str:
        return number_text.factor(self._number(), self.live.digits)

    @property
    def new(self) -> Mention:
        return replace(self, is_new=True)

    @property
    def plain(self) -> str:
        """The quantity's sign as plain text, as the layer has it."""
        self.noted.append(Named(Place("z", self.place.counts)))
        layers = len(self.live.symbols.sizes) - 1
        column = index(self.place.counts[0], layers) + 1
        return self.live.symbols.label(self.place.quantity, column)

    @property
    def terms(self) -> str:
        return self._sum(lambda n: self.live.symbols.tex(n.address), str(self))

    @property
    def term_values(self) -> str:
        def written(number: Number) -> str:
            return number_text.factor(float(number.value), self.live.digits)

        return self._sum(written, self.value)

    def _sum(self, write: Callable[[Number], str], itself: str) -> str:
        """The products that were added up; of many the first ones and the last."""
        at = self._at(of_terms=True)
        found = self.live.trace.terms(at)
        if not self.live.trace.operation(at).sums:
            return itself
        return " + ".join(shortened([_product(term, write) for term in found] or ["0"]))

    @property
    def product(self) -> str:
        return matrix_form(self._at(), self.live.trace, self.live.symbols)

    @property
    def chain(self) -> str:
        """The gradient of a weight by the chain rule alone."""
        return whole_chain(self._at(), self.live.trace, self.live.symbols, self.live.sample)

    @property
    def through_new_weights(self) -> str:
        """What would come back through weights that were updated too early."""
        return number_text.latex(through_new_weights(self._at(), self.live.trace), self.live.digits)

    @property
    def start(self) -> str:
        at = self._at()
        return self.live.symbols.neuron(at.layer or 0, at.source or 0)

    @property
    def end(self) -> str:
        at = self._at()
        return self.live.symbols.neuron((at.layer or 0) + 1, at.neuron or 0)

    @property
    def sent(self) -> Mention:
        """What comes along the edge."""
        at = self._at()
        source = (at.source or 0) + 1
        carried = Place("a", (at.layer, source)) if at.layer else Place("x", (source,))
        return replace(self, place=carried)


def _product(term: Term, write: Callable[[Number], str]) -> str:
    return r" \cdot ".join(write(factor) for factor in term.factors)


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
    return ", ".join(number_text.text(loss, live.digits) for loss in live.losses[-4:])


_FACTS: Mapping[str, Callable[[Live], str]] = {
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
        return _FACTS[self.name](self.live)


def _names(live: Live, noted: list[Named]) -> dict[str, Any]:
    """All that a text can name."""
    return {
        **{name: Quantity(name, live, noted) for name in TAKES},
        **{name: Condition(name, live) for name in NEEDS},
        **{name: Fact(name, live) for name in _FACTS},
        "rate": Rate(live),
        "neuron": NeuronWord(live, noted),
        "layer": partial(_layer, live, noted),
        "number_of": lambda what: COUNTED[what](live.trace, live.symbols),
    }


# What is wrong with a text is known when its file is read.

KNOWN = {*TAKES, *NEEDS, *_FACTS, "rate", "neuron", "layer", "number_of"}
_OF_EDGES = ("start", "end", "sent", "chain")
_ATTRIBUTES: Mapping[str, Callable[[Place], bool]] = {
    "": lambda at: True,
    "exists": lambda at: True,
    "value": lambda at: at.is_number,
    "factor": lambda at: at.is_number,
    "plain": lambda at: at.quantity not in ("x", "y", "loss"),
    "new": lambda at: at.quantity in ("W", "b"),
    "terms": lambda at: at.quantity in SUMS and at.is_number,
    "term_values": lambda at: at.quantity in SUMS and at.is_number,
    "product": lambda at: at.quantity in ARRAYS and not at.is_number,
    "through_new_weights": lambda at: at.quantity == "da" and at.is_number,
    **dict.fromkeys(_OF_EDGES, lambda at: at.quantity in ("W", "dW") and at.is_number),
}


def check_text(text: str) -> None:
    """Raises BackpropError where a text says something that no network could fill."""
    for name in sorted(names_in(text) - KNOWN):
        raise BackpropError(f"The name {name!r} is unknown. It takes {', '.join(sorted(KNOWN))}.")
    for attribute in sorted(attributes_in(text) - {*_ATTRIBUTES, "function"}):
        raise BackpropError(f"Nothing has {attribute!r}. It takes {', '.join(_ATTRIBUTES)[2:]}.")
    for call in calls_in(text):
        if call.name in TAKES:
            asked = place(call.name, *call.args, **call.named)
            fits = _ATTRIBUTES.get(call.attribute)
            if fits is None or not fits(asked):
                raise BackpropError(f"{asked} has no {call.attribute!r}.")
        elif call.name == "number_of" and call.args[0] not in COUNTED:
            raise BackpropError(f"number_of({call.args[0]!r}) takes one of {', '.join(COUNTED)}.")
        elif call.name in ("neuron", "layer") and len(call.args) != 1 + (call.name == "neuron"):
            raise BackpropError(f"{call.name} got {call.args}. It takes a column and a number.")
