"""Runs that are ready to start, each with one question: what training teaches, in twelve scenes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from playground.data_sets.fitting import output_for
from playground.data_sets.preparation import Prepared, prepared
from playground.data_sets.recipe_book import DataRecipe, made, usual_recipe
from playground.exercise.document import EMPTY, Document, LayerDocument
from playground.exercise.edits import initialize
from playground.exercise.hyperparameters import Hyperparameters, usual
from playground.exercise.presets import presets

FEW = 4  # samples that the exercise gets of the data


@dataclass(frozen=True)
class SetPiece:
    """`hidden` are (neurons, activation); with a `preset` the network is that of the exercise.
    `data`, `recipe` and `chosen` say what differs from the usual."""

    title: str
    question: str
    data: str = ""
    hidden: tuple[tuple[int, str], ...] = ()
    chosen: Mapping[str, Any] = field(default_factory=dict)
    recipe: Mapping[str, Any] = field(default_factory=dict)
    share: float = 0.0
    scaling: str = "none"
    init: str = "xavier"
    seed: int = 1
    bias: float = 0.0  # of the hidden neurons
    preset: str = ""
    pairs: tuple[tuple[list[float], list[float]], ...] = ()

    def data_recipe(self) -> DataRecipe | None:
        """The recipe of its data; None for the exercise's own samples."""
        if not self.data:
            return None
        whole: Any = {**usual_recipe(self.data), **self.recipe}
        recipe: DataRecipe = whole
        return recipe

    def hyperparameters(self) -> Hyperparameters:
        """How it is trained at first."""
        whole: Any = {**usual(), **self.chosen}
        chosen: Hyperparameters = whole
        return chosen

    def prepared_data(self) -> Prepared | None:
        """Its points, in two parts."""
        recipe = self.data_recipe()
        return None if recipe is None else prepared(made(recipe), self.share, 1, self.scaling)

    def document(self) -> Document:
        """Its network, with the first of the points as samples."""
        data = self.prepared_data()
        now = self._network(data)
        if data is not None:
            rows = data.train[:FEW]
            now = {**now, "x": data.x[rows].tolist(), "y": data.data_set.y[rows].tolist()}
        elif self.pairs:
            now = {**now, "x": [x for x, _ in self.pairs], "y": [y for _, y in self.pairs]}
        return {**now, "learning_rate": self.hyperparameters()["lr"]}

    def _network(self, data: Prepared | None) -> Document:
        if self.preset:
            return {**presets()[self.preset], "title": self.title, "source": "", "note": ""}
        assert data is not None
        activation, loss = output_for(data.data_set)
        n_in, n_out = data.data_set.x.shape[1], data.data_set.y.shape[1]
        widths = [n_in, *(width for width, _ in self.hidden), n_out]
        layers: list[LayerDocument] = [
            {"W": [[0.0] * before] * after, "b": [0.0] * after, "activation": "linear"}
            for before, after in pairwise(widths)
        ]
        for layer, (_, name) in zip(layers, self.hidden, strict=False):
            layer["activation"] = name
        layers[-1]["activation"] = activation
        new: Document = {**EMPTY, "title": self.title, "loss": loss, "layers": layers}
        drawn = initialize({**new, "x": [[0.0] * n_in]}, self.init, self.seed).document
        return self._with_biases(drawn)

    def _with_biases(self, document: Document) -> Document:
        if not self.bias:
            return document
        *hidden, last = document["layers"]
        moved: list[LayerDocument] = [
            {**layer, "b": [self.bias] * len(layer["W"])} for layer in hidden
        ]
        return {**document, "layers": [*moved, last]}


_BATCHES = {"batch_size": 10, "shuffle": 1}
_ADAM = {"rule": "adam", "lr": 0.03, **_BATCHES}
_NOISY = {"points": 60, "noise": 0.3}
PIECES: dict[str, SetPiece] = {
    "no_hidden": SetPiece(
        "XOR without a hidden layer",
        "The loss settles at ln 2 = 0.693. Which straight line could separate these four points?",
        data="xor",
        chosen={"lr": 0.5, "batch_size": None},
    ),
    "symmetric": SetPiece(
        "A symmetric start",
        "All weights of a layer begin equal. Why do h1 and h2 always show the same picture?",
        data="xor",
        hidden=((2, "tanh"),),
        init="constant(0.5)",
        chosen={"lr": 0.5, "batch_size": None},
    ),
    "dead": SetPiece(
        "Dead ReLUs",
        "The hidden biases begin at −3. Which neurons never learn, and what is their gradient?",
        data="circles",
        hidden=((6, "relu"),),
        bias=-3.0,
        chosen={"lr": 0.1, **_BATCHES},
    ),
    "vanishing": SetPiece(
        "Vanishing through eight sigmoids",
        "Compare the sizes of the gradient, first layer and last. Would tanh or ReLU do better?",
        data="moons",
        hidden=((3, "sigmoid"),) * 7,
        chosen={"lr": 0.5, **_BATCHES},
        share=0.3,
    ),
    "ravine": SetPiece(
        "Momentum in a ravine",
        "One input is ten times the other, so one direction is steep and one is flat. What "
        "changes with momentum at the same rate?",
        data="ravine",
        chosen={"lr": 0.02, "batch_size": None},
    ),
    "bad_rate": SetPiece(
        "Adam at a poor rate",
        "At this rate plain gradient descent hardly moves. How does Adam do at the same rate?",
        data="circles",
        hidden=((4, "tanh"),),
        share=0.3,
        chosen={"lr": 0.005, **_BATCHES},
    ),
    "large_batch": SetPiece(
        "Too large a batch",
        "Each update uses all points. How far does a batch of 10 get in as many epochs?",
        data="moons",
        hidden=((6, "tanh"),),
        share=0.3,
        chosen={"lr": 0.1, "batch_size": None},
    ),
    "overfitting": SetPiece(
        "Overfitting and weight decay",
        "When does the test loss start to rise? What does an L2 penalty of 0.01 change?",
        data="moons",
        recipe=_NOISY,
        hidden=((12, "tanh"), (12, "tanh")),
        share=0.5,
        chosen=_ADAM,
    ),
    "dropout": SetPiece(
        "Dropout",
        "Each update leaves out a third of the hidden neurons. Is the test loss lower than "
        "without dropout?",
        data="moons",
        recipe=_NOISY,
        hidden=((12, "tanh"), (12, "tanh")),
        share=0.5,
        chosen={**_ADAM, "dropout": 0.33},
    ),
    "even_odd": SetPiece(
        "Even or odd, over all numbers",
        "Sakryukin's network sees 0 to 3 in turn. Which digit decides, and which weights find out?",
        data="even_odd",
        recipe={"classes": 2},
        preset="09_sakryukin_even_odd",
        chosen={"lr": 0.1, "batch_size": 1},
    ),
    "pairs": SetPiece(
        "The loop over pairs",
        "Sugden's loop takes one pair after the other. How far does one epoch reduce the loss?",
        preset="10_sugden_units_ijk",
        pairs=(
            ([0.8, -0.5], [1.0, -0.5]),
            ([-0.4, 0.9], [0.0, 0.5]),
            ([0.3, 0.3], [0.5, 0.0]),
            ([-0.7, -0.6], [-0.5, 1.0]),
        ),
        chosen={"lr": 0.1, "batch_size": 1},
    ),
    "iris": SetPiece(
        "Classifying irises",
        "Two of the three species are hard to separate. Which ones, by the confusion matrix?",
        data="iris",
        hidden=((4, "tanh"),),
        share=0.3,
        scaling="standard",
        chosen=_ADAM,
    ),
}
OF_LESSONS: dict[str, SetPiece] = {
    "batches": SetPiece(
        "Batch by batch",
        "Each epoch goes through the six samples in batches of two, in another order. Does every "
        "update lower the loss of all six?",
        preset="08_hallstrom_3_4_3_2",
        pairs=(
            ([0.9, -0.4, 0.6], [0.9, 0.2]),
            ([0.1, 0.8, -0.5], [0.3, 0.7]),
            ([-0.6, 0.5, 0.2], [0.2, 0.8]),
            ([0.7, 0.3, -0.1], [0.8, 0.4]),
            ([-0.2, -0.7, 0.9], [0.6, 0.1]),
            ([0.4, 0.6, 0.8], [0.5, 0.5]),
        ),
        chosen={"lr": 0.5, **_BATCHES, "batch_size": 2},
    ),
}
EVERY = {**PIECES, **OF_LESSONS}
