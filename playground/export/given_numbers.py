"""What an exercise gives, for paper: some facts in words, and the samples and weights as tables."""

from __future__ import annotations

from collections.abc import Iterator

from playground.exercise.view import View
from playground.functions.catalogue import short_name, written_loss
from playground.notation import number_text
from playground.steps.tables import Table


def facts(view: View) -> Iterator[tuple[str, str]]:
    symbols, network, document = view.symbols, view.network, view.document
    number = number_text.to_its_last(view.trace.learning_rate, view.digits)
    samples = len(view.trace.y)
    over = f", {network.reduction} over {samples} samples" if samples > 1 else ""
    functions = [short_name(layer["activation"], 60) for layer in document["layers"]]
    yield (
        "Activations",
        ", ".join(f"{symbols.layer(n)}: {name}" for n, name in enumerate(functions)),
    )
    yield symbols.word("loss").capitalize(), f"{written_loss(network.loss).label}{over}"
    frozen = "; biases frozen" if document["biases_frozen"] else ""
    yield symbols.word("rate").capitalize(), f"{number}{frozen}"


def given_tables(view: View) -> Iterator[tuple[str, Table]]:
    """The samples, and every layer's weights: a row for each neuron that they lead into."""
    symbols, trace = view.symbols, view.trace
    last = len(view.network.sizes) - 1
    targets = [f"target {name}" for name in symbols.neurons(last)]
    rows: list[list[str | float | None]] = [
        [str(s + 1), *map(float, x), *map(float, y)]
        for s, (x, y) in enumerate(zip(trace.forward.x, trace.y, strict=True))
    ]
    yield "Data", Table(["sample", *symbols.neurons(0), *targets], rows)
    for n, layer in enumerate(view.network.layers):
        into = [_weights(view, n, j) for j in range(layer.n_out)]
        bias = [] if layer.b is None else [symbols.label("b")]
        head = ["into", *(f"from {name}" for name in symbols.neurons(n)), *bias]
        yield f"Weights into {symbols.the_layer(n)}", Table(head, into)


def _weights(view: View, n: int, j: int) -> list[str | float | None]:
    layer = view.network.layers[n]
    there = view.trace.plan.shape.sources[n][j]
    row = [float(w) if i in there else None for i, w in enumerate(layer.W[j])]
    bias = [] if layer.b is None else [float(layer.b if layer.b.ndim == 0 else layer.b[j])]
    return [view.symbols.neuron(n + 1, j), *row, *bias]
