"""Whether a network fits a data set, what does not, and the same network made to fit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from playground.data_sets.data_set import DataSet
from playground.data_sets.preparation import Prepared
from playground.exercise.document import EMPTY, Document, LayerDocument, sizes_of
from playground.exercise.document_conventions import is_for_thresholds
from playground.exercise.edits import (
    Edited,
    initialize,
    set_activation,
    set_loss,
    set_width,
    unmoved,
)
from playground.exercise.limits import MAX_NEURONS
from playground.exercise.moves import all_removed

FEW = 4  # samples that the exercise gets of the data


def output_for(data_set: DataSet) -> tuple[str, str]:
    """Activation and loss that suit its targets: probabilities for classes, and for numbers a
    linear output with squared errors."""
    if not data_set.classes:
        return "linear", "half_squared_error"
    if data_set.y.shape[1] == 1:
        return "sigmoid", "binary_cross_entropy"
    return "softmax", "cross_entropy"


def too_wide(data_set: DataSet) -> str | None:
    """Why no drawing can take it."""
    for what, count in (("inputs", data_set.x.shape[1]), ("outputs", data_set.y.shape[1])):
        if count > MAX_NEURONS:
            return f"The data has {count} {what}. A column of the drawing takes {MAX_NEURONS}."
    return None


def misfits(document: Document, data_set: DataSet) -> list[str]:
    """What keeps the network from being trained on it."""
    sizes = sizes_of(document)
    found = []
    for what, has, needs in (
        ("inputs", sizes[0], data_set.x.shape[1]),
        ("outputs", sizes[-1], data_set.y.shape[1]),
    ):
        if has != needs:
            found.append(f"it has {has} {_of(what, has)}, the data has {needs}")
    probabilities = document["loss"] in ("binary_cross_entropy", "cross_entropy")
    if probabilities and not data_set.classes:
        found.append("cross-entropy needs classes, and these targets are numbers")
    return found


def _of(what: str, count: int) -> str:
    return what if count != 1 else what[:-1]


def unsuited(document: Document, data_set: DataSet) -> str | None:
    """What can be trained but suits the targets badly."""
    activation, loss = output_for(data_set)
    last = document["layers"][-1]["activation"]
    by_rule = is_for_thresholds(document["loss"]) and data_set.y.shape[1] == 1
    if data_set.classes and document["loss"] != loss and not by_rule:
        return f"Classes are usually learned with {activation} and {_words(loss)}."
    if not data_set.classes and last in ("sigmoid", "tanh", "softmax", "relu"):
        return f"A {last} output cannot reach every number; a linear one can."
    return None


def _words(name: str) -> str:
    return name.replace("_", " ").replace("cross entropy", "cross-entropy")


def fitted(document: Document, data: Prepared) -> Edited:
    """The same hidden layers between as many inputs and outputs as the data has, with the output
    and loss that suit it. The exercise's samples are the first of the training points."""
    data_set, sizes = data.data_set, sizes_of(document)
    last = len(sizes) - 1
    made = unmoved(document)
    if sizes[0] != data_set.x.shape[1]:
        made = made.then(set_width, 0, data_set.x.shape[1])
    if document["layers"][-1]["activation"] == "softmax":
        made = made.then(set_loss, "half_squared_error").then(set_activation, last - 1, "linear")
    if sizes[-1] != data_set.y.shape[1]:
        made = made.then(set_width, last, data_set.y.shape[1])
    return made.then(_with_outputs, data)


def drawn_for(document: Document, data: Prepared, hidden: Sequence[int], seed: int = 1) -> Edited:
    """A new network with these hidden layers of tanh, its weights drawn from the seed."""
    data_set = data.data_set
    sizes = (data_set.x.shape[1], *hidden, data_set.y.shape[1])
    layers: list[LayerDocument] = [
        {"W": [[0.0] * n_in] * n_out, "b": [0.0] * n_out, "activation": "tanh"}
        for n_in, n_out in pairwise(sizes)
    ]
    title = f"{data_set.title} {'-'.join(map(str, sizes))}"
    rate = document["learning_rate"]
    new: Document = {**EMPTY, "title": title, "learning_rate": rate, "layers": layers}
    made = Edited(new, all_removed).then(_with_outputs, data)
    return made.then(initialize, "xavier", seed)


def _with_outputs(document: Document, data: Prepared) -> Edited:
    activation, loss = output_for(data.data_set)
    rows = data.train[:FEW]
    samples: Document = {
        **document,
        "x": data.x[rows].tolist(),
        "y": data.data_set.y[rows].tolist(),
    }
    made = unmoved(samples).then(set_loss, loss)
    return made.then(set_activation, len(document["layers"]) - 1, activation)
