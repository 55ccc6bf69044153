"""What is said of a picture and of its parts, as far as it is known at the step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from playground.stage.lettering import number
from playground.stage.outside import Address, Symbols, Trace, short_name
from playground.stage.stage_view import Edge, Known, Neuron, StageView


def spoken_neurons(view: StageView, neurons: Iterable[Neuron]) -> dict[Neuron, str]:
    """ "h1: z 0.3775, a 0.5933, delta 0.0088, bias 0.35", as far as it is known."""
    numbers = [
        _spoken_numbers(view.symbols, view.digits, column, view.known(column))
        for column in range(len(view.sizes))
    ]
    return {neuron: _spoken_neuron(view, neuron, numbers[neuron[0]]) for neuron in neurons}


def _spoken_neuron(view: StageView, neuron: Neuron, numbers: Sequence[str]) -> str:
    column, j = neuron
    parts = [part for part in (numbers[j], _spoken_bias(view, column, j)) if part]
    return f"{view.symbols.neuron(column, j)}: {', '.join(parts) or 'not computed yet'}"


@lru_cache(maxsize=256)  # at a step most columns are as they were at the step before
def _spoken_numbers(symbols: Symbols, digits: int, column: int, known: Known) -> list[str]:
    """Of each neuron of a column, what is known of it besides its bias."""
    said = [(_said(symbols, quantity, column), row) for quantity, row in known]
    return [
        ", ".join(
            f"{name} {number(value, digits)}" for name, row in said if (value := row[j]) is not None
        )
        for j in range(symbols.sizes[column])
    ]


def _said(symbols: Symbols, quantity: str, column: int) -> str:
    """A quantity as a screen reader should say it: Greek letters by their names."""
    if quantity == "x":
        return "input"
    return symbols.word("delta") if quantity == "delta" else symbols.label(quantity, column)


def _spoken_bias(view: StageView, column: int, j: int) -> str:
    b = view.trace.network.layers[column - 1].b if column else None
    if b is None:
        return ""
    place = (column - 1, None if b.ndim == 0 else j)
    if view.rests(column):
        return texts_of(view.trace, view.symbols, view.digits)[place].at(view)
    at = Address("b", *place)
    return ", ".join([_spoken_own_bias(view, place), *_spoken_change(view, at)])


def _spoken_own_bias(view: StageView, place: _BiasPlace) -> str:
    layer, j = place
    b: Any = view.trace.network.layers[layer].b
    kind, value = ("shared bias", b) if j is None else ("bias", b[j])
    return f"{kind} {number(float(value), view.digits)}"


def _spoken_change(view: StageView, at: Address) -> Iterator[str]:
    gradient = view.made(at._replace(quantity="d" + at.quantity))
    if gradient is not None:
        yield f"gradient {number(gradient, view.digits)}"
    new = view.made(at) if view.step.phase == "update" else None
    if new is not None:
        yield f"new {number(new, view.digits)}"


def spoken_edge(view: StageView, edge: Edge) -> str:
    """ "weight from x1 to h1: 0.15, gradient 0.0004386, new 0.1498", as far as it is known."""
    at = Address("W", *edge)
    is_final = view.sheet is None and view.step.address.whole[1:] != at[1:]
    if is_final:
        return texts_of(view.trace, view.symbols, view.digits)[edge].at(view)
    return ", ".join([_spoken_weight(view, edge), *_spoken_change(view, at)])


def _spoken_weight(view: StageView, edge: Edge) -> str:
    layer, to, source = edge
    names = view.symbols.neuron(layer, source), view.symbols.neuron(layer + 1, to)
    return f"weight from {names[0]} to {names[1]}: {number(view.weight(edge), view.digits)}"


class _Text(NamedTuple):
    """What is said of a weight or a bias, and from which steps on: its gradient, its new value."""

    own: str
    gradient: tuple[int, str] | None
    new: tuple[int, str] | None

    def known(self, view: StageView) -> tuple[bool, bool]:
        """Whether its gradient is known by now, and its new value."""
        now = view.position
        gradient = self.gradient is not None and self.gradient[0] <= now
        new = self.new is not None and self.new[0] <= now and view.step.phase == "update"
        return gradient, new

    def at(self, view: StageView) -> str:
        return self.said(*self.known(view))

    def said(self, gradient: bool, new: bool) -> str:
        """With its gradient and its new value, where it has them."""
        parts = (self.gradient if gradient else None, self.new if new else None)
        return self.own + "".join(part[1] for part in parts if part is not None)


_BiasPlace = tuple[int, int | None]  # layer and neuron; None for one that the layer shares


class Texts(dict[Edge | _BiasPlace, _Text]):
    """Of a whole walk: a large network has hundreds of edges, and a step changes few of them."""

    def __init__(self, trace: Trace, symbols: Symbols, digits: int) -> None:
        super().__init__()
        self._end = StageView(trace, len(trace) - 1, symbols, digits)

    def __missing__(self, place: Edge | _BiasPlace) -> _Text:
        if len(place) == 3:
            own, at = _spoken_weight(self._end, place), Address("W", *place)
        else:
            own, at = _spoken_own_bias(self._end, place), Address("b", *place)
        gradient = at._replace(quantity=f"d{at.quantity}")
        text = _Text(own, self._from(gradient, ", gradient"), self._from(at, ", new"))
        return self.setdefault(place, text)

    def _from(self, at: Address, word: str) -> tuple[int, str] | None:
        step, value = self._end.trace.plan.step_making(at), self._end.final(at)
        if step is None or value is None:
            return None
        return step, f"{word} {number(value, self._end.digits)}"


texts_of = lru_cache(maxsize=16)(Texts)  # of a walk, its symbols and its digits


def spoken_loss(view: StageView) -> str:
    word = view.symbols.word("loss")
    value = view.made(Address("loss"))
    return f"{word}: not computed yet" if value is None else f"{word}: {number(value, view.digits)}"


def summary(view: StageView) -> str:
    """What the whole picture shows: the network, the step, and the value it made."""
    trace, step = view.trace, view.step
    sizes = "-".join(map(str, view.sizes))
    functions = dict.fromkeys(short_name(layer.f.name) for layer in trace.network.layers)
    made = view.symbols.made(step)
    if view.slot is not None:
        made = f"{made}, to be entered"
    elif step.neuron is not None or step.quantity in ("loss", "b", "db"):
        value = _spoken_value(view)
        so_far = "" if step.complete else " so far"
        made = f"{made}{so_far} = {value}" if value else made
    where = f"step {view.position + 1} of {len(trace)}"
    phase = view.symbols.word("loss") if step.phase == "loss" else step.phase
    return f"Network {sizes}, {', '.join(functions)}; {where}, {phase}: {made}"


def _spoken_value(view: StageView) -> str:
    value: Any = view.step.value
    if view.sheet is not None:
        value = view.made(view.step.address.whole)
        return "" if value is None else number(value, view.digits)
    return number(float(value), view.digits) if getattr(value, "ndim", 0) == 0 else ""
