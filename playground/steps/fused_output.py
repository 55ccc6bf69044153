"""How ∂loss/∂z of a cross-entropy with its activation is shown."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from backprop_core import Address, Number, Operation, Step, Term, Trace, softmax_jacobian
from playground.exercise.paper_trace import conventions_in_force
from playground.functions.catalogue import written_loss
from playground.latex.tree import total
from playground.steps.display import is_of_layer
from playground.steps.equalities import Remark
from playground.steps.grid_line import Line
from playground.steps.loss_slope import LossSlope
from playground.steps.loss_trees import is_one, sum_of
from playground.steps.pass_grids import Maker
from playground.steps.words import Words
from playground.steps.writer import Writer, products


class FusedOutput(LossSlope):
    """The same function of output and target, but of z."""

    OF_LAYER = "How the {loss} changes with each {z} of {layer}: its {deltas}."

    def remarks(self, writer: Writer, step: Step) -> Iterator[Remark]:
        """∂loss/∂a and the slope, one by one."""
        yield from super().remarks(writer, step)
        terms = () if is_of_layer(step) else separately(writer.trace, step.address)
        if terms:
            symbols, numbers = (products(terms, how) for how in (writer.symbol, writer.value))
            yield Remark("factor by factor: ", (total(symbols), total(numbers)))

    def of_number(self, words: Words) -> str:
        """Output minus target, and exactly what else: the targets' sum, what is shared out."""
        network, y = words.trace.network, words.trace.y
        pair, target = network.layers[-1].f.name, words.word("target")
        loss, ending = network.loss_function, f"output minus {target}"
        if conventions_in_force(words.trace).turned:
            ending = f"{target} minus output"
        shared = []
        if "outputs" in loss.mean_over and y.shape[1] > 1:
            shared.append(f"the {y.shape[1]} outputs")
        if loss.for_classes and not is_one(sum_of(y[words.step.sample or 0])):
            ending = f"output times the sum of the {target}s, minus {target}"
            if conventions_in_force(words.trace).turned:
                ending = f"{target} minus output times the sum of the {target}s"
        if network.reduction == "mean" and len(y) > 1:
            shared.append(f"the {len(y)} samples")
        divided = f", divided by {' and '.join(shared)}" if shared else ""
        kind = written_loss(network.loss).label
        return f"The derivatives of {pair} and {kind} simplify to {ending}{divided}."

    def matrix_lines(self, m: Maker, layer: int, operation: Operation) -> Iterator[Line]:
        """a , y → delta."""
        pair = (m.forward("a", layer), ",", m.targets(), "→")
        yield Line("delta at the loss", (*pair, m.backward("delta", layer)))


_MOST = 3  # products that find room


def separately(trace: Trace, at: Address) -> tuple[Term, ...]:
    """∂loss/∂a times the slope, which delta would be without the short form; of softmax for each
    output with a target. None where a number is rounded, or not finite, or there are too many."""
    layer, j, s = at.of_neuron
    f, da = trace.network.layers[layer].f, trace.gradients.layers[layer].da[s]
    if conventions_in_force(trace).rounding is not None or not np.isfinite(da).all():
        return ()
    if f.derivative is not None:
        slope = float(f.derivative(trace.forward.layers[layer].z)[s, j])
        return (_product(Number(at._replace(quantity="da"), float(da[j])), "slope", at, slope),)
    jacobian = softmax_jacobian(trace.forward.layers[layer].a[s : s + 1])[0]
    counted = np.flatnonzero(da)
    if len(counted) > _MOST:
        return ()
    return tuple(
        _product(
            Number(Address("da", layer, k, sample=s), float(da[k])),
            "jacobian",
            Address("jacobian", layer, k, j, s),
            float(jacobian[k, j]),
        )
        for k in counted.tolist()
    )


def _product(error: Number, quantity: str, at: Address, slope: float) -> Term:
    other = Number(at._replace(quantity=quantity), slope)
    return Term((error, other), float(error.value) * slope)
