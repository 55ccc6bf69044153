"""The card of the layer's arrays: it follows the step, or shows the layer that was chosen."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from playground import session
from playground.exercise.shared import shared
from playground.exercise.view import View
from playground.latex.symbol_html import as_html
from playground.notation import number_text
from playground.ui.step_card import presented
from playground.views.arrays.arrays import Matrix, arrays, arrays_data, tab_asked
from playground.walk.numbers import LayerArray, as_numpy, layer_arrays

KEY = "layer_arrays"
# The layer whose tab was pressed, and at which step.
_CHOSEN: session.Remembered[list[int]] = session.Remembered("layer_arrays", lambda: [-1, 0])
# While presenting: how high an array beside the formula is, and in em of the formula's letters how
# wide its name and each digit, set smaller than these. What is not known yet is as wide as UNKNOWN.
MOST_ROWS = 4
NAME, DIGIT = 5.0, 0.42
UNKNOWN = "0.1234"
KINDS = {"W": "weight", "b": "weight", "z": "forward", "a": "forward"}
KINDS |= {"delta": "backward", "da": "backward"}


def arrays_panel(view: View) -> None:
    """W, its gradient and the new W; z, a, δ and b: of one layer."""
    layer = _layer(view, len(view.network.layers))
    arrays(_data(view, layer), key=KEY, on_tab=_chosen)


def array_beside(view: View) -> None:
    """While presenting: the array that the step fills, where the formula leaves room beside it."""
    data = _beside(view)
    if data is not None:
        arrays(data, key=f"{KEY}_beside")


@shared
def _beside(view: View) -> bytes | None:
    layer = view.step.layer
    made = [] if layer is None else layer_arrays(view, max(layer, 0))
    filled = [one for row in made for one in row if one.lit]
    if not filled:
        return None
    matrix = _matrix(view, filled[0])
    if len(matrix["rows"]) > MOST_ROWS or _width(matrix) > presented(view).free:
        return None
    return arrays_data([[matrix]], tabs=[], tab=0, other="", numpy="")


def _width(matrix: Matrix) -> float:
    """In em of the band's letters, at most; each column is as wide as its longest number."""
    columns = zip(*matrix["rows"], strict=True)
    return NAME + DIGIT * sum(max(map(len, (*column, UNKNOWN))) + 1 for column in columns)


@shared
def _data(view: View, layer: int) -> bytes:
    made, layers, symbols = layer_arrays(view, layer), len(view.network.layers), view.symbols
    return arrays_data(
        [[_matrix(view, one) for one in row] for row in made],
        tabs=[symbols.title(k + 1, short=layers > 3).capitalize() for k in range(layers)],
        tab=layer,
        other="Train",
        numpy=as_numpy(made),
    )


def _layer(view: View, layers: int) -> int:
    """The chosen layer while the step is the one at which it was chosen; else the step's own."""
    own = view.step.layer
    step, chosen = _CHOSEN.get()
    if step == view.position and chosen < layers:
        return chosen
    return layers - 1 if own is None else max(own, 0)  # the inputs' with the first layer's


def _chosen() -> None:
    tab = tab_asked(KEY)
    if tab is not None and tab >= 0:
        _CHOSEN.set([session.state()["step"], tab])


def _matrix(view: View, array: LayerArray) -> Matrix:
    tex = view.symbols.tex(array.address)
    name = as_html(tex)
    kind = KINDS.get(array.quantity, "gradient")
    return {
        "name": f"new {name}" if array.new else name,
        "kind": "update" if array.new else kind,
        "rows": _cells(array.values.tobytes(), array.values.shape, view.digits),
        "lit": list(array.lit),
        "used": list(array.used),
    }


@lru_cache(maxsize=128)  # most arrays of a layer stay as they are from step to step
def _cells(values: bytes, shape: tuple[int, ...], digits: int) -> list[list[str]]:
    rows = np.frombuffer(values).reshape(shape).tolist()
    return [[_cell(value, digits) for value in row] for row in rows]


def _cell(value: float, digits: int) -> str:
    return "" if math.isnan(value) else number_text.on_screen(value, digits)
