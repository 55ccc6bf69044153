"""What is said of a picture and of its parts, as far as it is known at the step."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from playground.stage.lettering import number
from playground.stage.outside import Address, Symbols, Trace, short_name
from playground.stage.stage_view import Edge, Neuron, StageView


def spoken_neuron(view: StageView, neuron: Neuron) -> str:
    """ "h1: z 0.3775, a 0.5933, delta 0.0088, bias 0.35", as far as it is known."""
    column, j = neuron
    name = view.symbols.neuron(column, j)
    parts = []
    for quantity, values in view.column(column).items():
        value = values[j]
        if value is not None:
            parts.append(f"{_said(view, quantity, column)} {number(value, view.digits)}")
    if column:
        parts += _spoken_bias(view, column, j)
    return f"{name}: {', '.join(parts) or 'not computed yet'}"


def _said(view: StageView, quantity: str, column: int) -> str:
    """A quantity as a screen reader should say it: Greek letters by their names."""
    if quantity == "x":
        return "input"
    return (
        view.symbols.word("delta") if quantity == "delta" else view.symbols.label(quantity, column)
    )


def _spoken_bias(view: StageView, column: int, j: int) -> Iterator[str]:
    b = view.trace.network.layers[column - 1].b
    if b is None:
        return
    neuron, kind = (None, "shared bias") if b.ndim == 0 else (j, "bias")
    at = Address("b", column - 1, neuron)
    yield f"{kind} {number(float(b) if neuron is None else float(b[j]), view.digits)}"
    yield from _spoken_change(view, at)


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
        return edge_texts(view.trace, view.symbols, view.digits)[edge].at(view)
    return ", ".join([_spoken_weight(view, edge), *_spoken_change(view, at)])


def _spoken_weight(view: StageView, edge: Edge) -> str:
    layer, to, source = edge
    names = view.symbols.neuron(layer, source), view.symbols.neuron(layer + 1, to)
    return f"weight from {names[0]} to {names[1]}: {number(view.weight(edge), view.digits)}"


class _EdgeText(NamedTuple):
    """What is said of an edge, and from which steps on: its gradient, its new weight."""

    weight: str
    gradient: tuple[int, str] | None
    new: tuple[int, str] | None

    def at(self, view: StageView) -> str:
        now = view.position
        gradient = self.gradient is not None and self.gradient[0] <= now
        new = self.new is not None and self.new[0] <= now and view.step.phase == "update"
        return self.said(gradient, new)

    def said(self, gradient: bool, new: bool) -> str:
        """With its gradient and its new weight, where it has them."""
        parts = (self.gradient if gradient else None, self.new if new else None)
        return self.weight + "".join(part[1] for part in parts if part is not None)


class EdgeTexts(dict[Edge, _EdgeText]):
    """Of a whole walk: a large network has hundreds of edges, and a step changes few of them."""

    def __init__(self, trace: Trace, symbols: Symbols, digits: int) -> None:
        super().__init__()
        self._end = StageView(trace, len(trace) - 1, symbols, digits)

    def __missing__(self, edge: Edge) -> _EdgeText:
        weight = Address("W", *edge)
        text = _EdgeText(
            _spoken_weight(self._end, edge),
            self._from(weight._replace(quantity="dW"), ", gradient"),
            self._from(weight, ", new"),
        )
        return self.setdefault(edge, text)

    def _from(self, at: Address, word: str) -> tuple[int, str] | None:
        step, value = self._end.trace.plan.step_making(at), self._end.final(at)
        if step is None or value is None:
            return None
        return step, f"{word} {number(value, self._end.digits)}"


edge_texts = lru_cache(maxsize=16)(EdgeTexts)  # of a walk, its symbols and its digits


def spoken_loss(view: StageView) -> str:
    word = view.symbols.word("loss")
    value = view.made(Address("loss"))
    return f"{word}: not computed yet" if value is None else f"{word}: {number(value, view.digits)}"


def summary(view: StageView) -> str:
    """What the whole picture shows: the network, the step, and the value it made."""
    trace, step = view.trace, view.step
    sizes = "-".join(map(str, view.sizes))
    functions = dict.fromkeys(short_name(layer.f.name) for layer in trace.network.layers)
    made = view.symbols.name(step.address)
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
