"""What an update rule is: a frozen value that lists the stages of its arithmetic.

A rule is one file. It names its options and, in `arithmetic`, writes the stages down once:

    @dataclass(frozen=True)
    class Momentum(Rule):
        lr: float = 0.1
        mu: float = 0.9

        def arithmetic(self, gradient, rate):
            mu = setting("mu", "μ", self.mu)
            velocity = Stage("velocity", "v", "v", mu * state("v") + gradient, start=0.0)
            return velocity, updated(PARAMETER - rate * velocity.made)

Everything else follows from that: the state to start from (the stages with a `start`), the update
itself, the record of every number on the way with its terms, and the fast path of `train`.

A walk of an update asks like this:

    record = rule.record(network, g, state)       # g from backward; state None = before the first
    for stage in record.stages:                   # in the order of the arithmetic
        stage.name, stage.symbol, stage.formula   # "first_moment", "m", beta1 * m + (1 - beta1) * …
        record.value(stage.result)                # (count,), or a float if stage.scalar
        record.by_layer(stage.result)             # the same as (W-shaped, b-shaped) pairs
        record.terms(stage.result, entry)         # of one parameter: sign, factors, divisors, value
    entry_of(network, layer, neuron, source)      # which entry a weight or a bias is
    record.network, record.state                  # after the update

Each factor has a name, a value and its formula. Where that is a Named, its `kind` says where the
number comes from: a "setting" or a "count", the old "parameter", its "gradient", the "state" that
the update before left, or the "result" of an earlier stage. Else it is what stands in brackets,
such as 1 − β₁, and `formula.leaves()` are the quantities in it. A stage has no terms for a
parameter that it passes by; what `frozen_in` names has no steps at all.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Protocol

import numpy as np

from backprop_core.backward import Gradients
from backprop_core.checks import Array, count_or_none, make_read_only
from backprop_core.errors import BackpropError
from backprop_core.network import Network, joined, require_network
from backprop_core.rules.expression import GRADIENT, PARAMETER, Expression, Named, setting
from backprop_core.rules.options import flag, option
from backprop_core.rules.record import Record, frozen_in, worked_out
from backprop_core.rules.schedules import Schedule
from backprop_core.rules.stage import Stage
from backprop_core.rules.state import State


class GivesStages(Protocol):
    """What comes before the rule's own arithmetic: a Penalty, ClipByValue or ClipByNorm."""

    def stages(self, gradient: Named) -> tuple[Stage, ...]:
        """Stages of which the last makes another gradient; () to leave it as it is."""


class Rule(ABC):
    """An update rule. `lr` is the learning rate, a number or a Schedule."""

    lr: float | Schedule

    def __post_init__(self) -> None:
        self.keep_options()

    def keep_options(self, **options: Any) -> None:
        """Set the options of a frozen rule, once they were checked, and check the learning rate."""
        if not isinstance(self.lr, Schedule):
            options["lr"] = option(self.lr, "lr")
        for name, value in options.items():
            object.__setattr__(self, name, value)

    @abstractmethod
    def arithmetic(self, gradient: Named, rate: Named) -> tuple[Stage, ...]:
        """The rule's own stages, the last of which makes "parameter" (see `updated`).

        `gradient` is that of the loss, with penalty and clipping where there are any; `rate` is
        the learning rate of this update.
        """

    def stages(
        self, penalty: GivesStages | None = None, clip: GivesStages | None = None
    ) -> tuple[Stage, ...]:
        """All stages of an update in the order of the arithmetic.

        The gradient gets its penalty and is clipped, the schedule gives the learning rate, and the
        rule's own stages follow.
        """
        found: list[Stage] = []
        gradient = GRADIENT
        for giver in (penalty, clip):
            if giver is not None:
                found += giver.stages(gradient)
                gradient = found[-1].made if found else gradient
        if isinstance(self.lr, Schedule):
            found.append(Stage("schedule", "learning_rate", "η", self.lr.formula()))
            rate = found[-1].made
        else:
            rate = setting("learning_rate", "η", self.lr)
        return (*found, *self.arithmetic(gradient, rate))

    def start(self, network: Network) -> State:
        """The state before the first update."""
        require_network(network)
        vectors = {}
        for stage in self.stages():
            if stage.start is not None:
                vectors[stage.result] = np.full(network.parameters.shape, stage.start)
                make_read_only(vectors[stage.result])
        return State(vectors=vectors)

    def record(
        self,
        network: Network,
        g: Gradients,
        state: State | None = None,
        *,
        penalty: GivesStages | None = None,
        clip: GivesStages | None = None,
        data_set: int | None = None,
        biases_frozen: bool = False,
        strict: bool = True,
    ) -> Record:
        """One update with every number on the way.

        `g` is what `backward` gave for this network, without the penalty. `data_set` is the number
        of samples in the data set, the batch's if not given. Raises BackpropError when gradients or
        state are not shaped as this network, and NonFiniteError for the first result that leaves
        the range of float64; with `strict=False` such values are kept as they come.
        """
        require_network(network)
        require_same_shapes(network, g)
        frozen = flag(biases_frozen, "biases_frozen")
        data_set = count_or_none(data_set, "data_set", 1)
        state = self.start(network) if state is None else state
        self.require_state(network, state)
        batch = len(g.layers[0].delta)
        return worked_out(
            self.stages(penalty, clip),
            network,
            joined((layer.dW, layer.db) for layer in g.layers),
            state,
            batch=batch,
            data_set=batch if data_set is None else data_set,
            frozen=frozen_in(network, frozen),
            strict=strict,
        )

    def step(
        self, network: Network, g: Gradients, state: State | None = None, **options: Any
    ) -> tuple[Network, State]:
        """The network and the state after one update; options and errors as in `record`."""
        record = self.record(network, g, state, **options)
        return record.network, record.state

    def require_state(self, network: Network, state: State) -> None:
        """Raise BackpropError unless `state` is one that this rule can go on from."""
        if not isinstance(state, State):
            raise BackpropError(f"state got {type(state).__name__}. It takes a State.")
        wanted = self.start(network).vectors
        shapes = {name: vector.shape for name, vector in state.vectors.items()}
        if shapes != {name: vector.shape for name, vector in wanted.items()}:
            takes = " and ".join(wanted) or "no vectors"
            raise BackpropError(
                f"state got {' and '.join(shapes) or 'no vectors'} of shapes "
                f"{list(shapes.values())}. It takes {takes} of shape {network.parameters.shape}."
            )


def updated(formula: Expression) -> Stage:
    """The last stage: the new parameters."""
    return Stage("update", "parameter", "θ", formula)


def ascent_and_decay(
    gradient: Named, *, maximize: bool, weight_decay: float
) -> tuple[tuple[Stage, ...], Named]:
    """What `maximize` and `weight_decay` make of the gradient: their stages, and the gradient.

    The order is PyTorch's. Going uphill is going down with −g; a decay λ adds λ θ, for weights and
    biases alike.
    """
    stages: tuple[Stage, ...] = ()
    if maximize:
        stages = (Stage("ascent", "ascent", "g", -gradient),)
        gradient = stages[-1].made
    if weight_decay:
        decay = setting("weight_decay", "λ", weight_decay)
        stages += (Stage("weight_decay", "decayed", "g", gradient + decay * PARAMETER),)
        gradient = stages[-1].made
    return stages, gradient


def require_same_shapes(network: Network, g: Any) -> None:
    """Raise BackpropError unless `g` is shaped as the gradients of this network."""
    if not hasattr(g, "layers"):
        raise BackpropError(f"g got {type(g).__name__}. It takes what backward gives.")
    old = [_shapes(layer.W, layer.b) for layer in network.layers]
    got = [_shapes(layer.dW, layer.db) for layer in g.layers]
    if got != old:
        raise BackpropError(
            f"g got dW and db of shapes {got}. It takes the gradients of this network, {old}."
        )


def _shapes(W: Array, b: Array | None) -> tuple[tuple[int, ...], tuple[int, ...] | None]:
    return W.shape, None if b is None else b.shape
