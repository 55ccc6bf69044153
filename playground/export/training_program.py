"""A training run as a program that stands on its own: plain NumPy, or PyTorch.

It starts from the same weights, takes the same mini-batches in the same order, and compares the
losses on the way and the weights at the end with those of the run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backprop_core import Array, Network
from playground.exercise import hyperparameters
from playground.exercise.document import Document
from playground.exercise.hyperparameters import Hyperparameters
from playground.export.network_code import laid, literal, network_names, number
from playground.export.optimizer_code import optimizer_code
from playground.export.rule_code import settings_of, stage_lines
from playground.export.templated import rendered


@dataclass(frozen=True, eq=False)
class Points:
    """Samples, x (count, n_in) and y (count, n_out), with what the network makes of them after the
    run: the loss, and the share of right classes where the targets are classes."""

    x: Array
    y: Array
    loss: float
    accuracy: float | None


@dataclass(frozen=True, eq=False)
class TrainingRun:
    """A run of so many `updates`, from the network `before` to the one `after`.

    `legs` are the numbers of updates after which other hyperparameters held, the first 0, with
    these. `losses` are those of mini-batches, by the number of the update. A run that is not
    `comparable` has grown the rounding errors so much that another computer may end elsewhere.
    """

    document: Document
    before: Network
    after: Network
    train: Points
    test: Points | None
    biases_frozen: bool
    legs: Sequence[tuple[int, Hyperparameters]]
    updates: int
    losses: Mapping[int, float]
    comparable: bool


def numpy_training(run: TrainingRun) -> str:
    """A script in plain NumPy that trains as the run did."""
    return rendered("numpy_training.py", _names(run, "np.array"))


def torch_training(run: TrainingRun) -> str:
    """The same with PyTorch: autograd, and an optimizer of `torch.optim` where it has this one."""
    names = _names(run, "torch.tensor")
    one = len(run.legs) == 1
    optimizer = optimizer_code(run.legs[0][1], names["learned"]) if one else None
    return rendered("torch_training.py", {**names, "optimizer": optimizer})


def _names(run: TrainingRun, maker: str) -> dict[str, Any]:
    """All that the templates put in."""
    names = network_names(run.document, run.before, maker, None)
    learned = [*_parameters(run)]
    after = {"W": [laid(layer.W, names["sending"]) for layer in run.after.layers]} | {
        "b": [layer.b for layer in run.after.layers]
    }
    return {
        **names,
        "learned": [name for name, _ in learned],
        "ends": {name: literal(after[name[0]][int(name[1:]) - 1], "", 7) for name, _ in learned},
        "updates": run.updates,
        "legs": [_leg(run, place, learned, names["layers"]) for place in range(len(run.legs))],
        "losses": {update: number(loss) for update, loss in run.losses.items()},
        "penalized": any(chosen["l1"] or chosen["l2"] for _, chosen in run.legs),
        "comparable": run.comparable,
        "points": [
            _points(name, points, maker)
            for name, points in (("", run.train), ("test_", run.test))
            if points is not None
        ],
    }


def _points(name: str, points: Points, maker: str) -> dict[str, Any]:
    inputs, targets = f"{name}inputs", f"{name}targets"
    return {
        "inputs": inputs,
        "targets": targets,
        "x": literal(points.x, maker, len(inputs) + 4),
        "y": literal(points.y, maker, len(targets) + 4),
        "shapes": (str(points.x.shape), str(points.y.shape)),
        "called": "the test points" if name else "all samples",
        "loss": number(points.loss),
        "accuracy": None if points.accuracy is None else number(points.accuracy),
        "one_output": points.y.shape[1] == 1,
    }


def _parameters(run: TrainingRun) -> Iterator[tuple[str, bool]]:
    """Each parameter that learns, and whether it is a bias."""
    for place, layer in enumerate(run.before.layers, start=1):
        yield f"W{place}", False
        if layer.b is not None and not run.biases_frozen:
            yield f"b{place}", True


def _leg(
    run: TrainingRun, place: int, learned: Sequence[tuple[str, bool]], layers: list[dict[str, Any]]
) -> dict[str, Any]:
    """The updates that were made with the same hyperparameters."""
    done, chosen = run.legs[place]
    ends = [*(after for after, _ in run.legs[1:]), run.updates]
    stages, rate = hyperparameters.stages_of(chosen), chosen["dropout"]
    called, kept = settings_of(stages), _kept(run, place)
    fresh = [one for one in stages if one.start is not None and one.result not in kept]
    samples, size = len(run.train.x), chosen["batch_size"] or len(run.train.x)
    masks = [] if not rate else [(layer["number"], layer["neurons"], rate) for layer in layers[:-1]]
    return {
        "first": done + 1,
        "last": ends[place],
        "what": hyperparameters.in_words(chosen),
        "batches": "the whole data set" if size >= samples else f"{size} sample{'s' * (size > 1)}",
        "size": size if size < samples else None,
        "seed": chosen["shuffle"] if size < samples else None,
        "settings": [
            f"{name} = {leaf.value!r}" for leaf, name in called.items() if leaf.value is not None
        ],
        "data_set": any((one.kind, one.name) == ("count", "data_set") for one in called),
        "starts": [
            (f"{one.result}_{name}", name, one.start) for one in fresh for name, _ in learned
        ],
        "lines": [*stage_lines(stages, learned, called)],
        "masks": masks,
        "layers": [{**layer, "mask": bool(rate) and layer is not layers[-1]} for layer in layers],
    }


def _kept(run: TrainingRun, place: int) -> set[str]:
    """What the rule goes on from that it kept in the leg before."""
    if place == 0 or not hyperparameters.keep_the_same(run.legs[place - 1][1], run.legs[place][1]):
        return set()
    before = hyperparameters.stages_of(run.legs[place - 1][1])
    return {stage.result for stage in before if stage.start is not None}
