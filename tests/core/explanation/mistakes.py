"""Mistakes, each worked by hand: a name of the catalogue, and a pass with one thing wrong."""

import math

from tests.core.explanation.by_hand import SLOPE, VALUE, ByHand


def square(network, layer):
    shape = network.layers[layer].W.shape
    return shape[0] == shape[1] and shape[0] > 1


def curved(network, layer):
    """A layer with a slope to forget: not linear, and not fused with the loss."""
    last = len(network.layers) - 1
    return network.layers[layer].activation not in ("linear", "softmax") and not (
        layer == last and network.fused
    )


def at_the_loss(network, layer):
    return layer == len(network.layers) - 1


class ErrorTurned(ByHand):
    name = "error_turned"

    @classmethod
    def fits(cls, network, batch, layer):
        return at_the_loss(network, layer)

    def loss_slope(self, s, k):
        return -super().loss_slope(s, k)

    def short(self, s, k):
        return -super().short(s, k)


class BatchForgotten(ByHand):
    name = "batch_forgotten"

    @classmethod
    def fits(cls, network, batch, layer):
        mean = network.reduction == "mean" and network.loss != "root_mean_squared_error"
        return at_the_loss(network, layer) and batch > 1 and mean

    def share(self):
        return 1.0


class BatchTwice(BatchForgotten):
    name = "batch_twice"

    def share(self):
        return 1.0 / len(self.x) ** 2


class OutputsForgotten(ByHand):
    name = "outputs_forgotten"

    @classmethod
    def fits(cls, network, batch, layer):
        means = ("mean_squared_error", "mean_absolute_error", "binary_cross_entropy")
        return at_the_loss(network, layer) and network.loss in means and network.sizes[-1] > 2

    def share(self):
        return super().share() * len(self.y[0])


class TwoForgotten(ByHand):
    name = "factor_missing"

    @classmethod
    def fits(cls, network, batch, layer):
        squares = ("squared_error", "mean_squared_error")
        return at_the_loss(network, layer) and network.loss in squares and batch != 2

    def share(self):
        return super().share() / 2


class SlopeLeftOut(ByHand):
    name = "slope_left_out"

    @classmethod
    def fits(cls, network, batch, layer):
        return curved(network, layer)

    def slope(self, layer, s, j):
        return 1.0 if self.here(layer) else super().slope(layer, s, j)


class SlopeAtA(SlopeLeftOut):
    name = "slope_of_a"

    @classmethod
    def fits(cls, network, batch, layer):
        kinked = ("relu", "leaky_relu")  # whose slope at a is that at z
        return curved(network, layer) and network.layers[layer].activation not in kinked

    def slope(self, layer, s, j):
        if not self.here(layer):
            return super().slope(layer, s, j)
        return SLOPE[self.layers[layer].activation](self.outs[layer, s][j])


class ZInFormulaOfA(SlopeLeftOut):
    name = "slope_of_z"

    @classmethod
    def fits(cls, network, batch, layer):
        learnt = ("sigmoid", "tanh")
        return curved(network, layer) and network.layers[layer].activation in learnt

    def slope(self, layer, s, j):
        if not self.here(layer):
            return super().slope(layer, s, j)
        z = self.zs[layer, s][j]
        return z * (1 - z) if self.layers[layer].activation == "sigmoid" else 1 - z * z


class SlopeTwice(SlopeLeftOut):
    name = "slope_twice"

    @classmethod
    def fits(cls, network, batch, layer):
        return curved(network, layer) and network.layers[layer].activation != "relu"

    def slope(self, layer, s, j):
        return super(SlopeLeftOut, self).slope(layer, s, j) ** (2 if self.here(layer) else 1)


class SlopeOfTanh(SlopeLeftOut):
    name = "slope_of_other"

    @classmethod
    def fits(cls, network, batch, layer):
        return curved(network, layer) and network.layers[layer].activation == "sigmoid"

    def slope(self, layer, s, j):
        if not self.here(layer):
            return super().slope(layer, s, j)
        return 1 - self.outs[layer, s][j] ** 2


class SlopeOfSigmoid(SlopeOfTanh):
    @classmethod
    def fits(cls, network, batch, layer):
        return curved(network, layer) and network.layers[layer].activation != "sigmoid"

    def slope(self, layer, s, j):
        if not self.here(layer):
            return super().slope(layer, s, j)
        a = self.outs[layer, s][j]
        return a * (1 - a)


class MaskOfGradient(SlopeLeftOut):
    name = "mask_of_gradient"

    @classmethod
    def fits(cls, network, batch, layer):
        return curved(network, layer) and network.layers[layer].activation == "relu"

    def slope(self, layer, s, j):
        if not self.here(layer):
            return super().slope(layer, s, j)
        return 1.0 if self.das[layer, s][j] > 0 else 0.0


class MaskInverted(MaskOfGradient):
    name = "mask_inverted"

    def slope(self, layer, s, j):
        if not self.here(layer):
            return super().slope(layer, s, j)
        return 1.0 if self.zs[layer, s][j] <= 0 else 0.0


class DiagonalOnly(ByHand):
    name = "softmax_diagonal"

    @classmethod
    def fits(cls, network, batch, layer):
        fused = layer == len(network.layers) - 1 and network.fused
        return network.layers[layer].activation == "softmax" and not fused

    def delta(self, layer, s):
        if not self.here(layer):
            return super().delta(layer, s)
        da, a = self.das[layer, s], self.outs[layer, s]
        return [da[j] * a[j] * (1 - a[j]) for j in self.width(layer)]


class SlopeAfterCrossEntropy(ByHand):
    name = "softmax_slope"

    @classmethod
    def fits(cls, network, batch, layer):
        return at_the_loss(network, layer) and network.loss == "cross_entropy"

    def short(self, s, k):
        a = self.outs[self.last, s][k]
        return super().short(s, k) * a * (1 - a)


class SlopeAfterLogLoss(SlopeAfterCrossEntropy):
    name = "slope_twice"

    @classmethod
    def fits(cls, network, batch, layer):
        return at_the_loss(network, layer) and network.loss == "binary_cross_entropy"


class TargetsSum(SlopeAfterCrossEntropy):
    name = "targets_sum"

    def short(self, s, k):
        return (self.outs[self.last, s][k] - self.y[s][k]) * self.share()


class Goesback(ByHand):
    """Mistakes on the way back through the weights of a layer; there is none before the first."""

    @classmethod
    def fits(cls, network, batch, layer):
        return layer > 0


class UpdatedWeights(Goesback):
    name = "updated_weights"

    def da(self, layer, s, i):
        if not self.here(layer + 1):
            return super().da(layer, s, i)
        W, dW = self.layers[layer + 1].W, self.dWs[layer + 1]
        delta = self.deltas[layer + 1, s]
        return sum(delta[k] * (W[k, i] - self.rate * dW[k][i]) for k in self.width(layer + 1))


class WeightsTransposed(Goesback):
    name = "weights_transposed"

    @classmethod
    def fits(cls, network, batch, layer):
        return layer > 0 and square(network, layer)

    def da(self, layer, s, i):
        if not self.here(layer + 1):
            return super().da(layer, s, i)
        W, delta = self.layers[layer + 1].W, self.deltas[layer + 1, s]
        return sum(delta[k] * W[i, k] for k in self.width(layer + 1))


class ErrorNotDelta(Goesback):
    name = "error_not_delta"

    @classmethod
    def fits(cls, network, batch, layer):
        return layer > 0 and curved(network, layer)

    def da(self, layer, s, i):
        if not self.here(layer + 1):
            return super().da(layer, s, i)
        W, error = self.layers[layer + 1].W, self.das[layer + 1, s]
        return sum(error[k] * W[k, i] for k in self.width(layer + 1))


class PathMissing(Goesback):
    name = "path_missing"

    @classmethod
    def fits(cls, network, batch, layer):
        return layer > 0 and network.layers[layer].n_out > 2

    def da(self, layer, s, i):
        if not self.here(layer + 1):
            return super().da(layer, s, i)
        W, delta = self.layers[layer + 1].W, self.deltas[layer + 1, s]
        left_out = self.choice % len(delta)
        return sum(delta[k] * W[k, i] for k in self.width(layer + 1) if k != left_out)


class LastPathOnly(PathMissing):
    name = "overwritten"

    def da(self, layer, s, i):
        if not self.here(layer + 1):
            return super(PathMissing, self).da(layer, s, i)
        for k in self.width(layer + 1):
            found = self.deltas[layer + 1, s][k] * self.layers[layer + 1].W[k, i]
        return found


class PathTwice(PathMissing):
    name = "path_twice"

    def da(self, layer, s, i):
        found = super(PathMissing, self).da(layer, s, i)
        if self.here(layer + 1):
            k = self.choice % self.layers[layer + 1].n_out
            found += self.deltas[layer + 1, s][k] * self.layers[layer + 1].W[k, i]
        return found


class Transposed(ByHand):
    name = "transposed"

    @classmethod
    def fits(cls, network, batch, layer):
        return square(network, layer) and network.layers[layer].connected is None

    def dW(self, layer, j, i):
        return super().dW(layer, i, j) if self.here(layer) else super().dW(layer, j, i)


class WrongSignInGradient(ByHand):
    name = "sign"

    def dW(self, layer, j, i):
        return (-1 if self.here(layer) else 1) * super().dW(layer, j, i)


class SlopeLeftOutOfGradient(ByHand):
    name = "slope_left_out"

    @classmethod
    def fits(cls, network, batch, layer):
        return curved(network, layer)

    def dW(self, layer, j, i):
        if not self.here(layer):
            return super().dW(layer, j, i)
        return sum(self.das[layer, s][j] * self.into[layer, s][i] for s in self.samples)


class SumsForActivations(ByHand):
    name = "z_for_a"

    @classmethod
    def fits(cls, network, batch, layer):
        return layer > 0 and network.layers[layer - 1].activation != "linear"

    def dW(self, layer, j, i):
        if not self.here(layer):
            return super().dW(layer, j, i)
        return sum(self.deltas[layer, s][j] * self.zs[layer - 1, s][i] for s in self.samples)


class OneSample(ByHand):
    name = "one_sample"

    @classmethod
    def fits(cls, network, batch, layer):
        return batch > 1 and at_the_loss(network, layer)

    def dW(self, layer, j, i):
        s = self.choice % len(self.x)
        return self.deltas[layer, s][j] * self.into[layer, s][i]

    def db_of(self, layer, j):
        return self.deltas[layer, self.choice % len(self.x)][j]


class Biased(ByHand):
    """Mistakes in db."""

    @classmethod
    def fits(cls, network, batch, layer):
        b = network.layers[layer].b
        return b is not None and b.ndim == 1


class BiasAddedUp(Biased):
    name = "bias_added_up"

    @classmethod
    def fits(cls, network, batch, layer):
        return Biased.fits(network, batch, layer) and network.layers[layer].n_out > 1

    def db_of(self, layer, j):
        if not self.here(layer):
            return super().db_of(layer, j)
        return sum(super(BiasAddedUp, self).db_of(layer, k) for k in self.width(layer))


class BiasRowSum(Biased):
    name = "bias_row_sum"

    def db_of(self, layer, j):
        return sum(self.dWs[layer][j]) if self.here(layer) else super().db_of(layer, j)


class BiasTimesInput(Biased):
    name = "bias_times_input"

    def db_of(self, layer, j):
        if not self.here(layer):
            return super().db_of(layer, j)
        i = self.choice % self.layers[layer].n_in
        return sum(self.deltas[layer, s][j] * self.into[layer, s][i] for s in self.samples)


class BiasLeftAtZero(Biased):
    name = "left_at_zero"

    def db_of(self, layer, j):
        return 0.0 if self.here(layer) else super().db_of(layer, j)


class BiasBatchTwice(Biased):
    name = "batch_twice"

    @classmethod
    def fits(cls, network, batch, layer):
        return Biased.fits(network, batch, layer) and batch > 2

    def db_of(self, layer, j):
        return super().db_of(layer, j) / (len(self.x) if self.here(layer) else 1)


class BiasForgotten(Biased):
    name = "bias_forgotten"

    def bias(self, layer, j):
        return 0.0 if self.here(layer) else super().bias(layer, j)


class Threshold(ByHand):
    """Every bias is a threshold: the sums are right, but each db has the other sign."""

    name = "threshold"

    @classmethod
    def fits(cls, network, batch, layer):
        return layer > 0 and all(own.b is not None for own in network.layers)

    def db_of(self, layer, j):
        return -super().db_of(layer, j)


class OtherActivation(ByHand):
    name = "other_activation"

    @classmethod
    def fits(cls, network, batch, layer):
        return curved(network, layer) and network.layers[layer].activation != "tanh"

    def a(self, layer, s):
        if not self.here(layer):
            return super().a(layer, s)
        return [VALUE["tanh"](v) for v in self.zs[layer, s]]

    def slope(self, layer, s, j):
        if not self.here(layer):
            return super().slope(layer, s, j)
        return SLOPE["tanh"](self.zs[layer, s][j])


class SignInExponent(ByHand):
    name = "sign"

    @classmethod
    def fits(cls, network, batch, layer):
        return network.layers[layer].activation == "sigmoid" and curved(network, layer)

    def a(self, layer, s):
        if not self.here(layer):
            return super().a(layer, s)
        return [1 / (1 + math.exp(v)) for v in self.zs[layer, s]]


class Penalty(ByHand):
    name = "penalty_in_it"

    @classmethod
    def fits(cls, network, batch, layer):
        return at_the_loss(network, layer)

    def dW(self, layer, j, i):
        strength = (0.1, 0.03, 0.7)[self.choice % 3]
        return super().dW(layer, j, i) + strength * self.layers[layer].W[j, i]


class TimesRate(ByHand):
    name = "learning_rate"

    @classmethod
    def fits(cls, network, batch, layer):
        return at_the_loss(network, layer)

    def taken(self, gradient, parameter):
        return self.rate * gradient

    def dW(self, layer, j, i):
        return self.taken(super().dW(layer, j, i), self.layers[layer].W[j, i])

    def db(self, layer):
        found, b = super().db(layer), self.layers[layer].b
        if b is None:
            return None
        if not b.ndim:
            return self.taken(found, float(b))
        return [self.taken(g, float(p)) for g, p in zip(found, b, strict=True)]


class UpdateStep(TimesRate):
    name = "update_step"

    def taken(self, gradient, parameter):
        return -self.rate * gradient


class NewParameters(TimesRate):
    name = "new_parameters"

    def taken(self, gradient, parameter):
        return parameter - self.rate * gradient


class NewParametersAdded(TimesRate):
    name = "step_added"

    def taken(self, gradient, parameter):
        return parameter + self.rate * gradient


class AdamDirection(TimesRate):
    name = "adam_in_it"

    def taken(self, gradient, parameter):
        return gradient / (abs(gradient) + 1e-8)


class InputMistyped(ByHand):
    name = "input_mistyped"
    once = True

    @classmethod
    def fits(cls, network, batch, layer):
        return layer == 0

    def work(self):
        s = self.choice % len(self.x)
        i = self.choice % len(self.x[s])
        self.x[s][i] = round(self.x[s][i] + 0.7, 2)
        return super().work()


class WeightMistyped(ByHand):
    name = "input_mistyped"
    once = True

    def z(self, layer, s, j):
        i = self.choice % self.layers[layer].n_in
        wrong = self.here(layer) and j == 0 and self.is_there(layer, 0, i)
        return super().z(layer, s, j) + (0.4 * self.into[layer, s][i] if wrong else 0.0)

    def da(self, layer, s, i):
        after = layer + 1
        wrong = self.here(after) and i == self.choice % self.layers[after].n_in
        more = 0.4 * self.deltas[after, s][0] if wrong and self.is_there(after, 0, i) else 0.0
        return super().da(layer, s, i) + more


def _all_of(cls):
    for each in cls.__subclasses__():
        yield each
        yield from _all_of(each)


MISTAKES = tuple(each for each in _all_of(ByHand) if hasattr(each, "name"))
