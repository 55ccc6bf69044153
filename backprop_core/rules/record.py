"""One update worked out in full: every stage's number for every parameter.

This is the plain form, which is read and walked. It goes through the stages in their order,
evaluates each formula on whole vectors, and keeps all results by name; the terms of one weight are
taken from the same formulas. The fast path of `train` gives the same numbers, without a record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop_core.checks import Array, all_finite, in_words, make_read_only
from backprop_core.errors import BackpropError, NonFiniteError
from backprop_core.network import Network, joined
from backprop_core.rules.evaluation import Value, evaluated
from backprop_core.rules.expression import BATCH, DATA_SET, EPOCH, GRADIENT, PARAMETER, Named, T
from backprop_core.rules.stage import Stage, StageTerm
from backprop_core.rules.state import State


@dataclass(frozen=True, eq=False, slots=True)
class Record:
    """The stages of one update, the network before and after it, and the state after it.

    `values` has every quantity that occurs, by its Named: a float, or an array (count,).
    """

    stages: tuple[Stage, ...]
    before: Network
    network: Network
    state: State
    values: Mapping[Named, Value]

    def stage(self, result: str) -> Stage:
        """The stage that makes `result`; raises BackpropError for a name that none makes."""
        for stage in self.stages:
            if stage.result == result:
                return stage
        known = ", ".join(stage.result for stage in self.stages)
        raise BackpropError(f"result got {result!r:.60}. It takes one of {known}.")

    def value(self, result: str) -> Value:
        """What a stage made: an array (count,), or a float where it is one for all parameters."""
        return self.values[self.stage(result).made]

    def terms(self, result: str, entry: int | None = None) -> tuple[StageTerm, ...]:
        """The terms of a stage's result for the parameter number `entry`.

        A stage that makes one number for all parameters takes no entry. () where the stage passes
        this parameter by: a bias in a stage that covers the weights alone. Raises BackpropError
        for an unknown result and an entry that the network does not have.
        """
        stage = self.stage(result)
        if stage.scalar:
            return stage.terms(self.values)  # type: ignore[arg-type]  # a norm takes the vector
        if entry is None or not 0 <= entry < len(self.before.parameters):
            last = len(self.before.parameters) - 1
            raise BackpropError(f"entry got {entry}. It takes a whole number from 0 to {last}.")
        if stage.covers == "weights" and is_bias(self.before)[entry]:
            return ()
        return stage.terms({leaf: _at(self.values[leaf], entry) for leaf in _open(stage)})

    def by_layer(self, result: str) -> tuple[tuple[Array, Array | None], ...]:
        """What a stage made, as one pair for each layer, shaped as its W and b."""
        return by_layer(self.before, np.broadcast_to(self.value(result), self._shape))

    @property
    def _shape(self) -> tuple[int, ...]:
        return self.before.parameters.shape


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def worked_out(
    stages: tuple[Stage, ...],
    network: Network,
    gradient: Array,
    state: State,
    *,
    batch: int,
    data_set: int,
    frozen: NDArray[np.bool_] | None,
    strict: bool,
) -> Record:
    """Go through `stages`, with ∂loss/∂parameters as `gradient`, (count,).

    What is `frozen`, (count,), has gradient 0 and keeps its number and its state. Raises
    NonFiniteError for the first result that is not finite, unless `strict` is False.
    """
    values: dict[Named, Value] = {
        T: float(state.updates + 1),
        EPOCH: float(state.place.epoch + 1),
        BATCH: float(batch),
        DATA_SET: float(data_set),
        PARAMETER: network.parameters,
        GRADIENT: gradient if frozen is None else np.where(frozen, 0.0, gradient),
    }
    make_read_only(values[GRADIENT])  # type: ignore[arg-type]
    kept: dict[str, Array] = {}
    for stage in stages:
        if stage.start is not None:
            values[_old(stage)] = state.vectors[stage.result]
    for stage in stages:
        made = _result(stage, network, values, frozen)
        if strict and not all_finite(np.asarray(made)):
            _report(stage, network, np.asarray(made))
        values[stage.made] = made
        if stage.start is not None:
            kept[stage.result] = made  # type: ignore[assignment]
    new = np.asarray(values[stages[-1].made])
    after = replace(state, updates=state.updates + 1, vectors=kept)
    return Record(stages, network, network.with_parameters(new), after, values)


def _result(
    stage: Stage,
    network: Network,
    values: Mapping[Named, Value],
    frozen: NDArray[np.bool_] | None,
) -> Value:
    made = evaluated(stage.formula, values)
    if isinstance(made, float):
        return made
    if stage.otherwise is not None:
        left_out = passed_by(stage, is_bias(network), frozen)
        made = np.where(left_out, values[stage.otherwise], made)
    if frozen is not None and (stage.start is not None or stage.result == "parameter"):
        old = PARAMETER if stage.result == "parameter" else _old(stage)
        made = np.where(frozen, values[old], made)
    make_read_only(made)
    return made


def _old(stage: Stage) -> Named:
    return Named(stage.result, stage.symbol, "state")


def _open(stage: Stage) -> list[Named]:
    return [leaf for leaf in stage.inputs if leaf.value is None]


def _at(value: Value, entry: int) -> float:
    return value if isinstance(value, float) else float(value[entry])


def by_layer(network: Network, vector: NDArray[Any]) -> tuple[tuple[Any, Any], ...]:
    """A vector (count,) like `network.parameters`, as views shaped as each layer's W and b."""
    pairs, start = [], 0
    for layer in network.layers:
        W, start = vector[start : start + layer.W.size].reshape(layer.W.shape), start + layer.W.size
        b = None
        if layer.b is not None:
            b = vector[start : start + layer.b.size].reshape(layer.b.shape)
            start += layer.b.size
        pairs.append((W, b))
    return tuple(pairs)


def entry_of(network: Network, layer: int, neuron: int | None, source: int | None = None) -> int:
    """Where a weight, or without `source` a bias, stands in `network.parameters`.

    A shared bias takes no `neuron`. Raises BackpropError for a place the network does not have.
    """
    try:
        W, b = by_layer(network, np.arange(len(network.parameters)))[layer]
        if min(layer, neuron or 0, source or 0) < 0:
            raise IndexError
        if source is None:
            return int(b) if neuron is None else int(b[neuron])
        return int(W[neuron, source])
    except (IndexError, TypeError):
        raise BackpropError(
            f"place got layer {layer}, neuron {neuron}, source {source}. It takes a weight or a "
            "bias that the network has."
        ) from None


def is_bias(network: Network) -> NDArray[np.bool_]:
    """For each of the parameters whether it is a bias, (count,)."""
    return joined(
        (np.zeros(layer.W.shape, bool), None if layer.b is None else np.ones(layer.b.shape, bool))
        for layer in network.layers
    )


def passed_by(
    stage: Stage, biases: NDArray[np.bool_], frozen: NDArray[np.bool_] | None
) -> NDArray[np.bool_]:
    """Which parameters a stage with an `otherwise` leaves out: what is frozen, and where it covers
    the weights alone, the biases; (count,)."""
    left_out = biases if stage.covers == "weights" else np.zeros_like(biases)
    return left_out if frozen is None else left_out | frozen


def frozen_in(network: Network, biases_frozen: bool) -> NDArray[np.bool_] | None:
    """For each of the parameters whether it never changes, (count,); None where all do.

    Those are the weights of connections that are cut, and if wished all biases.
    """
    if not biases_frozen and all(layer.connected is None for layer in network.layers):
        return None
    return joined(
        (
            np.zeros(layer.W.shape, bool) if layer.connected is None else ~layer.connected,
            None if layer.b is None else np.full(layer.b.shape, biases_frozen),
        )
        for layer in network.layers
    )


def _report(stage: Stage, network: Network, made: Array) -> None:
    """Raise NonFiniteError for the first entry that is not finite."""
    if not made.ndim:
        what = f"{stage.result} ({stage.symbol}) is {in_words(float(made))}."
        raise NonFiniteError(f"{what} {_ADVICE}", stage.result)
    entry = int(np.argmin(np.isfinite(made)))
    quantity, layer, neuron, where = _place(network, entry)
    if stage.result == "parameter":
        what = f"{quantity} of {where} is {in_words(made[entry])}."
        raise NonFiniteError(f"{what} {_ADVICE}", quantity, layer, neuron)
    what = f"{stage.result} of {quantity}, {where}, is {in_words(made[entry])}."
    raise NonFiniteError(f"{what} {_ADVICE}", stage.result, layer, neuron)


_ADVICE = "The step was too large; take a smaller learning rate."


def _place(network: Network, entry: int) -> tuple[str, int, int | None, str]:
    """ "W" or "b", layer, neuron, and the place in words, counted from 1."""
    for number, (W, b) in enumerate(by_layer(network, np.arange(len(network.parameters)))):
        at = f"layer {number + 1}"
        if entry in W:
            neuron, source = (int(i) for i in np.argwhere(entry == W)[0])
            before = f"from neuron {source + 1} of the layer before"
            return "W", number, neuron, f"neuron {neuron + 1} of {at}, {before}"
        if b is not None and entry in b:
            if not b.ndim:
                return "b", number, None, at
            neuron = entry - int(b[0])
            return "b", number, neuron, f"neuron {neuron + 1} of {at}"
    raise AssertionError(entry)
