"""Practice sets: exercises by topic and level, whose numbers are drawn from a seed.

All weights and inputs have one decimal, or none where they are to be worked by heart. No sum of
products is almost 0, so that none cancels and no ReLU stands at its kink by accident.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from backprop_core import Array, BackpropError, Bias
from playground.exercise.document import EMPTY, Document, LayerDocument
from playground.solve.choices import Part
from playground.solve.other_numbers import TRIES, works_out

_TENTHS = np.array([-9, -8, -7, -6, -5, -4, -3, -2, 2, 3, 4, 5, 6, 7, 8, 9]) / 10
_WHOLE = np.array([-3.0, -2.0, -1.0, 1.0, 2.0, 3.0])


@dataclass(frozen=True)
class Level:
    """A network: its widths, its activations, and what else it is trained with."""

    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    loss: str = "half_squared_error"
    batch: int = 1
    bias: Bias = "each"
    whole: bool = False

    @property
    def name(self) -> str:
        """Widths and activations, as in "2-2-1 sigmoid"."""
        widths = "-".join(map(str, self.sizes))
        samples = f", {self.batch} samples" if self.batch > 1 else ""
        return f"{widths} {', '.join(dict.fromkeys(self.activations))}{samples}"


@dataclass(frozen=True)
class Topic:
    """What is practised, on networks from easy to hard; `part` is what is asked."""

    key: str
    title: str
    what: str
    part: Part
    levels: tuple[Level, ...]


TOPICS = (
    Topic(
        "by_heart",
        "In your head",
        "A complete pass in whole numbers (only the loss may end in ½); no paper needed.",
        "all",
        (
            Level((1, 1), ("linear",), whole=True),
            Level((2, 1), ("linear",), whole=True),
            Level((2, 1), ("relu",), whole=True),
        ),
    ),
    Topic(
        "one_neuron",
        "One neuron",
        "Sum, activation, loss, gradient and step of a single neuron.",
        "all",
        (
            Level((1, 1), ("linear",)),
            Level((2, 1), ("sigmoid",)),
            Level((3, 1), ("tanh",)),
        ),
    ),
    Topic(
        "layer",
        "A layer",
        "Two and three outputs at once: each neuron has its own row of weights.",
        "all",
        (
            Level((2, 2), ("linear",)),
            Level((2, 2), ("sigmoid",)),
            Level((3, 2), ("relu",)),
        ),
    ),
    Topic(
        "hidden_delta",
        "Hidden deltas",
        "Back through the weights and the slope: the step that goes wrong most often.",
        "deltas",
        (
            Level((2, 2, 1), ("relu", "linear")),
            Level((2, 2, 1), ("sigmoid", "sigmoid")),
            Level((2, 2, 2), ("tanh", "sigmoid")),
        ),
    ),
    Topic(
        "softmax",
        "Softmax and cross-entropy",
        "Probabilities, the loss, and the short form of the output's delta.",
        "all",
        (
            Level((2, 2), ("softmax",), "cross_entropy"),
            Level((2, 3), ("softmax",), "cross_entropy"),
            Level((2, 2, 2), ("relu", "softmax"), "cross_entropy"),
        ),
    ),
    Topic(
        "batch",
        "A batch",
        "Gradients add up over the samples, and the mean is taken once.",
        "gradients",
        (
            Level((1, 1), ("linear",), batch=2),
            Level((2, 1), ("sigmoid",), batch=2),
            Level((2, 2, 1), ("relu", "linear"), batch=2),
        ),
    ),
    Topic(
        "shared_bias",
        "A shared bias",
        "One bias for a whole layer: its gradient adds up over the layer.",
        "all",
        (
            Level((1, 2), ("linear",), bias="shared"),
            Level((2, 2), ("sigmoid",), bias="shared"),
            Level((2, 2, 1), ("sigmoid", "sigmoid"), bias="shared"),
        ),
    ),
)


def topic_named(key: str) -> Topic | None:
    """The topic of that key."""
    return next((topic for topic in TOPICS if topic.key == key), None)


def exercise(topic: Topic, level: int, seed: int) -> Document:
    """An exercise of that level, counted from 0. The same seed gives the same numbers.

    Raises BackpropError where none of many draws works out on paper."""
    made = topic.levels[level]
    rng = np.random.default_rng([seed, level, TOPICS.index(topic)])
    for _ in range(TRIES):
        drawn = _drawn(made, rng)
        if works_out(drawn, most=12.0 if made.whole else 3.0):
            title = f"Practice: {topic.title.lower()}, level {level + 1}"
            return {**drawn, "title": title, "learning_rate": 1.0 if made.whole else 0.5}
    raise BackpropError(f"No numbers were found for {topic.title} that work out on paper.")


def _drawn(level: Level, rng: np.random.Generator) -> Document:
    numbers = _WHOLE if level.whole else _TENTHS
    kind: Literal["mean"] = "mean"
    return {
        **EMPTY,
        "loss": level.loss,
        "reduction": kind,
        "bias": level.bias,
        "x": rng.choice(np.abs(numbers), (level.batch, level.sizes[0])).tolist(),
        "y": _targets(level, numbers, rng).tolist(),
        "layers": [_layer(level, k, numbers, rng) for k in range(len(level.activations))],
    }


def _targets(level: Level, numbers: Array, rng: np.random.Generator) -> Array:
    """One class of each row for cross-entropy; 0 or 1 for what lies between them; any number
    else."""
    shape = level.batch, level.sizes[-1]
    if level.loss == "cross_entropy":
        return np.eye(shape[1])[rng.integers(shape[1], size=shape[0])]
    if level.activations[-1] in ("sigmoid", "tanh"):
        return rng.integers(2, size=shape).astype(float)
    return np.asarray(rng.choice(np.abs(numbers), shape))


def _layer(level: Level, k: int, numbers: Array, rng: np.random.Generator) -> LayerDocument:
    n_in, n_out = level.sizes[k], level.sizes[k + 1]
    b = rng.choice(numbers, () if level.bias == "shared" else n_out)
    return {
        "W": rng.choice(numbers, (n_out, n_in)).tolist(),
        "b": b.tolist(),
        "activation": level.activations[k],
    }
