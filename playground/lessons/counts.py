"""How many of something a network has, in words: "9 neurons", "1 sample"."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from backprop_core import Trace
from playground.notation.symbols import Symbols


def _many(count: int, one: str, more: str | None = None) -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"


def _neurons(trace: Trace) -> int:
    """Those after the inputs."""
    return sum(trace.network.sizes[1:])


def _weights(trace: Trace, _: Symbols) -> str:
    """Those of the connections that there are."""
    return _many(sum(len(row) for layer in trace.plan.shape.sources for row in layer), "weight")


def _biases(trace: Trace, _: Symbols) -> str:
    biases = [layer.b for layer in trace.network.layers]
    return _many(sum(b.size for b in biases if b is not None), "bias", "biases")


def _parameters(trace: Trace, symbols: Symbols) -> str:
    weights, biases = _weights(trace, symbols), _biases(trace, symbols)
    return weights if biases.startswith("0 ") else f"{weights} and {biases}"


def _deltas(trace: Trace, symbols: Symbols) -> str:
    return _many(_neurons(trace), symbols.word("delta"), symbols.word("deltas"))


COUNTED: Mapping[str, Callable[[Trace, Symbols], str]] = {
    "neurons": lambda trace, symbols: _many(_neurons(trace), symbols.word("neuron")),
    "deltas": _deltas,
    "weights": _weights,
    "biases": _biases,
    "parameters": _parameters,
    "samples": lambda trace, _: _many(len(trace.y), "sample"),
}
