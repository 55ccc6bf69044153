"""Every number of one pass by its name: what the operations of the story take their numbers from.

Nothing is computed here that `forward`, `backward` and the update rule have not made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from backprop_core.backward import Gradients, loss_contributions, per_sample_weight
from backprop_core.checks import Array, make_read_only
from backprop_core.forward import Forward
from backprop_core.network import Network
from backprop_core.rules.record import Record
from backprop_core.rules.rule import Rule
from backprop_core.rules.schedules import Schedule
from backprop_core.rules.state import State
from backprop_core.story.address import Address
from backprop_core.story.number import Number, number
from backprop_core.story.shape import Shape

_FORWARD, _BACKWARD = ("z", "a"), ("da", "delta", "dW", "db")


@dataclass(frozen=True, eq=False)
class PassNumbers:
    """One pass: the network, the forward pass, the gradients, and the rule that updates.

    y: (batch, n_out). `shape` is how the network is built. `state` is what the rule had kept from
    the update before, and `options` what else goes into it: penalty, clip, data_set.
    """

    network: Network
    forward: Forward
    y: Array
    gradients: Gradients
    shape: Shape
    rule: Rule
    state: State | None = None
    options: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def record(self) -> Record:
        """The update with every stage's numbers."""
        return self.rule.record(
            self.network,
            self.gradients,
            self.state,
            biases_frozen=self.shape.biases_frozen,
            strict=False,
            **self.options,
        )

    @cached_property
    def loss_parts(self) -> Array:
        """What each output contributes to its sample's loss, (batch, n_out)."""
        parts = loss_contributions(self.network, self.forward, self.y)
        make_read_only(parts)
        return parts

    def sample_loss(self, sample: int) -> float:
        """The loss of one sample; of a loss that is none of samples, what its outputs bring."""
        with np.errstate(over="ignore", invalid="ignore"):
            return float(self.loss_parts[sample].sum())

    @property
    def after(self) -> Network:
        """The network after the update."""
        return self.record.network

    @property
    def learning_rate(self) -> float:
        """That of this update."""
        if isinstance(self.rule.lr, Schedule):
            return float(self.record.value("learning_rate"))
        return self.rule.lr

    def array(self, quantity: str, layer: int) -> Any:
        """z, a, da, delta, dW, db, or the new W and b, of a whole layer; da of the inputs, layer
        −1, is ∂loss/∂x."""
        if layer < 0:
            return self.input_gradient
        if quantity in _FORWARD:
            return getattr(self.forward.layers[layer], quantity)
        if quantity in _BACKWARD:
            return getattr(self.gradients.layers[layer], quantity)
        return getattr(self.after.layers[layer], quantity)

    @cached_property
    def input_gradient(self) -> Array:
        """∂loss/∂x, (batch, n_in): back through the first layer's old weights."""
        return self.gradients.dx

    def entry(self, quantity: str, layer: int, neuron: int, sample: int) -> Number:
        """z, a, da or delta of one neuron."""
        value = float(self.array(quantity, layer)[sample, neuron])
        return number(quantity, layer, neuron=neuron, sample=sample, of=value)

    def layer(self, quantity: str, layer: int) -> Number:
        """z, a, da or delta of a whole layer, (batch, n_out)."""
        return number(quantity, layer, of=self.array(quantity, layer))

    def slopes(self, layer: int) -> Array:
        """f′(z) of a layer that is no softmax, (batch, n_out), without its dropout mask."""
        made, here = self.forward.layers[layer], self.network.layers[layer]
        slopes = made.slope if here.mask is None else here.f.value_and_slope(made.z)[1]
        assert slopes is not None
        return slopes

    def mask(self, layer: int, neuron: int, sample: int) -> tuple[Number, ...]:
        """What dropout multiplies a neuron's activation by; () without dropout in that layer."""
        masks = self.network.layers[layer].mask
        if masks is None:
            return ()
        value = float(masks[sample, neuron])
        return (number("mask", layer, neuron=neuron, sample=sample, of=value),)

    def masks(self, layer: int) -> tuple[Number, ...]:
        """The same for a whole layer, (batch, n_out)."""
        masks = self.network.layers[layer].mask
        return () if masks is None else (number("mask", layer, of=masks),)

    def weight(self, layer: int, neuron: int, source: int) -> Number:
        """The old weight, which both passes go through."""
        value = float(self.network.layers[layer].W[neuron, source])
        return number("W", layer, neuron=neuron, source=source, of=value)

    def weights(self, layer: int) -> Number:
        """All old weights of a layer, (n_out, n_in)."""
        return number("W", layer, of=self.network.layers[layer].W)

    def bias(self, layer: int, neuron: int) -> Number | None:
        """The old bias of a neuron, which may be its layer's; None without one."""
        b: Any = self.network.layers[layer].b
        if b is None:
            return None
        if b.ndim == 0:
            return number("b", layer, of=float(b))
        return number("b", layer, neuron=neuron, of=float(b[neuron]))

    @property
    def constant(self) -> tuple[Number, ...]:
        """What a bias is multiplied by, where it is written as a weight of that: a 1, or a −1 where
        it is a threshold. () for a bias that is added as it is."""
        return ()

    def incoming(self, layer: int, neuron: int, sample: int) -> Number:
        """What neuron `neuron` of the layer before sends: an activation, or an input."""
        if layer:
            return self.entry("a", layer - 1, neuron, sample)
        value = float(self.forward.x[sample, neuron])
        return number("x", neuron=neuron, sample=sample, of=value)

    def all_incoming(self, layer: int) -> Number:
        """What a layer receives, (batch, n_in)."""
        return self.layer("a", layer - 1) if layer else number("x", of=self.forward.x)

    def target(self, neuron: int, sample: int) -> Number:
        """The target of one output."""
        return number("y", neuron=neuron, sample=sample, of=float(self.y[sample, neuron]))

    def targets(self) -> Number:
        """All targets, (batch, n_out)."""
        return number("y", of=self.y)

    def compared(self, neuron: int, sample: int) -> tuple[Number, Number]:
        """What a loss compares: the output, by the delta rule z, and its target."""
        fused = self.network.loss_function.fused
        made = "a" if fused is None else fused.takes[0]
        return self.entry(made, self.shape.last, neuron, sample), self.target(neuron, sample)

    def taken_by_the_loss(self, neuron: int, sample: int) -> tuple[Number, ...]:
        """What a loss is a function of: the two that it compares, and for some z as well."""
        fused, pair = self.network.loss_function.fused, self.compared(neuron, sample)
        if fused is None or len(fused.takes) == len(pair):
            return pair
        return (*pair, self.entry("z", self.shape.last, neuron, sample))

    @property
    def share(self) -> Number:
        """What a sample's loss counts in the batch's: 1/batch for the mean, 1 for the sum."""
        return number("share", of=per_sample_weight(self.network, len(self.y)))


def entry_at(array: Any, at: Address) -> float | Array:
    """The number of a layer's array that lives at `at`; the array itself for a whole layer."""
    if at.neuron is None:
        return float(array) if np.ndim(array) == 0 else array
    if at.source is not None:
        return float(array[at.neuron, at.source])
    return float(array[at.neuron] if at.sample is None else array[at.sample, at.neuron])
