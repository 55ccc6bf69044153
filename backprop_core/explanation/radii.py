"""By how much the result of each operation moves when what goes into it moves within its radius."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from backprop_core.checks import Array
from backprop_core.explanation.here import form_in_a
from backprop_core.explanation.near import Near, curve, range_of
from backprop_core.explanation.powers_of_e import moved_by_powers


def _of_z(o: Near) -> Any:
    return o.into_radius @ np.abs(o.W).T + o.of_products(o.into, o.W.T, o.W.shape[1])


def _of_a(o: Near) -> Any:
    radius = o.radius("z")
    if o.f.threshold:
        return curve(o.f.value, o.z, radius)  # 0 unless z may be on the other side
    if o.f.derivative is not None:
        moved = o.own.masked(curve(o.f.value, o.z, radius))
        return moved + _of_value(o) + o.of_naive()
    e = np.exp(o.z - o.z.max(axis=1, keepdims=True))
    up, down = e * np.exp(radius), e * np.exp(-radius)
    up_others = up.sum(axis=1, keepdims=True) - up
    down_others = down.sum(axis=1, keepdims=True) - down
    a = e / e.sum(axis=1, keepdims=True)
    moved = np.maximum(up / (up + down_others) - a, a - down / (down + up_others))
    return moved + o.of_terms(2, a)


def _of_value(o: Near) -> Any:
    if not o.rounding.is_by_hand:
        return o.of_one(o.a)
    return np.maximum(o.of_factor(o.a), moved_by_powers(o.f, o.z, o.of_factor))


def _of_slope(o: Near) -> Any:
    least, most = _slopes(o)
    return np.maximum(most - o.slope, o.slope - least)


def _slopes(o: Near) -> tuple[Any, Any]:
    """The least and the greatest slope, from z and, where it is learnt so, from a: 1 is the
    greatest that tanh has, however coarsely z was rounded."""
    derivative, form = o.f.derivative, form_in_a(o.f)
    assert derivative is not None
    least, most = range_of(derivative, o.z, o.radius("z"), o.of_naive())
    if form is None or o.own.mask is not None:
        return o.own.masked(least), o.own.masked(most)
    exact = o.rounding.is_by_hand & o.is_short(o.slope)
    of_form = np.where(exact, 0.0, o.of_one(o.a))
    low, high = range_of(form, o.a, o.radius("a"), of_form)
    apart = (high < least) | (low > most)  # z and a were given, and do not belong together
    off = np.maximum(most - least, high - low)
    return (
        np.where(apart, o.slope - off, np.minimum(low, least)),
        np.where(apart, o.slope + off, np.maximum(high, most)),
    )


def _of_loss(o: Near) -> Any:
    last, problem = o.at(o.problem.last), o.problem
    radius = o.known["a", problem.last]
    loss = problem.network.loss_function
    if not loss.separable:
        return np.sqrt(np.mean(radius**2)) + o.of_one(o.values[o.makes])
    a = last.a
    if loss.for_thresholds:
        return _of_rule(o)
    if loss.fused is not None:
        low = 1e-9
        a, radius = np.clip(a, low, 1.0 - low), np.minimum(radius, np.minimum(a, 1 - a) - low / 2)
    each = curve(lambda rows: loss.contributions(rows, _tiled(o.y, rows)), a, radius)
    total = each.sum() * o.share
    return total + o.of_terms(o.y.size, np.abs(o.values[o.makes]))


def _of_rule(o: Near) -> Any:
    """½ (z − t)² moves by |z − t| times the radius; (o − t) z by |o − t| times that of z."""
    last, loss = o.at(o.problem.last), o.problem.network.loss_function
    assert loss.fused is not None
    radius = o.known["z", o.problem.last]
    moved = np.abs(loss.fused.delta(last.z, last.a, o.y)) * radius + radius**2 / 2.0
    return moved.sum() * o.share + o.of_terms(o.y.size, np.abs(o.values[o.makes]))


def _tiled(y: Array, rows: Array) -> Array:
    return np.tile(y, (len(rows) // len(y), 1))


def _of_loss_slope(o: Near) -> Any:
    loss, radius = o.problem.network.loss_function, o.radius("a")
    if not loss.separable:
        root = max(float(loss.total(o.a, o.y)), 1e-12) if loss.total else 1.0
        of_root = np.sqrt(np.mean(radius**2)) / root
        return (radius / root + np.abs(o.a - o.y) / root * of_root) / o.a.size
    if not loss.probabilities:
        radius = radius + o.of_factor(o.a - o.y)
    moved = curve(lambda rows: loss.slope(rows, _tiled(o.y, rows)), o.a, radius) * o.share
    return moved + _of_shares(o, np.abs(loss.slope(o.a, o.y)))


def _of_shares(o: Near, slope: Array) -> Any:
    """What is multiplied to a loss's slope: 1/n where it is a mean over outputs, 1/batch."""
    loss, n = o.problem.network.loss_function, o.a.shape[1]
    shared = o.of_factor(slope) + slope * o.of_factor(o.share)
    if loss.probabilities:  # two quotients, which are added up
        shared = shared + 2.0 * o.of_one(slope)
    outputs = n * slope * o.of_factor(1.0 / n) if loss.mean_over else 0.0
    return (shared + outputs) * o.share


def _of_error(o: Near) -> Any:
    """The fused losses take a − y, shared out over outputs or times the sum of the targets; the
    delta rule takes z − y. Where the given a do not quite add up to 1, that differs from what the
    engine takes, the sum of the others."""
    loss = o.problem.network.loss_function
    if loss.for_thresholds:
        made = loss.compared(o.z, o.a)
        shared_out = 0.0 if o.share == 1.0 else o.of_terms(1, np.abs(made - o.y))
        return (o.radius("z" if made is o.z else "a") + shared_out) * o.share
    radius = o.radius("a") + o.of_terms(1, np.abs(o.a - o.y))
    if o.f.derivative is None:
        sums = o.y.sum(axis=1, keepdims=True)
        plainly = (o.a * sums - o.y) * o.share
        spread = np.abs(o.y).sum(axis=1, keepdims=True) * o.share
        return radius * spread + np.abs(plainly - o.error)
    return radius / o.a.shape[1] * o.share


def _of_delta(o: Near) -> Any:
    if o.problem.network.fused and o.layer == o.problem.last:
        return o.radius("error")
    da, radius = o.da, o.radius("da")
    if o.f.derivative is not None:
        return _of_product(o, da, radius) + np.abs(da) * o.of_factor(o.slope)
    a, of_a = np.abs(o.a), o.radius("a")
    inner = (o.a * da).sum(axis=1, keepdims=True)
    terms = (of_a * (np.abs(da) + radius) + a * radius).sum(axis=1, keepdims=True)
    terms = terms + o.of_terms(a.shape[1], (a * np.abs(da)).sum(axis=1, keepdims=True))
    return of_a * (np.abs(da - inner) + radius + terms) + a * (radius + terms)


def _of_product(o: Near, da: Array, radius: Any) -> Any:
    """How far da · f′(z) moves: to the farthest of its four ends."""
    made, slopes = da * o.slope, o.ends(*_slopes(o))
    errors = _errors(o) if o.layer == o.problem.last else (da - radius, da + radius)
    moved = (np.abs(error * slope - made) for error in errors for slope in slopes)
    return np.maximum.reduce([*moved])


def _errors(o: Near) -> tuple[Any, Any]:
    """The least and the greatest ∂loss/∂a: that of |a − y| is never beyond −1 and 1, however
    coarsely a was rounded."""
    loss, radius = o.problem.network.loss_function, o.radius("da")
    least, most = o.da - radius, o.da + radius
    if not loss.separable:
        return least, most
    of_a = o.radius("a") + (0.0 if loss.probabilities else o.of_factor(o.a - o.y))
    low, high = range_of(lambda rows: loss.slope(rows, _tiled(o.y, rows)), o.a, of_a, 0.0)
    shares = _of_shares(o, np.abs(loss.slope(o.a, o.y)))
    low, high = o.ends(low * o.share - shares, high * o.share + shares)
    apart = (o.da < low) | (o.da > high)  # da was given, and does not belong to a
    return (
        np.where(apart, least, np.maximum(least, low)),
        np.where(apart, most, np.minimum(most, high)),
    )


def _of_dW(o: Near) -> Any:
    delta, into = o.radius("delta"), np.abs(o.into)
    moved = delta.T @ (into + o.into_radius) + np.abs(o.delta).T @ o.into_radius
    terms = o.of_products(o.delta.T, o.into, o.batch - 1)
    return o.problem.without_cuts(o.layer, moved + terms)


def _of_db(o: Near) -> Any:
    axis = 0 if o.values["db", o.layer].ndim else None
    total = o.of_products(o.delta.T, np.ones((o.batch, 1)), 0)[:, 0]
    return o.radius("delta").sum(axis=axis) + (total if axis == 0 else total.sum())


def _of_back(o: Near) -> Any:
    return o.radius("delta") @ np.abs(o.W) + o.of_products(o.delta, o.W, len(o.W))


def _of_da(o: Near) -> Any:
    at_the_loss = o.makes == ("da", o.problem.last)
    return _of_loss_slope(o) if at_the_loss else _of_back(o)


RADIUS: dict[str, Callable[[Near], Any]] = {
    "z": _of_z,
    "a": _of_a,
    "slope": _of_slope,
    "loss": _of_loss,
    "loss_after": _of_loss,
    "da": _of_da,
    "error": _of_error,
    "delta": _of_delta,
    "dW": _of_dW,
    "db": _of_db,
    "dx": _of_back,
    "step_W": lambda o: o.rate * o.radius("dW"),
    "step_b": lambda o: o.rate * o.radius("db"),
    "W": lambda o: o.radius("step_W"),
    "b": lambda o: o.radius("step_b"),
}
