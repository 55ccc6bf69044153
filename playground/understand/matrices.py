"""A step's layer as matrices: the lines of arithmetic that the whole layer is, as grids.

Each line is a row of grids with signs between them, such as W · a + b = z. The same arithmetic can
be laid out in four ways, and books use all of them: samples as columns or as rows, and a weight
matrix with a row for each neuron that it goes to, or for each that it comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from backprop_core import Address, Step, Trace
from backprop_core.activations import softmax_jacobian
from backprop_core.backward import loss_contributions, per_sample_weight
from backprop_core.checks import Array
from playground.functions import called, written_loss
from playground.understand.grids import Axis, Grid, Mask

MOST_SAMPLES = 8  # of more samples only the chosen one is shown, except where they are summed


_SHAPED = ("z", "da", "jacobian", "delta", "dW", "W", "b")


class Form(NamedTuple):
    """How the arrays are laid out."""

    samples_as_columns: bool = True
    rows_receive: bool = True  # row j of W holds the weights into neuron j


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


@dataclass(frozen=True)
class Maker:
    """Makes the grids of one trace in one form; of a large batch only `sample`."""

    trace: Trace
    form: Form
    sample: int

    @property
    def samples(self) -> tuple[int, ...]:
        """Those that are shown."""
        count = len(self.trace.y)
        return tuple(range(count)) if count <= MOST_SAMPLES else (self.sample,)

    @property
    def last(self) -> int:
        return len(self.trace.network.layers) - 1

    def batch(
        self,
        quantity: str,
        layer: int | None,
        array: Array,
        *,
        flipped: bool = False,
        samples: Sequence[int] | None = None,
        given: bool = False,
    ) -> Grid:
        """An array (batch, n) with its samples as columns or rows; `flipped` the other way."""
        shown = self.samples if samples is None else tuple(samples)
        rows = array[list(shown)]
        if self.form.samples_as_columns != flipped:
            axes: tuple[Axis, Axis] = ("neuron", "sample")
            rows = rows.T
        else:
            axes = ("sample", "neuron")
        return Grid(quantity, layer, axes, rows, shown, given=given, flipped=flipped)

    def incoming(
        self, layer: int, *, flipped: bool = False, samples: Sequence[int] | None = None
    ) -> Grid:
        """What the layer receives: the inputs, or the activations of the layer before."""
        how: dict[str, Any] = {"flipped": flipped, "samples": samples}
        array = self.trace.forward.into(layer)
        if layer == 0:
            return self.batch("x", None, array, given=True, **how)
        return self.batch("a", layer - 1, array, **how)

    def forward(self, quantity: str, layer: int) -> Grid:
        made = self.trace.forward.layers[layer]
        return self.batch(quantity, layer, getattr(made, quantity), given=quantity == "slope")

    def backward(self, quantity: str, layer: int, **how: Any) -> Grid:
        return self.batch(
            quantity, layer, getattr(self.trace.gradients.layers[layer], quantity), **how
        )

    def targets(self) -> Grid:
        return self.batch("y", None, self.trace.y, given=True)

    def weights(self, quantity: str, layer: int, array: Array, *, into: bool, given: bool) -> Grid:
        """An array (n_out, n_in); with `into`, row j holds what goes into neuron j."""
        connected = self.trace.network.layers[layer].connected
        cut: Mask | None = None if connected is None else ~connected
        axes: tuple[Axis, Axis] = ("neuron", "source")
        if not into:
            axes, array = ("source", "neuron"), array.T
            cut = None if cut is None else cut.T
        flipped = into != self.form.rows_receive
        return Grid(quantity, layer, axes, array, given=given, flipped=flipped, cut=cut)

    def old_weights(self, layer: int, *, into: bool) -> Grid:
        return self.weights("W", layer, self.trace.network.layers[layer].W, into=into, given=True)

    def biases(self, quantity: str, layer: int, array: Any, *, given: bool = False) -> Grid:
        """An array (n_out,), or () for a shared bias."""
        flat = np.asarray(array, dtype=float)
        if flat.ndim == 0:
            return Grid(quantity, layer, ("all", "all"), flat.reshape(1, 1), given=given)
        if self.form.samples_as_columns:
            return Grid(quantity, layer, ("neuron", "all"), flat[:, None], given=given)
        return Grid(quantity, layer, ("all", "neuron"), flat[None, :], given=given)

    def product(self, weights: Grid, batch: Grid) -> tuple[Grid | str, ...]:
        """W a with samples as columns, a W with samples as rows."""
        pair = (weights, batch) if self.form.samples_as_columns else (batch, weights)
        return (pair[0], "·", pair[1])


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


RATE = "− {rate} ·"  # the learning rate's own sign is put in where it is shown
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


def slope_tex(trace: Trace, a: str, y: str, loss: str) -> str:
    """What → stands for where the loss is: its slope in the notation's symbols, with the share."""
    network = trace.network
    n = trace.y.shape[1]
    template = written_loss(network.loss).slope
    if network.loss == "cross_entropy" and np.allclose(trace.y.sum(axis=1), 1, rtol=1e-12, atol=0):
        template = "{a}-{y}"
    written = template.format(a=a, y=y, n=n)
    for one, plain in ((r"\tfrac1{1}\,", ""), (r"\tfrac1{1}", ""), (r"\tfrac2{1}", "2")):
        written = written.replace(one, plain)
    written = written.replace(r"{N\cdot L}", rf"{{{trace.y.size}\cdot {loss}}}")
    written = written.replace(r"\sum y", rf"\sum {y}")
    share = per_sample_weight(network, len(trace.y))
    return written if share == 1.0 else rf"\tfrac1{{{len(trace.y)}}}\,({written})"


class Lead(NamedTuple):
    """Where a press on a cell leads: to a step, or to a neuron or edge to be selected."""

    step: int | None = None
    selected: dict[str, Any] | None = None


def lead_of(trace: Trace, at: Address, given: bool) -> Lead:
    """The step that made the number at `at`; of a given number, its edge or neuron."""
    if not given:
        return Lead(step=trace.plan.step_making(at))
    if at.quantity == "W":
        assert at.layer is not None
        assert at.neuron is not None
        if at.source not in trace.plan.shape.sources[at.layer][at.neuron]:
            return Lead()
        edge = {"kind": "edge", "layer": at.layer, "to": at.neuron, "from": at.source}
        return Lead(selected=edge)
    column = {"x": 0, "y": len(trace.network.sizes) - 1}.get(at.quantity)
    if column is None:
        assert at.layer is not None
        column = at.layer + 1
    return Lead(selected={"kind": "neuron", "column": column, "neuron": at.neuron or 0})
