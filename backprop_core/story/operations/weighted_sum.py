"""A neuron adds up what comes in: z = Σ w · a + b."""

from __future__ import annotations

from backprop_core.story.address import Address
from backprop_core.story.number import Term, number, product
from backprop_core.story.operations.operation import Operation
from backprop_core.story.pass_numbers import PassNumbers
from backprop_core.story.shape import Shape


class WeightedSum(Operation):
    """Over the connected neurons of the layer before; Z = A Wᵀ + b for a layer."""

    def term_count(self, shape: Shape, at: Address) -> int:
        """One for each connection, and one for the bias."""
        layer = at.in_layer
        return len(shape.sources[layer][at.neuron or 0]) + (shape.biases[layer] != "none")

    def terms(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """w · a for each connected neuron of the layer before, then the bias."""
        layer, neuron, sample = at.of_neuron
        products = [
            product(p.weight(layer, neuron, i), p.incoming(layer, i, sample))
            for i in p.shape.sources[layer][neuron]
        ]
        bias = p.bias(layer, neuron)
        return (*products, *([] if bias is None else [product(bias, *p.constant)]))

    def arrays(self, p: PassNumbers, at: Address) -> tuple[Term, ...]:
        """W and what the layer receives, (batch, n_in) (n_in, n_out); then b."""
        layer = at.in_layer
        W, x, b = p.weights(layer), p.all_incoming(layer), p.network.layers[layer].b
        bias = () if b is None else (Term((number("b", layer, of=b),), b),)
        return (Term((W, x), x.value @ p.network.layers[layer].W.T), *bias)


WEIGHTED_SUM = WeightedSum("weighted_sum", "z", "forward", "neurons", sums=True, dot_product=True)
