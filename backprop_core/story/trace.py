"""The whole story of one pass as a sequence of Steps.

All numbers come from `forward`, `backward` and `update`; the trace only tells where each of them
came from. A Step is built when it is asked for, so that a network with thousands of weights costs
no more to look at than a small one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np

from backprop_core.backward import (
    Gradients,
    backward,
    loss_contributions,
    per_sample_weight,
    targets_of,
)
from backprop_core.checks import Array
from backprop_core.errors import BackpropError
from backprop_core.forward import Forward, forward
from backprop_core.network import Network
from backprop_core.softmax import softmax_jacobian
from backprop_core.story.plan import Address, Granularity, Plan, plan_for, shape_of
from backprop_core.story.step import Number, Step, Term
from backprop_core.update import learning_rate_of, update


@dataclass(frozen=True, eq=False)
class Trace(Sequence[Step]):
    """Every Step of one pass, in order: `trace[k]`, `len(trace)`, iteration.

    Besides the steps it holds what they are about: the network before and `after` the update,
    the forward pass and the gradients. Values that are not finite are kept as they came.
    """

    network: Network
    forward: Forward
    y: Array
    gradients: Gradients
    learning_rate: float
    after: Network
    plan: Plan

    def __len__(self) -> int:
        return len(self.plan.addresses)

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Step]: ...
    def __getitem__(self, index: int | slice) -> Step | Sequence[Step]:
        if isinstance(index, slice):
            return [self._step(k) for k in range(*index.indices(len(self)))]
        k = range(len(self))[index]
        return self._step(k)

    def __iter__(self) -> Iterator[Step]:
        return (self._step(k) for k in range(len(self)))

    def _step(self, k: int) -> Step:
        address = self.plan.addresses[k]
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            terms = _TERMS[address.quantity](self, address)
            value = self._value(address.whole)
            if address.part is None:
                return Step(k, address, terms, value)
            return self._part(k, address, terms, value)

    def _part(self, k: int, address: Address, terms: tuple[Term, ...], value: Any) -> Step:
        assert address.part is not None
        so_far = terms[: address.part + 1]
        if len(so_far) == len(terms):
            # the engine's own number, which may differ from a running sum in its last bit
            return Step(k, address, so_far, value)
        running = float(sum(term.value for term in so_far))
        return Step(k, address, so_far, running, complete=False)

    def terms(self, address: Address) -> tuple[Term, ...]:
        """The products that make the number at `address`, one that a step of a walk makes.

        Raises BackpropError for an address that the network does not have.
        """
        self._require(address)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            return _TERMS[address.quantity](self, address)

    def value(self, address: Address) -> float | Array:
        """The number, or at the granularity "layer" the array, that lives at `address`.

        W and b are those after the update: that is what an update step makes. Raises
        BackpropError for an address that the network does not have.
        """
        self._require(address)
        return self._value(address)

    def _value(self, address: Address) -> float | Array:
        quantity, layer, neuron, source, sample, _ = address
        if quantity == "loss":
            return self._loss(sample)
        array = self._array(quantity, layer)
        if neuron is None:
            return float(array) if array.ndim == 0 else array
        if quantity in ("W", "dW"):
            return float(array[neuron, source])
        if quantity in ("b", "db"):
            return float(array[neuron])
        return float(array[sample, neuron])

    def _require(self, at: Address) -> None:
        shape = self.plan.shape
        sizes, samples = shape.sizes, range(shape.batch)
        known = at.quantity == "loss" and (at.sample is None or at.sample in samples)
        if at.quantity in _TERMS and at.layer is not None and 0 <= at.layer < len(sizes) - 1:
            known = at.neuron is None or at.neuron in range(sizes[at.layer + 1])
            if known and at.neuron is not None and at.quantity not in ("b", "db"):
                of_weight = at.quantity in ("W", "dW")
                known = at.source in range(sizes[at.layer]) if of_weight else at.sample in samples
        if not known:
            raise BackpropError(
                f"address got {at}. It takes the place of a number that a step makes: one of "
                f"{', '.join(_TERMS)}, with its layer, and where one neuron is meant its sample "
                "or, for a weight, its source."
            )

    def _loss(self, sample: int | None) -> float:
        if sample is None:
            return self.gradients.loss
        return float(loss_contributions(self.network, self.forward, self.y)[sample].sum())

    def _array(self, quantity: str, layer: int | None) -> Any:
        assert layer is not None
        if quantity in ("z", "a"):
            return getattr(self.forward.layers[layer], quantity)
        if quantity in ("W", "b"):
            return getattr(self.after.layers[layer], quantity)
        return getattr(self.gradients.layers[layer], quantity)


def trace(
    network: Network,
    x: Any,
    y: Any,
    learning_rate: Any,
    granularity: Granularity = "neuron",
    *,
    biases_frozen: bool = False,
) -> Trace:
    """One forward pass, the loss, one backward pass and one update, as Steps.

    x: (batch, n_in) or (n_in,); y: (batch, n_out) or (n_out,). `granularity` is "term" (every
    product in a sum), "neuron" (every number) or "layer" (every array). Raises BackpropError when
    something doesn't fit. Overflow raises nothing here: the steps show where it happened.
    """
    made = forward(network, x, strict=False)
    targets = targets_of(network, made, y)
    gradients = backward(network, made, targets, strict=False)
    rate = learning_rate_of(learning_rate)
    after = update(network, gradients, rate, biases_frozen=biases_frozen, strict=False)
    plan = plan_for(shape_of(network, len(made.x), biases_frozen), granularity)
    return Trace(network, made, targets, gradients, rate, after, plan)


def _number(quantity: str, layer: int | None = None, *, of: Any, **where: int) -> Number:
    """A Number at that address; `of` is its value."""
    return Number(Address(quantity, layer, **where), of)


def _product(*factors: Number) -> Term:
    value: Any = factors[0].value
    for factor in factors[1:]:
        value = value * factor.value
    return Term(factors, value)


def _incoming(t: Trace, layer: int, neuron: int, sample: int) -> Number:
    """What neuron `neuron` of the layer before sends: an activation, or an input."""
    value = float(t.forward.into(layer)[sample, neuron])
    if layer == 0:
        return _number("x", neuron=neuron, sample=sample, of=value)
    return _number("a", layer - 1, neuron=neuron, sample=sample, of=value)


def _weight(t: Trace, layer: int, neuron: int, source: int) -> Number:
    """The old weight, which both passes go through."""
    value = float(t.network.layers[layer].W[neuron, source])
    return _number("W", layer, neuron=neuron, source=source, of=value)


def _bias(t: Trace, layer: int, neuron: int | None) -> Number:
    b: Any = t.network.layers[layer].b
    if b.ndim == 0:
        return _number("b", layer, of=float(b))
    assert neuron is not None
    return _number("b", layer, neuron=neuron, of=float(b[neuron]))


def _made(t: Trace, address: Address) -> Number:
    return Number(address, t.value(address))


def _terms_of_z(t: Trace, at: Address) -> tuple[Term, ...]:
    """w · a for each connected neuron of the layer before, then the bias."""
    layer = at.layer
    assert layer is not None
    here = t.network.layers[layer]
    if at.neuron is None:
        arrays = [_number("W", layer, of=here.W), _incoming_array(t, layer)]
        bias = () if here.b is None else (Term((_number("b", layer, of=here.b),), here.b),)
        return (Term(tuple(arrays), arrays[1].value @ here.W.T), *bias)
    assert at.sample is not None
    terms = [
        _product(_weight(t, layer, at.neuron, i), _incoming(t, layer, i, at.sample))
        for i in t.plan.shape.sources[layer][at.neuron]
    ]
    if here.b is not None:
        terms.append(_product(_bias(t, layer, at.neuron)))
    return tuple(terms)


def _incoming_array(t: Trace, layer: int) -> Number:
    if layer == 0:
        return _number("x", of=t.forward.x)
    return _number("a", layer - 1, of=t.forward.layers[layer - 1].a)


def _terms_of_a(t: Trace, at: Address) -> tuple[Term, ...]:
    """z of the neuron itself; for softmax the z of all neurons of the layer."""
    assert at.layer is not None
    if at.neuron is None:
        return (_product(_made(t, Address("z", at.layer))),)
    layer = t.network.layers[at.layer]
    neurons = range(layer.n_out) if layer.f.derivative is None else (at.neuron,)
    return tuple(_product(_made(t, Address("z", at.layer, j, sample=at.sample))) for j in neurons)


def _terms_of_loss(t: Trace, at: Address) -> tuple[Term, ...]:
    """Each output's contribution from (a, y); for a batch each sample's loss, shared out."""
    batch = len(t.y)
    by_sample = t.network.loss_function.separable and t.plan.granularity != "layer"
    if at.sample is None and batch > 1 and by_sample:
        share = per_sample_weight(t.network, batch)
        parts = (_made(t, Address("loss", sample=s)) for s in range(batch))
        weight = _number("share", of=share)
        return tuple(_product(weight, part) for part in parts)
    contributions = loss_contributions(t.network, t.forward, t.y)
    samples = range(batch) if at.sample is None else (at.sample,)
    return tuple(
        Term(_output_and_target(t, k, s), float(contributions[s, k]))
        for s in samples
        for k in range(t.y.shape[1])
    )


def _output_and_target(t: Trace, k: int, sample: int) -> tuple[Number, Number]:
    last = len(t.network.layers) - 1
    output = _made(t, Address("a", last, k, sample=sample))
    return output, _number("y", neuron=k, sample=sample, of=float(t.y[sample, k]))


def _terms_of_da(t: Trace, at: Address) -> tuple[Term, ...]:
    """At the output (a, y); elsewhere w · delta for each neuron that this one feeds."""
    layer = at.layer
    assert layer is not None
    last = len(t.network.layers) - 1
    if at.neuron is None:
        return _arrays_of_da(t, layer)
    assert at.sample is not None
    if layer == last:
        share = _number("share", of=per_sample_weight(t.network, len(t.y)))
        value = t.value(at.whole)
        return (Term((*_output_and_target(t, at.neuron, at.sample), share), value),)
    return tuple(
        _product(
            _weight(t, layer + 1, k, at.neuron),
            _made(t, Address("delta", layer + 1, k, sample=at.sample)),
        )
        for k, sources in enumerate(t.plan.shape.sources[layer + 1])
        if at.neuron in sources
    )


def _arrays_of_da(t: Trace, layer: int) -> tuple[Term, ...]:
    if layer == len(t.network.layers) - 1:
        pair = (_made(t, Address("a", layer)), _number("y", of=t.y))
        return (Term(pair, t.value(Address("da", layer))),)
    after = (
        _number("W", layer + 1, of=t.network.layers[layer + 1].W),
        _made(t, Address("delta", layer + 1)),
    )
    return (Term(after, t.value(Address("da", layer))),)


def _terms_of_delta(t: Trace, at: Address) -> tuple[Term, ...]:
    """da · f′(z); for softmax da · ∂a/∂z over all outputs; where fused, (a, y) and the share."""
    layer = at.layer
    assert layer is not None
    if t.network.fused and layer == len(t.network.layers) - 1:
        return _fused_terms(t, at)
    made = t.forward.layers[layer]
    if at.neuron is None:
        jacobian = _number("jacobian", layer, of=softmax_jacobian(made.a))
        slope = jacobian if made.slope is None else _number("slope", layer, of=made.slope)
        return (Term((_made(t, Address("da", layer)), slope), t.value(at)),)
    assert at.sample is not None
    if made.slope is None:
        return _softmax_terms(t, layer, at.neuron, at.sample)
    here = Address("slope", layer, at.neuron, sample=at.sample)
    da = _made(t, Address("da", layer, at.neuron, sample=at.sample))
    return (_product(da, Number(here, float(made.slope[at.sample, at.neuron]))),)


def _softmax_terms(t: Trace, layer: int, neuron: int, sample: int) -> tuple[Term, ...]:
    jacobian = softmax_jacobian(t.forward.layers[layer].a[sample : sample + 1])[0]
    return tuple(
        _product(
            _made(t, Address("da", layer, k, sample=sample)),
            Number(Address("jacobian", layer, k, neuron, sample), float(jacobian[k, neuron])),
        )
        for k in range(len(jacobian))
    )


def _fused_terms(t: Trace, at: Address) -> tuple[Term, ...]:
    layer = len(t.network.layers) - 1
    if at.neuron is None:
        pair = (_made(t, Address("a", layer)), _number("y", of=t.y))
        return (Term(pair, t.value(at)),)
    assert at.sample is not None
    share = _number("share", of=per_sample_weight(t.network, len(t.y)))
    return (Term((*_output_and_target(t, at.neuron, at.sample), share), t.value(at)),)


def _terms_of_dW(t: Trace, at: Address) -> tuple[Term, ...]:
    """delta · a of the layer before, for each sample."""
    layer = at.layer
    assert layer is not None
    if at.neuron is None:
        factors = (_made(t, Address("delta", layer)), _incoming_array(t, layer))
        return (Term(factors, t.value(at)),)
    assert at.source is not None
    return tuple(
        _product(
            _made(t, Address("delta", layer, at.neuron, sample=s)),
            _incoming(t, layer, at.source, s),
        )
        for s in range(len(t.y))
    )


def _terms_of_db(t: Trace, at: Address) -> tuple[Term, ...]:
    """delta, for each sample; for a shared bias also for each neuron of the layer."""
    layer = at.layer
    assert layer is not None
    if at.neuron is None and t.network.layers[layer].bias == "each":
        return (Term((_made(t, Address("delta", layer)),), t.value(at)),)
    neurons = range(t.network.layers[layer].n_out) if at.neuron is None else (at.neuron,)
    return tuple(
        _product(_made(t, Address("delta", layer, j, sample=s)))
        for s in range(len(t.y))
        for j in neurons
    )


def _terms_of_update(t: Trace, at: Address) -> tuple[Term, ...]:
    """The old number, then −learning_rate · its gradient."""
    assert at.layer is not None
    old: Any = getattr(t.network.layers[at.layer], at.quantity)
    if at.neuron is not None:
        old = float(old[at.neuron, at.source] if at.source is not None else old[at.neuron])
    elif old.ndim == 0:
        old = float(old)
    rate = _number("learning_rate", of=t.learning_rate)
    gradient = _made(t, at.whole._replace(quantity="d" + at.quantity))
    step = Term((rate, gradient), -t.learning_rate * gradient.value)
    return (Term((Number(at.whole, old),), old), step)


_TERMS: dict[str, Callable[[Trace, Address], tuple[Term, ...]]] = {
    "z": _terms_of_z,
    "a": _terms_of_a,
    "loss": _terms_of_loss,
    "da": _terms_of_da,
    "delta": _terms_of_delta,
    "dW": _terms_of_dW,
    "db": _terms_of_db,
    "W": _terms_of_update,
    "b": _terms_of_update,
}
