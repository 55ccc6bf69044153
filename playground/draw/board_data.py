"""What the drawing board shows: the document, laid out. The board itself only draws it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from playground.draw.geometry import SIZE, Geometry, geometry_of
from playground.exercise.document import Document, connected_of, sizes_of
from playground.exercise.document_conventions import conventions_of
from playground.exercise.limits import MAX_LAYERS, MAX_NEURONS
from playground.exercise.typed_number import shown
from playground.functions.catalogue import short_name
from playground.notation import number_text
from playground.notation.column_names import as_heading
from playground.notation.symbols import OWN, Notation, Symbols
from playground.stage.colours import DARK, LIGHT
from playground.where import Selected, plain, role_of

LEAST_WITH_VALUE = 15  # radius that has room for a name and a number
WIDTHS = (1.2, 2.4, 4.0)  # of an edge, by the size of its weight
_COLOURS = {
    "positive": "@positive",
    "negative": "@negative",
    "ink": "@ink",
    "paper": "@surface",
    "muted": "@muted",
    "accent": "@forward",
}  # the walk's: the board is the same picture


def drawing_of(
    document: Document,
    selected: Selected | None,
    digits: int,
    notation: Notation = OWN,
    sample: int = 0,
    answered: str | None = None,
    columns_at: tuple[float, ...] | None = None,
    refused: Sequence[Mapping[str, object]] = (),
) -> dict[str, object]:
    """Columns, neurons, edges, and where new ones would go, in the board's coordinates.

    The inputs are those of `sample`, a row of the batch. `answered` is the last gesture that was
    taken, by its id; `columns_at` the x of each column, `refused` what was typed on
    the board and not taken.
    """
    sizes = sizes_of(document)
    geometry, symbols = geometry_of(sizes, columns_at), Symbols(notation, sizes)
    columns = range(len(sizes))
    values = partial(_value, document, symbols, sample, digits)
    return {
        "size": list(SIZE),
        "sizes": list(sizes),
        "answered": answered,
        "radius": geometry.radius,
        "columns": [
            _column(document, symbols, sample, c, geometry.places[c][0][0]) for c in columns
        ],
        "neurons": list(
            _neurons(geometry, symbols, values, partial(fields_of, document, symbols, sample))
        ),
        "refused": list(refused),
        "slots": [
            {"column": c, "x": slot[0], "y": slot[1]}
            for c, slot in enumerate(geometry.slots)
            if slot is not None
        ],
        "gaps": [{"after": after, "x": x} for after, x in geometry.gaps],
        "edges": _edges(document, digits),
        "selected": plain(selected),
        "limits": {"layers": MAX_LAYERS, "neurons": MAX_NEURONS},
        "palettes": {
            "light": {name: LIGHT[of] for name, of in _COLOURS.items()},
            "dark": {name: DARK[of] for name, of in _COLOURS.items()},
        },
    }


def _column(
    document: Document, symbols: Symbols, sample: int, column: int, x: float
) -> dict[str, object]:
    sizes = symbols.sizes
    many = len(sizes) > 5
    name = symbols.the_layer(column - 1) if column else symbols.column(0)
    title = symbols.title(column, short=True) if many else as_heading(symbols.column(column))
    if column > 0 and not many:
        title += f" · {short_name(document['layers'][column - 1]['activation'])}"
    elif column == 0 and symbols.batch > 1 and not many:
        title += f" · sample {sample + 1}"
    full = sizes[column] == MAX_NEURONS
    return {
        "column": column,
        "x": x,
        "role": role_of(column, sizes),
        "title": title,
        "name": name,
        "full": full,
    }


def _neurons(
    geometry: Geometry,
    symbols: Symbols,
    values: Callable[[int, int], str],
    fields: Callable[[int, int], list[dict[str, str]]],
) -> Iterator[dict[str, object]]:
    for c, places in enumerate(geometry.places):
        for j, (x, y) in enumerate(places):
            value = values(c, j) if geometry.radius >= LEAST_WITH_VALUE else ""
            label = symbols.neuron(c, j)
            at: dict[str, object] = {"column": c, "neuron": j, "x": x, "y": y}
            yield {**at, "label": label, "value": value, "fields": fields(c, j)}


def fields_of(
    document: Document, symbols: Symbols, sample: int, column: int, neuron: int
) -> list[dict[str, str]]:
    """The numbers of a neuron that can be typed: its input, or its bias and its target."""
    name, comma = symbols.neuron(column, neuron), conventions_of(document).comma
    of_sample = f", sample {sample + 1}" if len(document["x"]) > 1 else ""
    if column == 0:
        value = document["x"][sample][neuron]
        return [_field("input", f"input {name}{of_sample}", value, comma)]
    fields, b = [], document["layers"][column - 1]["b"]
    if b is not None:
        kind = "bias" if isinstance(b, list) else "shared bias"
        fields.append(
            _field("bias", f"{kind} of {name}", b[neuron] if isinstance(b, list) else b, comma)
        )
    if column == len(symbols.sizes) - 1:
        value = document["y"][sample][neuron]
        fields.append(
            _field("target", f"{symbols.word('target')} of {name}{of_sample}", value, comma)
        )
    return fields


def _field(what: str, label: str, value: float, comma: bool) -> dict[str, str]:
    return {"what": what, "label": label, "text": shown(value, decimal_comma=comma)}


def _value(
    document: Document, symbols: Symbols, sample: int, digits: int, column: int, neuron: int
) -> str:
    """An input, or a bias."""
    if column == 0:
        return number_text.on_screen(document["x"][sample][neuron], digits)
    return _bias(document, symbols, column, neuron, digits)


def _bias(document: Document, symbols: Symbols, column: int, neuron: int, digits: int) -> str:
    b = document["layers"][column - 1]["b"]
    if b is None:
        return ""
    own = b[neuron] if isinstance(b, list) else b
    return f"{symbols.label('b')} {number_text.on_screen(own, digits)}"


def _edges(document: Document, digits: int) -> list[dict[str, object]]:
    weights = [abs(w) for layer in document["layers"] for row in layer["W"] for w in row]
    largest = max(weights, default=0.0) or 1.0
    edges, comma = [], conventions_of(document).comma
    for number, layer in enumerate(document["layers"]):
        connected = connected_of(layer).tolist()
        for j, row in enumerate(layer["W"]):
            for i, weight in enumerate(row):
                if connected[j][i]:
                    width = WIDTHS[min(2, int(3 * (abs(weight) / largest)))]
                    text = number_text.on_screen(weight, digits)
                    edges.append(
                        {
                            "layer": number,
                            "to": j,
                            "from": i,
                            "weight": weight,
                            "text": text,
                            "number": shown(weight, decimal_comma=comma),
                            "width": width,
                        }
                    )
    return edges
