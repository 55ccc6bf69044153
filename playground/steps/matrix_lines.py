"""A step's layer as matrices: the lines of arithmetic that the whole layer is, as grids.

Each line is a row of grids with signs between them, such as W · a + b = z.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from backprop_core import Step, Trace
from backprop_core.backward import loss_contributions, per_sample_weight
from backprop_core.checks import Array
from backprop_core.softmax import softmax_jacobian
from playground.functions.catalogue import called
from playground.steps.array_grids import Axis, Grid
from playground.steps.pass_grids import Form, Maker

RATE = "− {rate} ·"  # the learning rate's own sign is put in where it is shown
_SHAPED = ("z", "da", "jacobian", "delta", "dW", "W", "b")


@dataclass(frozen=True, eq=False)
class Line:
    """`parts` are grids and the signs between them. `name` says which line it is: "z", "da", …"""

    name: str
    parts: tuple[Grid | str, ...]

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The grids alone, from left to right; the last is what comes out."""
        return tuple(part for part in self.parts if isinstance(part, Grid))

    @property
    def shapes(self) -> str:
        """The same line in shapes, 3×2 · 2×1 + 3×1 = 3×1; "" where it is no sum or product."""
        if self.name not in _SHAPED:
            return ""
        written = " ".join(p.shape if isinstance(p, Grid) else p for p in self.parts)
        return written + self._spread

    @property
    def _spread(self) -> str:
        """A bias is one row or column; with several samples it is added to each of theirs."""
        samples = self.grids[-1].axes.index("sample") if self.name == "z" else None
        if samples is None or len(self.grids) < 4 or self.grids[-1].values.shape[samples] < 2:
            return ""
        return f", the bias added to every {('row', 'column')[samples]}"


def lines_of(trace: Trace, step: Step, form: Form, sample: int) -> tuple[Line, ...]:
    """The lines of the part of the pass that `step` belongs to."""
    made = Maker(trace, form, sample)
    layer = made.last if step.layer is None else step.layer
    return tuple(_LINES[step.quantity](made, layer))


def _forward(m: Maker, layer: int) -> Iterator[Line]:
    here = m.trace.network.layers[layer]
    z = m.forward("z", layer)
    product = m.product(m.old_weights(layer, into=m.form.samples_as_columns), m.incoming(layer))
    bias = () if here.b is None else ("+", m.biases("b", layer, here.b, given=True))
    yield Line("z", (*product, *bias, "=", z))
    yield Line("a", (f"{called(here.f.name)}(", z, ") =", m.forward("a", layer)))


def _loss(m: Maker, layer: int) -> Iterator[Line]:
    pair = (m.forward("a", layer), ",", m.targets())
    total = Grid("loss", None, ("all", "all"), np.array([[m.trace.gradients.loss]]))
    count = len(m.trace.y)
    if count == 1 or not m.trace.network.loss_function.separable:
        yield Line("loss", (*pair, "→", total))
        return
    each = loss_contributions(m.trace.network, m.trace.forward, m.trace.y).sum(axis=1)
    column = m.form.samples_as_columns
    axes: tuple[Axis, Axis] = ("all", "sample") if column else ("sample", "all")
    values = each[None, :] if column else each[:, None]
    losses = Grid("loss", None, axes, values, tuple(range(count)))
    mean = per_sample_weight(m.trace.network, count) != 1.0
    yield Line("loss", (*pair, "→", losses, "mean =" if mean else "sum =", total))


def _backward(m: Maker, layer: int) -> Iterator[Line]:
    delta = m.backward("delta", layer)
    if layer == m.last:
        pair = (m.forward("a", layer), ",", m.targets(), "→")
        if m.trace.network.fused:
            yield Line("delta at the loss", (*pair, delta))
            return
        yield Line("da at the loss", (*pair, m.backward("da", layer)))
    else:
        after = m.old_weights(layer + 1, into=not m.form.samples_as_columns)
        product = m.product(after, m.backward("delta", layer + 1))
        yield Line("da", (*product, "=", m.backward("da", layer)))
    if m.trace.forward.layers[layer].slope is None:
        yield jacobian_line(m, layer)
    else:
        da = m.backward("da", layer)
        yield Line("delta", (da, "⊙", m.forward("slope", layer), "=", delta))


def jacobian_line(m: Maker, layer: int) -> Line:
    """Softmax: Jᵀ · da = delta, for one sample, since each has a Jacobian of its own."""
    column = m.form.samples_as_columns
    J = softmax_jacobian(m.trace.forward.layers[layer].a[m.sample : m.sample + 1])[0]
    axes: tuple[Axis, Axis] = ("source", "neuron") if column else ("neuron", "source")
    values = J.T if column else J
    jacobian = Grid("jacobian", layer, axes, values, sample=m.sample, given=True, flipped=column)
    da = m.backward("da", layer, samples=(m.sample,))
    delta = m.backward("delta", layer, samples=(m.sample,))
    return Line("jacobian", (*m.product(jacobian, da), "=", delta))


def _gradient(m: Maker, layer: int) -> Iterator[Line]:
    """Every sample is taken, however many: dW is their sum."""
    everyone = range(len(m.trace.y))
    delta_first = m.form.rows_receive
    made = m.trace.gradients.layers[layer]
    dW = m.weights("dW", layer, made.dW, into=delta_first, given=False)
    # the factor on the left has samples as columns, the one on the right has them as rows
    columns = m.form.samples_as_columns
    first, second = (
        (
            m.backward("delta", layer, flipped=flipped, samples=everyone)
            if is_delta
            else m.incoming(layer, flipped=flipped, samples=everyone)
        )
        for is_delta, flipped in ((delta_first, not columns), (not delta_first, columns))
    )
    yield Line("dW", (first, "·", second, "=", dW))
    if made.db is not None:
        delta = m.backward("delta", layer, samples=everyone)
        sign = _sum_sign(m, made.db)
        yield Line("db", (*sign, delta, "=", m.biases("db", layer, made.db)))


def _sum_sign(m: Maker, db: Array) -> tuple[str, ...]:
    """Nothing to add up where there is one sample and a bias for each neuron."""
    if db.ndim and len(m.trace.y) == 1:
        return ()
    return ("Σ",) if not db.ndim else ("Σ samples",)


def _update(m: Maker, layer: int) -> Iterator[Line]:
    old, new, made = (
        m.trace.network.layers[layer],
        m.trace.after.layers[layer],
        m.trace.gradients.layers[layer],
    )
    into = m.form.rows_receive
    W = m.old_weights(layer, into=into)
    dW = m.weights("dW", layer, made.dW, into=into, given=False)
    after = m.weights("W", layer, new.W, into=into, given=False)
    yield Line("W", (W, RATE, dW, "=", after))
    if old.b is not None and not m.trace.plan.shape.biases_frozen:
        b = m.biases("b", layer, old.b, given=True)
        yield Line("b", (b, RATE, m.biases("db", layer, made.db), "=", m.biases("b", layer, new.b)))


_LINES: dict[str, Callable[[Maker, int], Iterator[Line]]] = {
    "z": _forward,
    "a": _forward,
    "loss": _loss,
    "da": _backward,
    "delta": _backward,
    "dW": _gradient,
    "db": _gradient,
    "W": _update,
    "b": _update,
}
