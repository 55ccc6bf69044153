"""Quick questions: each has one right answer among different ones, and says why."""

from dataclasses import replace

import pytest

from backprop_core import batch_loss, forward
from playground.exercise.presets import presets
from playground.exercise.view import trace_of
from playground.notation.symbols import symbols_for
from playground.practice.quick_questions import FALLS, RISES, question


@pytest.mark.parametrize("preset", list(presets()))
def test_the_right_answer_is_one_of_several_different_ones(preset):
    trace = trace_of(presets()[preset], "neuron")
    for seed in range(12):
        asked = question(trace, symbols_for(trace), 4, seed)
        assert asked.options.count(asked.right) == 1
        assert len(set(asked.options)) == len(asked.options) >= 2
        assert asked.why


def test_what_happens_to_the_loss_is_what_a_small_step_does():
    """By a difference quotient, not by the gradient."""
    trace = trace_of(presets()["06_sigmoid_2_2_1"], "neuron")
    symbols = symbols_for(trace)
    seen = 0
    for seed in range(0, 40, 4):
        asked = question(trace, symbols, 4, seed)
        for k, layer in enumerate(trace.network.layers):
            for j in range(len(layer.W)):
                name = f"The bias of {symbols.neuron(k + 1, j)} becomes"
                if not asked.text.startswith(name):
                    continue
                b = layer.b.copy()
                b[j] += 1e-3
                layers = list(trace.network.layers)
                layers[k] = replace(layer, b=b)
                other = replace(trace.network, layers=tuple(layers))
                loss = batch_loss(other, forward(other, trace.forward.x), trace.y)
                assert asked.right == (RISES if loss > trace.gradients.loss else FALLS)
                seen += 1
    assert seen
