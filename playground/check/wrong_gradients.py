"""What usual mistakes make of a network's gradient.

Each mistake is made on purpose here, by a backward pass of its own with one thing wrong in it, so
that somebody's numbers can be compared with what the mistake would give. A mistake has a name,
under which `lessons/mistakes.md` explains it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from backprop_core import (
    LOSSES,
    Array,
    BackpropError,
    Network,
    NonFiniteError,
    backward,
    per_sample_weight,
    softmax_delta,
    update,
)
from playground.check.attempt import Claim, LayerClaim, Pass, right
from playground.functions.catalogue import written_loss
from playground.notation.symbols import OWN, Symbols


@dataclass(frozen=True, eq=False)
class Wrong:
    """What one mistake makes of all gradients, and what its explanation has to mention.

    `whole` tells whether the mistake concerns all parameters alike (True), only some (False), or
    either (None).
    """

    mistake: str
    claim: Claim
    details: Mapping[str, str] = field(default_factory=dict)
    whole: bool | None = None


@np.errstate(all="ignore")
def wrong_gradients(p: Pass) -> list[Wrong]:
    """Every usual mistake that can be made in this network and changes a number."""
    found = [wrong for kind in _KINDS for wrong in kind(p)]
    return [wrong for wrong in found if _is_finite(wrong.claim) and _differs(wrong.claim, p)]


def _arrays(claim: Claim) -> list[Array]:
    return [array for layer in claim for array in (layer.dW, layer.db) if array is not None]


def _is_finite(claim: Claim) -> bool:
    return all(np.isfinite(array).all() for array in _arrays(claim))


def _differs(claim: Claim, p: Pass) -> bool:
    pairs = zip(_arrays(claim), _arrays(right(p)), strict=True)
    return any(np.abs(a - b).max() > 1e-6 * np.abs(b).max() for a, b in pairs)


# A factor on the right gradient.


def _scaled(p: Pass, factor: float) -> Claim:
    return tuple(
        LayerClaim(factor * layer.dW, None if layer.db is None else factor * layer.db)
        for layer in right(p)
    )


def _factors(p: Pass) -> Iterator[Wrong]:
    yield Wrong("error_turned", _scaled(p, -1.0), whole=True)
    yield Wrong("sign", _scaled(p, -1.0), whole=False)
    yield from _batch_factors(p)
    yield from _output_factors(p)
    yield Wrong("doubled", _scaled(p, 2.0))
    yield Wrong("halved", _scaled(p, 0.5))
    rate = {"rate_used": f"{p.learning_rate:g}"}
    yield Wrong("learning_rate", _scaled(p, p.learning_rate), rate)
    yield Wrong("update_step", _scaled(p, -p.learning_rate), rate)


def _batch_factors(p: Pass) -> Iterator[Wrong]:
    details = {"batch": str(p.batch)}
    if p.network.reduction == "sum" and p.network.loss_function.separable:
        yield Wrong("batch_divided", _scaled(p, 1.0 / p.batch), details)
    else:
        yield Wrong("batch_forgotten", _scaled(p, p.batch), details)
        yield Wrong("batch_twice", _scaled(p, 1.0 / p.batch), details)


def _output_factors(p: Pass) -> Iterator[Wrong]:
    """The mean over outputs, where there is more than one."""
    n, loss = p.y.shape[1], p.network.loss_function
    details = {"outputs": str(n)}
    if loss.mean_over == ("outputs",):
        yield Wrong("outputs_forgotten", _scaled(p, n), details)
    elif not loss.mean_over:
        yield Wrong("outputs_divided", _scaled(p, 1.0 / n), details)


# Right numbers in a wrong place, or something else altogether.


def _changed(p: Pass, change: Callable[[int, LayerClaim], LayerClaim]) -> Claim:
    return tuple(change(number, layer) for number, layer in enumerate(right(p)))


def _turned(number: int, layer: LayerClaim) -> LayerClaim:
    is_square = layer.dW.shape[0] == layer.dW.shape[1]
    return LayerClaim(layer.dW.T if is_square else layer.dW, layer.db)


def _placed(p: Pass) -> Iterator[Wrong]:
    yield Wrong("transposed", _changed(p, _turned))
    yield Wrong("zero", _changed(p, lambda _, layer: LayerClaim(0.0 * layer.dW, layer.db)))
    yield from _new_parameters(p)
    yield from _other_losses(p)


def _new_parameters(p: Pass) -> Iterator[Wrong]:
    after = _updated(p)
    if after is not None:
        claim = tuple(LayerClaim(layer.W, layer.b) for layer in after.layers)
        yield Wrong("new_parameters", claim, {"rate_used": f"{p.learning_rate:g}"})


def _updated(p: Pass) -> Network | None:
    try:
        return update(p.network, p.gradients, p.learning_rate)
    except NonFiniteError:
        return None


def _other_losses(p: Pass) -> Iterator[Wrong]:
    network = p.network
    for loss in LOSSES:
        if loss == network.loss:
            continue
        try:
            other = Network(network.layers, loss, network.reduction)
            g = backward(other, p.forward, p.y)
        except BackpropError:
            continue
        details = {
            "other": written_loss(loss).label,
            "loss_used": written_loss(network.loss).label,
        }
        yield Wrong("other_loss", tuple(LayerClaim(k.dW, k.db) for k in g.layers), details)


def _biases(p: Pass) -> Iterator[Wrong]:
    yield Wrong(
        "bias_forgotten",
        _with_biases(p, lambda number, db: np.zeros_like(db)),
    )
    yield Wrong("bias_added_up", _with_biases(p, _each_gets_the_sum))
    yield Wrong(
        "shared_bias_mean",
        _with_biases(p, lambda number, db: db if db.ndim else db / p.network.layers[number].n_out),
    )
    widths = [layer.n_out for layer in p.network.layers if layer.bias == "shared"]
    for neuron in range(max(widths, default=0)):
        yield Wrong("shared_bias_one", _with_biases(p, _one_delta(p, neuron)))


def _with_biases(p: Pass, change: Callable[[int, Array], Array]) -> Claim:
    return _changed(
        p,
        lambda number, layer: LayerClaim(
            layer.dW, None if layer.db is None else np.asarray(change(number, layer.db))
        ),
    )


def _each_gets_the_sum(number: int, db: Array) -> Array:
    return np.full_like(db, db.sum()) if db.ndim else db


def _one_delta(p: Pass, neuron: int) -> Callable[[int, Array], Array]:
    """For a shared bias, the delta of one neuron in place of their sum."""

    def change(number: int, db: Array) -> Array:
        delta = p.gradients.layers[number].delta
        return db if db.ndim or neuron >= delta.shape[1] else delta[:, neuron].sum()

    return change


def _samples(p: Pass) -> Iterator[Wrong]:
    """Only one sample of the batch, with and without its 1/batch."""
    share = per_sample_weight(p.network, p.batch)
    for sample in range(p.batch):
        deltas = [layer.delta[sample : sample + 1] for layer in p.gradients.layers]
        before = [p.forward.into(number)[sample : sample + 1] for number in range(p.last + 1)]
        for factor in {1.0, 1.0 / share}:
            scaled = [delta * factor for delta in deltas]
            details = {"sample": str(sample + 1), "batch": str(p.batch)}
            yield Wrong("one_sample", _claim(p, scaled, before), details)


# A backward pass with one thing wrong in it.


def _claim(p: Pass, deltas: Sequence[Array], before: Sequence[Array] | None = None) -> Claim:
    """dW = deltaᵀ a_before and db = Σ delta, from these deltas, first layer first."""
    before = [p.forward.into(n) for n in range(p.last + 1)] if before is None else before
    made = []
    for layer, delta, a in zip(p.network.layers, deltas, before, strict=True):
        dW = delta.T @ a
        if layer.connected is not None:
            dW = np.where(layer.connected, dW, 0.0)
        db = {"each": delta.sum(axis=0), "shared": np.asarray(delta.sum()), "none": None}
        made.append(LayerClaim(dW, db[layer.bias]))
    return tuple(made)


Through = Callable[[int, Array], Array]


def _through(p: Pass, number: int, da: Array) -> Array:
    """delta = da · f′(z), as it should be."""
    made = p.forward.layers[number]
    return softmax_delta(made.a, da) if made.slope is None else da * made.slope


def _passed_back(
    p: Pass,
    *,
    through: Through | None = None,
    weights: Sequence[Array] | None = None,
    at_outputs: Array | None = None,
) -> Claim:
    """The gradients of a backward pass whose slopes, weights or first delta may be wrong."""
    through = through or (lambda number, da: _through(p, number, da))
    weights = weights or [layer.W for layer in p.network.layers]
    delta = _first_delta(p, through) if at_outputs is None else at_outputs
    deltas = [delta]
    for number in range(p.last - 1, -1, -1):
        deltas.append(through(number, deltas[-1] @ weights[number + 1]))
    return _claim(p, deltas[::-1])


def _first_delta(p: Pass, through: Through) -> Array:
    outputs = p.gradients.layers[p.last]
    return outputs.delta if p.network.fused else through(p.last, outputs.da)


def _derivatives(p: Pass) -> Iterator[Wrong]:
    kinds = {"slope_left_out": _no_slope, "slope_at_a": _slope_at_a, "slope_of_z": _slope_of_z}
    for mistake, slope in kinds.items():
        for where, numbers in _places(p).items():
            claim = _passed_back(p, through=_only_in(p, numbers, slope))
            yield Wrong(mistake, claim, {"where": where})
    diagonal = _only_in(p, range(p.last + 1), _diagonal)
    yield Wrong("softmax_diagonal", _passed_back(p, through=diagonal))
    yield from _fused_twice(p)


def _places(p: Pass) -> dict[str, Sequence[int]]:
    """Where a slope may be wrong: in every layer, in all hidden ones, or in one layer."""
    sizes = p.network.sizes
    places: dict[str, Sequence[int]] = {}
    if p.last:
        places["every layer"] = range(p.last + 1)
    if p.last > 1:
        places["every hidden layer"] = range(p.last)
    for number in range(p.last, -1, -1):
        places[Symbols(OWN, sizes).the_layer(number)] = [number]
    return places


Slope = Callable[[Pass, int], "Array | None"]


def _only_in(p: Pass, numbers: Sequence[int], slope: Slope) -> Through:
    def through(number: int, da: Array) -> Array:
        wrong = slope(p, number) if number in numbers else None
        return _through(p, number, da) if wrong is None else da * wrong

    return through


def _no_slope(p: Pass, number: int) -> Array | None:
    return np.ones_like(p.forward.layers[number].z)


def _slope_at_a(p: Pass, number: int) -> Array | None:
    derivative = p.network.layers[number].f.derivative
    return None if derivative is None else derivative(p.forward.layers[number].a)


def _slope_of_z(p: Pass, number: int) -> Array | None:
    """a (1 − a) or 1 − a², with z put in for a."""
    slope_of_a = p.network.layers[number].f.slope_of_a
    return None if slope_of_a is None else slope_of_a(p.forward.layers[number].z)


def _diagonal(p: Pass, number: int) -> Array | None:
    made = p.forward.layers[number]
    return made.a * (1.0 - made.a) if made.slope is None else None


def _fused_twice(p: Pass) -> Iterator[Wrong]:
    """The output's slope once more, although the loss from z already holds it."""
    if p.network.fused:
        made, delta = p.forward.layers[p.last], p.gradients.layers[p.last].delta
        yield Wrong("fused_twice", _passed_back(p, at_outputs=delta * made.a * (1.0 - made.a)))
        yield Wrong("fused_twice", _passed_back(p, at_outputs=_through(p, p.last, delta)))


def _weights(p: Pass) -> Iterator[Wrong]:
    after = _updated(p)
    if after is not None:
        new = [layer.W for layer in after.layers]
        yield Wrong(
            "updated_weights", _passed_back(p, weights=new), {"rate_used": f"{p.learning_rate:g}"}
        )
    turned = [w.T if w.shape[0] == w.shape[1] else w for w in (k.W for k in p.network.layers)]
    yield Wrong("weights_transposed", _passed_back(p, weights=turned))


def _layers(p: Pass) -> Iterator[Wrong]:
    """Deltas or activations of the wrong layer, where the widths let that pass unnoticed."""
    deltas = [layer.delta for layer in p.gradients.layers]
    yield Wrong("delta_of_next", _claim(p, _shifted(deltas, 1)))
    yield Wrong("delta_of_previous", _claim(p, _shifted(deltas, -1)))
    before = [p.forward.into(n) for n in range(p.last + 1)]
    after = [layer.a for layer in p.forward.layers]
    yield Wrong("own_activation", _claim(p, deltas, _where_it_fits(after, before)))
    sums = [p.forward.x, *(layer.z for layer in p.forward.layers[:-1])]
    yield Wrong("z_for_a", _claim(p, deltas, sums))


def _shifted(arrays: Sequence[Array], by: int) -> list[Array]:
    others = [
        arrays[k + by] if 0 <= k + by < len(arrays) else arrays[k] for k in range(len(arrays))
    ]
    return _where_it_fits(others, arrays)


def _where_it_fits(wanted: Sequence[Array], instead: Sequence[Array]) -> list[Array]:
    return [a if a.shape == b.shape else b for a, b in zip(wanted, instead, strict=True)]


_KINDS: tuple[Callable[[Pass], Iterator[Wrong]], ...] = (
    _factors,
    _placed,
    _biases,
    _derivatives,
    _weights,
    _layers,
    _samples,
)
