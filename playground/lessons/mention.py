"""A number, or a layer's array, that a lesson's text mentions: its symbol and its number, the sum
that makes it, the edge that it belongs to. What is mentioned is noted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from backprop_core import Address, Number, Term
from playground.lessons.live import Live, Named
from playground.lessons.matrix_form import matrix_form, shortened, through_new_weights, whole_chain
from playground.lessons.needs import lack_of_place
from playground.lessons.pointers import Place, address_of, index, value_at
from playground.notation import number_text


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
